"""How much of an area lies in districts: whole areas stay whole, nobody counts twice."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.know.places import overlay

CELL = 0.01


def cell(column, row, wide=1.0, high=1.0):
    west, south = 139.4 + column * CELL, 35.5 + row * CELL
    return shapely.box(west, south, west + wide * CELL, south + high * CELL)


def polygons(*given_):
    return np.array(given_, dtype=object)


def rows(shares):
    return list(
        zip(shares.area.tolist(), shares.district.tolist(), shares.parts.tolist(), strict=True)
    )


def test_an_area_cut_by_a_border_belongs_to_both_by_its_area():
    found = overlay.by_area(
        polygons(cell(0, 0)), polygons(cell(-0.75, 0), cell(0.25, 0)), sliver=0.05
    )
    assert rows(found) == [
        (0, 0, pytest.approx(250_000, abs=1)),
        (0, 1, pytest.approx(750_000, abs=1)),
    ]
    assert found.parts.sum() == overlay.PARTS


def test_a_sliver_is_dropped_and_the_area_is_whole_again():
    found = overlay.by_area(
        polygons(cell(0, 0)), polygons(cell(-0.97, 0), cell(0.03, 0)), sliver=0.05
    )
    assert rows(found) == [(0, 1, overlay.PARTS)]
    assert found.dropped == 1


def test_land_outside_every_district_stays_outside():
    found = overlay.by_area(polygons(cell(0, 0)), polygons(cell(0.4, 0)), sliver=0.05)
    assert rows(found) == [(0, 0, pytest.approx(600_000, abs=1))]
    assert found.covered == pytest.approx(0.6)


def test_where_districts_hold_nearly_all_land_the_rest_is_a_border_drawn_otherwise():
    areas = polygons(cell(0, 0), *(cell(n, 1) for n in range(20)))
    found = overlay.by_area(areas, polygons(cell(0.4, 0), cell(0, 1, wide=20)), sliver=0.05)
    assert found.filled
    assert found.parts.tolist() == [overlay.PARTS] * 21


def test_districts_that_overlap_never_make_more_than_the_area():
    found = overlay.by_area(polygons(cell(0, 0)), polygons(cell(0, 0), cell(0, 0)), sliver=0.05)
    assert found.parts.tolist() == [500_000, 500_000]


def test_a_share_just_above_the_threshold_is_doubtful():
    districts = polygons(cell(-0.93, 0), cell(0.07, 0))
    assert overlay.by_area(polygons(cell(0, 0)), districts, sliver=0.05).doubtful == {0}
    assert overlay.by_area(polygons(cell(0, 0)), districts, sliver=0.02).doubtful == frozenset()


def test_a_point_goes_to_the_district_it_lies_in_or_to_none():
    points = np.array([[139.405, 35.505], [139.6, 35.5], [np.nan, np.nan]])
    found = overlay.by_point(points, polygons(cell(1, 0), cell(0, 0)))
    assert rows(found) == [(0, 1, overlay.PARTS)]


def test_a_point_in_two_districts_goes_to_the_first_and_is_doubtful():
    found = overlay.by_point(np.array([[139.405, 35.505]]), polygons(cell(0, 0), cell(0, 0)))
    assert rows(found) == [(0, 0, overlay.PARTS)]
    assert found.doubtful == {0}


def test_areas_without_polygon_are_passed_over():
    assert rows(overlay.by_area(polygons(None), polygons(cell(0, 0)), sliver=0.05)) == []


CUTS = st.lists(st.floats(0.001, 0.999), max_size=6, unique=True)


@given(cuts=CUTS, sliver=st.sampled_from([0.01, 0.05, 0.1]), shift=st.floats(-2, 2))
def test_shares_add_up_to_one_at_most_and_whole_areas_stay_whole(cuts, sliver, shift):
    borders = [0.0, *sorted(cuts), 1.0]
    strips = [cell(left * 3, 0, wide=(right - left) * 3) for left, right in pairwise(borders)]
    inside = [cell(n, 0) for n in range(3)]  # the strips tile these three exactly
    areas = polygons(*inside, cell(shift, 0.5), cell(9, 9))
    found = overlay.by_area(areas, polygons(*strips), sliver=sliver)
    sums = np.bincount(found.area, found.parts, minlength=len(areas))
    assert (found.parts > 0).all()
    assert (sums <= overlay.PARTS).all()
    assert sums[4] == 0
    for n in range(3):
        assert sums[n] == overlay.PARTS or not sums[n]
        held = [s for s in strips if s.covers(inside[n].buffer(-1e-9))]
        if held:
            assert found.parts[found.area == n].tolist() == [overlay.PARTS]
