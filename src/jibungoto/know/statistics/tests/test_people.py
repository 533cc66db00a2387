"""People of districts: added up from parts, with what is not known kept apart from zero."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.know.places.tests.factories import a_district, a_membership, a_small_area
from jibungoto.know.statistics import selectors
from jibungoto.know.statistics.packing import MISSING, SUPPRESSED, pack, unpack
from jibungoto.know.statistics.people import Made, Part, add_up, read_classes

from .factories import DAY, LOWS, a_release

MEN = [10] * 18
WOMEN = [12] * 18


@given(st.lists(st.integers(-2, 2**31 - 1), max_size=50))
def test_packed_counts_come_back_as_they_were(counts):
    assert list(unpack(pack(counts))) == counts


def a_part(men, women, ratio=1.0, *, suppressed=False):
    return Part(
        ratio, suppressed, sum(men) + sum(women), sum(men), sum(women), 10, None, None,
        pack(men), pack(women), b"",
    )  # fmt: skip


def together(parts, lows="0 15 65"):
    return add_up(
        parts, taken_on=DAY, source="s", method="m", classes=read_classes(lows),
        made=Made(direct=False, areas=len(parts)),
    )  # fmt: skip


AGES = st.lists(st.integers(0, 5000), min_size=3, max_size=3)


@given(
    areas=st.lists(st.tuples(AGES, AGES), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 100), min_size=6, max_size=6),
)
def test_districts_that_share_all_areas_add_up_to_the_city(areas, cuts):
    city = together([a_part(m, w) for m, w in areas])
    east = together([a_part(m, w, cut / 100) for (m, w), cut in zip(areas, cuts, strict=False)])
    west = together([a_part(m, w, 1 - cut / 100) for (m, w), cut in zip(areas, cuts, strict=False)])
    assert east.total + west.total == pytest.approx(city.total)
    for a, b, whole in zip(east.both_by_age, west.both_by_age, city.both_by_age, strict=True):
        assert a + b == pytest.approx(whole)


def test_shares_of_the_three_ages_make_the_whole():
    people = together([a_part([1, 5, 4], [2, 5, 3])])
    shares = [people.share(0, 14), people.share(15, 64), people.share(65)]
    assert shares == [pytest.approx(0.15), pytest.approx(0.5), pytest.approx(0.35)]


def test_a_border_the_classes_do_not_have_is_not_known_rather_than_wrong():
    people = together([a_part([1, 5, 4], [2, 5, 3])])
    assert people.share(75) is None
    assert people.share(0, 5) is None


def test_suppressed_people_are_left_out_and_counted():
    people = together([a_part([1, 1, 1], [1, 1, 1]), a_part([9, 9, 9], [9, 9, 9], suppressed=True)])
    assert people.total == 6
    assert "1件は、人数が公表されていない" in people.made.words()


def test_what_one_area_does_not_tell_is_not_known_of_the_district():
    silent = Part(
        1.0, False, 5, None, None, None, None, None, b"", b"", pack([1, MISSING, SUPPRESSED])
    )
    people = together([a_part([1, 1, 1], [1, 1, 1]), silent])
    assert people.total == 11
    assert people.men is None
    assert people.households is None


def test_one_class_kept_back_does_not_hide_the_ages_of_all_others():
    hidden = Part(1.0, False, 9, None, None, None, None, None, b"", b"", pack([3, SUPPRESSED, 2]))
    people = together([a_part([1, 5, 4], [2, 5, 3]), hidden])
    assert people.share(65) == pytest.approx(0.35)
    assert "公表されていない9人を入れていません" in people.words()
    assert not together([hidden]).has_ages


@pytest.mark.django_db
class TestDistricts:
    def test_a_district_is_the_sum_of_its_small_areas_with_their_shares(self, city):
        north, south = a_district("kita"), a_district("minami")
        one, two = a_small_area("001"), a_small_area("002")
        a_membership(one, north)
        a_membership(two, north, "0.25")
        a_membership(two, south, "0.75")
        a_release([(one, MEN, WOMEN), (two, MEN, WOMEN)])
        people = selectors.population(north)
        assert people.total == pytest.approx(396 * 1.25)
        assert people.men_by_age[0] == pytest.approx(12.5)
        assert people.made.words().startswith("2件の町丁・字を合わせた数です。うち1件は")
        assert "対応表" in people.made.words()
        assert selectors.population(None).total == 792
        assert "すべての地域" in selectors.population(None).made.words()

    def test_a_row_of_the_district_itself_counts_before_its_parts(self, city):
        north, one = a_district("kita"), a_small_area("001")
        a_membership(one, north)
        a_release([(north, MEN, WOMEN), (one, [1] * 18, [1] * 18)])
        people = selectors.population(north)
        assert people.total == 396
        assert people.made.direct

    def test_nothing_known_is_no_people_object(self, city):
        assert selectors.population(a_district("kita")) is None
        a_release([(a_small_area("001"), MEN, WOMEN)])
        assert selectors.population(a_district("minami")) is None

    def test_two_dates_are_compared_with_the_city_in_two_queries(
        self, city, django_assert_num_queries
    ):
        north, one, two = a_district("kita"), a_small_area("001"), a_small_area("002")
        a_membership(one, north)
        for year, men in ((2016, 4), (2021, 8), (2026, 10)):
            rows = [(one, [men] * 18, WOMEN), (two, MEN, WOMEN)]
            a_release(rows, taken_on=dt.date(year, 4, 1))
        with django_assert_num_queries(2):
            seen = selectors.overview(north, series=True)
        assert (seen.now.men, seen.then.men, seen.city.men) == (180, 144, 360)
        assert seen.then.taken_on == seen.city_then.taken_on == dt.date(2021, 4, 1)
        assert [p.men for p in seen.series] == [72, 144, 180]

    def test_a_pyramid_of_fifty_areas_is_one_query_after_its_release(
        self, city, django_assert_num_queries
    ):
        north = a_district("kita")
        areas = [a_small_area(f"{n:03}") for n in range(50)]
        for area in areas:
            a_membership(area, north)
        a_release([(area, MEN, WOMEN) for area in areas], lows=LOWS)
        with django_assert_num_queries(2):
            assert selectors.population(north).total == 50 * 396

    def test_many_districts_are_read_in_two_queries(self, city, django_assert_num_queries):
        found = [a_district(f"d{n}") for n in range(5)]
        a_release([(d, MEN, WOMEN) for d in found])
        with django_assert_num_queries(2):
            assert set(selectors.populations(found)) == {d.pk for d in found}
