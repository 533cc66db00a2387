"""Who gets through which door of looking back. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.decide.plans.tests.factories import a_plan
from jibungoto.kernel.actor import Actor
from jibungoto.review.reviews import keys, services
from jibungoto.review.reviews.models import ReviewItem, ReviewRequest
from tests.world import World

from .factories import PARKS, WELFARE, a_plan_with_departments, a_report, a_round, this_year

_ALL, _NOBODY = "oooooooooo", "----------"

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("reviews:round_list", "GET"): {"": "ll----ooo-"},
    ("reviews:round_open", "GET"): {"plan": "ll-----oo-"},
    ("reviews:round_open", "POST"): {"plan": "ll-----oo-"},
    ("reviews:round_view", "GET"): {"there": "......ooo."},
    ("reviews:round_change", "POST"): {"there": "......-oo."},
    ("reviews:round_close", "POST"): {"there": "......-oo."},
    ("reviews:round_reopen", "POST"): {"there": "......-oo."},
    ("reviews:request_view", "GET"): {"there": "......ooo.", "others": "......ooo."},
    ("reviews:request_answer", "POST"): {"there": "......ooo.", "others": "......-oo."},
    ("reviews:request_reopen", "POST"): {"there": "......ooo.", "others": "......-oo."},
    ("reviews:item_report", "POST"): {"there": "......ooo.", "others": "......-oo."},
    ("reviews:item_repeat", "POST"): {"there": "......ooo.", "others": "......-oo."},
    # The link is the right: whoever holds it, whoever they are.
    ("reviews:link_view", "GET"): {"open": _ALL, "stopped": _NOBODY, "forged": _NOBODY},
    ("reviews:link_report", "POST"): {"open": _ALL, "stopped": _NOBODY},
    ("reviews:link_repeat", "POST"): {"open": _ALL, "stopped": _NOBODY},
    ("reviews:link_answer", "POST"): {"open": _ALL, "stopped": _NOBODY, "forged": _NOBODY},
    ("reviews:link_reopen", "POST"): {"open": _ALL, "stopped": _NOBODY},
    ("reviews:link_stop", "POST"): {"there": ".......oo."},
    ("reviews:link_renew", "POST"): {"there": ".......oo."},
    ("reviews:report_list", "GET"): {"": "oooooooooo"},
    ("reviews:report_years", "GET"): {"plan": "oooooooooo"},
    ("reviews:report_draft", "GET"): {"year": "ll-----oo-"},
    ("reviews:report_freeze", "POST"): {"year": "ll-----oo-"},
    ("reviews:report_view", "GET"): {"published": "oooooooooo", "frozen": ".......oo."},
    ("reviews:report_publish", "POST"): {"published": "ll-----oo-", "frozen": ".......oo."},
    ("reviews:report_withdraw", "POST"): {"published": "ll-----oo-", "frozen": ".......oo."},
    ("reviews:report_reinstate", "POST"): {"published": "ll-----oo-", "frozen": ".......oo."},
    ("reviews:report_draft_sheets", "GET"): {"year": "ll-----oo-"},
    ("reviews:report_sheets", "GET"): {"published": "oooooooooo", "frozen": ".......oo."},
    ("reviews:report_book", "GET"): {"published": "oooooooooo", "frozen": ".......oo."},
    ("reviews:evidence_remove", "POST"): {"there": "......ooo.", "others": "......-oo."},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    """`others`: the request is for another department than that of the world."""
    if not state:
        return {}
    if state in ("plan", "year"):
        year = {"year": this_year() - 1} if state == "year" else {}
        return {"slug": a_plan().slug, **year}
    if url_name.startswith("reviews:report") and "draft" not in url_name:
        report = a_report(published=state == "published")
        return {"slug": report.plan.slug, "year": report.year, "number": report.number}
    asked = {WELFARE if state == "others" else PARKS: ["tanto@example.jp"]}
    found = a_round(a_plan_with_departments(), departments=asked)
    if url_name.startswith("reviews:round"):
        return {"public_id": found.public_id}
    request = found.requests.get()
    if url_name.startswith("reviews:link_"):
        return _link(url_name, state, request)
    if url_name.startswith("reviews:request"):
        return {"public_id": request.public_id}
    item = ReviewItem.objects.filter(request=request).first()
    assert item is not None
    return {"public_id": request.public_id, "code": item.measure.node.short_code}


def _link(url_name: str, state: str, request: ReviewRequest) -> dict[str, Any]:
    contact = request.contacts.get()
    if url_name in ("reviews:link_stop", "reviews:link_renew"):
        return {"pk": contact.pk}
    if state == "forged":
        return {"token": f"{contact.pk}.1:forged"}
    if state == "stopped":
        services.stop_link(contact=contact, actor=Actor())
    measure = request.items.first().measure
    code = {"code": measure.node.short_code} if "rep" in url_name else {}
    return {"token": keys.token_of(contact), **code}
