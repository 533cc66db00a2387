"""Voting by thumb, without a script and with one, in few queries and clear words."""

import pytest
from django.test import Client

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Part, Vote
from jibungoto.kernel.models import AuditRecord, Municipality
from jibungoto.people.models import Participant

from .factories import a_conversation


@pytest.fixture
def conversation(world):
    return a_conversation(district=world.district, slug="ashi")


BASE = "/koko/opinions/ashi/"
HTMX = {"HX-Request": "true", "HX-Target": "ask"}


def cast(client, number=1, vote="agree", **more):
    return client.post(f"{BASE}vote/cast/", {"statement": number, "vote": vote}, **more)


def votes():
    return list(Vote.objects.order_by("pk").values_list("statement__number", "value"))


def test_a_vote_is_one_post_and_a_redirect_to_the_next_statement(conversation) -> None:
    client = Client()
    assert client.get(f"{BASE}vote/").status_code == 200
    answer = cast(client)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{BASE}vote/?n=")
    assert "last=1" in answer["Location"]
    assert votes() == [(1, 1)]
    page = client.get(answer["Location"]).text
    assert "3件のうち、1件に答えました" in page
    assert "一つ前に戻る" in page


def test_looking_makes_nobody_a_participant_and_the_first_vote_does(conversation) -> None:
    client = Client()
    client.get(f"{BASE}vote/")
    assert Participant.objects.count() == 0
    cast(client)
    cast(client, 2)
    assert (Participant.objects.count(), Part.objects.count()) == (1, 1)
    assert Part.objects.get().network


def test_with_a_script_the_answer_is_the_next_card_alone(conversation) -> None:
    client = Client()
    answer = cast(client, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div class="stack" id="ask"')
    assert "<html" not in answer.text


def test_a_vote_asks_few_queries_and_opens_no_session(
    conversation, django_assert_max_num_queries, monkeypatch
) -> None:
    # The reading is ordered once a minute, not at every vote.
    monkeypatch.setattr("jibungoto.hear.opinions.views.voting.order_analysis", lambda **_: None)
    client = Client()
    cast(client, headers=HTMX)
    cast(client, 2, headers=HTMX)
    with django_assert_max_num_queries(6):
        answer = cast(client, 2, "disagree", headers=HTMX)
    assert "sessionid" not in answer.cookies


def test_a_vote_bumps_no_revision_and_stands_in_no_log(conversation, world) -> None:
    client = Client()
    cast(client)
    before = Municipality.objects.get(slug="koko").revision, AuditRecord.objects.count()
    cast(client, 2)
    cast(client, 2, "pass")
    assert (
        Municipality.objects.get(slug="koko").revision,
        AuditRecord.objects.count(),
    ) == before


def test_everything_answered_is_said(conversation) -> None:
    client = Client()
    for number in (1, 2, 3):
        answer = cast(client, number)
    assert "すべての意見に答えました" in client.get(answer["Location"]).text


def test_what_was_put_off_comes_at_the_end(conversation) -> None:
    client = Client()
    assert "車の乗り合い" not in client.get(f"{BASE}vote/?later=1").text
    cast(client, 2)
    cast(client, 3)
    assert "車の乗り合い" in client.get(f"{BASE}vote/?later=1").text


def test_a_statement_removed_meanwhile_is_told_and_nothing_is_lost(conversation) -> None:
    client = Client()
    cast(client)
    gone = [conversation.statements.get(number=2)]
    services.moderate_statements(
        conversation=conversation, statements=gone, state="out", reason="お名前があるため"
    )
    answer = cast(client, 2, headers=HTMX)
    assert "いま見えなくなりました" in answer.text
    assert votes() == [(1, 1)]


def test_a_conversation_closed_meanwhile_is_told(conversation) -> None:
    client = Client()
    cast(client)
    services.close_conversation(conversation=conversation, reason="ためし")
    assert "受付は締め切りました" in cast(client, 2, headers=HTMX).text
    page = client.get(f"{BASE}vote/").text
    assert "受付は締め切りました" in page
    assert "あとから変えられます" not in page
    assert votes() == [(1, 1)]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"vote": "agree"},
        {"statement": "1"},
        {"statement": "999", "vote": "agree"},
        {"statement": "①", "vote": "agree"},
        {"statement": "1", "vote": "maybe", "later": "x,,,９"},
    ],
)
def test_whatever_is_sent_is_answered_in_words(conversation, sent) -> None:
    assert Client().post(f"{BASE}vote/cast/", sent, headers=HTMX).status_code == 200
    assert Client().post(f"{BASE}vote/cast/", sent).status_code == 302
    assert votes() == []


def test_my_votes_are_shown_and_taken_back(conversation) -> None:
    client = Client()
    cast(client, 2, "disagree")
    page = client.get(f"{BASE}mine/").text
    assert "坂の途中に" in page
    assert "そう思わない" in page
    client.post(f"{BASE}mine/", {"statement": 2})
    assert votes() == []


