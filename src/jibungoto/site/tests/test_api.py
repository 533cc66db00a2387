"""The API answers what the pages show, says no in words, and knows no other municipality."""

import pytest

from jibungoto.decide.plans.tests.factories import a_measure, a_plan
from jibungoto.kernel import tenancy, trace
from jibungoto.kernel.models import Link, Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city


def test_a_plan_is_answered_with_its_whole_tree_in_order(client, city):
    plan = a_plan(starts=2017, ends=2021)
    policy = a_measure(plan, "1", "ひとづくり")
    a_measure(plan, "2", "しくみづくり")
    a_measure(plan, "1-(1)", "講座", level=2, parent=policy)
    told = client.get("/api/v1/koko/plans/keikaku").json()
    assert (told["starts"], told["ends"]) == (2017, 2021)
    assert [(m["code"], m["parent"]) for m in told["measures"]] == [
        ("1", None), ("1-(1)", "1"), ("2", None),
    ]  # fmt: skip


def test_a_story_is_told_from_the_earliest(client, city):
    first = a_plan("dai1", "第1期")
    second = a_plan("dai2", "第2期", continues=first)
    trace.connect(second.node, first.node, Link.Relation.CAME_OF)
    steps = client.get(f"/api/v1/koko/nodes/{second.node.short_code}/story").json()
    assert [(s["node"]["title"], s["distance"]) for s in steps] == [("第1期", -1), ("第2期", 0)]


def test_records_of_another_municipality_are_not_found(client, city):
    there = Municipality.objects.create(slug="asoko", name="あそこ市")
    with tenancy.within(there):
        theirs = a_plan("hoka", "よその計画")
    assert client.get("/api/v1/koko/nodes").json() == []
    answer = client.get(f"/api/v1/koko/nodes/{theirs.node.short_code}")
    assert answer.status_code == 404
    assert "見つかりません" in answer.json()["detail"]


def test_a_limit_beyond_all_measure_answers_two_hundred_at_most(client, city):
    a_plan()
    assert len(client.get("/api/v1/koko/nodes?limit=999999&offset=-5").json()) == 1
    assert client.get(f"/api/v1/koko/nodes?offset={10**30}").json() == []


def test_a_municipality_that_is_not_there_is_not_found(client):
    for address in ("/api/v1/doko/nodes", "/api/v1/municipalities/", "/api/v1/doko"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.json()["detail"]


def test_a_next_that_no_page_told_is_refused_and_not_taken_for_the_first(client, city):
    assert client.get("/api/v1/koko/search?q=a&before=").status_code == 200
    for wrong in ("zzz", "-1", "1" * 30):
        assert client.get(f"/api/v1/koko/search?q=a&before={wrong}").status_code == 422


def test_a_method_that_is_not_there_is_told_in_data_with_those_that_are(client, city):
    answer = client.delete(f"/api/v1/{city.slug}/nodes")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer.json() == {"detail": "このアドレスでは、DELETEは使えません。使えるのはGETです。"}
