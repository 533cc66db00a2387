"""Who may open the pages of surveys. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.hear.surveys import services
from jibungoto.hear.surveys.models import Survey
from jibungoto.hear.surveys.tests.factories import a_survey, add, answer, choose
from jibungoto.hear.surveys.values import Value
from tests.world import World

# guest participant resident officer secretary district_officer department planner admin stranger
ALL = "oooooooooo"
SOMEWHERE = "ll--ooooo-"
RUN = {"here": "ll--ooooo-", "elsewhere": "ll----ooo-", "draft": "....ooooo."}
_BOTH = {"here": ALL, "draft": "....ooooo."}
_RESULT = {"over": ALL, "here": "----ooooo-"}
_QUESTION = {"here": "ll--ooooo-", "elsewhere": "ll----ooo-"}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("surveys:survey_list", "GET"): {"": ALL},
    ("surveys:survey_mine", "GET"): {"": ALL},
    ("surveys:survey_create", "GET"): {"": SOMEWHERE},
    ("surveys:survey_create", "POST"): {"": SOMEWHERE},
    ("surveys:survey_view", "GET"): _BOTH,
    ("surveys:survey_answer", "GET"): {"here": ALL, "trial": "....ooooo."},
    ("surveys:survey_answer", "POST"): {"here": ALL},
    ("surveys:survey_thanks", "GET"): _BOTH,
    ("surveys:survey_take_back", "POST"): {"here": ALL},
    ("surveys:survey_result", "GET"): _RESULT,
    ("surveys:survey_cross", "GET"): _RESULT,
    ("surveys:survey_trend", "GET"): _RESULT,
    ("surveys:survey_texts", "GET"): _RESULT,
    ("surveys:survey_data", "GET"): _RESULT,
    ("surveys:survey_print", "GET"): {"over": ALL},
    ("surveys:survey_codebook", "GET"): _BOTH,
    ("surveys:survey_work", "GET"): RUN,
    ("surveys:survey_edit", "GET"): RUN,
    ("surveys:survey_edit", "POST"): RUN,
    ("surveys:survey_try", "POST"): RUN,
    ("surveys:survey_wipe", "POST"): RUN,
    ("surveys:survey_open", "POST"): RUN,
    ("surveys:survey_close", "POST"): RUN,
    ("surveys:survey_reopen", "POST"): RUN,
    ("surveys:survey_copy", "POST"): RUN,
    ("surveys:survey_discard", "POST"): RUN,
    ("surveys:survey_conclude", "GET"): RUN,
    ("surveys:survey_conclude", "POST"): RUN,
    ("surveys:outcome_undo", "POST"): _QUESTION,
    ("surveys:survey_preview", "GET"): RUN,
    ("surveys:question_list", "GET"): RUN,
    ("surveys:question_create", "GET"): RUN,
    ("surveys:question_create", "POST"): RUN,
    ("surveys:question_edit", "GET"): _QUESTION,
    ("surveys:question_edit", "POST"): _QUESTION,
    ("surveys:question_move", "POST"): _QUESTION,
    ("surveys:question_duplicate", "POST"): _QUESTION,
    ("surveys:question_remove", "POST"): _QUESTION,
    ("surveys:question_restore", "POST"): _QUESTION,
    ("surveys:reply_hide", "GET"): _QUESTION,
    ("surveys:reply_hide", "POST"): _QUESTION,
    ("surveys:reply_show", "POST"): _QUESTION,
}


def stage(state: str, world: World) -> Survey | None:
    if not state:
        return None
    kinds = {"draft": "draft", "trial": "trial", "over": "over"}
    districts = [] if state == "elsewhere" else [world.district]
    return a_survey(state=kinds.get(state, "running"), districts=districts)


def kwargs(url_name: str, state: str, world: World, survey: Survey | None) -> dict[str, Any]:
    if survey is None:
        return {}
    if url_name == "surveys:outcome_undo":
        over = services.close_survey(survey=survey)
        told = {"text": "花だんをつくる", "who": "協議会", "due_on": survey.closes_on}
        return {"number": services.conclude_survey(survey=over, **told).pk}
    if url_name.startswith("surveys:reply_"):
        add(survey, "long", "ご意見", key="free")
        sheet = answer(survey, {"free": Value(text="花がほしい")})
        return {"number": sheet.replies.get().pk}
    if url_name in ("surveys:question_list", "surveys:question_create"):
        return {"code": survey.code}
    if url_name == "surveys:question_restore":
        choose(survey, "has", "ある")
        services.remove_question(question=survey.questions.get(key="has"))
    if url_name.startswith("surveys:question_"):
        return {"code": survey.code, "key": "has"}
    return {"code": survey.code}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    return {
        "surveys:survey_create": {"title": "新しいアンケート"},
        "surveys:reply_hide": {"reason": "ためし"},
        "surveys:survey_copy": {"title": "次の回"},
        "surveys:survey_conclude": {"text": "する", "who": "協議会", "due_on": "2027-03-01"},
    }.get(url_name, {})
