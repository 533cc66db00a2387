"""Who may open the pages of findings. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.know.findings import services
from jibungoto.know.findings.models import Draft
from jibungoto.know.findings.tests.factories import a_finding, a_resource, an_issue, somebody
from tests.world import World

# guest participant resident officer secretary district_officer department planner admin stranger
ALL = "oooooooooo"
MODERATE = {"here": "ll--oo-oo-", "elsewhere": "ll-----oo-"}
SOMEWHERE = "ll--ooooo-"
CONTACT = "ll--oo--o-"
AUTHOR = "ll--------"  # nobody here is; who is not signed in may be, elsewhere
CITY = {"": "ll-----oo-"}
_HERE_SORT = {"here": "ll--ooooo-", "elsewhere": "ll----ooo-"}
_DRAFT = {"draft": "----------"}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("findings:finding_list", "GET"): {"": ALL},
    ("findings:finding_table", "GET"): {"": ALL},
    ("findings:finding_feed", "GET"): {"": ALL},
    ("findings:resource_matrix", "GET"): {"": ALL},
    ("findings:finding_view", "GET"): {"here": ALL, "waiting": ".....o.oo."},
    ("findings:finding_create", "GET"): {"": ALL},
    ("findings:finding_create", "POST"): {"": ALL},
    ("findings:draft_tell", "GET"): _DRAFT,
    ("findings:draft_tell", "POST"): _DRAFT,
    ("findings:draft_place", "GET"): _DRAFT,
    ("findings:draft_place", "POST"): _DRAFT,
    ("findings:draft_near", "GET"): _DRAFT,
    ("findings:draft_same", "POST"): _DRAFT,
    ("findings:draft_photo", "GET"): _DRAFT,
    ("findings:draft_photo", "POST"): _DRAFT,
    ("findings:draft_drop", "POST"): _DRAFT,
    ("findings:finding_mine", "GET"): {"": ALL},
    ("findings:finding_me_too", "GET"): {"here": ALL},
    ("findings:finding_me_too", "POST"): {"here": ALL},
    ("findings:finding_report", "GET"): {"here": ALL},
    ("findings:finding_report", "POST"): {"here": ALL},
    ("findings:finding_edit", "GET"): _HERE_SORT,
    ("findings:finding_edit", "POST"): _HERE_SORT,
    ("findings:finding_photo", "GET"): _HERE_SORT,
    ("findings:finding_photo", "POST"): _HERE_SORT,
    ("findings:finding_withdraw", "POST"): {"here": AUTHOR},
    ("findings:contact_forget", "POST"): {"here": CONTACT},
    ("findings:finding_restore", "POST"): {"here": AUTHOR},
    ("findings:finding_board", "GET"): {"": SOMEWHERE},
    ("findings:finding_merge", "GET"): {"": SOMEWHERE},
    ("findings:finding_merge", "POST"): {"": SOMEWHERE},
    ("findings:merge_undo", "POST"): _HERE_SORT,
    ("findings:answer_undo", "POST"): _HERE_SORT,
    ("findings:deed_undo", "POST"): _HERE_SORT,
    ("findings:finding_record", "GET"): {"": "ll--oo-oo-"},
    ("findings:finding_record", "POST"): {"": "ll--oo-oo-"},
    ("findings:finding_settings", "GET"): CITY,
    ("findings:finding_settings", "POST"): CITY,
    ("findings:theme_save", "POST"): CITY,
    ("findings:finding_work", "GET"): {**_HERE_SORT, "waiting": "....ooooo."},
    ("findings:finding_state", "POST"): _HERE_SORT,
    ("findings:finding_themes", "POST"): _HERE_SORT,
    ("findings:finding_answer", "POST"): _HERE_SORT,
    ("findings:finding_connect", "POST"): _HERE_SORT,
    ("findings:finding_deed", "POST"): _HERE_SORT,
    ("findings:finding_check", "POST"): MODERATE,
    ("findings:finding_hide", "POST"): MODERATE,
    ("findings:finding_show", "POST"): MODERATE,
    ("findings:finding_reports", "POST"): MODERATE,
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    if state == "draft":
        draft = Draft.objects.create(participant=somebody(), sort="charm", title="書きかけ")
        return {"public_id": draft.public_id}
    district = None if state == "elsewhere" else world.district
    title = "田中さんの庭" if state == "waiting" else "坂の上のベンチ"
    if url_name == "findings:merge_undo":
        head = an_issue("一つ目", district=district)
        merge = services.handling.merge(head, others=[an_issue("二つ目")])
        return {"number": merge.pk}
    if url_name == "findings:answer_undo":
        made = an_issue(district=district)
        return {"number": services.handling.answer(made, text="はい", who="道路課").pk}
    if url_name.startswith(("findings:deed", "findings:finding_deed")):
        made = a_resource(district=district)
        if url_name == "findings:finding_deed":
            return {"code": made.code}
        return {"number": services.record_deed(finding=made, verb="found", who="自治会").pk}
    return {"code": a_finding(title, district=district).code}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    return {
        "findings:finding_create": {"title": "気づき"},
        "findings:finding_state": {"state": "received"},
        "findings:finding_answer": {"text": "はい", "who": "道路課", "on": "2026-11-01"},
        "findings:finding_hide": {"reason": "ためし"},
        "findings:theme_save": {"name": "緑", "order": "10"},
        "findings:finding_report": {"reason": "other"},
    }.get(url_name, {})
