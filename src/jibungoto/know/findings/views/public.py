"""What everybody reads: list, map, one finding, the resources, table and feed."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import decide
from jibungoto.know.findings import exports, feeds, maps, policies, selectors
from jibungoto.know.findings.forms import FindingFilter
from jibungoto.know.findings.models import Finding
from jibungoto.know.findings.selectors.board import contact, has_contact
from jibungoto.know.findings.selectors.findings import said_too
from jibungoto.know.findings.selectors.history import SHAPES, history, originals
from jibungoto.ui import pdf

PAGE = 20
ON_MAP = 100


@require_GET
@access("findings.finding.list")
def finding_list(request: HttpRequest) -> HttpResponse:
    """The findings of the city or, filtered, of a district; `view=map` shows where they are."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    form = FindingFilter(request.GET, words=words)
    chosen = form.chosen()
    district = form.district_chosen
    on_map = request.GET.get("view") == "map"
    found = selectors.findings(actor, **chosen, with_spot=on_map)
    page = Paginator(found, ON_MAP if on_map else PAGE).get_page(request.GET.get("page"))
    cards = selectors.cards(page.object_list)
    districts = [district] if district else list(form.districts.values())
    context = {
        "form": form,
        "page": page,
        "cards": cards,
        "shapes": SHAPES,
        "map": maps.finding_map(cards, districts, here=district, words=words) if on_map else None,
        "chosen": chosen,
        "is_filtered": bool(set(chosen) - {"sort", "district"}),
        "district": district,
        "band": district_band(district, "know") if district else None,
        "tabs": _tabs(request, on_map=on_map),
        "words": words,
        "query": _query(request),
        "new_url": _new_url(district, chosen.get("sort", "")),
        "may_board": actor.may_somewhere(policies.SORT),
        "may_record": actor.may_somewhere(policies.RECORD),
        "may_import": actor.may_somewhere(policies.IMPORT),
    }
    return render(request, "findings/finding_list.html", context)


def _tabs(request: HttpRequest, *, on_map: bool) -> list[tuple[str, str, bool]]:
    asked = request.GET.copy()
    asked.pop("page", None)
    asked.pop("view", None)
    plain = asked.urlencode()
    asked["view"] = "map"
    return [
        (_("一覧"), f"?{plain}", not on_map),
        (_("地図"), f"?{asked.urlencode()}", on_map),
    ]


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    for name in ("page", "view", "as"):
        asked.pop(name, None)
    return asked.urlencode()


def _new_url(district: Any, sort: str = "") -> str:
    asked = [f"district={district.slug}"] if district else []
    asked += [f"sort={sort}"] if sort else []
    return link("findings:finding_create") + (f"?{'&'.join(asked)}" if asked else "")


@require_GET
@access("findings.finding.list")
def finding_table(request: HttpRequest) -> HttpResponse:
    """The list as a file, as filtered: CSV, or Excel with `as=xlsx`. Nobody's data are in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    found = selectors.findings(actor, **FindingFilter(request.GET, words=words).chosen())
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(exports.table(found, words), name=_("気づきの一覧"), suffix=suffix)


@require_GET
@access("findings.finding.list")
def finding_feed(request: HttpRequest) -> HttpResponse:
    """The newest findings as Atom, as filtered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    words = kept.words(municipality)
    found = selectors.findings(actor, **FindingFilter(request.GET, words=words).chosen())
    body = feeds.atom(municipality, found[: feeds.NEWEST], request.get_full_path())
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@require_GET
@access("findings.finding.view", load=selectors.finding)
def finding_view(request: HttpRequest, finding: Finding) -> HttpResponse:
    """One finding: photo, place, わたしも, answer, story. Its author sees it in every state."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    words = kept.words(municipality)
    public = kept.kept(
        municipality,
        f"finding:{finding.pk}:{finding.node.version}",
        lambda: _public_part(municipality, finding, words),
    )
    (card,) = selectors.cards([finding])
    own = policies.is_own(actor, finding)
    context = {
        **public,
        "finding": finding,
        "card": card,
        "photos": finding.node.photos,  # type: ignore[attr-defined]
        "shape": SHAPES[finding.state],
        "words": words,
        "band": district_band(finding.district, "know") if finding.district else None,
        "own": own,
        "is_public": finding.node.state == Node.State.PUBLIC,
        "said_too": not own and said_too(actor, finding),
        "may_edit": bool(decide(actor, "findings.finding.edit", finding)),
        "may_work": bool(decide(actor, policies.SORT, finding)),
        "contact": contact(actor, finding),
        "may_import": actor.may(policies.IMPORT),
    }
    return render(request, "findings/finding_view.html", context)


def _public_part(municipality: Any, finding: Finding, words: Any) -> dict[str, Any]:
    """What is the same for every reader."""
    guest = Actor(municipality_id=municipality.pk)
    address = f"{settings.BASE_URL}/{municipality.slug}/n/{finding.code}/"
    (card,) = selectors.cards([finding])
    districts = [finding.district] if finding.district else []
    return {
        "history": history(guest, finding, words),
        "originals": originals(guest, finding),
        "map": maps.finding_map([card], districts, here=finding.district, words=words)
        if finding.lat is not None
        else None,
        "address": address,
        "qr": mark_safe(pdf.qr(address, label=finding.title)),  # noqa: S308  drawn by us
        "origin": selectors.origin(finding),
        "reachable": finding.sort == Finding.Sort.RESOURCE and has_contact(finding),
    }


@require_GET
@access("findings.finding.list")
def resource_matrix(request: HttpRequest) -> HttpResponse:
    """いいことさがし: five kinds of resource × two ways to be there, with counts and examples."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    form = FindingFilter({**request.GET.dict(), "sort": "resource"}, words=words)
    district = form.district_chosen
    matrix = selectors.resource_matrix(actor, district)
    place = f"&district={district.slug}" if district else ""
    base = f"{link('findings:finding_list')}?sort=resource{place}"
    context = {
        "rows": [
            (
                words[f"resource.{asset}"],
                [
                    (words[f"resource.{p}"], n, cards, f"{base}&asset={asset}&presence={p}")
                    for p, (n, cards) in cells.items()
                ],
            )
            for asset, cells in matrix.items()
        ],
        "presences": [words[f"resource.{p}"] for p in Finding.Presence.values],
        "total": sum(n for cells in matrix.values() for n, _cards in cells.values()),
        "all_url": base,
        "verbs": [words[f"resource.{v}"] for v in ("created", "found", "used", "passed_on")],
        "district": district,
        "districts": list(form.districts.values()),
        "band": district_band(district, "know") if district else None,
        "words": words,
        "new_url": _new_url(district, "resource"),
    }
    return render(request, "findings/resource_matrix.html", context)
