"""Indicators of small areas: kept as told, added up for districts by the membership of today."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo
from jibungoto.know.karte.reading import material
from jibungoto.know.places.models import Membership
from jibungoto.know.places.tests.factories import a_district, a_membership, a_small_area
from jibungoto.know.statistics import selectors, services
from jibungoto.know.statistics.figures_intake import KIND
from jibungoto.know.statistics.forms import IndicatorForm
from jibungoto.know.statistics.models import AreaFigure, Figure, Indicator

from .factories import a_figure, an_indicator, handed_in, taken_in

pytestmark = pytest.mark.django_db
TABLE = (
    "指標,単位,地区,年度,値,出典\r\n"
    "犯罪の件数,件,一番町,2025-12-31,6,警察署\r\n"
    "犯罪の件数,件,002,2025-12-31,10,警察署\r\n"
    "犯罪の件数,件,三番町,2025-12-31,x,警察署\r\n"
).encode()


@pytest.fixture
def north(city):
    north = a_district("north")
    a_membership(a_small_area("001", "一番町"), north)
    a_membership(a_small_area("002", "二番町"), north, "0.5")
    a_membership(a_small_area("003", "三番町"), north)
    return north


def crimes(district):
    return selectors.series_of(Indicator.objects.get(name="犯罪の件数"), district)


def test_a_districts_count_follows_every_change_of_membership(north):
    taken_in(KIND, TABLE)
    assert not Figure.objects.exists()
    (count,) = crimes(north)
    assert (count.value, count.source, count.is_sum) == (11, "警察署", True)
    assert "3件の町丁・字の数を合わせました。" in count.method
    assert "1件は、秘匿かデータなしのため、入っていません。" in count.method
    Membership.objects.filter(small_area__code="002").update(ratio=1)
    assert crimes(north)[0].value == 16
    Membership.objects.filter(small_area__code="001").delete()
    assert crimes(north)[0].value == 10
    (followed,) = material(north.kind).followed
    assert [v.value for v in followed.values[north.pk]] == [10.0]


def test_a_figure_told_for_the_district_itself_stands_before_the_sum(north):
    taken_in(KIND, TABLE)
    crime = Indicator.objects.get()
    a_figure(crime, "12", district=north, last_on=dt.date(2025, 12, 31))
    assert [(f.value, f.is_sum) for f in crimes(north)] == [(12, False)]


def test_a_sum_stored_when_a_table_came_in_stays_readable_until_its_areas_are_there(north):
    crime = an_indicator("hanzai", name="犯罪の件数", unit="件")
    run = taken_in(KIND, "指標,年度,値\r\n犯罪の件数,2024-12-31,1\r\n".encode())
    a_figure(
        crime, "99", district=north, last_on=dt.date(2025, 12, 31), run=run,
        method="3件の町丁・字を足した数",
    )  # fmt: skip
    assert crimes(north)[-1].value == 99
    taken_in(KIND, TABLE)
    assert crimes(north)[-1].value == 11


def test_the_same_table_changes_nothing_and_undoing_brings_back_what_was(north):
    first = taken_in(KIND, TABLE)
    assert not handed_in(KIND, TABLE).changes_anything
    second = taken_in(KIND, TABLE.replace(b",6,", b",8,"))
    assert (second.changed, second.unchanged) == (1, 2)
    assert crimes(north)[0].value == 13
    intake.undo(run=second)
    assert crimes(north)[0].value == 11
    intake.undo(run=first)
    assert not AreaFigure.objects.exists()
    assert not Indicator.objects.exists()


def test_undoing_is_refused_where_a_later_table_changed_an_area(north):
    first = taken_in(KIND, TABLE)
    taken_in(KIND, TABLE.replace(b",6,", b",8,"))
    with pytest.raises(CannotUndo), transaction.atomic():
        intake.undo(run=first)
    assert crimes(north)[0].value == 13


def test_a_withheld_area_goes_with_its_receiver_that_has_no_place_of_its_own(north):
    crime = an_indicator("hanzai", name="犯罪の件数", unit="件")
    town, one = a_small_area("0030", "南町"), a_small_area("003001", "南町一丁目")
    two = a_small_area("003002", "南町二丁目")
    a_membership(one, north)
    a_membership(two, a_district("south"))
    day = dt.date(2025, 12, 31)
    withheld = [
        AreaFigure(small_area=a, merged_into=town, last_on=day, status="suppressed", source="表")
        for a in (one, two)
    ]
    told = AreaFigure(small_area=town, last_on=day, value=Decimal(30), source="表")
    services.store_area_figures(indicator=crime, figures=[*withheld, told])
    assert crimes(north)[0].value == 15


def test_the_page_shows_the_areas_a_count_is_made_of(world):
    area = a_small_area("001", "一番町")
    a_membership(area, world.district, "0.25")
    taken_in(KIND, "指標,単位,地区,年度,値\r\n火事,件,一番町,2025-12-31,8\r\n".encode())
    fires = Indicator.objects.get()
    address = reverse("statistics:indicator_view", args=[world.municipality.slug, fires.slug])
    text = world.client("planner").get(f"{address}?district={world.district.slug}").text
    assert "この数のもと" in text
    assert "一番町" in text
    assert "25.0%" in text
    assert "2件" in text
    assert "町丁・字から" in text
    table = reverse("statistics:indicator_table", args=[world.municipality.slug, fires.slug])
    assert not handed_in(KIND, world.client("guest").get(table).content).changes_anything


def test_people_choose_whether_counts_are_added_and_the_sentence_says_so(world):
    area = a_small_area("001", "一番町")
    a_membership(area, world.district)
    taken_in(KIND, "指標,単位,地区,年度,値\r\n高さ,m,一番町,2025-12-31,8\r\n".encode())
    height = Indicator.objects.get()
    city = world.municipality.slug
    view = reverse("statistics:indicator_view", args=[city, height.slug])
    edit = reverse("statistics:indicator_edit", args=[city, height.slug])
    planner = world.client("planner")
    before = planner.get(f"{view}?district={world.district.slug}").text
    assert "足せる数として、1件の町丁・字の数を合わせました。" in before
    assert edit in before
    told = {"name": "高さ", "unit": "m", "definition": "標高の平均", "decimals": "0"}
    told["version"] = height.node.version
    assert planner.post(edit, {**told, "adds_up": "no"}).status_code == 302
    height.refresh_from_db()
    assert not height.adds_up
    after = planner.get(f"{view}?district={world.district.slug}").text
    assert "足せない数としているので、地区の数にはしていません。" in after
    assert selectors.series_of(height, world.district) == []


@pytest.mark.parametrize(
    ("name", "unit", "adds"),
    [
        ("犯罪の件数", "件", True),
        ("ひとり暮らし", "世帯", True),
        ("加入率", "%", False),
        ("出生", "‰", False),
        ("1世帯当たり人員", "人", False),
        ("人口密度", "人/km2", False),
        ("平均年齢", "歳", False),
    ],
)
def test_a_new_indicator_is_added_as_its_unit_and_name_propose(city, name, unit, adds):
    made = services.create_indicator(slug="a", name=name, unit=unit, definition=name)
    assert made.adds_up is adds
    form = IndicatorForm({"name": name, "unit": unit, "definition": name, "decimals": "0"})
    assert form.is_valid()
    assert form.told()["adds_up"] is adds
    form = IndicatorForm({**form.data, "adds_up": "yes" if not adds else "no"})
    assert form.is_valid()
    assert form.told()["adds_up"] is not adds


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_needs_few_queries_however_many_areas(
    world, number, django_assert_max_num_queries
):
    fires = an_indicator("fires", name="火事", unit="件")
    areas = [a_small_area(f"{n:03}") for n in range(number)]
    for area in areas:
        a_membership(area, world.district)
    services.store_area_figures(
        indicator=fires,
        figures=[
            AreaFigure(small_area=a, last_on=dt.date(2025, 12, 31), value=1, source="表")
            for a in areas
        ],
    )
    client = world.client("guest")
    address = reverse("statistics:indicator_view", args=[world.municipality.slug, "fires"])
    client.get(f"{address}?district={world.district.slug}")
    with django_assert_max_num_queries(10):
        assert client.get(f"{address}?district={world.district.slug}").status_code == 200
