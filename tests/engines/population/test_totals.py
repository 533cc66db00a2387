"""All areas together add up to the city's totals (japan.md 3.2, rule 2)."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    Ages,
    Control,
    Margin,
    Note,
    RakingError,
    Rule,
    Sexes,
    project,
    rake,
)

from .making import pair_of_areas, town, usable


def test_each_step_is_scaled_to_the_citys_total_of_that_year_and_says_by_how_much():
    then, now = pair_of_areas()
    total = town(np.full((1, 2, 16), 500.0), year=2025)
    told = project(now, usable(then, now), steps=2, control=Control([total]))

    np.testing.assert_allclose(told.counts[1].sum(axis=0), 500)
    controlled, missing = (
        [note for note in told.notes if note.rule is rule]
        for rule in (Rule.CONTROLLED, Rule.NOT_CONTROLLED)
    )
    assert controlled[0].year == 2025
    free = project(now, usable(then, now), steps=1)
    assert controlled[0].value == pytest.approx(500 * 32 / free.totals[1].sum())
    assert missing == [Note(Rule.NOT_CONTROLLED, year=2030)]


def test_a_total_with_older_classes_or_sexes_apart_fits_a_coarser_table():
    ages = Ages.up_to(90)
    total = town(np.full((1, 2, 19), 100.0), year=2025, ages=ages)
    then = town(np.full((2, 1, 16), 90.0), year=2015, sexes=Sexes.BOTH)
    now = town(np.full((2, 1, 16), 80.0), year=2020, sexes=Sexes.BOTH)
    told = project(now, usable(then, now), steps=1, control=Control([total], covered=0.5))

    assert told.totals[1].sum() == pytest.approx(19 * 2 * 100 / 2)
    assert told.counts[1, :, 0, -1].sum() == pytest.approx(4 * 2 * 100 / 2)


def test_people_the_total_has_where_no_area_has_any_are_shared_by_size():
    counts = np.full((2, 2, 16), 10.0)
    counts[1] *= 3
    counts[:, :, 14:] = 0
    now = town(counts)
    ratios = usable(town(counts, year=2015), now)
    told = project(
        now, ratios, steps=1, control=Control([town(np.full((1, 2, 16), 40.0), year=2025)])
    )

    np.testing.assert_allclose(told.counts[1, :, 0, -1], [10, 30])


def test_of_two_totals_the_first_is_met_exactly_even_before_both_are():
    seed = np.array([[1.0, 5, 2], [4, 1, 9]])
    first = Margin((1,), np.array([10.0, 20, 30]))
    raked = rake(seed, [first, Margin((0,), np.array([45.0, 15]))], rounds=1)

    np.testing.assert_allclose(raked.counts.sum(axis=0), first.totals, rtol=1e-12)
    assert raked.rounds == 1
    assert raked.gap > 1e-3


def test_totals_that_can_never_be_met_are_refused():
    for totals in (np.array([-1.0, 2]), np.array([np.nan, 1]), np.array([1.0, 1, 1])):
        with pytest.raises(RakingError):
            rake(np.ones((2, 2)), [Margin((1,), totals)])
    with pytest.raises(RakingError, match="zeros"):
        rake(np.array([[0.0, 1], [0, 1]]), [Margin((1,), np.array([1.0, 1]))])
    with pytest.raises(RakingError, match="differ"):
        rake(np.ones((2, 2)), [Margin((0,), np.ones(2)), Margin((1,), np.ones(2) * 2)])
    with pytest.raises(RakingError, match="ascend"):
        rake(np.ones((2, 2)), [Margin((1, 0), np.ones((2, 2)))])
