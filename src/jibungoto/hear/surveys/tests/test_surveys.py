"""Surveys from the first question to the official answer: what always holds."""

import datetime as dt

import pytest

from jibungoto.hear.surveys import reporting, selectors, services
from jibungoto.hear.surveys.models import Answering, Question, Reply, Survey
from jibungoto.hear.surveys.selectors import results, texts
from jibungoto.hear.surveys.tests.factories import (
    a_survey,
    add,
    answer,
    choose,
    option,
    over,
    somebody,
)
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel import clock
from jibungoto.kernel.actor import GUEST, Level
from jibungoto.kernel.models import Follow, OutboxEvent

pytestmark = pytest.mark.django_db


def told(survey, key="has"):
    report = reporting.make(Survey.objects.select_related("node").get(pk=survey.pk))
    return next(t for t in report.told if t.question.key == key)


def test_a_survey_begins_only_when_nothing_is_missing(world):
    survey = services.create_survey(title="からっぽ")
    with pytest.raises(services.SurveysError, match="質問"):
        services.open_survey(survey=survey)
    assert a_survey().is_running()


def test_answers_of_a_trial_are_never_counted_and_go_when_it_opens(world):
    survey = a_survey(state="trial")
    choose(survey, "has", "ある")
    with pytest.raises(services.SurveysError, match="ためしの答え"):
        services.open_survey(survey=survey)
    survey = services.open_survey(survey=survey, wipe=True)
    assert not Answering.objects.exists()
    assert results.answers(survey).number == 0


def test_a_question_changed_after_an_answer_makes_a_version_and_the_answer_keeps_its_own(world):
    survey = a_survey()
    sheet = choose(survey, "has", "ある")
    old = survey.questions.get(key="has")
    new = services.change_question(question=old, text="歩いて行ける場所がありますか。")
    assert (new.pk != old.pk, new.key, new.since) == (True, "has", 2)
    assert sheet.replies.get().question.text == old.text
    kept = {o.text: o.key for o in old.options.all()}
    assert {o.text: o.key for o in new.options.all()} == kept
    for _ in range(12):
        choose(survey, "has", "ない")
    assert told(survey).wordings == 2
    assert told(survey).n == 13


def test_before_any_answer_a_question_is_changed_in_place(world):
    survey = a_survey(state="draft")
    question = survey.questions.get()
    assert services.change_question(question=question, text="別のことば").pk == question.pk
    survey.refresh_from_db()
    assert survey.version == 1


def test_a_stale_editor_is_told_and_nothing_is_lost(world):
    survey = a_survey()
    choose(survey, "has", "ある")
    stale = survey.questions.get(key="has")
    services.change_question(question=stale, text="先に直した人")
    with pytest.raises(services.SurveysError, match="先に直した"):
        services.change_question(question=stale, text="後から直した人")


def test_a_condition_looks_only_back(world):
    survey = a_survey(state="draft")
    source = survey.questions.get()
    key = option(source, "ない")
    add(survey, "long", "なぜですか。", key="why", if_key="has", if_options=key)
    with pytest.raises(services.SurveysError, match="前の質問"):
        services.move_question(question=survey.questions.get(key="why"), up=True)
    with pytest.raises(services.SurveysError, match="もうありません"):
        services.remove_question(question=source)
    with pytest.raises(services.SurveysError, match="前の質問"):
        services.change_question(question=source, if_key="why", if_options=key)
    assert [q.key for q in selectors.questions(survey)] == ["has", "why"]


def test_answers_to_questions_that_are_not_asked_any_more_go_when_handed_in(world):
    survey = a_survey(state="draft")
    key = option(survey.questions.get(), "ない")
    add(survey, "long", "なぜですか。", key="why", if_key="has", if_options=key)
    survey = services.open_survey(survey=survey)
    no = Value(options=(key,))
    who = somebody()
    sheet = answer(survey, {"has": no, "why": Value(text="遠い")}, who=who)
    assert sheet.replies.count() == 2
    choose(survey, "has", "ある", who=who)
    assert set(selectors.values(sheet)) == {"has"}


def test_required_questions_are_named_when_they_are_left(world):
    survey = a_survey(state="draft")
    add(survey, "short", "お気に入りは？", key="love", required=True)
    survey = services.open_survey(survey=survey)
    with pytest.raises(services.Incomplete) as caught:
        choose(survey, "has", "ある")
    assert [q.key for q in caught.value.questions] == ["love"]


def test_one_participant_counts_once_and_may_change_until_the_end(world):
    survey = a_survey()
    who = somebody()
    choose(survey, "has", "ある", who=who)
    choose(survey, "has", "ない", who=who)
    (sheet,) = Answering.objects.all()
    assert sheet.replies.get().picks.get().option.text == "ない"
    over(survey)
    with pytest.raises(services.NotRunning):
        choose(survey, "has", "ある", who=who)