def test_my_votes_are_nobody_elses(conversation) -> None:
    cast(Client(), 2, "disagree")
    assert "坂の途中に" not in Client().get(f"{BASE}mine/").text


def test_after_five_votes_age_and_district_are_asked_once(conversation, world) -> None:
    services.add_statements(conversation=conversation, texts=["四つ目。", "五つ目。", "六つ目。"])
    client = Client()
    for number in (1, 2, 3, 4):
        cast(client, number)
    answer = cast(client, 5)
    beside = client.get(answer["Location"]).text
    assert "六つ目。" in beside  # who would rather say nothing just votes on
    assert "答えなくてもかまいません" in beside
    client.post(f"{BASE}about/?n=6", {"age_band": "40", "district": world.district.pk})
    part = Part.objects.get()
    assert (part.age_band, part.district_id) == ("40", world.district.pk)
    assert "答えなくてもかまいません" not in client.get(cast(client, 6)["Location"]).text


def test_only_residents_where_it_is_said_so(world) -> None:
    a_conversation(district=world.district, slug="ashi", residents_only=True)
    client = Client()
    assert "お住まいの方にうかがっています" in client.get(f"{BASE}vote/").text
    assert cast(client).status_code == 403
    assert votes() == []


def test_a_surer_level_is_asked_with_its_way(world) -> None:
    a_conversation(district=world.district, slug="ashi", level=2, level_reason="一度だけのため。")
    client = Client()
    page = client.get(f"{BASE}vote/").text
    assert "一度だけのため。" in page
    assert "手紙のコード" in page
    assert cast(client).status_code == 403


WRITE = f"{BASE}write/"


def test_a_written_statement_waits_to_be_looked_at(conversation) -> None:
    client = Client()
    client.post(WRITE, {"text": "公園に、木かげがもっとほしい。"})
    made = conversation.statements.get(number=4)
    assert (made.state, made.origin) == ("waiting", "written")
    assert made.participant_id
    assert "木かげ" not in client.get(f"{BASE}vote/?n=4").text


def test_one_published_at_once_is_shown_at_once_unless_it_names_somebody(world) -> None:
    made = a_conversation(district=world.district, slug="ashi", moderation="after")
    client = Client()
    client.post(WRITE, {"text": "公園に、木かげがもっとほしい。"})
    assert made.statements.get(number=4).state == "shown"
    named = {"text": "田中さんの庭を公園にしたい。"}
    assert client.post(WRITE, named).status_code == 422
    client.post(WRITE, {**named, "sure": "on", "different": "1"})
    assert made.statements.get(number=5).state == "waiting"


def test_near_statements_are_shown_before_one_is_added(conversation) -> None:
    client = Client()
    said = {"text": "坂の途中に、休めるベンチがほしい。"}
    page = client.post(WRITE, said)
    assert "近い意見があります" in page.text
    assert said["text"] in page.text
    assert conversation.statements.count() == 3
    client.post(WRITE, {**said, "different": "1"})
    assert conversation.statements.count() == 4


def test_near_statements_are_shown_while_writing(conversation) -> None:
    answer = Client().post(f"{WRITE}near/", {"text": "坂の途中のベンチ"})
    assert "ひと休みできるベンチ" in answer.text
    assert conversation.statements.count() == 3


def test_the_same_words_are_not_added_twice(conversation) -> None:
    same = conversation.statements.get(number=2).text
    page = Client().post(WRITE, {"text": same, "different": "1"})
    assert page.status_code == 422
    assert "もう意見にあります" in page.text


def test_too_long_a_statement_is_refused_with_its_length_and_kept(conversation) -> None:
    long = "あ" * 141
    page = Client().post(WRITE, {"text": long})
    assert "いまは141字です" in page.text
    assert long in page.text


def test_what_was_typed_is_kept_when_it_closed_meanwhile(conversation) -> None:
    services.close_conversation(conversation=conversation, reason="ためし")
    page = Client().post(WRITE, {"text": "公園に、木かげがもっとほしい。", "different": "1"})
    assert page.status_code == 422
    assert "公園に、木かげがもっとほしい。" in page.text
    assert "受付は締め切りました" in page.text


def test_too_many_beginners_from_one_line_are_told_and_the_card_stays(
    conversation, monkeypatch
) -> None:
    from jibungoto.hear.opinions import limits

    monkeypatch.setattr(limits, "may_begin", lambda request: False)
    assert "少し時間をおいてください" in cast(Client()).text
    answer = cast(Client(), headers=HTMX)
    assert answer.status_code == 429
    assert answer.text.strip().startswith('<div class="stack" id="ask"')
    assert "この答えは、まだ入っていません" in answer.text
    assert votes() == []
