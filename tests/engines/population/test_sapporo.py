"""All 202 school districts of Sapporo, from the tables the city publishes."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    YOUNG_FAMILY,
    Control,
    Families,
    Rule,
    Sexes,
    Shrinkage,
    male_share,
    national_ratios,
    printable,
    project,
    project_closed,
    ratios_between,
    shrink,
    split_sexes,
    spread_suppressed,
    survival,
)

from . import sapporo
from .making import usable

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def city(data_dir) -> sapporo.Sapporo:
    return sapporo.read(data_dir)


@pytest.fixture(scope="module")
def districts(city):
    return city.districts(Sexes.APART)


def test_almost_everybody_lives_in_one_of_the_districts(city):
    assert len(city.schools) == 202
    assert round(100 * city.placed, 2) == 99.73
    assert sum(city.totals.values()) == 1_961_682


def test_withheld_blocks_are_not_zero_and_share_exactly_what_the_others_leave(city):
    hidden = ~city.blocks.told
    filled = spread_suppressed(city.blocks, city.totals, city.city[None])

    assert hidden.sum() == 158
    assert np.isnan(city.blocks.totals[hidden]).all()
    assert filled.told.all()
    np.testing.assert_allclose(filled.counts.sum(axis=(0, 1)), city.city, rtol=1e-12)
    spread = [note for note in filled.notes if note.rule is Rule.SUPPRESSED_SPREAD]
    assert (len(spread), sum(note.value for note in spread)) == (158, 957)


def test_sexes_are_told_apart_without_moving_anybody_from_area_or_age(city, districts):
    together = city.districts()

    np.testing.assert_allclose(districts.counts.sum(axis=1), together.counts[:, 0], atol=1e-6)
    assert together.totals.sum() == pytest.approx(1_956_452)
    # The city's own count of men half a year later.
    assert districts.counts[:, 0].sum() / districts.totals.sum() == pytest.approx(
        915_975 / 1_960_829, abs=0.001
    )


def test_each_block_has_exactly_the_men_it_was_counted_with(city):
    blocks = spread_suppressed(city.blocks, city.totals, city.city[None])
    men = {area: np.floor(people * 0.45) for area, people in city.totals.items()}
    split = split_sexes(blocks, male_share(sapporo.AGES), men)

    np.testing.assert_allclose(split.counts[:, 0].sum(axis=1), list(men.values()), atol=1e-4)


def test_the_invented_table_of_2015_gives_back_the_nations_ratios(districts):
    then = sapporo.five_years_earlier(districts)
    ratios = ratios_between(then, districts)
    nation = national_ratios(Sexes.APART, sapporo.AGES)
    many = ratios.people[:, :, 1:] > 500
    gap = ratios.change[:, :, 1:] - nation.change[:, :, 1:]

    assert np.all(abs(gap[many]) < 0.002)


def test_three_scenarios_of_thirty_years_stay_in_order(districts):
    then = sapporo.five_years_earlier(districts, spread_by=0.1)
    ratios = usable(then, districts, Shrinkage())
    trend = project(districts, ratios, steps=6)
    alive = survival(Sexes.APART, sapporo.AGES)
    closed = project_closed(
        districts, survival=alive, children=ratios.children, boys=ratios.boys, steps=6
    )
    each = Families(dict.fromkeys(districts.areas, 2.0), YOUNG_FAMILY)
    more = project(districts, ratios, steps=6, families=each)

    for told in (trend, closed, more):
        assert told.counts.shape == (7, 202, 2, 21)
        assert np.isfinite(told.counts).all()
        assert told.years[-1] == 2050
    # Children of 0–14 until 2035 are of the women here today, and everyone gets older.
    share = trend.aged(65).sum(axis=1) / trend.totals.sum(axis=1)
    assert np.all(np.diff(share) > 0)
    assert np.all(more.totals[1:] > trend.totals[1:])
    assert 0.70 < closed.totals[6].sum() / closed.totals[0].sum() < 0.85


def test_districts_add_up_to_the_citys_projection_when_it_is_given(city, districts):
    ratios = usable(sapporo.five_years_earlier(districts, spread_by=0.3), districts, Shrinkage())
    whole = districts.whole("札幌市")
    future = project(whole, shrink_to_nation(whole), steps=6)
    control = Control([future.at(step) for step in range(1, 7)])
    held = project(districts, ratios, steps=6, control=control)

    np.testing.assert_allclose(held.counts.sum(axis=1)[1:], future.counts[1:, 0], rtol=1e-9)
    assert sum(note.rule is Rule.CONTROLLED for note in held.notes) == 6


def test_both_sexes_together_come_near_the_projection_of_each(city, districts):
    together = city.districts()
    ratios = usable(sapporo.five_years_earlier(together), together, Shrinkage())
    apart = usable(sapporo.five_years_earlier(districts), districts, Shrinkage())
    one = project(together, ratios, steps=6).totals.sum(axis=1)
    two = project(districts, apart, steps=6).totals.sum(axis=1)

    assert one == pytest.approx(two, rel=0.02)


def test_no_ages_are_printed_where_hardly_anybody_lives(districts):
    ratios = usable(sapporo.five_years_earlier(districts), districts, Shrinkage())
    sheet = printable(project(districts, ratios, steps=6))
    hidden = {area for area, shown in zip(districts.areas, sheet.by_age, strict=True) if not shown}

    assert "01103福移小学校" in hidden
    assert len(hidden) < 5
    assert {note.area for note in sheet.notes} == hidden


def shrink_to_nation(whole):
    then = sapporo.five_years_earlier(whole)
    return shrink(ratios_between(then, whole), national_ratios(Sexes.APART, sapporo.AGES), None)
