"""The cockpit of the city: all districts at a glance, on the page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from jibungoto.kernel import clock, kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake.writing import table_response
from jibungoto.portal import policies
from jibungoto.portal.cockpit import board, board_filters, first_steps, preparations, table
from jibungoto.portal.homes import MANY
from jibungoto.review.reviews import selectors as reviews


@require_GET
@access(policies.COCKPIT)
def cockpit(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = board_filters(request.GET)
    by_stage = request.GET.get("view") == "stage"
    under_way, steps = reviews.under_way(actor), preparations(actor)
    found = board(
        actor,
        words=kept.words(request.municipality),  # type: ignore[attr-defined]
        beside=[under_way, *(rows for _step, rows in steps)],
        **asked,
    )
    return render(
        request,
        "portal/cockpit.html",
        {
            "board": found,
            "is_long": found.total > MANY,
            "asked": asked,
            "is_filtered": any(asked.values()),
            "by_stage": by_stage,
            "reviews": under_way,
            "steps": first_steps(steps),
            "today": clock.today(),
            "csv_query": urlencode({k: str(v) for k, v in asked.items() if v}),
        },
    )


@require_GET
@access(policies.COCKPIT)
def cockpit_csv(request: HttpRequest) -> HttpResponse:
    """The board as a table for Excel, in which no name of a district is run as a formula."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    name = f"cockpit-{request.municipality.slug}-{clock.today():%Y%m%d}"  # type: ignore[attr-defined]
    rows = table(board(actor, **board_filters(request.GET)))
    return table_response(rows, name=name, suffix="csv")
