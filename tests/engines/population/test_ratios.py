"""Ratios of small areas lean on the city's, and say so (japan.md 3.2, rule 1)."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    Ages,
    Rule,
    Sexes,
    ShapeError,
    Shrinkage,
    nation,
    national_ratios,
    project,
    ratios_between,
    ratios_of_all,
    shrink,
)

from .making import noted, pair_of_areas, town


def test_a_ratio_of_ten_people_goes_five_sixths_of_the_way_to_the_citys():
    then, now = pair_of_areas()
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage(k=50))
    city = 1020 / 1010

    assert drawn.change[0, 0, 3] == pytest.approx((10 * 2 + 50 * city) / 60)
    assert drawn.change[1, 0, 3] == 1
    # 30 of change, the children and the boys.
    assert noted(drawn.notes, Rule.SHRUNK_SMALL) == {"a0": 31}


def test_an_extreme_ratio_of_many_people_is_drawn_from_age_ten_and_said():
    then, now = pair_of_areas(small=200)
    now = town(now.counts * np.array([1.5, 1])[:, None, None], year=2020)
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage())

    assert noted(drawn.notes, Rule.SHRUNK_EXTREME) == {"a0": 28}
    assert not drawn.shrunk[0, :, 1].any()
    assert drawn.change[0, 0, 1] == 3
    assert drawn.change[0, 0, 2] < 3


def test_at_high_ages_a_ratio_like_the_citys_is_not_extreme():
    ages = Ages.up_to(100)
    then, now = nation(2015, Sexes.APART, ages), nation(2020, Sexes.APART, ages)
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage())

    assert drawn.change[0, 0, -1] < 0.5
    assert not drawn.shrunk.any()


def test_where_nobody_lived_five_years_ago_the_citys_ratio_serves():
    then, now = pair_of_areas()
    then = town(then.counts * np.array([0, 1])[:, None, None], year=2015)
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), None)

    assert drawn.change[0, 0, 3] == pytest.approx(1020 / 1000)
    assert noted(drawn.notes, Rule.REFERENCE_USED) == {"a0": 30}


def test_an_area_where_nobody_lives_borrows_all_its_ratios():
    then, now = (
        town(p.counts * np.array([0, 1])[:, None, None], year=p.year) for p in pair_of_areas()
    )
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage())

    # 30 of change, the children and the boys.
    assert noted(drawn.notes, Rule.REFERENCE_USED) == {"a0": 32}
    assert noted(drawn.notes, Rule.SHRUNK_SMALL) == {}


def test_an_area_told_only_once_measures_nothing_and_does_not_count_for_the_city():
    then, now = pair_of_areas()
    hidden = town(then.counts, year=2015, suppressed=[True, False])
    city = ratios_of_all(hidden, now)

    assert np.all(city.change[0, :, 1:-1] == 1)
    assert np.all(ratios_between(hidden, now).people[0] == 0)
    after = town(now.counts, suppressed=[True, False])
    assert np.all(ratios_of_all(then, after).change[0, :, 1:-1] == 1)
    assert np.all(ratios_between(then, after).people[0] == 0)


def test_ratios_with_gaps_are_not_projected():
    then, now = pair_of_areas()
    then = town(then.counts * np.array([0, 1])[:, None, None], year=2015)

    with pytest.raises(ShapeError, match="shrink"):
        project(now, ratios_between(then, now), steps=1)


def test_years_stayed_are_the_product_of_all_ratios_from_birth():
    ratios = national_ratios(Sexes.APART, Ages.up_to(85))
    stayed = ratios.stayed[0]

    assert np.all(stayed[:, 0] == 1)
    assert stayed[1, 4] == pytest.approx(np.prod(ratios.change[0, 1, 1:5]))
    assert np.isnan(stayed[:, -1]).all()
