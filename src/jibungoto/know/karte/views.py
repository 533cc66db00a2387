"""Pages of kartes: HTTP only."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import jobs, kept
from jibungoto.kernel.access import access
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.kernel.wording import title_of
from jibungoto.ui.tags.words import fiscal_year

from . import figures_table, overview, policies, printing, selectors, services
from .footnotes import Footnotes
from .forms import IssueForm, WithdrawForm
from .models import Edition, Karte


@require_GET
@access("karte.karte.list")
def karte_list(request: HttpRequest) -> HttpResponse:
    """All kartes of a kind of district, side by side, with the field of all of them."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = selectors.kinds()
    wanted = request.GET.get("kind", "")
    kind = next((k for k in kinds if k.key == wanted), kinds[0] if kinds else None)
    rows = selectors.rows(actor, kind.key) if kind else []
    context = {
        "kinds": [(k.name, f"?kind={k.key}", k == kind) for k in kinds],
        "kind": kind,
        "rows": rows,
        "heads": (
            _("総人口"),
            _("5年間の増減"),
            _("15歳未満"),
            _("65歳以上"),
            _("20年後の人口"),
        ),
        "field": overview.field(rows, request.municipality.name),  # type: ignore[attr-defined]
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
        "may_build": bool(decide(actor, policies.BUILD)),
        "may_issue": bool(decide(actor, policies.ISSUE)),
    }
    return render(request, "karte/karte_list.html", context)


@require_GET
@access("karte.karte.list")
def karte_all_table(request: HttpRequest) -> HttpResponse:
    """The figures of all kartes in one table."""
    found = selectors.kartes(request.actor)  # type: ignore[attr-defined]
    rows = figures_table.rows(selectors.contents(k) for k in found)
    return table_response(rows, name=_("地域カルテの数字"), suffix="csv")


@require_GET
@access("karte.karte.view", load=selectors.karte)
def karte_view(request: HttpRequest, karte: Karte) -> HttpResponse:
    """The working karte of a district."""
    return _page(request, karte, None)


@require_GET
@access("karte.edition.view", load=selectors.edition)
def edition_view(request: HttpRequest, edition: Edition) -> HttpResponse:
    """A karte as it was issued."""
    return _page(request, edition.karte, edition)


def _page(request: HttpRequest, karte: Karte, edition: Edition | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    editions = selectors.editions(actor, karte)
    context: dict[str, Any] = {
        "karte": karte,
        "title": title_of(karte.node),
        "district": karte.district,
        "band": district_band(karte.district, "know"),
        "told": partial(_told, karte, edition),
        "edition": edition,
        "editions": editions,
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
        "base": link("karte:karte_view", slug=karte.district.slug)
        + (f"editions/{edition.number}/" if edition else ""),
        "may_issue": bool(decide(actor, policies.ISSUE)),
    }
    return render(request, "karte/karte_view.html", context)


def _told(karte: Karte, edition: Edition | None) -> dict[str, Any]:
    """All that the body of the page says: asked for only while no drawn one is kept."""
    found = selectors.shown_contents(edition or karte)
    notes = Footnotes(found)
    locator = found.locator
    return {
        "contents": found,
        "parts": selectors.shown_parts(found, notes),
        "notes": notes,
        "locator": selectors.Shown.of(locator, notes.of_picture(locator)) if locator else None,
        "changes": selectors.changes(edition) if edition else [],
    }


@require_GET
@access("karte.karte.view", load=selectors.karte)
def karte_sheets(request: HttpRequest, karte: Karte) -> HttpResponse:
    """The working karte on A4 sheets."""
    return _pdf(request, karte, None, "a4")


@require_GET
@access("karte.karte.view", load=selectors.karte)
def karte_summary(request: HttpRequest, karte: Karte) -> HttpResponse:
    """The working karte on one A3 sheet."""
    return _pdf(request, karte, None, "a3")


@require_GET
@access("karte.edition.view", load=selectors.edition)
def edition_sheets(request: HttpRequest, edition: Edition) -> HttpResponse:
    """An edition on A4 sheets."""
    return _pdf(request, edition.karte, edition, "a4")


@require_GET
@access("karte.edition.view", load=selectors.edition)
def edition_summary(request: HttpRequest, edition: Edition) -> HttpResponse:
    """An edition on one A3 sheet."""
    return _pdf(request, edition.karte, edition, "a3")


def _pdf(
    request: HttpRequest, karte: Karte, edition: Edition | None, paper: printing.Paper
) -> HttpResponse:
    municipality = request.municipality  # type: ignore[attr-defined]
    content = printing.pdf(municipality, karte, edition, paper)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{karte.node.title}_{paper.upper()}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    return response


@require_GET
@access("karte.karte.view", load=selectors.karte)
def karte_table(request: HttpRequest, karte: Karte) -> HttpResponse:
    """The figures of a karte as a table."""
    rows = figures_table.rows([selectors.contents(karte)])
    return table_response(rows, name=karte.node.title, suffix="csv")


@require_GET
@access("karte.edition.view", load=selectors.edition)
def edition_table(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The figures of an edition as a table."""
    rows = figures_table.rows([selectors.contents(edition)])
    name = f"{edition.karte.node.title}_{edition.year}"
    return table_response(rows, name=name, suffix="csv")


@require_http_methods(["GET", "POST"])
@access(policies.BUILD)
def karte_build(request: HttpRequest) -> HttpResponse:
    """Ask for all kartes to be put together anew; a job does it."""
    if request.method == "POST":
        job = jobs.enqueue("karte.rebuild", by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("つくり直しを始めます。進みぐあいは、この画面で見られます。"))
        return redirect(link("kernel:job_show", public_id=job.public_id))
    return render(request, "karte/karte_build.html")


@require_http_methods(["GET", "POST"])
@access(policies.ISSUE)
def edition_issue(request: HttpRequest) -> HttpResponse:
    """Freeze all kartes for a fiscal year."""
    all_kartes = selectors.kartes(request.actor)  # type: ignore[attr-defined]
    if request.method == "GET":  # what they say is long, and is read when it is frozen
        all_kartes = all_kartes.defer("contents", "brief")
    found = list(all_kartes)
    form = IssueForm(request.POST or None, issued=selectors.years_all_issued(found))
    if form.is_valid():
        try:
            made = services.issue_editions(kartes=found, year=form.cleaned_data["year"])
        except services.KarteError as error:
            form.add_error("year", str(error))
        else:
            said = _("{}の版を、{}地区で出しました。")
            messages.success(
                request, said.format(fiscal_year(form.cleaned_data["year"]), len(made))
            )
            return redirect(link("karte:karte_list"))
    status = 422 if form.errors else 200
    context = {"form": form, "number": len(found)}
    return render(request, "karte/edition_issue.html", context, status=status)


@require_POST
@access(policies.ISSUE, load=selectors.edition)
def edition_withdraw(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Take an edition back from the public."""
    form = WithdrawForm(request.POST)
    slug = edition.karte.district.slug
    if not form.is_valid():
        messages.warning(request, _("取り下げる理由を書いてください。"))
        return redirect(link("karte:edition_view", slug=slug, number=edition.number))
    try:
        services.withdraw_edition(edition=edition, reason=form.cleaned_data["reason"])
        messages.success(request, _("この版を取り下げました。記録は残ります。"))
    except services.KarteError as error:
        messages.warning(request, str(error))
    return redirect(link("karte:karte_view", slug=slug))
