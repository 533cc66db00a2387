"""Pages, files and paper of a result, and what comes of it."""

import csv
import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from jibungoto.hear.opinions import exports, saying, services
from jibungoto.hear.opinions.models import Analysis, Conversation, Deed, Part
from jibungoto.hear.opinions.selectors.results import release_of, result
from jibungoto.hear.opinions.services.analyses import write_group_words
from jibungoto.hear.opinions.services.deeds import (
    answer_deed,
    connect_deed,
    promise_deed,
    take_back_deed,
)
from jibungoto.kernel import clock, nodes, registry, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Follow, Job, OutboxEvent
from jibungoto.kernel.outbox.events import words_of
from jibungoto.know.findings.models import Finding
from jibungoto.know.findings.tests.factories import somebody
from jibungoto.site.cli import opinion_files
from jibungoto.site.cli.opinion import _alike, result_of

from .factories import a_conversation, votes
from .voted import TEXTS, add_votes, an_empty_conversation, analysed, two_camps

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=10)


def page(world, name, conversation, **more):
    told = {"municipality": world.municipality.slug, "slug": conversation.slug, **more}
    return reverse(f"opinions:{name}", kwargs=told)


@pytest.fixture
def conversation(world):
    made = a_conversation(texts=TEXTS, district=world.district)
    votes(made, two_camps(60))
    return made


@pytest.fixture
def closed(conversation):
    services.close_conversation(conversation=conversation, reason="ためし")
    conversation.refresh_from_db()
    analysed(conversation, final=True)
    return conversation


def test_the_page_says_what_is_shared_first_and_then_the_groups(world, conversation):
    analysed(conversation)
    found = result(conversation)
    text = world.client("guest").get(page(world, "result_view", conversation)).text
    order = ["どのまとまりにも共通すること", "二つのまとまり", "意見の地図", "考えが分かれたこと"]
    places = [text.index(f">{words}</h") for words in order]
    assert places == sorted(places)
    for one in found.shared:
        assert one.text in text
        assert saying.surely(one) in text
    assert "60人が、6件の意見に360回答えました。" in text
    assert "途中のまとめ" in text
    assert found.analysis.digest in text


def test_every_share_on_the_page_is_that_of_the_engine(world, conversation):
    analysed(conversation)
    found = result(conversation)
    text = world.client("guest").get(page(world, "result_view", conversation)).text
    for one in found.shared:
        for answers in one.groups:
            share = answers.agrees
            told = f"{round(100 * share.share)}%</b>"
            assert told in text
            assert f"（{round(100 * share.low)}〜{round(100 * share.high)}%）" in text


def test_a_guarantee_is_never_rounded_up(conversation):
    analysed(conversation)
    found = result(conversation)
    for one in found.shared:
        number = int(re.search(r"少なくとも(\d+)%", saying.surely(one)).group(1))
        assert number / 100 <= min(answers.agrees.low for answers in one.groups)


def test_one_group_is_an_answer(world):
    made = a_conversation(texts=TEXTS)
    votes(made, [dict.fromkeys(range(1, 7), 1)] * 30)
    analysed(made)
    text = world.client("guest").get(page(world, "result_view", made)).text
    assert "まとまりは一つ" in text
    assert "みんなの答えがそろったこと" in text
    assert "意見の地図" not in text


def test_results_kept_for_the_end_are_shown_to_those_who_work_on_it_only(world, conversation):
    Conversation.objects.update(showing="end")
    analysed(conversation)
    address = page(world, "result_view", conversation)
    assert "結果は、受付を締め切ってからお見せします。" in world.client("guest").get(address).text
    assert "どのまとまりにも共通すること" in world.client("secretary").get(address).text
    assert world.client("guest").get(page(world, "result_csv", conversation)).status_code == 404
    Conversation.objects.update(state="closed")
    Conversation.objects.get().node.save()
    assert result(Conversation.objects.get()) is not None


def test_nobody_is_told_apart_on_the_map(world):
    made = an_empty_conversation()
    add_votes(made, two_camps(90))
    analysed(made)
    drawn = result(made).told["drawn"]
    assert all(people >= 10 for *_place, people in drawn)
    assert sum(people for *_place, people in drawn) <= 90


