"""Pages of districts."""

import datetime as dt

import pytest
from django.urls import reverse

from jibungoto.know.places import services
from jibungoto.know.places.models import District

from .factories import a_district, a_square

pytestmark = pytest.mark.django_db


def page(world, name, **kwargs):
    return reverse(name, kwargs={"municipality": world.municipality.slug, **kwargs})


def test_the_list_names_every_district_and_draws_those_with_a_boundary(world):
    services.set_boundary(district=world.district, geojson=a_square(), source="見本の図")
    old = a_district("old", name="むかし地区")
    services.end_district(district=old, on=dt.date(2020, 3, 31))
    text = world.client("guest").get(page(world, "places:district_list")).text
    assert "北地区" in text
    assert "<svg" in text
    assert "見本の図" in text
    assert "いまはない地区" in text


def test_the_area_of_a_district_stands_apart_from_its_sentence(world):
    services.set_boundary(district=world.district, geojson=a_square(), source="見本の図")
    text = world.client("guest").get(page(world, "places:district_list")).text
    assert '<br><span class="meta">面積 ' in text
    assert "km²</span>" in text
    assert "。・" not in text


def test_a_city_without_districts_says_so(world):
    from jibungoto.kernel.models import Municipality

    empty = Municipality.objects.create(slug="kara", name="から市")
    response = world.client("guest").get(f"/{empty.slug}/districts/")
    assert "まだ、地区が登録されていません" in response.text


def test_a_long_list_of_districts_can_be_searched_without_scripts(world):
    for n in range(15):
        a_district(f"d{n}", name=f"{n}丁目地区")
    a_district("sakura", name="さくら坂地区")
    client, address = world.client("guest"), page(world, "places:district_list")
    whole = client.get(address).text
    assert "名前で探す" in whole
    assert "地区（17）" not in whole  # a single kind has no tabs
    found = client.get(f"{address}?kind=chiku&words=サクラ").text
    assert "さくら坂地区" in found
    assert "3丁目地区" not in found
    assert "1件見つかりました" in found
    assert "この名前の地区はありません" in client.get(f"{address}?words=ない").text


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_needs_few_queries_however_long(world, number, django_assert_max_num_queries):
    for n in range(number):
        made = a_district(f"d{n}", parent=world.district)
        services.set_boundary(district=made, geojson=a_square(139.4 + n / 100), source="見本")
    client, address = world.client("planner"), page(world, "places:district_list")
    client.get(address)
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_a_planner_renames_a_district_and_the_old_name_stays(world):
    client = world.client("planner")
    address = page(world, "places:district_edit", slug="kita")
    form = client.get(address).context["form"]
    told = {**form.initial, "parent": "", "valid_from": "2011-04-01", "name": "北部地区"}
    assert client.post(address, told).status_code == 302
    renamed = District.objects.get(slug="kita")
    assert (renamed.name, renamed.valid_from) == ("北部地区", dt.date(2011, 4, 1))
    assert "北地区" in client.get(address).text
    late = client.post(address, {**told, "name": "おそい名前"})
    assert late.status_code == 409


def test_a_new_district_needs_an_address_of_its_own(world):
    client, address = world.client("planner"), page(world, "places:district_create")
    kind = world.district.kind_id
    told = {"kind": kind, "slug": "kita", "name": "もう一つの北", "order": 10}
    assert client.post(address, told).status_code == 422
    assert client.post(address, {**told, "slug": "kita2"}).status_code == 302


def test_a_wrong_address_of_a_district_is_told_in_words(world):
    told = {"kind": world.district.kind.pk, "slug": "Shin machi", "name": "新町", "order": 1}
    said = world.client("planner").post(page(world, "places:district_create"), told)
    assert said.status_code == 422
    assert "半角の英数字と「-」「_」だけで書いてください。" in said.content.decode()
