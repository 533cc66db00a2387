"""Each figure of a karte leads to the rows it was counted in, and they add up to it again."""

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from jibungoto.kernel.links import node_url
from jibungoto.know.facilities.models import Facility
from jibungoto.know.facilities.register_intake import KINDS as LISTS
from jibungoto.know.facilities.tests.factories import INSIDE, SQUARE, a_facility
from jibungoto.know.findings.models import Finding
from jibungoto.know.findings.table_kinds import KINDS as TABLES
from jibungoto.know.findings.tests.factories import a_finding, an_issue
from jibungoto.know.karte import contents, services
from jibungoto.know.karte.models import Karte
from jibungoto.know.organisations import services as organisations
from jibungoto.know.organisations.models import Organisation
from jibungoto.know.organisations.register_intake import KIND as ORGANISATIONS
from jibungoto.know.organisations.tests.factories import an_organisation
from jibungoto.know.places import services as places
from jibungoto.know.places.tests.factories import a_membership, a_shape, a_small_area
from jibungoto.know.statistics.figures_intake import KIND as FIGURES
from jibungoto.know.statistics.models import Headcount, Release
from jibungoto.know.statistics.tests.factories import a_release, taken_in

from .factories import NOW, some_people

SHELTERS = next(kind for kind in LISTS if kind.key == "facilities.shelter")
CHARMS = next(kind for kind in TABLES if kind.key == "findings.charms")


@pytest.fixture
def district(city):
    """A district of two areas, the second with half its people, of whose ages one tells none."""
    kind = places.create_district_kind(key="gakku", name="小学校区")
    made = places.create_district(kind=kind, slug="kita", name="北地区")
    places.set_boundary(district=made, geojson=SQUARE, source="見本", dated=dt.date(2026, 4, 1))
    areas = [a_small_area(f"{n:03}") for n in range(3)]
    a_shape(areas[0], SQUARE)
    for area, ratio in ((areas[0], 1), (areas[1], "0.5")):
        a_membership(area, made, ratio)
    for day in (dt.date(2021, 4, 1), NOW):
        rows = [(a, some_people(40 + n), some_people(41 + n)) for n, a in enumerate(areas)]
        a_release(rows, taken_on=day)
    Headcount.objects.filter(release__in=Release.objects.all()).update(households=700)
    a_facility("公民館")
    a_facility("避難所", kind="shelter")
    a_facility("遠い公園", point=(INSIDE[0] + 0.5, INSIDE[1]), subkind="公園")
    for n, members in enumerate((120, 80)):
        an_organisation(
            f"o{n}", name=f"第{n}自治会", members=members, members_unit="世帯",
            counted_on=NOW, districts=[made],
        )  # fmt: skip
    an_organisation("pta", kind="PTA", members=300, members_unit="人", counted_on=NOW,
                    districts=[made])  # fmt: skip
    a_finding(district=made)
    an_issue(district=made)
    services.build(kind)
    return made


@pytest.fixture
def told(district):
    found = contents.read(Karte.objects.get().contents)
    return {n.key: n for _t, _s, n in found.all_numbers() if n.value is not None}, found


def words(address):
    page = Client().get(address, headers={"accept-language": "ja"})
    assert page.status_code == 200, address
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def counted(address):
    """What the rows of a page of sources add up to."""
    page = Client().get(f"{address}&as=csv", headers={"accept-language": "ja"})
    table = csv.DictReader(io.StringIO(page.content.decode("utf-8-sig")))
    return sum(float(row["数えた数"]) for row in table if row["数えた数"])


@pytest.mark.parametrize("key", ["population.total", "households.total", "children.0"])
def test_a_count_is_the_sum_of_its_rows(told, key) -> None:
    number = told[0][key]
    assert number.value == pytest.approx(counted(number.url))


@pytest.mark.parametrize("key", ["young", "working", "old", "older"])
def test_a_share_is_the_people_of_these_ages_among_all(told, key) -> None:
    number = told[0][f"population.{key}"]
    everybody = re.sub(r"of=[^&]*", "of=0-", number.url)
    assert number.value == pytest.approx(counted(number.url) / counted(everybody) * 100)
    assert f"{number.value:.1f}%" in words(number.url)


def test_the_size_of_households_stands_on_the_page_of_their_rows(told) -> None:
    number = told[0]["households.size"]
    assert f"割って {number.value:.2f}人" in words(number.url)


def test_a_projection_leads_to_the_rows_of_its_base(told) -> None:
    number = told[0]["future.total_20"]
    assert number.then == pytest.approx(counted(number.url))


def test_facilities_of_a_kind_are_the_rows_of_the_list(told) -> None:
    part = told[1].part("facilities")
    (grid,) = part.grids
    for row, address in zip(grid.rows, grid.links, strict=True):
        assert row[1] in ("0か所", "1か所")
        assert f"{row[1].removesuffix('か所')}件" in words(address) or row[1] == "0か所"


