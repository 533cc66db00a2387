"""A plan as a workbook to take away, and the empty one to start from: HTTP only."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.decide.plans import policies, selectors
from jibungoto.decide.plans.models import Plan
from jibungoto.decide.plans.selectors import workbook as told_by
from jibungoto.decide.plans.workbook import book_bytes, progress_bytes, template_bytes
from jibungoto.kernel.access import access
from jibungoto.kernel.intake.books import MIME

LANGUAGE = "ja"  # the words of the file are those the import reads


@require_GET
@access("plans.plan.view", load=selectors.plan)
def plan_workbook(request: HttpRequest, plan: Plan) -> HttpResponse:
    with translation.override(LANGUAGE):
        content = book_bytes(told_by.plan_told(plan), told_by.book_words())
    return _file(content, plan.title)


@require_GET
@access(policies.CREATE)
def workbook_template(request: HttpRequest) -> HttpResponse:
    with translation.override(LANGUAGE):
        content = template_bytes(told_by.book_words())
    return _file(content, _("計画のひな形"))


@require_GET
@access(policies.IMPORT, load=selectors.plan)
def progress_book(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A fiscal year of the plan to be filled in and brought back: this year, or `year`."""
    wanted = request.GET.get("year", "")
    now = selectors.default_year(plan)
    known = wanted.isdecimal() and int(wanted) in dict(selectors.year_choices(plan, now))
    year = int(wanted) if known else now
    with translation.override(LANGUAGE):
        content = progress_bytes(told_by.progress_told(plan), told_by.book_words(), year)
    return _file(content, _("{}_進みぐあい_{}年度").format(plan.title, year))


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    return response