def test_what_was_taken_back_is_not_counted(world):
    survey = a_survey()
    sheets = [choose(survey, "has", "ある") for _ in range(12)]
    assert told(survey).n == 12
    services.take_back(answering=sheets[0])
    assert told(survey).n == 11
    assert not Reply.objects.filter(answering=sheets[0].pk).exists()


def test_erasing_a_person_takes_their_answers_out(world):
    survey = a_survey()
    who = somebody()
    choose(survey, "has", "ある", who=who)
    assert services.export_person(who)[0]["answers"][0]["chosen"] == ["ある"]
    assert services.erase_person(who) == 1
    assert not Answering.objects.exists()
    assert services.export_person(who) == []


def test_the_tie_to_a_person_ends_on_the_promised_day(world):
    survey = a_survey()
    choose(survey, "has", "ある")
    assert services.forget_ties() == 0
    Survey.objects.update(keep_until=clock.today() - dt.timedelta(days=1))
    assert services.forget_ties() == 1
    assert Answering.objects.get().participant is None


def test_small_counts_are_withheld_so_that_no_sum_betrays_them(world):
    survey = a_survey()
    for _ in range(20):
        choose(survey, "has", "ある")
    for _ in range(3):
        choose(survey, "has", "ない")
    found = told(survey)
    assert [s.count for s in found.shares] == [None, None]
    assert found.n == 23


def test_a_question_with_fewer_than_ten_answers_is_withheld_whole(world):
    survey = a_survey()
    for _ in range(9):
        choose(survey, "has", "ある")
    assert told(survey).withheld
    assert told(survey).shares == ()


def test_shares_come_with_their_interval(world):
    survey = a_survey()
    for n in range(40):
        choose(survey, "has", "ある" if n % 4 else "ない")
    yes, no = told(survey).shares
    assert (yes.count, yes.share) == (30, 0.75)
    assert yes.low < 0.75 < yes.high
    assert (round(no.low, 3), round(no.high, 3)) == (0.142, 0.402)


def test_a_cross_table_by_district_withholds_and_puts_small_groups_together(world):
    survey = a_survey()
    for n in range(30):
        choose(survey, "has", "ある" if n % 2 else "ない", district=world.district, band="30")
    for _ in range(3):
        choose(survey, "has", "ある", band="70")
    question = survey.questions.get(key="has")
    table = reporting.crossed(survey, question, "band").table
    counts = [s.count for line in table.lines for s in line.shares]
    assert all(c is None or c == 0 or c >= 10 for c in counts)
    assert all(line.n >= 10 for line in table.lines)


def test_means_and_medians_of_scales_have_intervals(world):
    survey = a_survey(state="draft")
    add(survey, "scale", "どれくらい？", key="much", low=1, high=5)
    survey = services.open_survey(survey=survey)
    for n in range(20):
        answer(survey, {"much": Value(number=float(1 + n % 5))})
    found = told(survey, "much")
    assert found.mean.value == pytest.approx(3)
    assert found.mean.low < 3 < found.mean.high
    assert found.median.value == 3


def test_a_condition_counts_only_those_who_were_asked(world):
    survey = a_survey(state="draft")
    key = option(survey.questions.get(), "ない")
    add(survey, "choice", "ほしい？", key="want", options=["はい", "いいえ"],
        if_key="has", if_options=key)  # fmt: skip
    survey = services.open_survey(survey=survey)
    want = survey.questions.get(key="want")
    for n in range(24):
        values = {"has": Value(options=(key,))}
        if n < 12:
            values["want"] = Value(options=(option(want, "はい"),))
        answer(survey, values)
    for _ in range(12):
        choose(survey, "has", "ある")
    found = told(survey, "want")
    assert (found.n, found.asked, found.rate) == (12, 24, 0.5)


def test_rounds_keep_the_keys_and_stand_in_one_trend(world):
    first = a_survey("一回目", opens_on=clock.today() - dt.timedelta(days=400))
    for n in range(30):
        choose(first, "has", "ある" if n < 10 else "ない")
    first = over(first)
    second = services.copy_survey(survey=first, title="二回目")
    services.change_survey(
        survey=second,
        opens_on=clock.today(),
        closes_on=clock.today() + dt.timedelta(days=5),
        keep_until=clock.today() + dt.timedelta(days=50),
    )
    second = services.open_survey(survey=second)
    for n in range(30):
        choose(second, "has", "ある" if n < 20 else "ない")
    rounds = results.rounds(GUEST, second)
    assert [r.title for r in rounds] == ["一回目", "二回目"]
    from jibungoto.hear.surveys import trends

    (trend,) = trends.trends(
        rounds,
        results.trend(rounds),
        selectors.questions(second),
        results.wordings(results.asked(rounds)),
        k=10,
    )
    assert [s.count for s in trend.lines[0][1]] == [10, 20]
    assert "変わりました" in trend.change
    assert trend.rounds == tuple(f"{r.opens_on.year}年{r.opens_on.month}月" for r in rounds)
    assert not trend.reworded


