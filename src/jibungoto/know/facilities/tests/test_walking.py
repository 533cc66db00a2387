"""The share of residents within a walk: circles on squares, points, and a real city."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate

from jibungoto.know.facilities.geometry import Plane, containing, metres_outside
from jibungoto.know.facilities.walking import Land, covered, reach

MIDDLE = (139.31, 35.61)
DEGREE = 0.009  # about a kilometre north


def square(lon=MIDDLE[0], lat=MIDDLE[1], side=0.02):
    return shapely.box(lon - side / 2, lat - side / 2, lon + side / 2, lat + side / 2)


def test_a_circle_inside_an_area_covers_its_own_area_of_it():
    (share,) = covered([Land(square())], [MIDDLE], 500)
    whole = shapely.area(Plane(*MIDDLE).flat(square()))
    assert share == pytest.approx(math.pi * 500**2 / whole, rel=0.002)


def test_an_area_within_the_walk_is_covered_whole_and_one_far_away_not_at_all():
    near, far = Land(square(side=0.002)), Land(square(lat=35.8))
    assert covered([near, far], [MIDDLE], 500).tolist() == [1.0, 0.0]


def test_two_places_side_by_side_are_not_counted_twice():
    land = [Land(square())]
    one = covered(land, [MIDDLE], 500)
    assert covered(land, [MIDDLE, MIDDLE], 500) == pytest.approx(one)


def test_people_at_a_point_are_near_or_not():
    lon, lat = MIDDLE
    land = [Land(point=(lon, lat + 0.4 * DEGREE)), Land(point=(lon, lat + 0.6 * DEGREE)), Land()]
    shares = covered(land, [MIDDLE], 500)
    assert shares[:2].tolist() == [1.0, 0.0]
    assert np.isnan(shares[2])
    found = reach([100, 300, 50], shares)
    assert (found.near, found.people, found.lost) == (100, 400, 50)
    assert found.share == 0.25


def test_without_people_of_a_known_place_there_is_no_share():
    assert reach([10], covered([Land()], [MIDDLE], 500)).share is None


def test_without_places_nobody_is_near():
    assert covered([Land(square())], [], 500).tolist() == [0.0]


@given(
    st.lists(st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02)), min_size=1, max_size=8),
    st.integers(50, 2000),
)
@settings(max_examples=40, deadline=None)
def test_more_places_and_longer_walks_never_cover_less(offsets, metres):
    places = [(MIDDLE[0] + x, MIDDLE[1] + y) for x, y in offsets]
    land = [Land(square()), Land(translate(square(side=0.01), 0.015, 0))]
    all_of_them = covered(land, places, metres)
    assert (all_of_them >= covered(land, places[:1], metres) - 1e-9).all()
    assert (covered(land, places, metres * 1.5) >= all_of_them - 1e-9).all()
    assert ((all_of_them >= 0) & (all_of_them <= 1)).all()


def test_a_point_lies_in_every_area_around_it_and_at_a_distance_from_others():
    areas = [square(), square(side=0.002), square(lat=35.7)]
    assert containing([MIDDLE, None, (130.0, 30.0)], areas) == [[0, 1], [], []]
    inside, nowhere, outside = metres_outside([MIDDLE, None, (139.31, 35.64)], areas[:1])
    assert inside == 0
    assert nowhere is None
    assert outside == pytest.approx(2219, abs=3)  # 0.02 degrees of latitude on GRS80
