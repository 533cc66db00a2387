"""The rules a small area needs (japan.md 3.2), one by one."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    MOTHERS_NARROW,
    SUPPRESSED,
    YOUNG_FAMILY,
    AgeError,
    Ages,
    Control,
    Families,
    Margin,
    Method,
    Note,
    Population,
    RakingError,
    Rule,
    Sexes,
    ShapeError,
    Shrinkage,
    allocate_unknown_ages,
    back_cast,
    band,
    common_units,
    compare,
    hold_constant,
    male_share,
    merge_suppressed,
    nation,
    national_ratios,
    net_migration,
    on_common_ground,
    printable,
    project,
    project_closed,
    project_components,
    rake,
    ratios_between,
    ratios_of_all,
    shrink,
    split_sexes,
    spread_suppressed,
    survival,
)

from .making import AGES, names, town, usable


def _pair(small: float = 10, big: float = 1000):
    """A small area a0 that doubled beside a big one a1 that stayed as it was."""
    then = town(np.stack([np.full((2, 16), small), np.full((2, 16), big)]), year=2015)
    now = town(np.stack([np.full((2, 16), 2 * small), np.full((2, 16), big)]), year=2020)
    return then, now


def _found(notes, rule: Rule) -> dict[str | None, float | None]:
    return {note.area: note.value for note in notes if note.rule is rule}


# Rule 1


def test_a_ratio_of_ten_people_goes_five_sixths_of_the_way_to_the_citys():
    then, now = _pair()
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage(k=50))
    city = 1020 / 1010

    assert drawn.change[0, 0, 3] == pytest.approx((10 * 2 + 50 * city) / 60)
    assert drawn.change[1, 0, 3] == 1
    # 30 of change, the children and the boys.
    assert _found(drawn.notes, Rule.SHRUNK_SMALL) == {"a0": 31}


def test_an_extreme_ratio_of_many_people_is_drawn_from_age_ten_and_said():
    then, now = _pair(small=200)
    now = town(now.counts * np.array([1.5, 1])[:, None, None], year=2020)
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage())

    assert _found(drawn.notes, Rule.SHRUNK_EXTREME) == {"a0": 28}
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
    then, now = _pair()
    then = town(then.counts * np.array([0, 1])[:, None, None], year=2015)
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), None)

    assert drawn.change[0, 0, 3] == pytest.approx(1020 / 1000)
    assert _found(drawn.notes, Rule.REFERENCE_USED) == {"a0": 30}


def test_an_area_where_nobody_lives_borrows_all_its_ratios():
    then, now = (town(p.counts * np.array([0, 1])[:, None, None], year=p.year) for p in _pair())
    drawn = shrink(ratios_between(then, now), ratios_of_all(then, now), Shrinkage())

    # 30 of change, the children and the boys.
    assert _found(drawn.notes, Rule.REFERENCE_USED) == {"a0": 32}
    assert _found(drawn.notes, Rule.SHRUNK_SMALL) == {}


def test_ratios_with_gaps_are_not_projected():
    then, now = _pair()
    then = town(then.counts * np.array([0, 1])[:, None, None], year=2015)

    with pytest.raises(ShapeError, match="shrink"):
        project(now, ratios_between(then, now), steps=1)


def test_years_stayed_are_the_product_of_all_ratios_from_birth():
    ratios = national_ratios(Sexes.APART, Ages.up_to(85))
    stayed = ratios.stayed[0]

    assert np.all(stayed[:, 0] == 1)
    assert stayed[1, 4] == pytest.approx(np.prod(ratios.change[0, 1, 1:5]))
    assert np.isnan(stayed[:, -1]).all()


# Rule 2


def test_each_step_is_scaled_to_the_citys_total_of_that_year_and_says_by_how_much():
    then, now = _pair()
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


# Rules 3 and 4


@pytest.mark.parametrize("terminal", [75, 85, 100])
def test_the_open_class_is_fed_by_itself_and_the_one_before(terminal):
    ages = Ages.up_to(terminal)
    then = town(np.full((1, 1, len(ages)), 100.0), year=2015, sexes=Sexes.BOTH, ages=ages)
    now = town(np.full((1, 1, len(ages)), 60.0), year=2020, sexes=Sexes.BOTH, ages=ages)
    ratios = ratios_between(then, now)

    assert ratios.change[0, 0, -1] == pytest.approx(60 / 200)
    assert project(now, ratios, steps=1).counts[1, 0, 0, -1] == pytest.approx(0.3 * 120)


@pytest.mark.parametrize("lows", [(0, 5), (5, 10, 15), (0, 5, 15), (0, 0, 0), ()])
def test_classes_that_are_not_a_ladder_from_birth_are_refused(lows):
    with pytest.raises(AgeError):
        Ages(lows)


def test_ages_off_the_borders_are_not_guessed():
    with pytest.raises(AgeError, match="18"):
        town(1).aged(18)
    with pytest.raises(AgeError):
        town(1).collapse(Ages.up_to(85))
    wide = Ages((0, 15, 30, 45))
    now = town(np.ones((1, 1, 4)), sexes=Sexes.BOTH, ages=wide)
    then = town(np.ones((1, 1, 4)), sexes=Sexes.BOTH, ages=wide, year=2005)
    with pytest.raises(AgeError, match="no class"):
        ratios_between(then, now, mothers=MOTHERS_NARROW)


def test_people_of_unknown_age_go_where_the_known_ones_are_and_are_counted_in_a_note():
    counts = np.zeros((2, 2, 16))
    counts[0, 0, :2] = [30, 10]
    counts[0, 1, 2] = 5
    spread = allocate_unknown_ages(town(counts, unknown_age=[[8, 0], [3, 0]]))

    np.testing.assert_allclose(spread.counts[0, 0, :3], [36, 12, 0])
    # Nobody's age is known in a1: its men are spread as all men are.
    np.testing.assert_allclose(spread.counts[1, 0, :2], [2.25, 0.75])
    assert _found(spread.notes, Rule.UNKNOWN_ALLOCATED) == {"a0": 8, "a1": 3}


# Rules 5 and 6


def test_a_withheld_area_is_projected_with_the_one_its_people_are_counted_in():
    counts = np.full((3, 2, 16), 100.0)
    people = town(counts, suppressed=[False, True, False])
    merged = merge_suppressed(people, {"a1": "a0"})

    assert merged.areas == ("a0", "a2")
    assert merged.told.all()
    assert _found(merged.notes, Rule.MERGED) == {"a0": 2}
    with pytest.raises(ShapeError):
        merge_suppressed(people, {"a1": "elsewhere"})
    with pytest.raises(ShapeError):
        merge_suppressed(people, {"a1": "a0", "a0": "a1"})


def test_a_withheld_area_left_as_it_is_is_neither_zero_nor_projected():
    then, now = _pair()
    hidden = town(now.counts, suppressed=[True, False])
    told = project(hidden, usable(then, hidden), steps=2)

    assert np.isnan(told.totals[:, 0]).all()
    assert not np.isnan(told.totals[:, 1]).any()
    assert _found(told.notes, Rule.NOT_PROJECTED) == {"a0": 1}
    assert np.all(hidden.state[0] == SUPPRESSED)


def test_a_district_says_how_many_of_its_parts_are_withheld():
    people = town(np.full((3, 2, 16), 100.0), suppressed=[False, True, True])
    districts = people.put_together({"北": {"a0": 1, "a1": 1}, "南": {"a1": 0.5, "a2": 1}})

    assert districts.told.tolist() == [True, False]
    assert districts.totals[0] == 3200
    assert _found(districts.notes, Rule.SUPPRESSED_LEFT_OUT) == {"北": 1, "南": 2}
    assert _found(districts.notes, Rule.MERGED) == {"北": 2, "南": 2}


def test_a_class_told_in_part_makes_the_whole_class_untold():
    counts = np.full((2, 2, 16), 10.0)
    counts[0, 1, 3] = np.nan
    whole = town(counts).whole("市")

    assert np.isnan(whole.counts[0, 1, 3])
    assert whole.counts[0, 1, 4] == 20


def test_ages_of_withheld_areas_share_what_the_city_has_beyond_the_others():
    counts = np.full((3, 1, 16), 10.0)
    people = town(counts, sexes=Sexes.BOTH, suppressed=[False, True, True])
    city = np.full((1, 16), 10.0)
    city[0, 5] += 12
    filled = spread_suppressed(people, {"a1": 9, "a2": 3, "a0": 999}, city)

    np.testing.assert_allclose(filled.counts[:, 0, 5], [10, 9, 3])
    assert filled.counts[1, 0, 4] == 0
    assert _found(filled.notes, Rule.SUPPRESSED_SPREAD) == {"a1": 9, "a2": 3}
    usual = spread_suppressed(people, {"a1": 16})
    np.testing.assert_allclose(usual.counts[1, 0], 1)
    assert usual.told.tolist() == [True, True, False]


def test_split_merged_and_redrawn_areas_are_followed_as_one_ground():
    links = [("a", "a1"), ("a", "a2"), ("b", "a2"), ("c", "c"), ("d", "e"), ("f", "e")]

    assert [(unit.then, unit.now) for unit in common_units(links)] == [
        (("a", "b"), ("a1", "a2")),
        (("c",), ("c",)),
        (("d", "f"), ("e",)),
    ]


def test_a_split_area_has_ratios_again_on_the_common_ground():
    then = Population.of(
        np.full((2, 2, 16), 100.0), areas=["旧町", "隣"], sexes=Sexes.APART, ages=AGES, year=2015
    )
    now = Population.of(
        np.full((3, 2, 16), 60.0), areas=["東", "西", "隣"], sexes=Sexes.APART, ages=AGES, year=2020
    )
    before, after = on_common_ground(then, now, [("旧町", "東"), ("旧町", "西"), ("隣", "隣")])
    ratios = ratios_between(before, after)

    assert ratios.areas == ("東", "隣")
    assert ratios.change[:, 0, 5] == pytest.approx([1.2, 0.6])


# Rule 7


def test_ages_of_fewer_than_fifty_people_are_not_printed_in_any_year():
    counts = np.stack([np.full((2, 16), 1.0), np.full((2, 16), 40.5)])
    sheet = printable(hold_constant(town(counts), steps=2))

    assert sheet.by_age.tolist() == [False, True]
    assert np.all(sheet.counts[:, 0] == -1)
    assert sheet.totals[:, 0].tolist() == [32, 32, 32]
    assert sheet.counts[0, 1, 0, 0] == 41
    assert sheet.about
    assert sheet.notes == (Note(Rule.HIDDEN_BY_AGE, "a0", value=32.0),)


def test_what_is_not_told_is_printed_as_nothing_and_never_as_zero():
    people = town(np.full((2, 2, 16), 10.0), suppressed=[True, False])
    sheet = printable(hold_constant(people, steps=1))

    assert sheet.totals[:, 0].tolist() == [-1, -1]
    assert sheet.notes == ()


# Rule 8


def test_a_closed_town_differs_from_the_trend_by_those_who_come_and_go():
    then, now = _pair(small=500)
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
    then, now = _pair(small=500)
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
    assert _found(told.notes, Rule.HELD_AT_ZERO) == {"a0": 30, "a1": 30}


def test_rates_may_change_from_step_to_step():
    alive = np.stack([np.full((2, 2, 16), 1.0), np.full((2, 2, 16), 0.5)])
    told = project_components(
        town(100), survival=alive, migration=np.zeros((2, 16)), children=0, steps=2
    )

    assert told.counts[1, 0, 0, 5] == 100
    assert told.counts[2, 0, 0, 5] == 50


def test_ten_families_a_year_add_their_members_and_later_their_births():
    then, now = _pair(small=500)
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
    assert _found(more.notes, Rule.FAMILIES_ADDED) == {"a0": 150}


def test_added_families_come_on_top_of_the_citys_total():
    then, now = _pair(small=500)
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


# Rule 9, and tables that don't tell the sexes


def test_a_projection_says_base_year_method_source_and_parameters():
    then, now = _pair()
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


# Accuracy


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
    sizes = np.array([10.0] * 10 + [1000.0] * 10)[:, None, None] * np.ones((20, 2, 16))
    actual = town(sizes, year=2020)
    missed = np.array([1.3] * 10 + [1.02] * 10)[:, None, None]
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


# What does not fit


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError, match="years apart"):
        ratios_between(town(1, year=2016), town(1, year=2020))
    with pytest.raises(ShapeError, match="areas"):
        ratios_between(town(1, year=2015), town(np.ones((1, 2, 16))))
    with pytest.raises(ShapeError, match="zero up"):
        town(-1)
    with pytest.raises(ShapeError, match="twice"):
        Population.of(np.ones((2, 2, 16)), areas=["a", "a"], sexes=Sexes.APART, ages=AGES, year=1)
    with pytest.raises(ShapeError):
        Population.of(np.ones((2, 16)), areas=names(2), sexes=Sexes.APART, ages=AGES, year=1)
    with pytest.raises(ShapeError):
        town(1).select(["b"])
    with pytest.raises(ShapeError):
        town(1).put_together({"d": {"a0": 1.5}})
    with pytest.raises(ShapeError, match="counted"):
        compare(town(1, year=2025), town(1))
    with pytest.raises(ShapeError, match="survival"):
        project_closed(town(1), survival=np.full((2, 16), 1.1), children=0, steps=1)
    with pytest.raises(ValueError, match="shrinkage"):
        Shrinkage(low=3)
    with pytest.raises(ShapeError, match="steps"):
        hold_constant(town(1), steps=-1)
    with pytest.raises(ShapeError, match="one area"):
        project(town(1), usable(*_pair()), steps=1, control=Control([town(1, year=2025)]))
