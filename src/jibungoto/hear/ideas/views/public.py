"""What everybody reads: list, one idea, a campaign, table and print."""

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.hear.ideas import exports, policies, selectors
from jibungoto.hear.ideas.forms import IdeaFilter
from jibungoto.hear.ideas.models import Campaign, Idea
from jibungoto.hear.ideas.selectors import reading
from jibungoto.hear.ideas.selectors.history import SHAPES, history, originals
from jibungoto.kernel import clock, kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import decide
from jibungoto.know.findings import maps
from jibungoto.ui import pdf

PAGE = 20
ON_PAPER = 200


def _filter(request: HttpRequest, actor: Actor) -> IdeaFilter:
    return IdeaFilter(
        request.GET,
        words=kept.words(request.municipality),  # type: ignore[attr-defined]
        campaigns=selectors.latest_campaigns(actor),
    )


@require_GET
@access("ideas.idea.list")
def idea_list(request: HttpRequest) -> HttpResponse:
    """The ideas of the city or, filtered, of a district; campaigns that are open come first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = _filter(request, actor)
    chosen = form.chosen()
    district = form.district_chosen
    page = Paginator(selectors.ideas(actor, **chosen), PAGE).get_page(request.GET.get("page"))
    campaigns = [
        c for c in form.campaigns.values()
        if district is None or c.district_id in (None, district.pk)
    ]  # fmt: skip
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "cards": selectors.cards(page.object_list),
        "shapes": SHAPES,
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
        "chosen": chosen,
        "is_filtered": bool(set(chosen) - {"district", "order"}),
        "district": district,
        "campaigns": reading.campaign_urls(c for c in campaigns if c.is_open),
        "past": reading.campaign_urls(c for c in campaigns if not c.is_open)[:6],
        "band": district_band(district, "hear") if district else None,
        "query": asked.urlencode(),
        "new_url": new_url(district),
        "may_board": actor.may_somewhere(policies.SORT),
        "may_campaign": actor.may_somewhere(policies.CAMPAIGN),
    }
    return render(request, "ideas/idea_list.html", context)


def new_url(district: Any = None, campaign: Campaign | None = None) -> str:
    """Where an idea is written, for a district or a campaign."""
    asked = [f"district={district.slug}"] if district else []
    asked += [f"campaign={campaign.code}"] if campaign else []
    return link("ideas:idea_create") + (f"?{'&'.join(asked)}" if asked else "")


@require_GET
@access("ideas.idea.list")
def idea_table(request: HttpRequest) -> HttpResponse:
    """The list as a file, as filtered: CSV, or `as=xlsx`, or `as=json`. Nobody's data are in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    found = selectors.ideas(actor, **_filter(request, actor).chosen())
    wanted = request.GET.get("as", "")
    if wanted == "json":
        body = json.dumps(exports.plain(found, words), ensure_ascii=False, indent=1)
        return HttpResponse(body, content_type="application/json; charset=utf-8")
    suffix = "xlsx" if wanted == "xlsx" else "csv"
    name = _("{}の一覧").format(words["idea"])
    return table_response(exports.table(found, words), name=name, suffix=suffix)


@require_GET
@access("ideas.idea.list")
def idea_print(request: HttpRequest) -> HttpResponse:
    """The list as A4 sheets, as filtered, for a meeting or the community centre."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    form = _filter(request, actor)
    found = selectors.ideas(actor, **form.chosen())
    sheet = exports.sheet(
        municipality, found, ON_PAPER, form.district_chosen, kept.words(municipality)
    )
    response = HttpResponse(pdf.render("sheet.typ", sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ideas-{clock.today():%Y%m%d}.pdf"'
    return response


@require_GET
@access("ideas.idea.view", load=selectors.idea)
def idea_view(request: HttpRequest, idea: Idea) -> HttpResponse:
    """One idea: text, place, support, comments, answer, story. Its author sees it in any state."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    words = kept.words(municipality)
    public = kept.kept(
        municipality,
        f"idea:{idea.pk}:{idea.node.version}",
        lambda: _public_part(municipality, idea, words),
    )
    (card,) = selectors.cards([idea])
    own = policies.is_own(actor, idea)
    context = {
        **public,
        "idea": idea,
        "card": card,
        "photos": idea.node.photos,  # type: ignore[attr-defined]
        "shape": SHAPES[idea.state],
        "state_word": words[f"idea.{idea.state}"],
        "words": words,
        "band": district_band(idea.district, "hear") if idea.district else None,
        "own": own,
        "known": actor.participant_id is not None or not actor.is_guest,
        "is_public": idea.node.state == Node.State.PUBLIC,
        "supported": not own and reading.supported(actor, idea),
        "comments": [
            (comment, policies.is_own(actor, comment)) for comment in reading.comments(actor, idea)
        ],
        "late": idea.answer_by is not None
        and idea.answer_by < clock.today()
        and not public["answered"],
        "may_edit": own and bool(decide(actor, "ideas.idea.edit", idea)),
        "may_work": bool(decide(actor, policies.SORT, idea)),
    }
    return render(request, "ideas/idea_view.html", context)


def _public_part(municipality: Any, idea: Idea, words: Any) -> dict[str, Any]:
    """What is the same for every reader."""
    guest = Actor(municipality_id=municipality.pk)
    address = f"{settings.BASE_URL}/{municipality.slug}/n/{idea.code}/"
    (card,) = selectors.cards([idea])
    districts = [idea.district] if idea.district else []
    ground = None
    if idea.lat is not None:
        alt = _("「{}」の場所を示す地図").format(idea.title)
        ground = maps.finding_map([card], districts, here=idea.district, words=words, alt=alt)
    return {
        "history": history(guest, idea, words),
        "originals": originals(idea),
        "answered": reading.is_answered(idea),
        "map": ground,
        "address": address,
        "qr": mark_safe(pdf.qr(address, label=idea.title)),  # noqa: S308  drawn by us
    }


@require_GET
@access("ideas.campaign.view", load=selectors.campaign)
def campaign_view(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A campaign: the question, until when, and what came in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    order = "new" if request.GET.get("order") == "new" else "support"
    found = selectors.ideas(actor, campaign=campaign, order=order)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    address = f"{settings.BASE_URL}/{municipality.slug}/n/{campaign.code}/"
    context = {
        "campaign": campaign,
        "page": page,
        "cards": selectors.cards(page.object_list),
        "shapes": SHAPES,
        "words": kept.words(municipality),
        "tabs": [
            (_("支持の多い順"), "?", order == "support"),
            (_("新しい順"), "?order=new", order == "new"),
        ],
        "host_url": node_url(campaign.host) if campaign.host else "",
        "new_url": new_url(campaign=campaign),
        "band": district_band(campaign.district, "hear") if campaign.district else None,
        "address": address,
        "qr": mark_safe(pdf.qr(address, label=campaign.title)),  # noqa: S308  drawn by us
        "may_edit": bool(decide(actor, policies.CAMPAIGN, campaign)),
    }
    return render(request, "ideas/campaign_view.html", context)
