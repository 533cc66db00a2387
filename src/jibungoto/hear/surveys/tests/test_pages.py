"""The pages of surveys as people use them, without JavaScript."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from jibungoto.hear.surveys import selectors, services
from jibungoto.hear.surveys.models import Answering, Outcome, Question, Survey
from jibungoto.hear.surveys.tests.factories import a_survey, add, answer, choose, option, over
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel import clock

pytestmark = pytest.mark.django_db


def page(world, name, survey=None, **kwargs):
    told = {"municipality": world.municipality.slug, **kwargs}
    if survey is not None:
        told["code"] = survey.code
    return reverse(f"surveys:{name}", kwargs=told)


def test_a_guest_answers_page_by_page_hands_in_changes_and_takes_back(world):
    survey = a_survey(state="draft")
    add(survey, "long", "ご意見", key="free", starts_page=True)
    survey = services.open_survey(survey=survey)
    key = option(survey.questions.get(key="has"), "ある")
    client, address = world.client("guest"), page(world, "survey_answer", survey)
    assert "居場所のアンケート" in client.get(address).text
    assert not Answering.objects.exists(), "looking makes no participant"
    sent = client.post(f"{address}?page=1", {"q_has": key, "version": "1"})
    assert sent.url == f"{address}?page=2"
    assert Answering.objects.get().finished_at is None
    back = client.get(address)
    assert "2ページ目" in back.text, "it goes on where it was left"
    client.post(f"{address}?page=2", {"q_free": "花がほしい", "version": "1"})
    client.post(f"{address}?page=about", {"age_band": "30", "district": world.district.pk})
    assert "花がほしい" in client.get(f"{address}?page=check").text
    done = client.post(f"{address}?page=check")
    thanks = client.get(done.url).text
    assert "3月に報告します。" in thanks
    sheet = Answering.objects.get()
    assert (sheet.age_band, sheet.district) == ("30", world.district)
    assert sheet.finished_at is not None
    client.post(f"{address}?page=2", {"q_free": "木もほしい", "version": "1"})
    assert selectors.values(sheet)["free"].text == "木もほしい"
    client.post(page(world, "survey_take_back", survey))
    assert not Answering.objects.exists()


def test_a_fault_keeps_what_was_answered_well(world):
    survey = a_survey(state="draft")
    add(survey, "number", "何人ですか。", key="n", low=0, high=20)
    survey = services.open_survey(survey=survey)
    key = option(survey.questions.get(key="has"), "ある")
    client, address = world.client("guest"), page(world, "survey_answer", survey)
    sent = client.post(f"{address}?page=1", {"q_has": key, "q_n": "99", "version": "1"})
    assert sent.status_code == 422
    assert 'value="99"' in sent.text
    assert selectors.values(Answering.objects.get())["has"].options == (key,)


def test_too_many_choices_are_said_with_their_number(world):
    survey = a_survey(state="draft")
    add(survey, "multiple", "どれ？", key="which", options=["あ", "い", "う"], most=2)
    survey = services.open_survey(survey=survey)
    keys = [o.key for o in survey.questions.get(key="which").options.all()]
    client, address = world.client("guest"), page(world, "survey_answer", survey)
    sent = client.post(f"{address}?page=1", {"q_which": keys, "version": "1"})
    assert sent.status_code == 422
    assert "2つまで" in sent.text


def test_a_survey_closed_meanwhile_shows_the_words_that_were_typed(world):
    survey = a_survey(state="draft")
    add(survey, "long", "ご意見", key="free")
    survey = over(services.open_survey(survey=survey))
    sent = world.client("guest").post(
        page(world, "survey_answer", survey) + "?page=1", {"q_free": "長く考えて書いたこと"}
    )
    assert sent.status_code == 409
    assert "長く考えて書いたこと" in sent.text
    assert not Answering.objects.exists()


def test_a_question_removed_or_mended_meanwhile_is_told_and_nothing_typed_is_lost(world):
    survey = a_survey(state="draft")
    add(survey, "long", "ご意見", key="free")
    add(survey, "short", "ひとこと", key="word")
    survey = services.open_survey(survey=survey)
    choose(survey, "has", "ある")
    answer(survey, {"free": Value(text="ある人")})
    services.remove_question(question=survey.questions.get(key="free", until=None))
    services.change_question(
        question=survey.questions.get(key="has", until=None), text="別のことば"
    )
    client, address = world.client("guest"), page(world, "survey_answer", survey)
    data = {"q_free": "消えては困ること", "q_word": "みどり", "version": "1"}
    sent = client.post(f"{address}?page=1", data)
    assert sent.status_code == 422
    assert "消えては困ること" in sent.text
    assert "質問が直されました" in sent.text
    assert "みどり" in sent.text


def test_a_place_is_told_without_a_map(world):
    survey = a_survey(state="draft")
    add(survey, "place", "どこですか。", key="where", required=True)
    survey = services.open_survey(survey=survey)
    client, address = world.client("guest"), page(world, "survey_answer", survey)
    assert client.post(f"{address}?page=1", {"version": "1"}).status_code == 422
    data = {"q_where_district": world.district.pk, "q_where_place": "駅の北口", "version": "1"}
    assert client.post(f"{address}?page=1", data).status_code == 302
    value = selectors.values(Answering.objects.get())["where"]
    assert (value.text, value.district_id) == ("駅の北口", world.district.pk)


def test_too_many_pages_from_one_device_are_answered_in_words(world, monkeypatch):
    from jibungoto.hear.surveys import limits

    monkeypatch.setitem(limits._RATES, "survey_person", "1/h/key")
    survey = a_survey()
    client, address = world.client("participant"), page(world, "survey_answer", survey)
    key = option(survey.questions.get(), "ある")
    assert client.post(f"{address}?page=1", {"q_has": key}).status_code == 302
    assert client.post(f"{address}?page=1", {"q_has": key}).status_code == 429


def test_a_secretary_makes_a_survey_from_a_template_to_its_answer(world):
    client = world.client("secretary")
    new = page(world, "survey_create")
    assert client.post(new, {"title": "市全体の"}).status_code == 422, "names the own district"
    made = client.post(
        new, {"title": "北地区の居場所", "preset": "places", "districts": [world.district.pk]}
    )
    survey = Survey.objects.get()
    work = client.get(made.url).text
    assert "まだです" in work
    edit = page(world, "survey_edit", survey)
    form = client.get(edit).context["form"]
    data = {
        name: form[name].value() if form[name].value() is not None else "" for name in form.fields
    }
    today = clock.today()
    data |= {
        "closes_on": today.replace(year=today.year + 1).isoformat(),
        "keep_until": today.replace(year=today.year + 2).isoformat(),
    }
    assert client.post(edit, data).status_code == 302
    client.post(page(world, "survey_try", survey))
    answering = page(world, "survey_answer", survey)
    assert "ためし" in client.get(answering).text
    assert client.post(page(world, "survey_open", survey)).status_code == 302
    survey.refresh_from_db()
    assert survey.is_running()
    client.post(page(world, "survey_close", survey))
    data = {"text": "ベンチを置く", "who": "協議会", "due_on": "2027-03-31"}
    client.post(page(world, "survey_conclude", survey), data)
    assert Outcome.objects.get().who == "協議会"
    assert "ベンチを置く" in world.client("guest").get(page(world, "survey_view", survey)).text


def test_the_editor_adds_moves_copies_removes_and_previews(world):
    survey = a_survey(state="draft")
    client = world.client("planner")
    new = page(world, "question_create", survey)
    assert client.post(f"{new}?kind=choice", {"text": "色は？", "options": "赤"}).status_code == 422
    sent = client.post(f"{new}?kind=choice", {"text": "色は？", "options": "赤\n青"})
    assert sent.status_code == 302
    made = Question.objects.get(text="色は？")
    client.post(page(world, "question_move", survey, key=made.key), {"way": "up"})
    assert next(q.text for q in selectors.questions(survey)) == "色は？"
    client.post(page(world, "question_duplicate", survey, key=made.key))
    assert Question.objects.filter(text="色は？").count() == 2
    client.post(page(world, "question_remove", survey, key=made.key))
    assert Question.objects.filter(text="色は？").count() == 1
    for kind in Question.Kind.values:
        assert client.get(f"{new}?kind={kind}").status_code == 200
        add(survey, kind, f"{kind}の質問", options=["い", "ろ"], rows=["は"], low=1, high=5)
    shown = client.get(page(world, "survey_preview", survey)).text
    assert "matrixの質問" in shown
    assert client.get(page(world, "question_list", survey)).status_code == 200


def test_a_result_waits_for_the_end_where_that_was_promised(world):
    survey = a_survey()
    address = page(world, "survey_result", survey)
    assert world.client("participant").get(address).status_code == 403
    over(survey)
    assert world.client("participant").get(address).status_code == 200


def test_the_result_is_read_as_page_table_paper_and_data(world):
    survey = a_survey(state="draft", invited=100)
    add(survey, "matrix", "使いやすさ", key="grid", options=["よい", "わるい"], rows=["公園", "駅"])
    add(survey, "number", "回数", key="times", low=0, high=50)
    survey = services.open_survey(survey=survey)
    grid = survey.questions.get(key="grid")
    row, good = grid.options.get(text="公園").key, grid.options.get(text="よい").key
    has = survey.questions.get(key="has")
    for n in range(24):
        answer(
            survey,
            {
                "has": Value(options=(option(has, "ある" if n < 12 else "ない"),)),
                "grid": Value(rows={row: good}),
                "times": Value(number=float(n)),
            },
            band="50",
            district=world.district,
        )
    over(survey)
    client = world.client("guest")
    text = client.get(page(world, "survey_result", survey)).text
    for words in ("50.0", "24.0", "お願いした100通", "数え方", "ウィルソン"):
        assert words in text, words
    assert client.get(page(world, "survey_cross", survey) + "?q=has&by=district").status_code == 200
    assert client.get(page(world, "survey_cross", survey) + "?q=times&by=has").status_code == 200
    assert client.get(page(world, "survey_trend", survey)).status_code == 200
    data = client.get(page(world, "survey_data", survey) + "?as=json").json()
    assert data["n"] == 24
    assert data["questions"][0]["rows"][0]["options"][0]["count"] == 12
    table = client.get(page(world, "survey_data", survey)).content.decode("utf-8-sig")
    assert "立ち寄れる場所がありますか。" in table
    assert client.get(page(world, "survey_data", survey) + "?as=xlsx").content.startswith(b"PK")
    codes = client.get(page(world, "survey_codebook", survey)).content.decode("utf-8-sig")
    assert "公園" in codes
    assert client.get(page(world, "survey_print", survey)).content.startswith(b"%PDF")


def test_words_are_hidden_with_a_reason_their_writer_reads(world):
    survey = a_survey(state="draft")
    add(survey, "long", "ご意見", key="free")
    survey = services.open_survey(survey=survey)
    writer = world.client("guest")
    writer.post(page(world, "survey_answer", survey) + "?page=1", {"q_free": "ひどいことば"})
    sheet = Answering.objects.get()
    services.finish_answering(answering=sheet)
    reply = sheet.replies.get()
    office = world.client("secretary")
    assert office.get(page(world, "survey_texts", survey)).status_code in (403, 200)
    planner = world.client("planner")
    assert "ひどいことば" in planner.get(page(world, "survey_texts", survey)).text
    hide = page(world, "reply_hide", number=reply.pk)
    assert planner.post(hide, {"reason": ""}).status_code == 422
    planner.post(hide, {"reason": "人を傷つけるため"})
    assert "人を傷つけるため" in writer.get(page(world, "survey_thanks", survey)).text


def test_public_pages_are_kept_and_hold_nobodys_token(world):
    survey = a_survey()
    client = world.client("guest")
    for address in (page(world, "survey_list"), page(world, "survey_view", survey)):
        caches["pages"].clear()
        response = client.get(address)
        assert "csrfmiddlewaretoken" not in response.text
        assert not response.cookies


def test_paper_counts_with_the_web_and_can_be_withdrawn(world):
    from jibungoto.hear.sheets.models import Sheet, SheetForm
    from jibungoto.hear.surveys.selectors import paper, results
    from jibungoto.kernel.actor import GUEST

    survey = a_survey(state="draft")
    add(survey, "number", "回数", key="times", low=0, high=50)
    add(survey, "matrix", "使いやすさ", key="grid", options=["よい", "わるい"], rows=["公園", "駅"])
    survey = services.open_survey(survey=survey)
    asked = paper.questionnaire(survey.node)
    assert len({item.key for item in asked.items}) == len(asked.items)
    form = SheetForm.objects.create(
        node=survey.node, kind="surveys.survey", version=1, layout_hash="x", digest="x", pages=1,
        title=survey.title,
    )  # fmt: skip
    sheet = Sheet.objects.create(form=form, channel="keyed", state="entered")
    has, grid = survey.questions.get(key="has"), survey.questions.get(key="grid")
    row = grid.options.get(text="公園").key
    answers = {
        "has": (option(has, "ある"),),
        f"grid.{row}": (option(grid, "よい"),),
        "times": "１２",
        paper.ABOUT_BAND: ("b70",),
        paper.ABOUT_DISTRICT: (world.district.slug,),
        "gone": ("x",),
    }
    services.take_sheet(sheet, answers, GUEST)
    made = Answering.objects.get()
    assert (made.channel, made.age_band, made.district) == ("paper", "70", world.district)
    assert selectors.values(made)["times"].number == 12
    assert selectors.values(made)["grid"].rows
    assert results.channels(survey) == {"paper": 1}
    services.withdraw_sheet(sheet, GUEST)
    assert not Answering.objects.exists()


def test_what_beginning_asks_for_is_told_where_it_is_written(world):
    survey = a_survey(state="draft")
    form = world.client("planner").get(page(world, "survey_edit", survey)).text
    assert form.count('<span class="must">始めるまでに</span>') == 4
    work = world.client("planner").get(page(world, "survey_work", survey)).text
    assert page(world, "survey_preview", survey) in work
    services.open_survey(survey=survey)
    work = world.client("planner").get(page(world, "survey_work", survey)).text
    assert "公開のページを見る" in work
