"""Whoever asks: four kept steps, opening and closing with reasons, another round."""

import datetime as dt

import pytest
from django.test import Client

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Conversation
from jibungoto.kernel import clock
from jibungoto.kernel.models import Link

from .factories import a_conversation

BASE = "/koko/opinions/"


@pytest.fixture
def secretary(world) -> Client:
    return world.client("secretary")


def test_four_steps_lead_to_an_open_conversation(world, secretary) -> None:
    told = {"title": "足", "question": "足をどうしますか", "districts": [world.district.pk]}
    answer = secretary.post(f"{BASE}new/", told)
    made = Conversation.objects.get()
    assert answer["Location"] == f"{BASE}{made.slug}/edit/seeds/"
    assert Client().get(f"{BASE}{made.slug}/").status_code == 404
    pasted = "1\t近くに店がほしい。\r\n2\t「・」はいらない。\r\n\r\n3. バスを守りたい。"
    pasted += "\n近くに店がほしい。"
    secretary.post(f"{BASE}{made.slug}/edit/seeds/", {"lines": pasted})
    assert list(made.statements.values_list("text", flat=True)) == [
        "近くに店がほしい。", "「・」はいらない。", "バスを守りたい。",
    ]  # fmt: skip
    until = clock.today() + dt.timedelta(days=14)
    rules = {
        "version": Conversation.objects.get().version, "closes_on": until, "level": 1,
        "moderation": "before", "showing": "live", "takes_statements": "on",
    }  # fmt: skip
    answer = secretary.post(f"{BASE}{made.slug}/edit/rules/", rules)
    assert answer.status_code == 302, answer.text
    words = {"question": "How?", "lines": "A shop near by.\n\nKeep the bus."}
    secretary.post(f"{BASE}{made.slug}/edit/languages/?language=en", words)
    secretary.post(f"{BASE}{made.slug}/open/")
    page = Client().get(f"{BASE}{made.slug}/")
    assert page.status_code == 200
    assert "受付中" in page.text
    english = Client(headers={"accept-language": "en"}).get(f"{BASE}{made.slug}/vote/?n=3")
    assert "Keep the bus." in english.text


def test_a_statement_too_long_is_named_by_its_line(world, secretary) -> None:
    made = a_conversation(district=world.district, opened=False)
    page = secretary.post(f"{BASE}{made.slug}/edit/seeds/", {"lines": f"短い。\n{'あ' * 141}"})
    assert "2件目が141字あります" in page.text
    assert made.statements.count() == 3


def test_a_secretary_asks_only_in_the_own_district(world, secretary) -> None:
    page = secretary.post(f"{BASE}new/", {"title": "足", "question": "足をどうしますか"})
    assert page.status_code == 422
    assert "受け持つ地区を" in page.text


def test_two_people_at_once_are_told(world, secretary) -> None:
    made = a_conversation(district=world.district, opened=False)
    told = {
        "title": "足", "question": "足は", "districts": [world.district.pk],
        "version": made.version - 1,
    }  # fmt: skip
    assert secretary.post(f"{BASE}{made.slug}/edit/", told).status_code == 409


def test_nothing_opens_without_a_statement(world) -> None:
    made = a_conversation(district=world.district, texts=(), opened=False)
    with pytest.raises(services.OpinionProblem):
        services.open_conversation(conversation=made)


def test_closing_early_needs_a_reason_that_stands_on_the_page(world, secretary) -> None:
    made = a_conversation(district=world.district)
    address = f"{BASE}{made.slug}/period/"
    assert secretary.post(address, {"close": "1", "reason": ""}).status_code == 422
    secretary.post(address, {"close": "1", "reason": "会議を早めるため"})
    assert "会議を早めるため" in Client().get(f"{BASE}{made.slug}/").text
    later = clock.today() + dt.timedelta(days=3)
    secretary.post(address, {"extend": "1", "closes_on": later, "because": "声が足りないため"})
    made.refresh_from_db()
    assert (made.state, made.closes_on) == ("open", later)
    assert "声が足りないため" in Client().get(f"{BASE}{made.slug}/").text


def test_who_may_take_part_stays_as_it_was_told(world) -> None:
    made = a_conversation(district=world.district)
    with pytest.raises(services.OpinionProblem):
        services.change_conversation(conversation=made, residents_only=True)


def test_another_round_has_the_words_and_no_answers(world, secretary) -> None:
    made = a_conversation(district=world.district)
    services.write_text(conversation=made, language="en", question="How?")
    secretary.post(f"{BASE}{made.slug}/copy/", {"title": "足（2回目）"})
    copy = Conversation.objects.get(node__title="足（2回目）")
    assert copy.state == "draft"
    assert copy.statements.count() == 3
    assert copy.texts.get().question == "How?"
    assert Link.objects.filter(from_node=copy.node, to_node=made.node).exists()


def test_a_poster_leads_to_voting(world) -> None:
    made = a_conversation(district=world.district)
    drawn = Client().get(f"{BASE}{made.slug}/poster/")
    assert drawn.content.startswith(b"%PDF")
    answer = Client().get(f"/koko/q/{made.node.short_code.lower()}/")
    assert answer["Location"] == f"{BASE}{made.slug}/vote/"


def test_the_home_of_the_district_tells_of_it(world) -> None:
    made = a_conversation(district=world.district)
    assert made.question in Client().get("/koko/districts/kita/").text
    assert made.question in Client().get(BASE).text


def test_the_api_tells_what_is_asked_and_never_who_answered(world) -> None:
    made = a_conversation(district=world.district)
    rows = Client().get(f"/api/v1/koko/conversations/{made.slug}/statements").json()
    assert [row["number"] for row in rows] == [1, 2, 3]
