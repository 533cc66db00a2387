"""Kept pages: the same for every guest, old as soon as something changes, never anybody's own."""

import pytest
from django.core.cache import caches

from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    caches["pages"].clear()
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city
    caches["pages"].clear()


def test_a_second_visit_costs_one_small_look_up(client, city, django_assert_num_queries):
    first = client.get("/koko/plans/")
    with django_assert_num_queries(1):
        second = client.get("/koko/plans/")
    assert second.content == first.content


def test_a_browser_that_has_the_page_is_told_that_nothing_changed(client, city):
    etag = client.get("/koko/plans/")["ETag"]
    again = client.get("/koko/plans/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_is_seen_at_once(client, city):
    client.get("/koko/plans/")
    from jibungoto.decide.plans.tests.factories import a_plan

    a_plan(title="いま出来た計画")
    assert "いま出来た計画" in client.get("/koko/plans/").text


def test_each_language_and_size_of_type_has_its_own_page(client, city):
    plain = client.get("/koko/plans/").text
    client.cookies["type"] = "large"
    assert 'data-type="large"' in client.get("/koko/plans/").text
    assert 'data-type="large"' not in plain


def test_a_page_of_somebody_known_is_never_kept(client, city):
    client.cookies["participant"] = "whoever"
    answer = client.get("/koko/plans/")
    assert "ETag" not in answer


def test_a_page_that_is_not_found_is_not_kept(client, city, django_assert_max_num_queries):
    assert client.get("/koko/n/00000000/").status_code == 404
    nodes.register(kind="x", title="あとから", path="x/", short_code="00000000")
    assert client.get("/koko/n/00000000/").status_code == 302


def test_security_headers_come_with_a_kept_page_too(client, city):
    client.get("/koko/plans/")
    kept = client.get("/koko/plans/")
    assert "script-src 'self'" in kept["Content-Security-Policy"]
    assert kept["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_a_query_is_kept_from_its_second_asking(
    client, city, django_assert_num_queries
):
    first = client.get("/koko/plans/?n=1")
    assert "ETag" not in first
    second = client.get("/koko/plans/?n=1")
    with django_assert_num_queries(1):
        third = client.get("/koko/plans/?n=1")
    assert first.content == second.content == third.content
    assert "ETag" in third


@pytest.mark.parametrize("path", ["/", "/koko/", "/koko/plans/", "/account/login/", "/koko/no/"])
def test_asking_for_the_head_alone_is_answered_as_the_page_is_without_its_body(client, city, path):
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head["Content-Type"] == whole["Content-Type"]


def test_what_nobody_can_choose_makes_no_page_of_its_own(client, city, django_assert_num_queries):
    client.get("/koko/plans/")
    for cookie, value in (("theme", '"><x>'), ("type", "huge"), ("lang", "xx")):
        client.cookies[cookie] = value
        with django_assert_num_queries(1):  # the look-up of the revision: the page is kept
            page = client.get("/koko/plans/", headers={"Accept-Language": f"ja;q=0.9,xx-{cookie}"})
        assert "<x>" not in page.text