@pytest.mark.parametrize("number", [1, 1000])
def test_the_table_of_everything_needs_few_queries(world, number, django_assert_max_num_queries):
    made = an_empty_conversation([f"意見その{n}" for n in range(1, number + 1)])
    rows = [{n: 1 for n in range(1, min(number, 40) + 1)} for _person in range(12)]
    add_votes(made, rows)
    analysed(made)
    client = world.client("guest")
    for name in ("result_table", "result_view"):
        client.get(page(world, name, made))
        with django_assert_max_num_queries(10):
            assert client.get(f"{page(world, name, made)}?sort=votes").status_code == 200


def test_the_table_is_sorted_and_narrowed(world, conversation):
    analysed(conversation)
    found = result(conversation)
    client = world.client("guest")
    shared = client.get(page(world, "result_table", conversation) + "?state=shared").text
    assert all((s.text in shared) == (s in found.shared) for s in found.statements.values())
    sorted_ = client.get(page(world, "result_table", conversation) + "?sort=difference").text
    widest = max(found.statements.values(), key=lambda s: s.difference)
    assert sorted_.index(widest.text) < min(
        sorted_.index(s.text) for s in found.statements.values() if s is not widest
    )


def test_the_released_votes_give_the_published_result_again(world, closed, tmp_path):
    client = world.client("guest")
    told = client.get(page(world, "result_release", closed) + "?as=json")
    published = json.loads(told.content)
    found = opinion_files.unpacked(published)
    again = json.loads(json.dumps(result_of(found, "robust", seed=published["seed"])))
    assert all(_alike(published[part], again[part]) for part in again.keys() - {"votes"})
    bundle = client.get(page(world, "result_release", closed)).content
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        files.extractall(tmp_path)
    read = opinion_files.read(tmp_path)
    from_tables = result_of(read, "robust")
    shown = result(closed)
    assert from_tables["input"] == shown.analysis.digest
    assert from_tables["shared"] == [s.number for s in shown.shared]
    assert read.texts["1"] == TEXTS[0]


def test_nothing_in_the_release_tells_who_or_when(closed):
    release = release_of(Analysis.objects.get())
    rows = list(csv.reader(io.StringIO(_table(release, "votes.csv"))))
    assert rows[0] == ["person", "statement", "vote"]
    people = {int(person) for person, *_ in rows[1:]}
    assert people == set(range(1, 61))
    by_person: dict[int, dict[int, int]] = {}
    for person, statement, vote in rows[1:]:
        by_person.setdefault(int(person), {})[int(statement)] = int(vote)
    # In the order they came, parts answer otherwise than in that of the release.
    came = [
        dict(part.votes.values_list("statement__number", "value"))
        for part in Part.objects.order_by("pk")
    ]
    released = [by_person[n] for n in sorted(by_person)]
    assert released != came
    key = lambda row: sorted(row.items())  # noqa: E731
    assert sorted(released, key=key) == sorted(came, key=key)
    told = json.dumps({k: v for k, v in release.items() if k != "votes"}).lower()
    for word in ("cast_at", "started", "district", "age", "network", "participant", "20261127"):
        assert word not in told.replace("passage", "")


def _table(release, name):
    with zipfile.ZipFile(io.BytesIO(exports.release_zip(release))) as files:
        return files.read(name).decode("utf-8-sig")


def test_the_same_votes_in_another_order_are_released_in_the_same_bytes(world):
    bundles = []
    for slug, rows in (("a", two_camps(40)), ("b", list(reversed(two_camps(40))))):
        made = an_empty_conversation(slug=slug)
        add_votes(made, rows)
        release = release_of(analysed(made, final=True))
        bundles.append(exports.release_zip(release))
    assert bundles[0] == bundles[1]


def test_the_api_tells_the_same_and_nobodys_votes(world, conversation):
    analysed(conversation)
    address = f"/api/v1/{world.municipality.slug}/conversations/{conversation.slug}/result"
    told = world.client("guest").get(address).json()
    found = result(conversation)
    assert told["shared"] == [one.number for one in found.shared]
    assert told["digest"] == found.analysis.digest
    first = told["statements"][0]["answers"][0]
    assert first["agree"] + first["passed"] + first["disagree"] == first["votes"] == 60
    assert told["groups"][0]["people"] == found.groups[0].size
    assert told["how_to_read"]


