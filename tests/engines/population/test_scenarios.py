"""What is shown of a projection, and other futures beside it (japan.md 3.2, rules 7–9)."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    YOUNG_FAMILY,
    AgeError,
    Control,
    Families,
    Method,
    Note,
    Rule,
    Sexes,
    ShapeError,
    Shrinkage,
    hold_constant,
    male_share,
    net_migration,
    printable,
    project,
    project_closed,
    project_components,
    ratios_between,
    split_sexes,
    survival,
)

from .making import AGES, noted, pair_of_areas, town, usable


def test_ages_of_fewer_than_fifty_people_are_not_printed_in_any_year():
    counts = np.stack([np.full((2, 16), 1.0), np.full((2, 16), 40.5)])
    sheet = printable(hold_constant(town(counts), steps=2))

    assert sheet.by_age.tolist() == [False, True]
    assert np.all(sheet.counts[:, 0] == -1)
    assert sheet.totals[:, 0].tolist() == [32, 32, 32]
    assert sheet.counts[0, 1, 0, 0] == 41
    assert sheet.about
    assert sheet.notes == (Note(Rule.HIDDEN_BY_AGE, "a0", value=32.0),)


def test_ages_are_hidden_in_all_years_of_a_town_that_falls_below_fifty_only_later():
    counts = np.zeros((1, 2, 16))
    counts[:, :, -1] = 40
    alive = survival(Sexes.APART, AGES)
    sheet = printable(project_closed(town(counts), survival=alive, children=0, steps=2))

    assert sheet.totals[0, 0] == 80
    assert sheet.totals[2, 0] < 50
    assert np.all(sheet.counts == -1)


def test_what_is_not_told_is_printed_as_nothing_and_never_as_zero():
    people = town(np.full((2, 2, 16), 10.0), suppressed=[True, False])
    sheet = printable(hold_constant(people, steps=1))

    assert sheet.totals[:, 0].tolist() == [-1, -1]
    assert sheet.notes == ()


def test_a_closed_town_differs_from_the_trend_by_those_who_come_and_go():
    then, now = pair_of_areas(small=500)
    ratios = usable(then, now)
    alive = survival(Sexes.APART, AGES)
    closed = project_closed(
        now, survival=alive, children=ratios.children, boys=ratios.boys, steps=2
    )
    moved = project_components(
        now,
        survival=alive,
        migration=net_migration([ratios], alive),
        children=ratios.children,
        boys=ratios.boys,
        steps=2,
    )

    assert closed.method is Method.CLOSED
    assert moved.method is Method.COMPONENT
    assert moved.totals[2, 0] > closed.totals[2, 0]


def test_migration_of_several_periods_is_their_mean():
    then, now = pair_of_areas(small=500)
    later = town(now.counts * 0.5, year=2025)
    alive = survival(Sexes.APART, AGES)
    periods = [ratios_between(then, now), ratios_between(now, later)]
    mean = net_migration(periods, alive)

    assert mean[1, 0, 3] == pytest.approx((1 + 0.5) / 2 - alive[0, 3])


def test_where_more_leave_than_survive_nobody_is_left_and_it_is_said():
    rates = np.full((2, 16), -1.5)
    told = project_components(
        town(100), survival=np.ones((2, 16)), migration=rates, children=0.2, steps=1
    )

    assert told.totals[1].tolist() == [0, 0]
    assert noted(told.notes, Rule.HELD_AT_ZERO) == {"a0": 30, "a1": 30}


def test_rates_may_change_from_step_to_step():
    alive = np.stack([np.full((2, 2, 16), 1.0), np.full((2, 2, 16), 0.5)])
    told = project_components(
        town(100), survival=alive, migration=np.zeros((2, 16)), children=0, steps=2
    )

    assert told.counts[1, 0, 0, 5] == 100
    assert told.counts[2, 0, 0, 5] == 50


def test_ten_families_a_year_add_their_members_and_later_their_births():
    then, now = pair_of_areas(small=500)
    ratios = usable(then, now)
    families = Families(per_year={"a0": 10}, members=YOUNG_FAMILY)
    trend = project(now, ratios, steps=2)
    more = project(now, ratios, steps=2, families=families)
    added = more.counts - trend.counts

    assert added[1, 0].sum() == pytest.approx(50 * 3)
    assert added[1, 0, 1, AGES.at(30)] == pytest.approx(50)
    assert added[1, 1].sum() == 0
    grown = added[2, 0, 1, AGES.at(35)]
    assert grown == pytest.approx(50 * ratios.change[0, 1, AGES.at(35)])
    born = (50 + grown) * ratios.children[0]
    # Those who come in the second step bring their own children.
    assert added[2, 0, :, 0].sum() == pytest.approx(25 + born - 50 * ratios.children[0])
    assert noted(more.notes, Rule.FAMILIES_ADDED) == {"a0": 150}


def test_added_families_come_on_top_of_the_citys_total():
    then, now = pair_of_areas(small=500)
    ratios = usable(then, now)
    control = Control([town(np.full((1, 2, 16), 700.0), year=year) for year in (2025, 2030)])
    families = Families(per_year={"a0": 10}, members={("female", 25): 1})
    held = project(now, ratios, steps=2, control=control)
    more = project(now, ratios, steps=2, control=control, families=families)

    assert (more.totals - held.totals)[1].tolist() == pytest.approx([50, 0])


def test_families_nobody_can_place_are_refused():
    for families in (
        Families({"nowhere": 1}, YOUNG_FAMILY),
        Families({"a0": -1}, YOUNG_FAMILY),
        Families({"a0": 1}, {("both", 30): 1}),
    ):
        with pytest.raises(ShapeError):
            families.arrivals(town(1))
    with pytest.raises(AgeError):
        Families({"a0": 1}, {("male", 33): 1}).arrivals(town(1))


def test_a_projection_says_base_year_method_source_and_parameters():
    then, now = pair_of_areas()
    now = town(now.counts, source="ひなた市（見本）")
    told = project(now, usable(then, now, Shrinkage(k=30)), steps=3)

    assert told.base_year == 2020
    assert told.years == (2020, 2025, 2030, 2035)
    assert told.method is Method.COHORT_CHANGE
    assert told.source == "ひなた市（見本）"
    assert told.parameters == {
        "steps": 3, "step_years": 5, "open_class": 75, "ratios_from": 2015, "ratios_to": 2020,
        "mothers_from": 15, "mothers_below": 50, "shrink_k": 30, "shrink_small": 50,
        "shrink_low": 0.5, "shrink_high": 2, "shrink_from_age": 10, "reference": "",
    }  # fmt: skip


def test_both_sexes_together_are_projected_with_children_per_person():
    then = town(np.full((1, 1, 16), 200.0), year=2015, sexes=Sexes.BOTH)
    now = town(np.full((1, 1, 16), 140.0), sexes=Sexes.BOTH)
    ratios = ratios_between(then, now)

    assert ratios.children[0] == pytest.approx(140 / (7 * 140))
    assert np.isnan(ratios.sex_ratio).all()
    assert project(now, ratios, steps=1).counts[1, 0, 0, 0] == pytest.approx(140 * 0.7)


def test_a_table_of_both_sexes_is_split_by_the_nations_shares_or_by_the_men_counted():
    now = town(np.full((2, 1, 16), 100.0), sexes=Sexes.BOTH, unknown_age=[[10], [0]])
    split = split_sexes(now, male_share(AGES), {"a0": 700})

    np.testing.assert_allclose(split.counts.sum(axis=1), now.counts[:, 0])
    assert split.counts[0, 0].sum() == pytest.approx(700)
    np.testing.assert_allclose(split.counts[1, 0] / 100, male_share(AGES))
    assert split.unknown_age[0].tolist() == pytest.approx([10 * 700 / 1600, 10 * 900 / 1600])
    # Women outlive men, in the area too.
    assert split.counts[0, 0, -1] < split.counts[0, 0, 0]
    with pytest.raises(ShapeError):
        split_sexes(now, male_share(AGES), {"a0": 1700})
    with pytest.raises(ShapeError):
        split_sexes(split, male_share(AGES))
