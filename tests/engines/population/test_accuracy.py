"""A projection beside what came, and the band that follows from it."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    ShapeError,
    Shrinkage,
    back_cast,
    band,
    compare,
    hold_constant,
)

from .making import town


def test_the_record_names_how_far_off_and_to_which_side():
    actual = town(np.full((4, 2, 16), 100.0), year=2025)
    off = np.array([1.04, 0.97, 1.08, 1.2])[:, None, None]
    record = compare(town(actual.counts * off, year=2025), actual)
    total = record.groups["total"]

    assert total.percent.tolist() == pytest.approx([4, -3, 8, 20])
    assert total.mape == pytest.approx(35 / 4)
    assert total.malpe == pytest.approx(29 / 4)
    assert (total.within(5), total.within(10)) == (0.5, 0.75)
    assert set(record.groups) == {"total", "0_14", "15_64", "65_up", "0_4"}


def test_an_area_without_people_has_no_error_and_is_not_counted():
    actual = town(np.stack([np.zeros((2, 16)), np.full((2, 16), 10.0)]), year=2025)
    total = compare(town(10, year=2025), actual).groups["total"]

    assert total.counted == 1
    assert total.mape == 0
    nobody = compare(town(1, year=2025), town(0, year=2025)).groups["total"]
    assert np.isnan([nobody.mape, nobody.malpe, nobody.within(5)]).all()


def test_a_town_that_goes_on_as_before_is_foretold_without_error():
    years = [town(100 * 0.9**n, year=2010 + 5 * n) for n in range(3)]
    record = back_cast(*years, shrinkage=Shrinkage())

    assert record.year == 2020
    assert record.groups["total"].mape == pytest.approx(0, abs=1e-9)
    assert record.mape_cells == pytest.approx(0, abs=1e-9)


def test_the_band_widens_with_each_step_by_the_errors_of_areas_of_like_size():
    sizes = np.array([10.0, 1000.0] * 10)[:, None, None] * np.ones((20, 2, 16))
    actual = town(sizes, year=2020)
    missed = np.array([1.3, 1.02] * 10)[:, None, None]
    record = compare(town(sizes * missed, year=2020), actual)
    line = hold_constant(actual, steps=3)
    around = band(line, record, peers=8)
    half = (around.high - line.totals) / line.totals

    assert np.all(around.low[0] == around.high[0])
    assert half[:, 0].tolist() == pytest.approx([0, 0.3, 0.6, 0.9])
    assert half[:, 15].tolist() == pytest.approx([0, 0.02, 0.04, 0.06])
    assert band(line, record, level=1).low.min() >= 0
    with pytest.raises(ShapeError):
        band(line, record, group="centenarians")


def test_the_band_of_all_areas_holds_the_share_of_them_it_says():
    missed = np.random.default_rng(7).normal(0, 5, 60)[:, None, None]
    actual = town(np.full((60, 2, 16), 100.0))
    record = compare(town(actual.counts * (1 + missed / 100)), actual)
    line = hold_constant(actual, steps=1)
    around = band(line, record, peers=60, level=0.8)
    width = 100 * (around.high[1] - line.totals[1]) / line.totals[1]

    assert np.mean(record.groups["total"].absolute <= width) == pytest.approx(0.8, abs=0.02)