def test_votes_are_released_after_the_end_only(world, conversation):
    analysed(conversation)
    client = world.client("administrator")
    assert client.get(page(world, "result_release", conversation)).status_code == 404
    text = client.get(page(world, "result_view", conversation)).text
    assert "受付を締め切ってから公開します" in text


def test_a_hidden_statement_is_released_without_its_words(world, conversation):
    statement = conversation.statements.get(number=3)
    services.moderate_statements(
        conversation=conversation, statements=[statement], state="out", reason="名ざし"
    )
    release = release_of(analysed(conversation, final=True))
    assert release["votes"]["out"] == ["3"]
    assert TEXTS[2] not in _table(release, "statements.csv")
    assert TEXTS[2] not in exports.release_json(release).decode()


def test_paper_slides_and_poster_come_out(world, closed):
    client = world.client("guest")
    for name in ("result_sheets", "result_slides", "result_poster"):
        response = client.get(page(world, name, closed))
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")


def test_the_screen_of_a_hall_asks_for_itself_anew(world, conversation):
    analysed(conversation)
    client = world.client("guest")
    first = client.get(page(world, "result_screen", conversation))
    assert 'hx-trigger="every' in first.text
    assert "http-equiv" in first.text
    assert "<svg" in first.text
    again = client.get(
        page(world, "result_screen", conversation), headers={"If-None-Match": first["ETag"]}
    )
    assert again.status_code == 304
    votes(conversation, two_camps(10, seed=3))
    analysed(conversation)
    renewed = client.get(
        page(world, "result_screen", conversation), headers={"If-None-Match": first["ETag"]}
    )
    assert ">70<" in renewed.text


def test_a_group_is_told_of_in_a_persons_words_and_back(world, conversation):
    analysed(conversation)
    client = world.client("secretary")
    address = page(world, "group_words", conversation)
    client.post(address, {"group_0": "近所の助け合いから始めたい", "group_1": ""})
    text = world.client("guest").get(page(world, "result_view", conversation)).text
    assert "近所の助け合いから始めたい" in text
    assert saying.of_group(result(conversation).groups[0]) in text, "the figures stay beside it"
    write_group_words(analysis=Analysis.objects.get(), group=0, sentence="")
    assert not result(conversation).groups[0].sentence


def test_closing_orders_the_final_reading(conversation):
    services.close_conversation(conversation=conversation, reason="ためし")
    assert Job.objects.filter(name="opinions.analyse", key__contains="closed").exists()


def statement_of(conversation, number=1):
    return conversation.statements.get(number=number)


def test_a_promise_an_answer_and_its_voters_hear_once(world, conversation):
    statement = statement_of(conversation)
    people = [somebody() for _ in range(3)]
    for person in people:
        part = services.part_for(conversation=conversation, participant=person)
        for one in conversation.statements.all()[:2]:
            services.cast_vote(conversation=conversation, part=part, statement=one, value=1)
    deed = promise_deed(statement=statement, kind="answer", who="交通課", due=clock.today() + SOON)
    analysed(conversation)
    text = world.client("guest").get(page(world, "result_view", conversation)).text
    assert "交通課が、" in text
    assert "までに返事をします。" in text
    answer_deed(deed=deed, answer="来年度から予約の乗り物を試します。")
    answer_deed(deed=Deed.objects.get(), answer="来年度の四月から試します。")
    assert OutboxEvent.objects.filter(key="opinions.deed.answered").count() == 1
    followers = set(
        Follow.objects.filter(node=statement.node).values_list("participant", flat=True)
    )
    assert followers == {person.pk for person in people}
    event = OutboxEvent.objects.get(key="opinions.deed.answered")
    assert words_of(event) == "答えてくださった意見に、交通課から返事がありました。"
    for name, more in (("result_view", {}), ("statement_view", {"number": 1})):
        text = world.client("guest").get(page(world, name, conversation, **more)).text
        assert "来年度の四月から試します。" in text


