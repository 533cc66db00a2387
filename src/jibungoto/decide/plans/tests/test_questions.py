"""Questions about measures: asked by anybody, looked at, answered in public by a date."""

import datetime as dt

import pytest
from django.urls import reverse

from jibungoto.decide.plans import selectors, services
from jibungoto.decide.plans.models import Question
from jibungoto.decide.plans.services import questions
from jibungoto.kernel import audit, clock, nodes, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.know.findings.tests.factories import somebody
from tests import world as worlds

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


def url(name: str, **kwargs: object) -> str:
    return reverse(f"plans:{name}", kwargs={"municipality": "koko", **kwargs})


def page_of(measure) -> str:
    return f"/koko/{measure.node.path}"


def asked(measure, text="いつ始まりますか", **fields) -> Question:
    return services.ask_question(measure=measure, text=text, participant=somebody(), **fields)


def test_somebody_asks_and_the_department_answers_for_everybody_to_read(world, client):
    measure = a_measure(a_plan(), departments=["公園緑地課"])
    ask = url("question_ask", slug="keikaku", code=measure.node.short_code)
    client.post(ask, {"text": "いつ始まりますか", "signed": ""})
    assert "確かめ待ち" in client.get(page_of(measure)).text
    reader = world.client("guest")
    assert "いつ始まりますか" not in reader.get(page_of(measure)).text
    question = Question.objects.get()
    assert nodes.is_followed(Actor(participant_id=question.participant_id), measure.node)
    world.client("department").post(
        url("question_answer", public_id=question.public_id),
        {"deed": "answer", "answer": "4月からです", "who": "市民課"},
    )
    page = reader.get(page_of(measure)).text
    for words in ("いつ始まりますか", "住民の方", "4月からです", "市民課"):
        assert words in page


def test_a_name_is_shown_only_where_it_was_written_for_that_and_goes_with_the_person(world):
    measure = a_measure(a_plan(), departments=["公園緑地課"])
    question = asked(measure, signed="みなみ町のパン屋")
    services.show_question(question=question)
    assert "みなみ町のパン屋" in world.client("guest").get(page_of(measure)).text
    assert [row["text"] for row in questions.export_person(question.participant)] == [question.text]
    assert questions.erase_person(question.participant) == 1
    question.refresh_from_db()
    assert (question.participant, question.signed, question.text) == (None, "", "いつ始まりますか")


def test_what_is_kept_back_needs_a_reason_that_only_the_asker_reads(world):
    measure = a_measure(a_plan(), departments=["公園緑地課"])
    question = asked(measure)
    where = url("question_answer", public_id=question.public_id)
    department = world.client("department")
    assert department.post(where, {"deed": "hide"}).status_code == 422
    department.post(where, {"deed": "hide", "reason": "人の名前が書かれているため"})
    assert "いつ始まりますか" not in world.client("guest").get(page_of(measure)).text
    actor = Actor(participant_id=question.participant_id)
    assert selectors.own_questions(actor, measure)[0].hidden_reason == "人の名前が書かれているため"


def test_an_answer_without_words_or_office_is_refused_and_what_was_typed_is_kept(world):
    question = asked(a_measure(a_plan(), departments=["公園緑地課"]))
    where = url("question_answer", public_id=question.public_id)
    answer = world.client("department").post(where, {"deed": "answer", "answer": "4月からです"})
    assert answer.status_code == 422
    assert "4月からです" in answer.text
    assert Question.objects.get().state == "new"


def test_the_department_that_answers_is_written_already(world):
    question = asked(a_measure(a_plan(), departments=["公園緑地課"]))
    where = url("question_answer", public_id=question.public_id)
    assert 'name="who" value="公園緑地課"' in world.client("planner").get(where).text


def test_questions_wait_by_their_date_and_late_ones_say_so(world):
    measure = a_measure(a_plan(), departments=["公園緑地課"], title="場をひらく")
    soon, late = asked(measure, "一つ目"), asked(measure, "二つ目")
    assert soon.due_on == clock.today() + dt.timedelta(days=14)
    Question.objects.filter(pk=late.pk).update(due_on=clock.today() - dt.timedelta(days=1))
    page = world.client("department").get(url("question_list")).text
    assert page.index("二つ目") < page.index("一つ目")
    assert page.count("期日を過ぎています") == 1
    assert "場をひらく" in world.client("department").get("/koko/me/").text


def test_a_question_waits_for_the_department_whose_measure_it_is(world):
    plan = a_plan()
    own = asked(a_measure(plan, departments=["公園緑地課"]))
    other = asked(a_measure(plan, "2", departments=["福祉課"]), "だれの仕事ですか")
    client = world.client("department")
    page = client.get(url("question_list")).text
    assert (own.text in page, other.text in page) == (True, False)
    refused = client.get(url("question_answer", public_id=other.public_id))
    assert (refused.status_code, "福祉課の受け持ちです" in refused.text) == (403, True)
    assert other.text in world.client("planner").get(url("question_list")).text


def test_words_that_look_like_a_name_are_pointed_out(world):
    question = asked(
        a_measure(a_plan(), departments=["公園緑地課"]), "田中さんの090-1234-5678へ聞けますか"
    )
    page = world.client("department").get(url("question_answer", public_id=question.public_id))
    assert "名前や連絡先のようなことば" in page.text
    assert not audit.verify().faults