def test_a_walking_share_is_made_of_the_residents_of_each_area(told, city) -> None:
    number = told[0]["facilities.walk_shelter"]
    text = words(number.url)
    assert f"{number.value:.0f}%" in text
    assert "避難場所が直線で500m以内" in text
    assert Client().get(f"/{city.slug}/facilities/walks/nowhere/").status_code == 404


def test_member_households_are_those_of_the_list_and_no_persons(told) -> None:
    number = told[0]["organisations.households"]
    text = words(number.url)
    assert "合わせて200世帯" in text
    assert "2件" in text
    assert "3件" in words(told[0]["organisations.total"].url)


def test_findings_of_a_district_without_a_council_are_listed_too(told) -> None:
    part = told[1].part("findings")
    assert [(f.label, f.value) for f in part.facts] == [
        ("魅力", "1件"), ("課題", "1件"), ("資源", "0件"),
    ]  # fmt: skip
    assert "1件" in words(part.facts[0].url)
    assert "通学路の街灯" not in words(part.facts[0].url)


def test_every_figure_has_an_address(told) -> None:
    assert all(number.url for number in told[0].values())


def test_the_citys_figure_and_the_one_of_before_have_their_addresses_too(told) -> None:
    for number in told[0].values():
        assert number.city is None or number.city_url, number.key
        assert number.then is None or number.then_url, number.key
        for address in {number.url, number.city_url, number.then_url} - {""}:
            assert Client().get(address).status_code == 200, address
    now = told[0]["population.total"]
    assert (now.city, now.then) == (
        pytest.approx(counted(now.city_url)), pytest.approx(counted(now.then_url)),
    )  # fmt: skip


def test_what_came_in_with_a_file_tells_its_file_and_line(city) -> None:
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    made = places.create_district(kind=kind, slug="kita", name="北地区")
    places.set_boundary(district=made, geojson=SQUARE, source="見本")
    register = "名前,成り立ち,種類,会員数,会員の数え方,会員数の基準日,地区\r\n"
    register += "第一自治会,地縁型,自治会,120,世帯,2026-04-01,北地区\r\n"
    taken_in(ORGANISATIONS, register.encode(), "名簿.csv")
    taken_in(
        FIGURES, "指標,単位,地区,年度,値\r\n加入率,%,北地区,令和7年度,61\r\n".encode(), "率.csv"
    )
    shelters = "名称,住所,緯度,経度,災害種別_洪水\r\n北小学校,北町1,35.61,139.31,1\r\n"
    taken_in(SHELTERS, shelters.encode(), "避難.csv", dated="2026-04-01")
    charms = "名称,緯度,経度,要素,住所,説明\r\n北の坂,35.61,139.31,No.1,北町,海が見えます\r\n"
    taken_in(CHARMS, charms.encode(), "魅力.csv")
    services.build(kind)
    found = contents.read(Karte.objects.get().contents)
    rate = next(n for _t, _s, n in found.all_numbers() if n.label == "加入率")
    heard = found.part("findings")
    assert heard.reading.startswith("公表されている一覧に、この地区の魅力が1件、課題が0件")
    assert "住民のみなさんが見つけ" not in heard.intro
    club = found.part("organisations").grids[0].links[0]
    hall = Facility.objects.select_related("node").get().node
    charm = Finding.objects.select_related("node").get().node
    for address, said in (
        (rate.url, "ファイル「率.csv」の2行目"), (club, "ファイル「名簿.csv」の2行目"),
        (node_url(hall), "ファイル「避難.csv」の2行目"),
        (node_url(charm), "ファイル「魅力.csv」の2行目"),
    ):  # fmt: skip
        assert said in words(address)


def test_a_number_typed_over_by_hand_is_not_said_to_stand_in_the_file(city) -> None:
    register = "名前,成り立ち,種類,会員数,会員の数え方,会員数の基準日\r\n"
    taken_in(
        ORGANISATIONS,
        f"{register}第一自治会,地縁型,自治会,120,世帯,2026-04-01\r\n".encode(),
        "名簿.csv",
    )
    one = Organisation.objects.get()
    told = organisations.Particulars.of(one)
    values = {name: getattr(told, name) for name in told.__slots__} | {"members": 130}
    organisations.change_organisation(organisation=one, districts=[], **values)
    assert "名簿.csv" not in words(f"/{city.slug}/organisations/{one.slug}/")


@pytest.mark.parametrize("of", ["", "households", "5-9", "nonsense"])
def test_a_page_of_rows_asks_few_questions(district, django_assert_max_num_queries, of) -> None:
    address = f"/koko/districts/kita/population/sources/?of={of}"
    words(address)
    with django_assert_max_num_queries(10):
        words(address + "&x=1")
