"""Many districts at once: the same figures as one by one, and what is withheld goes where it is."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jibungoto.engines.population import AgeError, Sexes
from jibungoto.know.places.tests.factories import (
    a_district,
    a_kind,
    a_membership,
    a_small_area,
)
from jibungoto.know.statistics import selectors, services
from jibungoto.know.statistics.models import Headcount
from jibungoto.know.statistics.packing import SUPPRESSED, pack
from jibungoto.know.statistics.tables import district_tables

from .factories import DAY, LOWS, a_release

pytestmark = pytest.mark.django_db
MEN, WOMEN = list(range(10, 28)), list(range(20, 38))


def a_row(area, by_men=MEN, by_women=WOMEN, **fields):
    told = {
        "total": sum(by_men) + sum(by_women), "men": sum(by_men), "women": sum(by_women),
        "households": 9, "men_by_age": pack(by_men), "women_by_age": pack(by_women),
    }  # fmt: skip
    return Headcount(small_area=area, **{**told, **fields})


def withheld(area, receiver):
    return Headcount(small_area=area, status="suppressed", merged_into=receiver)


def stored(*rows, taken_on=DAY, lows=LOWS):
    return services.store_release(
        register="census", taken_on=taken_on, source="見本の調査",
        classes=" ".join(map(str, lows)), headcounts=list(rows),
    )  # fmt: skip


COUNT = st.integers(0, 900)
PART = st.tuples(
    st.lists(COUNT, min_size=3, max_size=3),
    st.lists(COUNT, min_size=3, max_size=3),
    st.sampled_from(["value", "suppressed", "hidden ages", "no households"]),
    st.integers(0, 2),  # districts
    st.integers(1, 4),  # quarters
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(parts=st.lists(PART, max_size=8))
def test_the_arrays_say_what_each_district_says_alone(city, parts):
    from django.db import transaction

    with transaction.atomic():
        districts = [a_district(f"d{i}") for i in range(3)]
        rows = []
        for i, (men, women, state, where, quarters) in enumerate(parts):
            area = a_small_area(f"{i:04}")
            a_membership(area, districts[where], quarters / 4)
            fields = {
                "value": {},
                "suppressed": {"status": "suppressed"},
                "hidden ages": {"men_by_age": pack([SUPPRESSED] * 3)},
                "no households": {"households": None},
            }[state]
            rows.append(a_row(area, men, women, **fields))
        stored(*rows, lows=(0, 5, 10))
        (table,) = district_tables(districts)
        for district in [*districts, None]:
            alone, there = selectors.population(district), table.people(district)
            if alone is None:
                assert there is None
                continue
            for name in ("total", "men", "women", "households"):
                assert getattr(there, name) == pytest.approx(getattr(alone, name)), name
            assert there.made == alone.made
            if alone.has_ages:
                assert there.both_by_age == pytest.approx(alone.both_by_age)
                assert there.men_by_age == pytest.approx(alone.men_by_age)
        transaction.set_rollback(True)


def test_districts_come_as_a_population_and_those_without_data_are_named(city):
    north, south, empty = (a_district(s) for s in ("north", "south", "empty"))
    one, two = a_small_area("0001"), a_small_area("0002")
    a_membership(one, north)
    a_membership(two, south, "0.5")
    ageless = {"men_unknown": 3, "men": sum(MEN) + 3, "total": sum(MEN) + sum(WOMEN) + 3}
    stored(a_row(one, **ageless), a_row(two))
    (table,) = district_tables([north, south, empty])
    population = table.population()
    assert population.areas == ("north", "south")
    assert population.sexes is Sexes.APART
    assert population.year == 2026
    assert population.counts[0, 0].tolist() == MEN
    assert population.counts[1, 1].tolist() == [w / 2 for w in WOMEN]
    assert population.unknown_age[0].tolist() == [3, 0]
    assert table.missing() == [empty]
    assert np.isnan(table.total[2])
    assert table.whole().counts.sum() == 2 * sum(MEN) + 2 * sum(WOMEN)


def test_each_date_is_a_table_the_oldest_first(city):
    north, area = a_district("north"), a_small_area("0001")
    a_membership(area, north)
    for year in (2021, 2026):
        stored(a_row(area), taken_on=dt.date(year, 4, 1))
    assert [t.release.taken_on.year for t in district_tables([north])] == [2021, 2026]
    assert [t.release.taken_on.year for t in district_tables([north], newest=1)] == [2026]
    assert district_tables([north], register="residents") == []


def test_few_queries_whatever_the_number_of_districts(city, django_assert_max_num_queries):
    receiver = a_small_area("0001")
    districts = [a_district(f"d{i}") for i in range(30)]
    rows = [a_row(receiver)]
    for i, district in enumerate(districts):
        area = a_small_area(f"1{i:03}")
        a_membership(area, district)
        rows.append(withheld(area, receiver))
    stored(*rows)
    with django_assert_max_num_queries(4):
        district_tables(districts)


def test_a_withheld_area_counts_within_its_receiver_and_that_is_said(city):
    north, south = a_district("north"), a_district("south")
    receiver, here, there = (a_small_area(c) for c in ("0001", "0002", "0003"))
    a_membership(receiver, north)
    a_membership(here, north)
    a_membership(there, south)
    stored(a_row(receiver), withheld(here, receiver), withheld(there, receiver))
    north_people, south_people = selectors.population(north), selectors.population(south)
    assert north_people.total == sum(MEN) + sum(WOMEN)
    assert "うち1件の人数は、となりの町丁・字に合わせて" in north_people.words()
    assert south_people.total is None
    assert "ほかの地区の町丁・字に合わせて公表されているため" in south_people.words()


def test_a_receiver_that_stands_for_a_whole_town_goes_where_its_parts_lie(city):
    kind = a_kind("school", name="小学校区")
    north, south = a_district("north"), a_district("south")
    school = a_district("school", kind=kind)
    town, first, second = a_small_area("0790"), a_small_area("079001"), a_small_area("079002")
    a_membership(first, north)
    a_membership(second, south)
    a_membership(first, school)
    a_membership(second, school)
    stored(a_row(town), withheld(first, town), withheld(second, town))
    whole = sum(MEN) + sum(WOMEN)
    assert selectors.population(north).total == whole / 2
    assert selectors.population(south).total == whole / 2
    assert selectors.population(school).total == whole
    (table,) = district_tables([north, south, school])
    assert table.total[:3].tolist() == [whole / 2, whole / 2, whole]
    assert table.made[2].areas == 2
    assert table.made[2].merged == 2


def test_classes_of_unequal_width_are_no_ground_for_a_projection(city):
    north, area = a_district("north"), a_small_area("0001")
    a_membership(area, north)
    a_release([(area, [1, 2, 3], [4, 5, 6])], lows=(0, 15, 65))
    (table,) = district_tables([north])
    with pytest.raises(AgeError):
        table.population()


def test_a_table_without_sexes_has_one_column(city):
    north, area = a_district("north"), a_small_area("0001")
    a_membership(area, north)
    told = {"both_by_age": pack(MEN), "total": sum(MEN) + 7}
    stored(Headcount(small_area=area, **told))
    (table,) = district_tables([north])
    assert table.sexes is Sexes.BOTH
    assert table.counts[0].tolist() == [MEN]
    assert table.unknown_age[0].tolist() == [7]
