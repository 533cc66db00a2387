"""Groupings: proposed by a job, mended in steps that can be undone, published with their method."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.cache import caches
from django.urls import reverse

from jibungoto.hear.groupings import naming, selectors, services, tasks
from jibungoto.hear.groupings.models import Grouping, Item, Turned
from jibungoto.hear.ideas.tests.factories import an_idea
from jibungoto.hear.opinions.tests.factories import a_conversation
from jibungoto.kernel import jobs
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import AuditRecord

from .factories import LINES, a_grouping

pytestmark = pytest.mark.django_db


def page(world, name, **kwargs):
    kwargs["municipality"] = world.municipality.slug
    return reverse(f"groupings:{name}", kwargs=kwargs)


def sizes(grouping):
    return {s.bundle.title: s.number for s in selectors.bundles(grouping)}


def test_the_job_proposes_bundles_and_keeps_every_text(world):
    made = a_grouping()
    shown = selectors.bundles(made)
    assert [s.number for s in shown] == [4, 3]
    waste = shown[0]
    assert ("賛成", 1) in waste.stances
    assert waste.opposed == ("賛成", "反対")
    assert waste.sentences
    counts = selectors.counts(made)
    assert (counts["inside"], counts["rest"], counts["alike"]) == (7, 2, 2)
    assert sorted(made.items.values_list("text", flat=True)) == sorted(LINES)
    assert made.sha256
    assert made.state == Grouping.State.READY


def test_the_same_job_twice_changes_nothing(world):
    made = a_grouping()
    tasks.group(Progress(), grouping_id=made.pk)()
    assert len(selectors.bundles(made)) == 2


def test_each_step_is_audited_and_undone_from_its_end(world):
    made = a_grouping()
    before = sizes(made)
    first, second = (s.bundle for s in selectors.bundles(made))
    services.rename_bundle(grouping=made, bundle=first, name="ごみの有料化")
    services.merge_bundles(grouping=made, head=first, others=[second])
    assert sizes(made) == {"ごみの有料化": 7}
    some = list(first.items.values_list("pk", flat=True)[:2])
    services.move_items(grouping=made, keys=some, target="new", name="別の話")
    assert sizes(made) == {"ごみの有料化": 5, "別の話": 2}
    services.move_items(grouping=made, keys=some[:1], target="aside")
    assert selectors.counts(made)["aside"] == 1
    for _n in range(4):
        services.undo_step(grouping=made)
    assert sizes(made) == before
    with pytest.raises(services.GroupingError):
        services.undo_step(grouping=made)
    told = set(AuditRecord.objects.values_list("action", flat=True))
    assert {f"groupings.bundle.{verb}" for verb in ("rename", "merge", "split", "aside")} <= told
    assert "groupings.step.undo" in told


def test_nothing_is_mended_while_it_is_being_made(world):
    made = a_grouping(done=False)
    with pytest.raises(services.GroupingError):
        services.move_items(grouping=made, keys=[made.items.first().pk], target="aside")
    with pytest.raises(services.GroupingError):
        services.publish_grouping(grouping=made, who="事務局")


def test_a_sentence_becomes_a_statement_that_names_where_it_came_from(world):
    idea = an_idea("バスを増やす")
    made = a_grouping()
    item = made.items.first()
    Item.objects.filter(pk=item.pk).update(node=idea.node)
    item.refresh_from_db()
    conversation = a_conversation()
    text = "バスの本数を、夕方だけでも増やしてほしい。"
    statement = services.turn_into_statement(item=item, conversation=conversation, text=text)
    assert statement.source == idea.node
    assert Turned.objects.get().item == item
    with pytest.raises(services.GroupingError):
        services.turn_into_statement(item=item, conversation=conversation, text=text)


class _Model(BaseHTTPRequestHandler):
    asked: list[str] = []
    answer = {"choices": [{"message": {"content": "「夕方のバスの本数」\nほかの行"}}]}

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.asked.append(self.rfile.read(length).decode())
        body = json.dumps(self.answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def model(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), _Model)
    _Model.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("JIBUNGOTO_LLM_URL", f"http://127.0.0.1:{server.server_port}/v1")
    yield _Model
    server.shutdown()
    server.server_close()


def test_a_model_only_names_bundles_and_is_named_where_it_spoke(world, model):
    made = a_grouping(ask_llm=True, lines=[*LINES, "田中さんの家のごみの有料化"])
    first = selectors.bundles(made)[0]
    assert first.by_llm
    assert first.bundle.title == "夕方のバスの本数"
    assert "田中" not in "".join(model.asked)
    services.publish_grouping(grouping=made, who="事務局")
    text = world.client("guest").get(page(world, "grouping_view", code=made.code)).text
    assert "AIが名づけた案" in text
    services.rename_bundle(grouping=made, bundle=first.bundle, name="ごみの有料化")
    assert not selectors.bundles(made)[0].by_llm


def test_no_text_leaves_the_house_unless_both_say_so(world, model, monkeypatch):
    a_grouping()
    assert model.asked == []
    monkeypatch.delenv("JIBUNGOTO_LLM_URL")
    assert not selectors.bundles(a_grouping(ask_llm=True))[0].by_llm
    assert model.asked == []


@pytest.mark.parametrize("answer", [{}, {"choices": []}, {"choices": [{"message": None}]}, [1]])
def test_a_model_that_answers_nonsense_leaves_the_keywords(model, monkeypatch, answer):
    monkeypatch.setattr(model, "answer", answer)
    assert naming.propose(["バス"], ["バスがない"]) == ""


def test_a_model_that_is_not_there_leaves_the_keywords(monkeypatch):
    monkeypatch.setenv("JIBUNGOTO_LLM_URL", "http://127.0.0.1:9/v1")
    assert naming.propose(["バス"], ["バスがない"]) == ""


def test_staff_paste_texts_watch_the_job_mend_and_publish(world):
    client = world.client("secretary")
    told = {
        "title": "広場の声", "source": "upload", "pasted": "\n".join(LINES),
        "district": world.district.pk, "collected_on": "2026-11-01",
    }  # fmt: skip
    assert client.post(page(world, "grouping_create"), {**told, "pasted": ""}).status_code == 422
    sent = client.post(page(world, "grouping_create"), told)
    assert "/jobs/" in sent.url
    assert client.get(sent.url).status_code == 200
    made = Grouping.objects.get()
    tasks.group(Progress(), grouping_id=made.pk)()
    work = page(world, "grouping_work", code=made.code)
    assert "ごみ" in client.get(work).text
    marked = [s.bundle.pk for s in selectors.bundles(made)]
    code = {"code": made.code}
    client.post(page(world, "bundle_merge", **code), {"bundle": marked})
    client.post(page(world, "step_undo", **code))
    renamed = {"bundle": marked[0], "name": "ごみの有料化のこと"}
    client.post(page(world, "bundle_rename", **code), renamed)
    view = page(world, "grouping_view", **code)
    assert world.client("guest").get(view).status_code == 404
    assert client.post(page(world, "grouping_publish", **code), {"who": ""}).status_code == 422
    client.post(page(world, "grouping_publish", **code), {"who": "北町協議会 事務局"})
    text = world.client("guest").get(view).text
    assert "機械が分けた案を、北町協議会 事務局が1か所直しました。" in text
    assert "ごみの有料化のこと" in text
    assert "「賛成」と「反対」の両方の声があります。" in text


def test_original_texts_are_public_only_where_that_was_decided_and_name_nobody(world):
    lines = [*LINES, "田中さんの家の前のごみの有料化"]
    made = a_grouping(lines=lines, district=world.district)
    services.publish_grouping(grouping=made, who="事務局", shows_texts=True)
    waste = selectors.bundles(made)[0].bundle
    address = page(world, "grouping_texts", code=made.code, part=waste.pk)
    assert "ごみの有料化は心配です" in world.client("guest").get(address).text
    assert "田中" not in world.client("guest").get(address).text
    assert "田中" in world.client("secretary").get(address).text
    services.publish_grouping(grouping=made, who="事務局", shows_texts=False)
    assert world.client("guest").get(address).status_code == 404
    table = page(world, "grouping_table", code=made.code)
    assert "田中" not in world.client("guest").get(table).content.decode("utf-8-sig")
    assert "田中" in world.client("secretary").get(table).content.decode("utf-8-sig")
    assert (
        world.client("guest")
        .get(page(world, "grouping_print", code=made.code))
        .content.startswith(b"%PDF")
    )


def test_a_csv_is_read_by_its_column_and_a_wrong_one_is_said(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = world.client("planner")
    rows = "番号,自由記述\r\n" + "\r\n".join(f"{n},{line}" for n, line in enumerate(LINES))

    def send(column):
        file = SimpleUploadedFile("koe.csv", rows.encode("cp932"), "text/csv")
        told = {
            "title": "声", "source": "upload", "file": file, "column": column,
            "collected_on": "2026-11-01",
        }  # fmt: skip
        return client.post(page(world, "grouping_create"), told)

    wrong = send("感想")
    assert wrong.status_code == 422
    assert "番号、自由記述" in wrong.text
    send("")
    assert Grouping.objects.get().number == len([line for line in LINES if line])


def test_ideas_and_findings_are_offered_as_sources(world):
    from jibungoto.know.findings.tests.factories import an_issue

    an_idea("坂のベンチ")
    an_issue("街灯が暗い")
    client = world.client("planner")
    text = client.get(page(world, "grouping_create")).text
    assert "ideas:all" in text
    assert "findings:issue" in text
    told = {"title": "提案", "source": "ideas:all", "collected_on": "2026-11-01"}
    client.post(page(world, "grouping_create"), told)
    item = Item.objects.get()
    assert item.node is not None
    assert item.text.startswith("坂のベンチ")


def test_words_of_a_survey_are_grouped_and_become_statements(world):
    from jibungoto.hear.surveys.models import Reply
    from jibungoto.hear.surveys.tests import factories as surveys
    from jibungoto.hear.surveys.values import Value

    survey = surveys.a_survey("広場のアンケート", state="draft")
    wish = surveys.add(survey, "long", "広場に何がほしいですか。", key="wish")
    few = surveys.add(survey, "short", "ひとこと", key="few")
    survey = surveys.services.open_survey(survey=survey)
    for n in range(12):
        told = {"wish": Value(text=f"木かげのベンチがほしい {n}")}
        surveys.answer(survey, {**told, "few": Value(text="はい")} if n < 3 else told)
    Reply.objects.filter(text__endswith="11").update(hidden_reason="個人のお名前")
    surveys.answer(survey, {"wish": Value(text="まだ出していません")}, finish=False)
    choice = f"surveys:{survey.code}.{wish.key}"
    client = world.client("planner")
    page_of = client.get(page(world, "grouping_create")).text
    assert choice in page_of
    assert "広場のアンケート：広場に何がほしいですか。（11件）" in page_of
    assert few.key not in page_of, "the words of three people are not spread out"
    assert choice not in world.client("secretary").get(page(world, "grouping_create")).text
    told = {"title": "広場の声", "source": choice, "collected_on": "2026-11-01"}
    client.post(page(world, "grouping_create"), told)
    texts = list(Item.objects.order_by("pk").values_list("text", flat=True))
    assert texts == [f"木かげのベンチがほしい {n}" for n in range(11)]
    statement = services.turn_into_statement(
        item=Item.objects.first(), conversation=a_conversation(), text="木かげのベンチがほしい。"
    )
    assert statement.source == survey.node, "it tells which survey it comes from"


def test_a_job_run_by_a_worker_leads_to_the_workbench(world):
    made = a_grouping(done=False)
    (job,) = jobs.run_due()
    assert job.state == "done"
    assert made.code in job.outcome_url


@pytest.mark.parametrize("number", [1, 30])
def test_pages_need_few_queries_however_many_texts(world, number, django_assert_max_num_queries):
    made = a_grouping(lines=LINES * number, district=world.district)
    for n in range(number):
        a_grouping(f"第{n}の声", done=False)
    waste = selectors.bundles(made)[0].bundle
    services.publish_grouping(grouping=made, who="事務局", shows_texts=True)
    for address in (
        page(world, "grouping_list"),
        page(world, "grouping_view", code=made.code),
        page(world, "grouping_work", code=made.code),
        page(world, "grouping_texts", code=made.code, part=waste.pk),
    ):
        client = world.client("planner")
        client.get(address)
        caches["pages"].clear()
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
