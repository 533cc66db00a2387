"""What everybody reads of a result: the page, all figures, files, paper, the screen of a hall."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.hear.opinions import exports, result_page, result_print, result_ways, screen
from jibungoto.hear.opinions.models import Conversation
from jibungoto.hear.opinions.result_policies import sees_results
from jibungoto.hear.opinions.selectors import conversation as a_conversation
from jibungoto.hear.opinions.selectors import results as selectors
from jibungoto.hear.opinions.selectors import votable
from jibungoto.hear.opinions.selectors.landscape import standing_of
from jibungoto.hear.opinions.selectors.results import Result
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake.writing import table_response

VIEW = "opinions.result.view"


def _result(request: HttpRequest, conversation: Conversation) -> Result | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return selectors.result(conversation) if sees_results(actor, conversation) else None


def _needed(request: HttpRequest, conversation: Conversation) -> Result:
    found = _result(request, conversation)
    if found is None:
        raise Http404
    return found


@require_GET
@access(VIEW, load=votable)
def result_view(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Shared ground first, then the groups, what divides them, and how to read all that."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _result(request, conversation)
    standing = standing_of(actor, found.analysis) if found else None
    told = result_page.context(actor, conversation, found, standing)
    response = render(request, "opinions/result_view.html", told)
    if standing is not None:
        add_never_cache_headers(response)  # it shows where one reader stands
    return response


@require_GET
@access(VIEW, load=a_conversation)
def result_table(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Every statement with all figures; `state` narrows, `sort` orders."""
    found = _needed(request, conversation)
    told = result_ways.table(found, request.GET.get("state", ""), request.GET.get("sort", ""))
    return render(request, "opinions/result_table.html", told)


@require_GET
@access(VIEW, load=a_conversation)
def result_csv(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The figures of every statement as a file."""
    found = _needed(request, conversation)
    name = _("{}の数字").format(conversation.title)
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(exports.figures(found), name=name, suffix=suffix)


@require_GET
@access(VIEW, load=a_conversation)
def result_release(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The votes without persons, as a zip of tables; with `as=json` the whole result."""
    found = _needed(request, conversation)
    release = selectors.release_of(found.analysis) if found.has_release else None
    if release is None:
        raise Http404
    if request.GET.get("as") == "json":
        content, kind = exports.release_json(release), "application/json"
        name = result_page.release_name(found)
    else:
        content, kind = exports.release_zip(release), "application/zip"
        name = result_page.release_name(found).replace(".json", ".zip")
    return _file(content, kind, name, inline=False)


@require_GET
@access(VIEW, load=a_conversation)
def result_sheets(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The result as a report on A4."""
    return _pdf(request, conversation, "a4")


@require_GET
@access(VIEW, load=a_conversation)
def result_slides(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The result as slides, one idea on each."""
    return _pdf(request, conversation, "slides")


@require_GET
@access(VIEW, load=a_conversation)
def result_poster(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The result on one A3 sheet for a wall."""
    return _pdf(request, conversation, "poster")


def _pdf(
    request: HttpRequest, conversation: Conversation, paper: result_print.Paper
) -> HttpResponse:
    found = _needed(request, conversation)
    municipality: Any = request.municipality  # type: ignore[attr-defined]
    content = result_print.pdf_of(municipality, found, paper)
    return _file(content, "application/pdf", f"{conversation.title}_{paper}.pdf", inline=True)


def _file(content: bytes, kind: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    return response


@require_GET
@access(VIEW, load=a_conversation)
def result_screen(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """For the wall of a hall: the question, the code, how many took part, and what they share."""
    told = screen.context(conversation, _result(request, conversation))
    return render(request, "opinions/result_screen.html", told)
