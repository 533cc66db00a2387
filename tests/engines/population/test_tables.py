"""Published tables with their gaps, open classes and borders (japan.md 3.2, rules 3–6)."""

import numpy as np
import pytest

from jibungoto.engines.population import (
    MOTHERS_NARROW,
    SUPPRESSED,
    AgeError,
    Ages,
    Control,
    Population,
    Rule,
    Sexes,
    ShapeError,
    Shrinkage,
    allocate_unknown_ages,
    common_units,
    compare,
    hold_constant,
    merge_suppressed,
    on_common_ground,
    project,
    project_closed,
    ratios_between,
    spread_suppressed,
)

from .making import AGES, names, noted, pair_of_areas, town, usable


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
    assert noted(spread.notes, Rule.UNKNOWN_ALLOCATED) == {"a0": 8, "a1": 3}


def test_a_withheld_area_keeps_its_people_of_unknown_age_apart():
    people = town(np.full((2, 2, 16), 5.0), suppressed=[True, False], unknown_age=[[8, 0], [0, 4]])
    spread = allocate_unknown_ages(people)

    assert spread.unknown_age.tolist() == [[8, 0], [0, 0]]
    assert noted(spread.notes, Rule.UNKNOWN_ALLOCATED) == {"a1": 4}


def test_a_withheld_area_is_projected_with_the_one_its_people_are_counted_in():
    counts = np.full((3, 2, 16), 100.0)
    people = town(counts, suppressed=[False, True, False])
    merged = merge_suppressed(people, {"a1": "a0"})

    assert merged.areas == ("a0", "a2")
    assert merged.told.all()
    assert noted(merged.notes, Rule.MERGED) == {"a0": 2}
    with pytest.raises(ShapeError):
        merge_suppressed(people, {"a1": "elsewhere"})
    with pytest.raises(ShapeError):
        merge_suppressed(people, {"a1": "a0", "a0": "a1"})


def test_a_withheld_area_left_as_it_is_is_neither_zero_nor_projected():
    then, now = pair_of_areas()
    hidden = town(now.counts, suppressed=[True, False])
    told = project(hidden, usable(then, hidden), steps=2)

    assert np.isnan(told.totals[:, 0]).all()
    assert not np.isnan(told.totals[:, 1]).any()
    assert noted(told.notes, Rule.NOT_PROJECTED) == {"a0": 1}
    assert np.all(hidden.state[0] == SUPPRESSED)


def test_a_district_says_how_many_of_its_parts_are_withheld():
    people = town(np.full((3, 2, 16), 100.0), suppressed=[False, True, True])
    districts = people.put_together({"北": {"a0": 1, "a1": 1}, "南": {"a1": 0.5, "a2": 1}})

    assert districts.told.tolist() == [True, False]
    assert districts.totals[0] == 3200
    assert noted(districts.notes, Rule.SUPPRESSED_LEFT_OUT) == {"北": 1, "南": 2}
    assert noted(districts.notes, Rule.MERGED) == {"北": 2, "南": 2}


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
    assert noted(filled.notes, Rule.SUPPRESSED_SPREAD) == {"a1": 9, "a2": 3}
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
        project(town(1), usable(*pair_of_areas()), steps=1, control=Control([town(1, year=2025)]))
