"""Weights towards a population, and intervals: what always holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.engines.weighting import (
    Margin,
    WeightingError,
    mean_interval,
    median_interval,
    rake,
    wilson,
)

BANDS, DISTRICTS = 4, 3
people = st.lists(
    st.tuples(st.integers(-1, BANDS - 1), st.integers(-1, DISTRICTS - 1)), min_size=1, max_size=80
)
living = st.lists(st.integers(1, 5000), min_size=BANDS, max_size=BANDS)
around = st.lists(st.integers(1, 5000), min_size=DISTRICTS, max_size=DISTRICTS)


@given(people, living, around, st.floats(1.5, 8))
def test_weights_are_one_on_average_and_stay_within_the_trim(told, ages, places, trim):
    found = rake(
        [Margin([b for b, _d in told], ages), Margin([d for _b, d in told], places)], trim=trim
    )
    assert found.values.mean() == pytest.approx(1, abs=1e-6)
    assert found.values.min() >= 1 / trim - 1e-9
    assert found.values.max() <= trim + 1e-9
    assert 1 <= found.effective <= len(told) + 1e-9
    assert found.design_effect == pytest.approx(len(told) / found.effective)


@given(people, living, around)
def test_the_order_of_people_does_not_matter(told, ages, places):
    def weights(rows):
        return rake(
            [Margin([b for b, _d in rows], ages), Margin([d for _b, d in rows], places)]
        ).values

    assert np.allclose(weights(told)[::-1], weights(told[::-1]), atol=1e-7)


@given(living, st.lists(st.integers(1, 30), min_size=BANDS, max_size=BANDS))
def test_one_margin_untrimmed_is_met_exactly(ages, answered):
    codes = [band for band, n in enumerate(answered) for _ in range(n)]
    found = rake([Margin(codes, ages)], trim=1e9)
    shares = np.bincount(codes, found.values) / found.values.sum()
    assert np.allclose(shares, np.array(ages) / sum(ages))
    assert found.gap < 1e-9


def test_two_margins_are_met_together():
    told = [(0, 0)] * 30 + [(0, 1)] * 10 + [(1, 0)] * 10 + [(1, 1)] * 10
    found = rake([Margin([b for b, _ in told], [50, 50]), Margin([d for _, d in told], [40, 60])])
    assert found.gap < 1e-6
    assert found.trimmed == 0
    assert found.effective < 60


def test_who_tells_nothing_keeps_the_average_weight():
    found = rake([Margin([-1, -1, -1], [10, 20])])
    assert found.values.tolist() == [1, 1, 1]
    assert found.design_effect == 1


def test_categories_nobody_answered_from_are_named():
    found = rake([Margin([0, 0, 1], [10, 10, 80])])
    assert found.empty == ((2,),)


def test_what_cannot_be_weighted_is_refused():
    for margins in ([], [Margin([], [1])], [Margin([0], [1]), Margin([0, 0], [1])]):
        with pytest.raises(WeightingError):
            rake(margins)
    for margin in (Margin([0], [-1]), Margin([3], [1, 1]), Margin([0], [float("nan")])):
        with pytest.raises(WeightingError):
            rake([margin])


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_wilson_interval_holds_its_share(some, more):
    low, high = wilson(some / (some + more), some + more)
    assert 0 <= low <= some / (some + more) <= high <= 1


def test_a_wilson_interval_is_the_published_one():
    # Newcombe 1998, table I: 81 of 263.
    low, high = wilson(81 / 263, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0, 1)


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=60))
def test_means_and_medians_lie_within_their_intervals(values):
    for found in (mean_interval(values), median_interval(values)):
        assert found is not None
        middle, low, high = found
        assert low - 1e-9 <= middle <= high + 1e-9


def test_equal_weights_change_no_interval():
    values = [1, 2, 2, 3, 5]
    assert mean_interval(values, [2] * 5) == pytest.approx(mean_interval(values))
    assert mean_interval([]) is None
    assert median_interval([]) is None
