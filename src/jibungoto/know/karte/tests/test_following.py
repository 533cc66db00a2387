"""Each figure of a karte leads to the rows it was counted in, and they add up to it again."""

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from jibungoto.know.facilities.tests.factories import INSIDE, SQUARE, a_facility
from jibungoto.know.findings.tests.factories import a_finding, an_issue
from jibungoto.know.karte import contents, services
from jibungoto.know.karte.models import Karte
from jibungoto.know.organisations.tests.factories import an_organisation
from jibungoto.know.places import services as places
from jibungoto.know.places.tests.factories import a_membership, a_shape, a_small_area
from jibungoto.know.statistics.models import Headcount, Release
from jibungoto.know.statistics.tests.factories import a_release

from .factories import NOW, some_people


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


@pytest.mark.parametrize("of", ["", "households", "5-9", "nonsense"])
def test_a_page_of_rows_asks_few_questions(district, django_assert_max_num_queries, of) -> None:
    address = f"/koko/districts/kita/population/sources/?of={of}"
    words(address)
    with django_assert_max_num_queries(10):
        words(address + "&x=1")
