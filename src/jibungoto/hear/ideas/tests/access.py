"""Who may open the pages of ideas. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.hear.ideas import services
from jibungoto.hear.ideas.tests.factories import a_campaign, an_idea, somebody
from tests.world import World

# guest participant resident officer secretary district_officer department planner admin stranger
ALL = "oooooooooo"
SOMEWHERE = "ll--ooooo-"
SORT = {"here": "ll--ooooo-", "elsewhere": "ll----ooo-"}
MODERATE = {"here": "ll--oo-oo-", "elsewhere": "ll-----oo-"}
CAMPAIGN = {"here": "ll--oo-oo-", "elsewhere": "ll-----oo-"}
AUTHOR = "ll--------"  # nobody here is; who is not signed in may be, elsewhere
CITY = {"": "ll-----oo-"}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("ideas:idea_list", "GET"): {"": ALL},
    ("ideas:idea_table", "GET"): {"": ALL},
    ("ideas:idea_print", "GET"): {"": ALL},
    ("ideas:idea_near", "GET"): {"": ALL},
    ("ideas:idea_create", "GET"): {"": ALL},
    ("ideas:idea_create", "POST"): {"": ALL},
    ("ideas:idea_mine", "GET"): {"": ALL},
    ("ideas:idea_view", "GET"): {"here": ALL, "waiting": ".....o.oo."},
    ("ideas:idea_support", "GET"): {"here": ALL},
    ("ideas:idea_support", "POST"): {"here": ALL},
    ("ideas:idea_comment", "GET"): {"here": ALL},
    ("ideas:idea_comment", "POST"): {"here": ALL},
    ("ideas:idea_report", "GET"): {"here": ALL},
    ("ideas:idea_report", "POST"): {"here": ALL},
    ("ideas:comment_report", "GET"): {"here": ALL},
    ("ideas:comment_report", "POST"): {"here": ALL},
    ("ideas:comment_withdraw", "POST"): {"here": AUTHOR},
    ("ideas:comment_check", "POST"): MODERATE,
    ("ideas:comment_hide", "POST"): MODERATE,
    ("ideas:comment_show", "POST"): MODERATE,
    ("ideas:idea_edit", "GET"): SORT,
    ("ideas:idea_edit", "POST"): SORT,
    ("ideas:idea_photo", "GET"): SORT,
    ("ideas:idea_photo", "POST"): SORT,
    ("ideas:idea_withdraw", "POST"): {"here": AUTHOR},
    ("ideas:idea_restore", "POST"): {"here": AUTHOR},
    ("ideas:campaign_view", "GET"): {"here": ALL},
    ("ideas:campaign_create", "GET"): {"": "ll--oo-oo-"},
    ("ideas:campaign_create", "POST"): {"": "ll--oo-oo-"},
    ("ideas:campaign_edit", "GET"): CAMPAIGN,
    ("ideas:campaign_edit", "POST"): CAMPAIGN,
    ("ideas:campaign_withdraw", "POST"): CAMPAIGN,
    ("ideas:idea_record", "GET"): {"": SOMEWHERE},
    ("ideas:idea_record", "POST"): {"": SOMEWHERE},
    ("ideas:idea_board", "GET"): {"": SOMEWHERE},
    ("ideas:idea_merge", "GET"): {"": SOMEWHERE},
    ("ideas:idea_merge", "POST"): {"": SOMEWHERE},
    ("ideas:merge_undo", "POST"): SORT,
    ("ideas:answer_undo", "POST"): SORT,
    ("ideas:idea_settings", "GET"): CITY,
    ("ideas:idea_settings", "POST"): CITY,
    ("ideas:idea_work", "GET"): {**SORT, "waiting": "....ooooo."},
    ("ideas:idea_state", "POST"): SORT,
    ("ideas:idea_promise", "POST"): SORT,
    ("ideas:idea_answer", "POST"): SORT,
    ("ideas:idea_connect", "POST"): SORT,
    ("ideas:idea_check", "POST"): MODERATE,
    ("ideas:idea_hide", "POST"): MODERATE,
    ("ideas:idea_show", "POST"): MODERATE,
    ("ideas:idea_reports", "POST"): MODERATE,
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    district = None if state == "elsewhere" else world.district
    if url_name.startswith("ideas:campaign_"):
        return {"code": a_campaign(district=district).code}
    title = "田中さんの庭" if state == "waiting" else "坂の上のベンチ"
    made = an_idea(title, district=district)
    if url_name.startswith("ideas:comment_"):
        said = services.comment(idea=made, participant_id=somebody().pk, text="いいですね")
        return {"number": said.pk}
    if url_name == "ideas:merge_undo":
        return {"number": services.handling.merge(made, others=[an_idea("二つ目")]).pk}
    if url_name == "ideas:answer_undo":
        return {"number": services.handling.answer(made, text="はい", who="道路課").pk}
    return {"code": made.code}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    return {
        "ideas:idea_create": {"title": "提案", "text": "くわしく"},
        "ideas:idea_state": {"state": "received"},
        "ideas:idea_answer": {"text": "はい", "who": "道路課", "on": "2026-11-01"},
        "ideas:idea_promise": {"promise-by": "2027-01-01", "promise-who": "道路課"},
        "ideas:idea_hide": {"reason": "ためし"},
        "ideas:comment_hide": {"reason": "ためし"},
        "ideas:idea_comment": {"text": "いいですね"},
        "ideas:idea_report": {"reason": "other"},
        "ideas:comment_report": {"reason": "other"},
    }.get(url_name, {})
