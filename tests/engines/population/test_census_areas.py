"""Census small areas of Osaka 2020 (T001082): open class 75+, withheld areas, unknown ages."""

import csv

import numpy as np
import pytest

from jibungoto.engines.population import (
    Ages,
    Population,
    Rule,
    Sexes,
    allocate_unknown_ages,
    merge_suppressed,
    national_ratios,
    project,
    ratios_between,
    shrink,
)

from . import sapporo

pytestmark = pytest.mark.data

AGES = Ages.up_to(75)
FIRST = 7  # the column of T001082001


def _count(text: str) -> float:
    return {"-": 0.0, "X": np.nan}.get(text) if text in "-X" else float(text)


def _leaves(data_dir, city: str) -> tuple[Population, dict[str, str]]:
    """The areas that add up to the city, and in which one each withheld area is counted."""
    folder = data_dir / "jp" / "kadoma-27223"
    path = folder / "census2020_small_area_age5_sex_T001082_osaka_pref.utf8.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = {row[0]: row for row in csv.reader(lines) if row[0].startswith(city)}
    counted_in = {key: city + row[5] for key, row in rows.items() if row[4] == "2"}
    leaf = [key for key, row in rows.items() if row[1] in "24" or key in set(counted_in.values())]
    ages = [
        [[_count(rows[key][FIRST + 20 * sex + n]) for n in (*range(1, 16), 19)] for sex in (1, 2)]
        for key in leaf
    ]
    totals = [[_count(rows[key][FIRST + 20 * sex]) for sex in (1, 2)] for key in leaf]
    unknown = np.nan_to_num(np.array(totals) - np.array(ages).sum(axis=2))
    people = Population.of(
        ages,
        areas=leaf,
        sexes=Sexes.APART,
        ages=AGES,
        year=2020,
        suppressed=[key in counted_in for key in leaf],
        unknown_age=unknown,
        source="国勢調査 2020 小地域集計 T001082",
    )
    return people, {key: to for key, to in counted_in.items() if key in leaf}


@pytest.mark.parametrize("city, people", [("27223", 119_764), ("27207", 352_698)])
def test_merged_units_with_unknown_ages_are_the_citys_official_count(data_dir, city, people):
    leaves, counted_in = _leaves(data_dir, city)
    units = merge_suppressed(leaves, counted_in)
    spread = allocate_unknown_ages(units)

    assert units.told.all()
    assert spread.totals.sum() == pytest.approx(people)
    merged = [note for note in units.notes if note.rule is Rule.MERGED]
    assert sum(note.value - 1 for note in merged) == len(counted_in)


def test_kadoma_has_1886_people_of_unknown_age_and_each_area_notes_its_own(data_dir):
    units = merge_suppressed(*_leaves(data_dir, "27223"))
    spread = allocate_unknown_ages(units)
    noted = [note.value for note in spread.notes if note.rule is Rule.UNKNOWN_ALLOCATED]

    assert units.unknown_age.sum() == 1886
    assert sum(noted) == pytest.approx(1886)


def test_areas_of_a_census_are_projected_with_its_own_open_class(data_dir):
    units = allocate_unknown_ages(merge_suppressed(*_leaves(data_dir, "27223")))
    then = sapporo.five_years_earlier(units)
    nation = national_ratios(Sexes.APART, AGES)
    told = project(units, shrink(ratios_between(then, units), nation, None), steps=6)

    assert told.counts.shape[-1] == 16
    assert told.parameters["open_class"] == 75
    assert np.isfinite(told.counts).all()
    assert told.totals[6].sum() < told.totals[0].sum()
