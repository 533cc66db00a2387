"""Indicators: written by hand or from a table, never without day and source."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from jibungoto.kernel import nodes, registry
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo
from jibungoto.kernel.measures import Period
from jibungoto.know.places.tests.factories import a_district, a_membership, a_small_area
from jibungoto.know.statistics import module, selectors, services
from jibungoto.know.statistics.figures_intake import KIND
from jibungoto.know.statistics.models import Figure, Indicator

from .factories import DAY, a_figure, a_release, an_indicator, handed_in, taken_in

pytestmark = pytest.mark.django_db
MEN, WOMEN = [10] * 18, [12] * 18
TABLE = (
    "指標,単位,地区,年度,値,出典\r\n"
    "自治会の加入率,%,,令和6年度,61.2,現況調査\r\n"
    "自治会の加入率,%,北地区,令和6年度,72.5,現況調査\r\n"
    "自治会の加入率,%,北地区,令和7年度,,現況調査\r\n"
    "犯罪の件数,件,北地区,2025-12-31,x,警察署\r\n"
).encode()


def page(world, name, **kwargs):
    return reverse(name, kwargs={"municipality": world.municipality.slug, **kwargs})


def test_a_figure_of_the_same_area_and_day_is_replaced(city):
    indicator = an_indicator()
    a_figure(indicator, "61.2")
    again = a_figure(indicator, "63")
    assert Figure.objects.count() == 1
    assert (again.value, again.version) == (Decimal(63), 2)


def test_no_number_is_missing_or_suppressed_and_never_zero(city):
    indicator = an_indicator()
    assert a_figure(indicator, None).status == "missing"
    hidden = a_figure(indicator, None, status="suppressed", last_on=dt.date(2025, 4, 1))
    assert (hidden.status, hidden.value) == ("suppressed", None)
    assert a_figure(indicator, "0", last_on=dt.date(2024, 4, 1)).value == 0


def test_the_later_of_two_writers_is_told(city):
    indicator = an_indicator()
    figure = a_figure(indicator, "61.2")
    a_figure(indicator, "63", expected_version=figure.version)
    with pytest.raises(nodes.ChangedMeanwhile), transaction.atomic():
        a_figure(indicator, "64", expected_version=figure.version)
    with pytest.raises(nodes.ChangedMeanwhile), transaction.atomic():
        a_figure(indicator, "64", expected_version=0)


def test_the_citys_figure_stands_beside_and_is_not_of_a_later_day(city):
    district, indicator = a_district("kita"), an_indicator()
    a_figure(indicator, "72", district=district, last_on=dt.date(2025, 4, 1))
    for year, value in ((2024, "60"), (2025, "61"), (2026, "62")):
        a_figure(indicator, value, last_on=dt.date(year, 4, 1))
    ((_known, own, beside),) = selectors.latest(district)
    assert (own.value, beside.value) == (72, 61)


def test_a_table_makes_indicators_and_tells_years_marks_and_places_apart(city):
    a_district("kita", name="北地区")
    run = taken_in(KIND, TABLE)
    assert run.added == 4
    rate = Indicator.objects.get(name="自治会の加入率")
    assert (rate.unit, rate.decimals) == ("%", 1)
    figures = {
        (f.district.slug if f.district else "", f.last_on.year): f for f in rate.figures.all()
    }
    assert figures["", 2025].value == Decimal("61.2")
    assert figures["", 2025].first_on == dt.date(2024, 4, 1)
    assert figures["kita", 2026].status == "missing"
    assert Figure.objects.get(indicator__name="犯罪の件数").status == "suppressed"


def test_the_same_table_again_changes_nothing_and_undoing_forgets_all(city):
    a_district("kita", name="北地区")
    run = taken_in(KIND, TABLE)
    assert not handed_in(KIND, TABLE).changes_anything
    intake.undo(run=run)
    assert (Figure.objects.count(), Indicator.objects.count()) == (0, 0)


def test_undoing_brings_back_what_a_table_replaced(city):
    a_district("kita", name="北地区")
    taken_in(KIND, TABLE)
    run = taken_in(KIND, TABLE.replace(b"72.5", b"75"))
    assert (run.changed, run.unchanged) == (1, 3)
    intake.undo(run=run)
    assert Figure.objects.filter(value=Decimal("72.5")).exists()


def test_undoing_is_refused_where_somebody_wrote_since(city):
    a_district("kita", name="北地区")
    run = taken_in(KIND, TABLE)
    figure = Figure.objects.get(value=Decimal("72.5"))
    services.record_figure(
        indicator=figure.indicator, district=figure.district, last_on=figure.last_on,
        value=Decimal(80), source="別の調査",
    )  # fmt: skip
    with pytest.raises(CannotUndo), transaction.atomic():
        intake.undo(run=run)
    assert Figure.objects.count() == 4


def test_a_crash_in_the_middle_leaves_no_indicator(city, monkeypatch):
    a_district("kita", name="北地区")
    run = handed_in(KIND, TABLE)

    def explode(**told):
        raise RuntimeError

    monkeypatch.setattr(services, "record_figure", explode)
    with pytest.raises(RuntimeError), transaction.atomic():
        intake.apply(run=run, proposal=intake.read_again(run), progress=None)
    assert not Indicator.objects.exists()


def test_what_cannot_be_read_is_named_by_row_and_column(city):
    text = (
        "指標,単位,地区,年度,値\r\nA,%,どこか,令和6年度,1\r\nB,%,,いつか,1\r\n"
        "C,%,,令和6年度,たくさん\r\nD,,,令和6年度,1\r\n"
    )
    run = handed_in(KIND, text.encode())
    faults = [(f.line, f.column) for f in intake_selectors.preview(run).faults]
    assert faults == [(2, "地区"), (3, "基準日"), (4, "値"), (5, "単位")]


def test_numbers_of_another_unit_are_no_figures_of_the_indicator(city):
    an_indicator()
    unit = Indicator.objects.get().unit
    name = Indicator.objects.get().name
    rows = [("空き家", "戸", 12), ("空き家", "千戸", 5), (name, f"千{unit}", 1), (name, unit, 1)]
    text = "指標,単位,地区,年度,値,出典\r\n" + "".join(
        f"{name},{unit},,令和{n}年度,{value},課\r\n"
        for n, (name, unit, value) in enumerate(rows, 2)
    )
    faults = intake_selectors.preview(handed_in(KIND, text.encode())).faults
    assert [(f.line, f.column) for f in faults] == [(3, "単位"), (4, "単位")]


def test_what_was_taken_away_can_be_taken_in_again_without_a_difference(world):
    a_figure(an_indicator(), "61.2", district=world.district)
    a_figure(Indicator.objects.get(), None, status="suppressed")
    address = page(world, "statistics:indicator_table", slug="kanyu")
    run = handed_in(KIND, world.client("guest").get(address).content)
    assert (run.state, run.added, run.changed, run.unchanged) == ("previewed", 0, 0, 2)


def test_the_page_of_an_indicator_shows_rows_with_day_and_source(world):
    indicator = an_indicator()
    for year, value in ((2024, "60"), (2025, "61.5")):
        a_figure(indicator, value, last_on=dt.date(year, 4, 1), source="現況調査")
    a_figure(indicator, None, district=world.district)
    text = world.client("guest").get(page(world, "statistics:indicator_view", slug="kanyu")).text
    assert "61.5%" in text
    assert "2025年（令和7年）4月1日" in text
    assert "現況調査" in text
    assert "データなし" in text


def test_a_figure_is_written_and_mended_by_form(world):
    an_indicator()
    client = world.client("department")
    address = page(world, "statistics:figure_create", slug="kanyu")
    told = {"last_on": "2026-04-01", "status": "value", "value": "61.2", "source": "現況調査"}
    assert client.post(address, {**told, "value": ""}).status_code == 422
    assert client.post(address, told).status_code == 302
    assert "もう入っています" in client.post(address, told).text
    figure = Figure.objects.get()
    edit = page(world, "statistics:figure_edit", slug="kanyu", pk=figure.pk)
    mended = {**told, "value": "62", "version": figure.version}
    assert client.post(edit, mended).status_code == 302
    assert client.post(edit, mended).status_code == 409


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("name", ["statistics:indicator_list", "statistics:population_whole"])
def test_lists_need_few_queries_however_long(world, number, name, django_assert_max_num_queries):
    rows = []
    for n in range(number):
        a_figure(an_indicator(f"i{n}"))
        rows.append((a_district(f"d{n}"), MEN, WOMEN))
    a_release(rows)
    client, address = world.client("planner"), page(world, name)
    client.get(address)
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_a_districts_page_of_people_tells_how_the_count_was_put_together(world):
    one = a_small_area("001")
    a_membership(one, world.district, "0.5")
    a_release([(one, MEN, WOMEN)], taken_on=dt.date(2021, 4, 1))
    a_release([(one, MEN, WOMEN), (a_small_area("002"), WOMEN, MEN)])
    response = world.client("guest").get(
        page(world, "statistics:population_district", slug=world.district.slug)
    )
    assert "198" in response.text
    assert "対応表" in response.text
    assert "市は27.8%" in response.text
    assert "令和8年" in response.text


def test_without_people_the_page_says_what_is_missing(world):
    response = world.client("guest").get(
        page(world, "statistics:population_district", slug=world.district.slug)
    )
    assert "まだ届いていません" in response.text


def test_the_home_of_a_district_shows_its_people_and_indicators(world):
    a_release([(world.district, MEN, WOMEN)])
    a_figure(an_indicator(), "72.5", district=world.district)
    response = world.client("guest").get(
        page(world, "portal:district_stage", district=world.district.slug, stage="know")
    )
    assert "396" in response.text
    assert "72.5%" in response.text


def test_people_and_organisations_are_measures_with_their_rows(world):
    a_release([(world.district, MEN, WOMEN)], taken_on=DAY)
    year = Period(dt.date(2026, 4, 1), dt.date(2027, 3, 31))
    found = registry.measures()
    people, groups = found["statistics.population"], found["organisations.count"]
    assert people.value(world.district, year) == 396
    assert next(iter(people.rows(world.district, year))).amount == 396
    before = Period(dt.date(2020, 4, 1), dt.date(2021, 3, 31))
    assert people.value(world.district, before) is None
    assert groups.value(world.district, year) == 1
    assert [r.title for r in groups.rows(world.district, year)] == ["北町自治会"]
    assert module.population_summary(None, world.district).startswith("396人がくらし")
