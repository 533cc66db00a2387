"""Homes: what people find, how little it costs, and what an empty one says."""

import datetime as dt

import pytest

from jibungoto.decide.councils.tests.factories import a_council, a_district
from jibungoto.kernel import clock, tenancy, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.know.places import services as places
from jibungoto.know.places.tests.factories import a_square
from jibungoto.portal import homes, selectors

from .factories import a_node

GUEST = Actor()


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_installation_shows_its_municipalities_and_marks_samples(world, client):
    world.municipality.sample_note = "ここ市は架空の市です。"
    world.municipality.save()
    found = page(client, "/")
    assert 'href="/koko/"' in found
    assert 'href="/asoko/"' in found
    assert "ここ市は架空の市です。" in found
    assert "登録をしなくても" in found


def test_an_installation_without_a_municipality_says_what_to_do(db, client):
    assert "まだ、まちがありません" in page(client, "/")


def test_a_municipality_lists_its_districts_with_a_map(world, client):
    places.set_boundary(district=world.district, geojson=a_square(), source="見本の境界")
    found = page(client, "/koko/")
    assert world.district.node.path in found
    assert "見本の境界" in found
    assert '<svg class="chart map"' in found


def test_a_municipality_of_many_districts_offers_to_look_for_a_name(world, client):
    assert 'name="words"' not in page(client, "/koko/")
    for number in range(homes.MANY):
        places.create_district(
            kind=world.district.kind, slug=f"d{number}", name=f"{number}丁目", lead="坂のまち。"
        )
    found = page(client, "/koko/")
    assert 'action="/koko/districts/"' in found
    assert 'name="words"' in found
    assert "23丁目" in found
    assert "坂のまち。" not in found


def test_a_district_without_records_says_honestly_what_can_be_done(world, client):
    found = page(client, "/koko/districts/kita/")
    assert "まだ、お知らせする動きはありません" in found
    assert found.count("まだ") >= 7
    assert "見守る" in found


@pytest.mark.parametrize("stage", ["know", "hear", "decide", "act", "show", "review"])
def test_each_part_of_a_district_opens_and_says_who_does_what_next(world, client, stage):
    found = page(client, f"/koko/districts/kita/{stage}/")
    assert "次は、" in found or 'class="section"' in found
    assert page(client, f"/koko/parts/{stage}/")


def test_a_part_that_does_not_exist_is_not_found(world, client):
    assert client.get("/koko/districts/kita/dream/").status_code == 404
    assert client.get("/koko/districts/nowhere/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    "address", ["/koko/", "/koko/districts/kita/", "/koko/districts/kita/decide/"]
)
def test_homes_cost_the_same_however_much_happened(
    world, client, django_assert_max_num_queries, rows, address
):
    a_council(district=world.district)
    for number in range(rows):
        district = a_district()
        node = a_node(world.district, district, days_ago=number)
        trace.connect(a_node(world.district), node, "came_of")
    client.get(address)  # the sentences of the wheel and the map are kept from here on
    node.title = "変わりました"
    client.cookies["lang"] = "ja"  # another reader, whose page is not kept yet
    with django_assert_max_num_queries(10):
        client.get(address)


def test_what_lies_ahead_and_what_is_only_registered_is_no_news(world):
    a_node(world.district, days_ago=-3)
    seen = a_node(world.district, days_ago=1)
    a_node(world.district, kind="organisation")
    a_node(world.district, state=Node.State.DRAFT)
    assert selectors.latest(GUEST, world.district) == [seen]


def test_the_way_from_a_voice_to_its_result_is_drawn(world, client):
    words = ["声です", "決まりました", "動きました", "変わりました"]
    way = [a_node(world.district, title=w, days_ago=40 - 10 * n) for n, w in enumerate(words)]
    for later, earlier in zip(way[1:], way, strict=False):
        trace.connect(later, earlier, "came_of")
    assert selectors.chain(world.district) == way
    found = page(client, "/koko/districts/kita/")
    assert found.index("声です") < found.rindex("変わりました")


def test_a_hidden_link_of_the_way_is_not_told(world):
    way = [a_node(world.district) for _ in range(4)]
    for later, earlier in zip(way[1:], way, strict=False):
        trace.connect(later, earlier, "came_of")
    Node.objects.filter(pk=way[1].pk).update(state=Node.State.STAFF)
    assert selectors.chain(world.district) == []


def test_the_ring_is_lit_where_the_council_stands(world, client):
    a_council(district=world.district, stage="karte")
    assert "いまは「知る」時期です" in page(client, "/koko/districts/kita/")


def test_a_guests_home_can_be_kept_for_the_next_guest(world, client):
    first = client.get("/koko/districts/kita/")
    assert "ETag" in first
    assert not first.cookies


def test_following_a_district_is_explained_before_it_is_asked(world, client):
    found = page(client, "/koko/districts/kita/follow/")
    assert "登録はいりません" in found
    answer = client.post(f"/koko/n/{world.district.node.short_code}/follow/")
    assert answer.status_code == 302
    assert "見守っています" in page(client, "/koko/districts/kita/follow/")


def test_the_districts_of_the_next_city_are_not_listed(world, client):
    with tenancy.within(world.other_municipality):
        assert list(selectors.districts(GUEST)) == []


def test_a_district_that_has_ended_leaves_the_list(world):
    gone = a_district(valid_from=dt.date(2000, 4, 1))
    places.end_district(district=gone, on=clock.today() - dt.timedelta(days=1))
    assert gone not in selectors.districts(GUEST)


def test_whoever_may_edit_a_district_finds_the_way_from_its_home(world):
    address = f"/koko/districts/{world.district.slug}/"
    assert f"{address}edit/" in page(world.client("planner"), address)
    assert f"{address}edit/" not in page(world.client("secretary"), address)
    assert f"{address}edit/" not in page(world.client("guest"), address)
