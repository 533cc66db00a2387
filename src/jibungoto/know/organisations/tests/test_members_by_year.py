"""Members by year: from columns or rows of the list, and the rate they make with the households."""

import datetime as dt

import pytest

from jibungoto.kernel import registry
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.measures import Period
from jibungoto.know.organisations import selectors
from jibungoto.know.organisations.member_years import yearly_columns
from jibungoto.know.organisations.models import MemberCount, Organisation
from jibungoto.know.statistics.models import Headcount, Release

from .factories import an_organisation
from .test_organisations import page
from .test_register_intake import handed_in, taken_in

pytestmark = pytest.mark.django_db
WIDE = (
    "団体名,種別,加入世帯数_2024,加入世帯数_2025,加入世帯数（令和8年度）\n"
    "北町自治会,自治会,260,,240\n"
)
LONG = (
    "団体名,種別,年度,会員数,単位\n北町自治会,自治会,2024,260,世帯\n北町自治会,自治会,R8,240,世帯\n"
)
TODAY = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 1))


def counted():
    return [(c.counted_on.isoformat(), c.members) for c in MemberCount.objects.all()]


@pytest.mark.parametrize(
    ("header", "day", "unit"),
    [
        ("会員数_2024", "2024-04-01", ""),
        ("加入世帯数（令和6年度）", "2024-04-01", "世帯"),
        ("2024年度の会員数", "2024-04-01", ""),
        ("会員数_R6", "2024-04-01", ""),
        ("会員数_2024年10月1日", "2024-10-01", ""),
    ],
)
def test_a_column_of_a_year_is_known_by_its_header(header, day, unit):
    ((one),) = yearly_columns(["団体名", header])
    assert (one.index, one.on.isoformat(), one.unit) == (1, day, unit)


@pytest.mark.parametrize("header", ["会員数", "会員数の基準日", "世帯数", "できた年", "2024年度"])
def test_other_columns_are_not_taken_for_years(header):
    assert yearly_columns([header]) == []


@pytest.mark.parametrize("text", [WIDE, LONG])
def test_columns_and_rows_of_years_are_kept_and_the_newest_stands_on_the_page(world, text):
    run = taken_in(text)
    assert counted() == [("2026-04-01", 240), ("2024-04-01", 260)]
    kita = Organisation.objects.get(slug=world.organisation.slug)
    assert (kita.members, kita.members_unit, kita.counted_on.year) == (240, "世帯", 2026)
    assert not handed_in(text).changes_anything
    intake.undo(run=run)
    assert counted() == []
    assert Organisation.objects.get(pk=kita.pk).members is None


def test_a_year_of_long_ago_does_not_stand_before_what_is_newer(world):
    an_organisation(members=100, members_unit="世帯", counted_on=dt.date(2026, 4, 1))
    taken_in("団体名,種別,会員数_2020\n南町自治会,自治会,140\n")
    minami = Organisation.objects.get(name="南町自治会")
    assert minami.members == 100
    assert counted() == [("2026-04-01", 100), ("2020-04-01", 140)]


def test_an_unreadable_year_is_a_fault_with_its_row(world):
    run = handed_in("団体名,種別,会員数_2024\n北町自治会,自治会,たくさん\n")
    assert run.state == "refused"
    assert [(r.line, r.column) for r in run.remarks.filter(role="fault")] == [(2, "2024-04-01")]


def test_the_rate_is_member_households_by_all_and_says_how_many_associations_tell(world):
    taken_in(WIDE)
    an_organisation("silent", name="黙っている会", districts=[world.district])
    an_organisation(
        "pta", name="PTA", kind="PTA", members=80, members_unit="人", districts=[world.district]
    )
    rate = registry.measures()["organisations.joining_rate"]
    assert rate.value(world.district, TODAY) is None  # no households: no rate, and not zero
    release = Release.objects.create(
        register="residents", taken_on=dt.date(2026, 4, 1), source="住民基本台帳（見本）"
    )
    Headcount.objects.create(release=release, district=world.district, total=1200, households=500)
    assert rate.value(world.district, TODAY) == 48.0
    assert [r.amount for r in rate.rows(world.district, TODAY)] == [240]
    found = selectors.joining(world.district, until=TODAY.last)
    assert (found.households, found.told, found.associations) == (240, 1, 2)
    shown = world.client("guest").get(
        page(world, "portal:district_stage", district="kita", stage="know")
    )
    assert "48.0<small>%</small>" in shown.text
    assert "2団体のうち1団体の届け出" in shown.text


def test_a_list_tells_its_members_of_each_fiscal_year_and_how_many_told_them(world):
    taken_in(WIDE + "南町自治会,自治会,100,90,\n")
    found = Organisation.objects.filter(members_unit="世帯")
    assert selectors.members_by_year(found) == [(2024, 360, 2), (2025, 90, 1), (2026, 240, 1)]
    address = page(world, "organisations:organisation_list")
    shown = world.client("guest").get(address, {"counted": "世帯"}).text
    assert "年度ごとの会員の数" in shown
    assert "2024年度（令和6年度）" in shown
    assert "届け出た団体の数がちがう年度は" in shown
    assert "各団体がその年度の最後に届け出た数の合計" in shown
    assert "年度ごとの会員の数" not in world.client("guest").get(address).text


def test_of_two_counts_in_one_fiscal_year_the_newer_one_counts(world):
    kita = an_organisation("北町自治会")
    for day, members in [("2025-04-01", 260), ("2026-03-31", 250)]:
        MemberCount.objects.create(
            organisation=kita, counted_on=dt.date.fromisoformat(day), members=members
        )
    assert selectors.members_by_year(Organisation.objects.all()) == [(2025, 250, 1)]