def test_words_that_look_like_a_name_wait_and_hidden_ones_say_why(world):
    survey = a_survey(state="draft")
    add(survey, "long", "ご意見", key="free")
    survey = services.open_survey(survey=survey)
    answer(survey, {"free": Value(text="花がほしい")})
    answer(survey, {"free": Value(text="田中さんの家の前が暗い")})
    assert [r.text for r in texts.texts(survey)] == ["花がほしい"]
    (held,) = texts.texts(survey, state="waits")
    services.hide_reply(reply=held, reason="お名前があるため")
    assert [r.hidden_reason for r in texts.texts(survey, state="hidden")] == ["お名前があるため"]
    services.show_reply(reply=held)
    assert texts.texts(survey).count() == 2


def test_who_answered_hears_once_of_the_end_and_of_the_answer(world):
    survey = a_survey()
    who = somebody()
    choose(survey, "has", "ある", who=who)
    assert Follow.objects.filter(node=survey.node, participant=who).exists()
    with pytest.raises(services.SurveysError, match="締め切ってから"):
        services.conclude_survey(survey=survey, text="する", who="協議会", due_on=clock.today())
    over(survey)
    services.conclude_survey(survey=survey, text="する", who="協議会", due_on=clock.today())
    keys = list(
        OutboxEvent.objects.filter(node=survey.node).order_by("pk").values_list("key", flat=True)
    )
    assert keys == ["surveys.survey.closed", "surveys.survey.answered"]


def test_who_may_answer_stays_once_somebody_did(world):
    survey = a_survey()
    choose(survey, "has", "ある")
    with pytest.raises(services.SurveysError, match="答えられる方"):
        services.change_survey(survey=survey, level=Level.ACCOUNT)


def test_a_removed_question_keeps_its_answers_and_comes_back(world):
    survey = a_survey()
    for _ in range(11):
        choose(survey, "has", "ある")
    assert services.remove_question(question=survey.questions.get(key="has"))
    assert selectors.questions(survey) == []
    assert told(survey).removed
    services.restore_question(
        question=selectors.removed_questions(selectors.questions_ever(survey))[0]
    )
    assert [q.key for q in selectors.questions(survey)] == ["has"]


def test_each_template_makes_a_survey_that_can_begin(world):
    from jibungoto.hear.surveys import presets

    for preset in presets.presets():
        survey = services.create_from_preset(title=preset.title, preset=preset)
        services.change_survey(
            survey=survey,
            closes_on=clock.today() + dt.timedelta(days=5),
            keep_until=clock.today() + dt.timedelta(days=50),
        )
        assert services.open_survey(survey=survey).is_running()
    assert Question.objects.count() > 15


@pytest.mark.parametrize("number", [1, 30])
def test_a_result_is_read_in_few_queries_however_many_answered(
    world, number, django_assert_max_num_queries
):
    survey = a_survey()
    for _ in range(number):
        choose(survey, "has", "ある")
    with django_assert_max_num_queries(12):
        reporting.make(survey)


def test_a_secretary_is_told_of_missing_voices_while_there_is_time(world):
    from jibungoto.kernel import registry
    from jibungoto.kernel.actor import Actor, Grant
    from jibungoto.know.statistics.tests.factories import LOWS, a_release

    even = [100] * len(LOWS)
    a_release([(world.district, even, even)])
    survey = a_survey(districts=[world.district])
    for _n in range(40):
        choose(survey, "has", "ある", band="70", district=world.district)
    here = Grant("secretary", frozenset({"surveys.survey.run"}), world.district.pk)
    told = registry.waiting(Actor(grants=(here,)))
    assert "声が、まだ足りません" in told[0].title
    assert registry.waiting(Actor()) == []
    elsewhere = Grant("secretary", frozenset({"surveys.survey.run"}), world.district.pk + 999)
    assert registry.waiting(Actor(grants=(elsewhere,))) == []


def test_a_number_stands_in_the_range_it_lies_in_and_in_no_other():
    from jibungoto.hear.surveys.tallying import bins, in_bins

    told = {1: 0.0, 2: 3.0, 3: 19.0, 4: 20.0, 5: 99.0, 6: 100.0}
    ranges = bins(told, 0, 100)
    assert ranges == [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)]
    found = {who: next(iter(at)) for who, at in in_bins(told, ranges).items()}
    assert found == {1: "0", 2: "0", 3: "0", 4: "1", 5: "4", 6: "4"}
    assert len(bins({1: 3.0, 2: 3.0}, None, None)) == 1
    # Hardly anybody uses the room a question leaves: the last range is open.
    few = {n: float(n % 8) for n in range(100)} | {100: 90.0}
    ranges = bins(few, 0, 100)
    assert ranges[:2] == [(0, 2), (2, 4)]
    assert ranges[-1] == (8, float("inf"))
    assert in_bins(few, ranges)[100] == {str(len(ranges) - 1)}
