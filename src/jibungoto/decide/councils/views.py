"""Pages of councils: HTTP only."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import clock, kept
from jibungoto.kernel.access import access
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.policy import decide
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of

from . import journey, policies, selectors, services
from .forms import CouncilForm, SeatForm, StageForm, TermForm, next_term
from .models import Council, Seat


@require_GET
@access("councils.council.list")
def council_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    words = selectors.words()
    found = list(selectors.councils(actor))
    rows = [{"council": c, "stage": words[f"stage.{c.stage}"]} for c in found]
    return render(
        request,
        "councils/council_list.html",
        {
            "rows": rows,
            "words": words,
            "founded": sum(c.founded_on is not None for c in found),
            "may_create": bool(decide(actor, policies.CREATE)),
        },
    )


@require_GET
@access("councils.council.view", load=selectors.council)
def council_open(request: HttpRequest, council: Council) -> HttpResponse:
    return render(request, "councils/council_open.html", _page(request, council))


def _page(request: HttpRequest, council: Council) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    words = kept.words(municipality)
    # The same for whoever may open the page; names of people are read anew each time.
    so_far = kept.kept(
        municipality, f"council:{council.node.public_id}", lambda: selectors.so_far(council)
    )
    districts = [placed.district for placed in council.placed.all()]
    may_seat = bool(decide(actor, policies.SEAT, council))
    return {
        "council": council,
        "districts": districts,
        "band": district_band(districts[0], "decide") if len(districts) == 1 else None,
        "words": words,
        "steps": selectors.steps(council, so_far.entries, words),
        "stage": words[f"stage.{council.stage}"],
        "task": journey.TASK[Council.Stage(council.stage)],
        "next": words[f"stage.{journey.following(council.stage)}"],
        "rounds": selectors.rounds(so_far.entries),
        "entries": [
            {
                "entry": e,
                "word": words[f"stage.{e.stage}"],
                "part": journey.PART[Council.Stage(e.stage)],
                "anchor": e.node.path.rpartition("#")[2],
            }
            for e in reversed(so_far.entries)
        ],
        "can_undo": len(so_far.entries) > 1,
        "seats": selectors.named(so_far.seats, selectors.consented_names(so_far.seats)),
        "past_terms": so_far.past_terms,
        "closed_seats": selectors.closed_seats(council) if may_seat else [],
        "may_edit": bool(decide(actor, policies.EDIT, council)),
        "may_enter": bool(decide(actor, policies.STAGE, council)),
        "may_seat": may_seat,
    }


@require_http_methods(["GET", "POST"])
@access(policies.CREATE)
def council_create(request: HttpRequest) -> HttpResponse:
    form = CouncilForm(request.POST or None)
    if form.is_valid():
        council = services.create_council(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("{}のページができました。").format(council.name))
        return redirect(node_url(council.node))
    context = {"form": form, "words": selectors.words()}
    return _form(request, "councils/council_create.html", form, context)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.council)
def council_edit(request: HttpRequest, council: Council) -> HttpResponse:
    initial = {
        "name": council.name,
        "districts": [placed.district_id for placed in council.placed.all()],
        "lead": council.lead,
        "founded_on": council.founded_on,
        "organisation": council.organisation_id,
    }
    form = CouncilForm(request.POST or None, initial=initial, council=council)
    if form.is_valid():
        try:
            services.change_council(
                council=council,
                actor=request.actor,  # type: ignore[attr-defined]
                expected_version=_version(request),
                **form.cleaned_data,
            )
        except ChangedMeanwhile:
            form.add_error(
                None,
                _(
                    "開いているあいだに、ほかの方が書きかえました。いまの内容を確かめて、もう一度直してください。"
                ),
            )
        else:
            messages.success(request, _("書きかえました。"))
            return redirect(node_url(council.node))
    return _form(request, "councils/council_edit.html", form, {"council": council, "form": form})


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else None


@makes_one
@require_http_methods(["GET", "POST"])
@access(policies.STAGE, load=selectors.council)
def stage_enter(request: HttpRequest, council: Council) -> HttpResponse:
    words = selectors.words()
    initial = {"stage": journey.following(council.stage), "entered_on": clock.today()}
    form = StageForm(request.POST or None, initial=initial, words=words, current=council.stage)
    if form.is_valid():
        try:
            services.enter_stage(council=council, actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except services.StepBackUnexplained as fault:
            form.add_error("note", str(fault))
        except services.StageOutOfOrder as fault:
            form.add_error("entered_on", str(fault))
        else:
            messages.success(
                request,
                _("「{}」の段階に入りました。まちがえたときは、このページで取り消せます。").format(
                    words[f"stage.{form.cleaned_data['stage']}"]
                ),
            )
            return redirect(node_url(council.node))
    context = {"council": council, "form": form, "stage": words[f"stage.{council.stage}"]}
    return _form(request, "councils/stage_enter.html", form, context)


@require_POST
@access(policies.STAGE, load=selectors.council)
def stage_undo(request: HttpRequest, council: Council) -> HttpResponse:
    try:
        council = services.undo_stage(council=council, actor=request.actor)  # type: ignore[attr-defined]
    except services.NothingToUndo as fault:
        messages.warning(request, str(fault))
    else:
        word = selectors.words()[f"stage.{council.stage}"]
        messages.success(request, _("取り消しました。いまは「{}」の段階です。").format(word))
    return redirect(link("councils:council_open", slug=council.slug))


@require_http_methods(["GET", "POST"])
@access(policies.SEAT, load=selectors.council)
def seat_add(request: HttpRequest, council: Council) -> HttpResponse:
    form = SeatForm(request.POST or None)
    if form.is_valid():
        seat = services.add_seat(council=council, actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(
            request, _("「{}」を加えました。続けて任期を入れられます。").format(inside(seat.title))
        )
        return redirect(link("councils:seat_fill", slug=council.slug, seat_id=seat.pk))
    context = {"council": council, "form": form}
    return _form(request, "councils/seat_add.html", form, context)


@makes_one
@require_http_methods(["GET", "POST"])
@access(policies.SEAT, load=selectors.seat)
def seat_fill(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = TermForm(request.POST or None, initial=next_term(seat))
    if form.is_valid():
        try:
            services.fill_seat(seat=seat, actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except services.TermsOverlap as fault:
            form.add_error("starts_on", str(fault))
        else:
            messages.success(request, _("「{}」の任期を入れました。").format(inside(seat.title)))
            return redirect(_seats(seat))
    context = {"council": seat.council, "seat": seat, "form": form}
    return _form(request, "councils/seat_fill.html", form, context)


@require_POST
@access(policies.SEAT, load=selectors.seat)
def seat_close(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take a seat away, or with `undo` bring it back."""
    if request.POST.get("undo"):
        services.reopen_seat(seat=seat, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("「{}」を元に戻しました。").format(inside(seat.title)))
    elif seat.closed_on is None:
        services.close_seat(seat=seat, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(
            request,
            _(
                "「{}」をなくしました。これまでの任期の記録は残ります。下の一覧から元に戻せます。"
            ).format(inside(seat.title)),
        )
    return redirect(_seats(seat))


def _seats(seat: Seat) -> str:
    return link("councils:council_open", slug=seat.council.slug) + "#seats"


def _form(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=status_of(form))