def test_a_statement_becomes_an_issue_and_can_be_followed_both_ways(world, conversation):
    statement = statement_of(conversation)
    promise_deed(statement=statement, kind="issue", who="交通課", due=clock.today() + SOON)
    issue = Finding.objects.get()
    assert issue.title == statement.text
    assert issue.district == world.district
    guest = Actor(municipality_id=world.municipality.pk)
    assert issue.node in [step.node for step in trace.story(guest, statement.node)]
    assert statement.node in [step.node for step in trace.story(guest, issue.node)]
    promise_deed(statement=statement, kind="issue", who="道路課", due=clock.today() + SOON)
    assert Finding.objects.count() == 1


def test_a_measure_of_a_plan_is_tied_by_its_node(world, conversation):
    statement = statement_of(conversation)
    deed = promise_deed(statement=statement, kind="measure", who="交通課", due=clock.today() + SOON)
    measure = nodes.register(kind="measure", title="予約の乗り物の試み", path="plans/x/")
    connect_deed(deed=deed, result=measure)
    text = world.client("guest").get(page(world, "statement_view", conversation, number=1)).text
    assert "予約の乗り物の試み" in text
    with pytest.raises(services.OpinionProblem, match="もとになった"):
        connect_deed(deed=Deed.objects.get(), result=conversation.node) if trace.connect(
            statement.node, conversation.node, "came_of"
        ) else None


def test_what_was_promised_waits_for_those_who_answer(world, conversation):
    statement = statement_of(conversation)
    promise_deed(statement=statement, kind="answer", who="交通課", due=clock.today() + SOON)
    client = world.client("department")
    mine = client.get(reverse("portal:me", kwargs={"municipality": world.municipality.slug})).text
    assert f"意見「{statement.text.rstrip('。')}」への返事" in mine  # no 。 before a 」
    guest = Actor(municipality_id=world.municipality.pk)
    assert registry.waiting(guest) == []


def test_two_who_answer_at_once_are_told_so(world, conversation):
    statement = statement_of(conversation)
    promise_deed(statement=statement, kind="answer", who="交通課", due=clock.today() + SOON)
    client = world.client("secretary")
    address = page(world, "deed_answer", conversation, number=1)
    assert client.post(address, {"answer": "はい", "version": "1"}).status_code == 302
    assert client.post(address, {"answer": "いいえ", "version": "1"}).status_code == 409
    assert Deed.objects.get().answer == "はい"


def test_a_promise_is_taken_back_before_its_answer_only(conversation):
    statement = statement_of(conversation)
    deed = promise_deed(statement=statement, kind="answer", who="交通課", due=clock.today() + SOON)
    answer_deed(deed=deed, answer="はい")
    with pytest.raises(services.OpinionProblem):
        take_back_deed(deed=Deed.objects.get())
    with pytest.raises(services.OpinionProblem, match="今日から"):
        promise_deed(
            statement=statement_of(conversation, 2),
            kind="answer",
            who="交通課",
            due=clock.today() - SOON,
        )


def test_a_botnet_is_told_at_the_head_with_its_effect_and_to_the_staff(world) -> None:
    made = an_empty_conversation([f"意見{n}" for n in range(1, 13)], districts=[world.district.pk])
    people = two_camps(60)
    add_votes(made, [{**row, **{n + 6: v for n, v in row.items()}} for row in people])
    add_votes(made, [dict.fromkeys(range(1, 13), 1)] * 300)
    analysed(made)
    found = result(made)
    assert found.flags["constant"] >= 300
    text = world.client("guest").get(page(world, "result_view", made)).text
    said = saying.doubt(found)
    assert said.startswith("答えた方のうち3")
    assert f"まとまりは{len(found.flags['groups_without'])}つになり" in said
    assert text.index(said) < text.index("どのまとまりにも共通すること")
    assert said in world.client("guest").get(page(world, "result_screen", made)).text
    work = world.client("planner").get(page(world, "conversation_view", made)).text
    assert "つくられたように見える答え（3" in work
    guest = world.client("guest").get(page(world, "conversation_view", made)).text
    assert "つくられたように見える答え" not in guest


def test_a_few_odd_answers_stay_a_remark_further_down(world, conversation) -> None:
    analysed(conversation)
    assert saying.doubt(result(conversation)) == ""
