"""Reading the votes: what goes in, what is kept, and that it says what the engine says."""

import datetime as dt

import numpy as np
import pytest

from jibungoto.engines.opinion import Votes, robust, robust_told
from jibungoto.hear.opinions.models import Analysis, GroupWords, Part, Statement, Vote
from jibungoto.hear.opinions.selectors.landscape import standing, unknown_worth, worths
from jibungoto.hear.opinions.selectors.results import release_of, result, told_of
from jibungoto.hear.opinions.services.analyses import order_analysis, write_group_words
from jibungoto.kernel import clock
from jibungoto.kernel.jobs import run_due
from jibungoto.kernel.models import Job

from .voted import add_statement, add_votes, an_empty_conversation, analysed, two_camps

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(world):
    made = an_empty_conversation()
    add_votes(made, two_camps(60))
    return made


def by_hand(conversation):
    rows = Vote.objects.filter(statement__conversation=conversation)
    told = rows.values_list("part_id", "statement__number", "value")
    return Votes.of(*(np.array(column) for column in zip(*told, strict=True)))


def test_what_is_told_is_what_the_engine_says_of_the_same_votes(conversation):
    made = analysed(conversation)
    votes, _who = by_hand(conversation).published(least=10)
    expected = robust_told(votes, robust(votes))
    told = told_of(made)
    for part in ("input", "groups", "shared", "divisive", "statements", "seed", "parameters"):
        assert told[part] == expected[part], part
    assert (made.people, made.votes) == (60, 360)
    shown = result(conversation)
    assert [s.number for s in shown.shared] == expected["shared"] == [2, 1]
    assert [g.size for g in shown.groups] == [g["members"] for g in expected["groups"]]
    assert "people" not in told, "nobody's place is kept while people vote"


def test_what_was_taken_back_or_hidden_is_left_out(conversation):
    part = Part.objects.first()
    part.withdrawn_at = clock.now()
    part.save()
    Statement.objects.filter(number=3).update(state="out")
    told = told_of(analysed(conversation))
    assert told["people_count"] == 59
    assert [s["left_out"] for s in told["statements"]] == [False, False, True, False, False, False]
    assert 3 not in told["divisive"]
    assert 3 not in result(conversation).statements


def test_questions_about_people_are_counted_apart(conversation):
    Statement.objects.filter(number=1).update(is_meta=True)
    analysed(conversation)
    shown = result(conversation)
    shared = {s.number for s in shown.shared}
    assert 2 in shared
    assert 1 not in shared
    assert [s.number for s in shown.meta] == [1]
    assert shown.meta[0].everybody.votes == 60


def test_statements_of_under_ten_people_tell_only_how_many_they_were(conversation):
    add_statement(conversation, 7, "まだ新しい意見です。")
    add_statement(conversation, 8, "だれも答えていない意見です。")
    ids = dict(conversation.statements.values_list("number", "pk"))
    for part in Part.objects.all()[:9]:
        Vote.objects.create(part=part, statement_id=ids[7], value=1)
    made = analysed(conversation)
    assert [s["id"] for s in told_of(made)["statements"]] == [1, 2, 3, 4, 5, 6]
    needing = result(conversation).needing
    assert [(s.number, s.votes, s.everybody) for s in needing] == [(7, 9, None), (8, 0, None)]


def test_under_ten_people_there_is_no_result(world):
    made = an_empty_conversation()
    add_votes(made, two_camps(9))
    analysed(made)
    assert result(made) is None


def test_nobody_having_voted_is_no_failure(world):
    made = an_empty_conversation()
    analysed(made)
    assert result(made) is None
    assert standing(made, {1: 1}) is None


def test_reading_again_the_same_votes_keeps_nothing_new(conversation):
    first = analysed(conversation)
    assert analysed(conversation) == first
    add_votes(conversation, two_camps(2, seed=9))
    second = analysed(conversation)
    assert second.number == first.number + 1
    assert list(Analysis.objects.values_list("pk", flat=True)) == [second.pk], "thinned"


def test_readings_one_after_the_other_end_where_one_reading_of_all_ends(world):
    grown, at_once = an_empty_conversation(), an_empty_conversation(slug="same")
    rows = two_camps(90)
    for some in (rows[:30], rows[30:50], rows[50:]):
        add_votes(grown, some)
        analysed(grown)
    add_votes(at_once, reversed(rows))
    one, other = told_of(analysed(grown)), told_of(analysed(at_once))
    assert one == other


def test_final_readings_and_one_of_each_day_are_kept(conversation):
    first = analysed(conversation)
    Analysis.objects.update(made_at=clock.now() - dt.timedelta(days=1))
    add_votes(conversation, two_camps(2, seed=9))
    analysed(conversation)
    final = analysed(conversation, final=True)
    assert set(Analysis.objects.values_list("pk", flat=True)) == {first.pk, final.pk}
    assert release_of(first) is None
    assert release_of(final)["input"] == final.digest


