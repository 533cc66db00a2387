"""What everybody reads: the list, a published grouping, its texts where they are public."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.hear.groupings import exports, policies, selectors
from jibungoto.hear.groupings.models import Grouping
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.policy import decide
from jibungoto.ui import pdf

PAGE = 20
TEXTS = 50


@require_GET
@access("groupings.grouping.list")
def grouping_list(request: HttpRequest) -> HttpResponse:
    """The groupings, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(selectors.groupings(actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_create": actor.may_somewhere(policies.EDIT)}
    return render(request, "groupings/grouping_list.html", context)


@require_GET
@access("groupings.grouping.view", load=selectors.grouping)
def grouping_view(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    """聴いた声のまとまり: counts, words, central sentences, and how it was made."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "grouping": grouping,
        "shown": selectors.bundles(grouping),
        "counts": selectors.counts(grouping),
        "steps": selectors.number_of_steps(grouping),
        "may_edit": bool(decide(actor, policies.EDIT, grouping)),
        "band": district_band(grouping.district, "hear") if grouping.district else None,
    }
    return render(request, "groupings/grouping_view.html", context)


def texts_of(actor: Actor, code: str, part: str) -> tuple[Grouping, str] | None:
    """A grouping and which of its texts, where this actor may read them."""
    found = selectors.grouping(actor, code)
    if found is None:
        return None
    if found.shows_texts or decide(actor, policies.EDIT, found):
        return found, part
    return None


@require_GET
@access("groupings.grouping.view", load=texts_of)
def grouping_texts(request: HttpRequest, asked: tuple[Grouping, str]) -> HttpResponse:
    """The texts of one bundle as they were written; those who mend move them from here."""
    grouping, part = asked
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_edit = bool(decide(actor, policies.EDIT, grouping))
    bundle = selectors.bundle(grouping, part) if part.isdecimal() else None
    if part not in ("rest", "aside") and bundle is None:
        raise Http404
    found = selectors.items(grouping, part, cautious=not may_edit)
    page = Paginator(found, TEXTS).get_page(request.GET.get("page"))
    others: list[Any] = []
    if may_edit:
        others = [s for s in selectors.bundles(grouping) if str(s.bundle.pk) != part]
    titles = {"rest": _("どのまとまりにも入らない声"), "aside": _("外に置いた声")}
    turned = selectors.turned(grouping)
    context = {
        "grouping": grouping,
        "part": part,
        "bundle": bundle,
        "title": bundle.title if bundle else titles[part],
        "page": page,
        "rows": [(item, turned.get(item.pk)) for item in page.object_list],
        "others": others,
        "may_edit": may_edit,
    }
    return render(request, "groupings/grouping_texts.html", context)


@require_GET
@access("groupings.grouping.view", load=selectors.grouping)
def grouping_table(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    """The bundles as a file; for those who mend with every text, as CSV or with `as=xlsx`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    every = bool(decide(actor, policies.EDIT, grouping))
    rows = exports.table(grouping, every=every)
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(rows, name=grouping.title, suffix=suffix)


@require_GET
@access("groupings.grouping.view", load=selectors.grouping)
def grouping_print(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    """The grouping as A4 sheets."""
    sheet = exports.sheet(request.municipality, grouping)  # type: ignore[attr-defined]
    response = HttpResponse(pdf.render("sheet.typ", sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{grouping.code}.pdf"'
    return response
