"""Statements are looked at many at once, taken back at once, and told to whoever wrote them."""

import pytest
from django.test import Client

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Handling, Statement, Vote
from jibungoto.kernel.models import Node, OutboxEvent
from jibungoto.people.services import participant_of_device

from .factories import a_conversation


@pytest.fixture
def conversation(world):
    return a_conversation(district=world.district, slug="ashi")


BOARD = "/koko/opinions/ashi/board/"


def written(conversation, text="公園に、木かげがもっとほしい。", device="one"):
    return services.add_statement(
        conversation=conversation,
        text=text,
        origin=Statement.Origin.WRITTEN,
        participant=participant_of_device(secret=device),
    )


def test_many_are_shown_at_once_and_taken_back_at_once(conversation, world) -> None:
    numbers = [written(conversation, f"{n}つ目の考え。").number for n in "一二三"]
    client = world.client("secretary")
    answer = client.post(BOARD, {"numbers": numbers, "state": "shown"})
    assert conversation.statements.filter(state="shown").count() == 6
    page = client.get(answer["Location"])
    assert "3件を公開しました" in page.text
    batch = Handling.objects.first().batch
    client.post(f"{BOARD}undo/", {"batch": str(batch)})
    assert conversation.statements.filter(state="waiting").count() == 3


def test_hiding_owes_a_reason_to_the_writer_who_hears_it(conversation, world) -> None:
    one = written(conversation)
    client = world.client("secretary")
    page = client.post(BOARD, {"numbers": [one.number], "state": "out"})
    assert page.status_code == 422
    client.post(BOARD, {"numbers": [one.number], "state": "out", "reason": "宣伝のため"})
    event = OutboxEvent.objects.get(key="opinions.statement.moderated")
    assert event.data["reason"] == "宣伝のため"
    one.refresh_from_db()
    assert (one.state, one.node.state) == ("out", Node.State.REMOVED)


def test_the_record_is_public_and_tells_neither_words_nor_persons(conversation) -> None:
    one = written(conversation, "宣伝の文です。")
    services.moderate_statements(
        conversation=conversation, statements=[one], state="out", reason="宣伝のため"
    )
    page = Client().get("/koko/opinions/ashi/handlings/").text
    assert "宣伝のため" in page
    assert "宣伝の文です" not in page


def test_votes_on_a_statement_out_of_sight_count_again_when_it_is_shown(conversation) -> None:
    part = services.part_for(
        conversation=conversation, participant=participant_of_device(secret="two")
    )
    one = conversation.statements.get(number=1)
    services.cast_vote(conversation=conversation, part=part, statement=one, value=1)
    batch = services.moderate_statements(
        conversation=conversation, statements=[one], state="out", reason="ためし"
    )
    assert services.undo_moderation(conversation=conversation, batch=batch) == 1
    assert Vote.objects.filter(statement=one).count() == 1
    assert services.undo_moderation(conversation=conversation, batch=batch) == 0


def test_those_that_say_nearly_the_same_stand_beside(conversation, world) -> None:
    written(conversation, "坂の途中に、休めるベンチがほしい。")
    page = world.client("secretary").get(BOARD).text
    assert "近い意見" in page
    assert "ひと休みできるベンチ" in page


def test_what_waits_is_told_to_those_who_look_and_to_nobody_else(conversation, world) -> None:
    written(conversation)
    assert "確かめを待つ意見 1件" in world.client("secretary").get("/koko/me/").text
    assert "確かめを待つ意見" not in world.client("resident").get("/koko/me/").text


def test_statements_are_found_by_search_only_while_they_are_shown(conversation) -> None:
    one = written(conversation)
    assert f"statements/{one.number}/" not in Client().get("/koko/search/?q=木かげ").text
    services.moderate_statements(conversation=conversation, statements=[one], state="shown")
    found = Client().get("/koko/search/?q=木かげ").text
    assert f"/koko/opinions/ashi/statements/{one.number}/" in found
