"""The nation's censuses give the published figures, to the digit."""

import csv
import json

import numpy as np
import pytest

from jibungoto.engines.population import (
    MOTHERS_NARROW,
    Ages,
    Population,
    Sexes,
    back_cast,
    compare,
    nation,
    national_ratios,
    project,
    project_components,
    ratios_between,
    survival,
)

pytestmark = pytest.mark.data

AGES = Ages.up_to(85)


def _one(given) -> Population:
    counts = [[given["male"], given["female"]]]
    return Population.of(counts, areas=["日本"], sexes=Sexes.APART, ages=AGES, year=given["year"])


@pytest.fixture(scope="module")
def vectors(data_dir):
    path = data_dir / "jp" / "national" / "cohort_change_ratio_test_vectors.json"
    return json.loads(path.read_text())["vectors"]


@pytest.fixture(scope="module")
def censuses(data_dir):
    """{year: {sex: counts}} with the classes as published: to 85+ until 2000, then to 100+."""
    found: dict[int, dict[str, list[float]]] = {}
    path = data_dir / "jp" / "national" / "pyramid_total.csv"
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            sex = {"男性": "male", "女性": "female"}[row["sex"]]
            found.setdefault(int(row["year"]), {}).setdefault(sex, []).append(float(row["value"]))
    return found


def _census(censuses, year) -> Population:
    told = censuses[year]
    ages = Ages.up_to(5 * (len(told["male"]) - 1))
    counts = [[told["male"], told["female"]]]
    people = Population.of(counts, areas=["日本"], sexes=Sexes.APART, ages=ages, year=year)
    return people.collapse(AGES)


@pytest.mark.parametrize("number, total", [(0, 125_709_786), (1, 123_033_281)])
def test_each_vector_comes_out_to_the_digit(vectors, number, total):
    vector = vectors[number]
    then, now = _one(vector["base0"]), _one(vector["base1"])
    ratios = ratios_between(then, now)
    given = np.array([vector["ccr"]["male"], vector["ccr"]["female"]], dtype=float)

    np.testing.assert_allclose(ratios.change[0], given, rtol=1e-15)
    assert ratios.children[0] == pytest.approx(vector["cwr_15_49"], rel=1e-15)
    assert ratios.sex_ratio[0] == pytest.approx(vector["sex_ratio_0_4_male_per_female"], rel=1e-14)

    projected = project(now, ratios, steps=1)
    expected = np.array([vector["projected"]["male"], vector["projected"]["female"]])
    np.testing.assert_allclose(projected.counts[1, 0], expected, rtol=1e-14)
    assert round(projected.totals[1, 0]) == total
    assert projected.years == (vector["base1"]["year"], vector["projected"]["year"])


def test_the_errors_quoted_for_the_vectors_come_out(vectors):
    first = back_cast(*(_one(vectors[0][key]) for key in ("base0", "base1", "actual")))
    second = back_cast(*(_one(vectors[1][key]) for key in ("base0", "base1", "actual")))

    assert first.groups["total"].percent[0] == pytest.approx(0.055, abs=5e-4)
    assert first.mape_cells == pytest.approx(0.71, abs=5e-3)
    assert second.groups["total"].percent[0] == pytest.approx(-0.147, abs=5e-4)
    assert second.mape_cells == pytest.approx(0.92, abs=5e-3)
    assert second.groups["0_4"].percent[0] == pytest.approx(3.4, abs=0.05)


def test_the_quoted_old_and_young_come_out(vectors):
    vector = vectors[1]
    now = _one(vector["base1"])
    projected = project(now, ratios_between(_one(vector["base0"]), now), steps=1)
    actual = _one(vector["actual"])

    assert round(projected.aged(65)[1, 0]) == 35_238_023
    assert actual.aged(65)[0] == 35_335_805
    assert round(projected.aged(0, 5)[1, 0]) == 4_671_399
    assert actual.aged(0, 5)[0] == 4_516_082
    errors = compare(projected.at(1), actual).groups["65_up"]
    assert errors.percent[0] == pytest.approx(100 * (35_238_023 / 35_335_805 - 1), abs=1e-5)


def test_rates_of_2015_to_2020_held_constant_give_the_quoted_2030_and_2050(censuses):
    then, now = _census(censuses, 2015), _census(censuses, 2020)
    projected = project(now, ratios_between(then, now), steps=6)
    by_year = dict(zip(projected.years, projected.totals[:, 0], strict=True))

    assert round(by_year[2030]) == 115_308_007
    assert round(by_year[2050]) == 94_778_547


def test_the_national_figures_kept_here_are_those_of_the_census(censuses):
    for year in (2015, 2020):
        kept = nation(year, Sexes.APART, AGES)
        np.testing.assert_array_equal(kept.counts, _census(censuses, year).counts)


def test_the_component_method_with_migration_as_seen_is_the_cohort_change_method(censuses):
    then, now = _census(censuses, 2015), _census(censuses, 2020)
    ratios = ratios_between(then, now)
    alive = survival(Sexes.APART, AGES)
    apart = project_components(
        now,
        survival=alive,
        migration=ratios.change - alive,
        children=ratios.children,
        boys=ratios.boys,
        steps=6,
    )

    np.testing.assert_allclose(apart.counts, project(now, ratios, steps=6).counts, rtol=1e-12)


@pytest.mark.parametrize("terminal", [75, 85, 100])
def test_any_open_class_gives_nearly_the_same_total(terminal):
    ages = Ages.up_to(terminal)
    now = nation(2020, Sexes.APART, ages)
    totals = project(now, _of_japan(ages), steps=2).totals[:, 0]

    assert totals[2] == pytest.approx(115_308_007, rel=0.004)


def test_children_per_woman_of_20_to_39_is_another_measure_of_the_same_children(censuses):
    then, now = _census(censuses, 2015), _census(censuses, 2020)
    wide = ratios_between(then, now)
    narrow = ratios_between(then, now, mothers=MOTHERS_NARROW)
    women = now.counts[0, 1]

    assert narrow.children[0] == pytest.approx(
        wide.children[0] * women[3:10].sum() / women[4:8].sum(), rel=1e-12
    )
    assert narrow.mothers == (20, 40)


def test_half_a_century_of_back_casts_misses_by_few_percent(censuses):
    for year in range(1960, 2021, 5):
        record = back_cast(*(_census(censuses, year - back) for back in (10, 5, 0)))
        # 1975 and 1980 saw the sharpest turn of births in these tables.
        assert record.groups["total"].mape < 2.5, year


def _of_japan(ages: Ages):
    from dataclasses import replace

    return replace(national_ratios(Sexes.APART, ages), areas=("japan",))