def test_words_for_a_group_go_on_with_it(conversation):
    made = analysed(conversation)
    write_group_words(analysis=made, group=0, sentence="まず、近所の乗り合いから")
    add_votes(conversation, two_camps(4, seed=9))
    again = analysed(conversation)
    assert again != made
    (kept,) = GroupWords.objects.filter(analysis=again)
    before, after = result(conversation).groups[kept.group], told_of(made)["marks"][0]
    assert kept.sentence == "まず、近所の乗り合いから"
    assert before.marks[0].statement.number in {mark["statement"] for mark in after}


def test_a_vote_orders_one_reading_for_its_minute(conversation, django_capture_on_commit_callbacks):
    order_analysis(conversation=conversation)
    order_analysis(conversation=conversation)
    job = Job.objects.get(name="opinions.analyse")
    assert dt.timedelta(0) < job.run_after - clock.now() <= dt.timedelta(seconds=62)
    assert job.participant_id is None
    Job.objects.update(run_after=clock.now())
    run_due()
    job.refresh_from_db()
    assert (job.state, job.outcome) == ("done", "60人、360件の答えを読みました。")
    assert not Analysis.objects.get().is_final


def test_made_votes_are_flagged_and_told_with_and_without(conversation):
    bots = add_votes(conversation, [dict.fromkeys(range(1, 7), 1)] * 40, started_at=clock.now())
    made = analysed(conversation)
    flagged = Part.objects.exclude(flag="")
    assert set(flagged.values_list("pk", flat=True)) == {part.pk for part in bots}
    told = told_of(made)["flags"]
    assert told["people"] == told["burst"] == 40
    changed = {one["statement"] for one in told["changed"]}
    assert changed, "the effect is shown"
    Part.objects.filter(pk__in=[part.pk for part in bots]).update(withdrawn_at=clock.now())
    analysed(conversation)
    assert not Part.objects.filter(withdrawn_at=None).exclude(flag="").exists()


def test_sheets_typed_in_a_row_are_no_burst(conversation):
    add_votes(conversation, two_camps(40, seed=5), started_at=clock.now(), channel="paper")
    assert told_of(analysed(conversation))["flags"]["burst"] == 0
    assert result(conversation).on_paper == 40


def test_somebody_stands_with_those_who_answer_alike(world):
    made = an_empty_conversation([f"意見{n}" for n in range(1, 13)])
    rows = two_camps(80)
    add_votes(made, [{**row, **{n + 6: v for n, v in row.items()}} for row in rows])
    analysed(made)
    shown = result(made)
    for row in rows[:10]:
        own = {**row, **{n + 6: v for n, v in row.items()}}
        found = standing(made, own)
        marks = shown.groups[found.group].marks
        fits = sum(own.get(m.statement.number) == (1 if m.agrees else -1) for m in marks)
        assert fits >= len(marks) / 2
    assert standing(made, dict(list(rows[0].items())[:6])).group is None, "six votes are too few"


def test_what_is_known_least_is_worth_asking_most(conversation):
    add_statement(conversation, 7, "新しい意見です。")
    analysed(conversation)
    known = worths(conversation)
    assert 7 not in known
    assert unknown_worth() > max(known.values())
    from jibungoto.engines.opinion import Counts, worth

    told = told_of(Analysis.objects.get())["statements"]
    counts = Counts(
        *(
            np.array([[s["groups"][g][part] for s in told] for g in range(2)])
            for part in ("agree", "disagree", "votes")
        )
    )
    assert list(known.values()) == pytest.approx(worth(counts).tolist())


def test_a_botnet_that_always_agrees_is_flagged_and_its_effect_shown(world):
    made = an_empty_conversation([f"意見{n}です。" for n in range(1, 13)])
    twice = zip(two_camps(60), two_camps(60, seed=2), strict=True)
    people = [{**row, **{n + 6: v for n, v in more.items()}} for row, more in twice]
    add_votes(made, people)
    bots = add_votes(made, [dict.fromkeys(range(1, 13), 1)] * 300, started_at=clock.now())
    told = told_of(analysed(made))["flags"]
    assert told["constant"] >= 300
    assert Part.objects.filter(pk__in=[bot.pk for bot in bots]).exclude(flag="").count() == 300
    assert told["people"] == 300, "nobody else is"
    without = an_empty_conversation([f"意見{n}です。" for n in range(1, 13)], slug="clean")
    add_votes(without, people)
    clean = told_of(analysed(without))
    assert told["groups_without"] == [group["members"] for group in clean["groups"]]
    states = {one["id"]: one["state"] for one in clean["statements"]}
    assert all(states[one["statement"]] == one["without"] for one in told["changed"])
