"""Where am I: a mark on the map for the reader alone, once their group is large enough."""

import pytest
from django.test import Client

from jibungoto.hear.opinions.models import Conversation

from .voted import add_votes, an_empty_conversation, analysed, two_camps

BASE = "/koko/opinions/ashi/"
HERE = '<path class="f-wait s-ink"'


@pytest.fixture
def conversation(world) -> Conversation:
    """Twelve statements, two camps of forty."""
    made = an_empty_conversation([f"意見{n}" for n in range(1, 13)])
    add_votes(made, [{**row, **{n + 6: v for n, v in row.items()}} for row in two_camps(80)])
    analysed(made)
    return made


def somebody(number: int) -> Client:
    """A device that answered so many statements as the first camp does."""
    client = Client()
    for n in range(1, number + 1):
        vote = "agree" if (n - 1) % 6 in (0, 1, 2, 4) else "disagree"
        client.post(f"{BASE}vote/cast/", {"statement": n, "vote": vote})
    return client


@pytest.mark.parametrize("page", ["result/", "mine/"])
def test_the_reader_alone_finds_their_place_on_the_map(conversation, page) -> None:
    client = somebody(8)
    told = client.get(f"{BASE}{page}")
    assert HERE in told.text
    assert "いちばん近くなっています" in told.text
    assert "no-store" in told["Cache-Control"]
    others = Client().get(f"{BASE}{page}").text
    assert HERE not in others
    assert "いちばん近くなっています" not in others


def test_before_seven_answers_there_is_no_place(conversation) -> None:
    client = somebody(6)
    assert "わたしの位置を見る" not in client.get(f"{BASE}vote/").text
    told = client.get(f"{BASE}result/").text
    assert HERE not in told
    assert "7件以上に答え" in told
    client.post(f"{BASE}vote/cast/", {"statement": 7, "vote": "agree"})
    assert f'href="{BASE}mine/#place"' in client.get(f"{BASE}vote/").text
    assert HERE in client.get(f"{BASE}result/").text


def test_nobody_is_put_to_a_group_of_fewer_than_ten(world) -> None:
    made = an_empty_conversation([f"意見{n}" for n in range(1, 13)])
    rows = [{**row, **{n + 6: v for n, v in row.items()}} for row in two_camps(60)]
    # All of the second camp, and of the first no more than eight.
    add_votes(made, rows[1::2] + rows[0:16:2])
    analysed(made)
    told = somebody(8).get(f"{BASE}result/").text
    assert HERE not in told


def test_a_result_shown_at_the_end_places_nobody_before(conversation) -> None:
    Conversation.objects.update(showing="end")
    client = somebody(8)
    assert "わたしの位置を見る" not in client.get(f"{BASE}vote/").text
    assert HERE not in client.get(f"{BASE}mine/").text


@pytest.mark.parametrize("page", ["result/", "mine/"])
def test_a_place_on_the_map_costs_few_queries(
    conversation, page, django_assert_max_num_queries
) -> None:
    client = somebody(8)
    client.get(f"{BASE}{page}")
    with django_assert_max_num_queries(10):
        assert HERE in client.get(f"{BASE}{page}").text
