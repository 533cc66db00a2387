"""What the pages that edit a plan have in common: their tabs, and both versions side by side."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.forms import VersionedForm
from jibungoto.decide.plans.models import Plan
from jibungoto.decide.plans.services import PlansError
from jibungoto.kernel.links import link
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.policy import decide


def tabs(request: HttpRequest, plan: Plan, here: str) -> list[tuple[str, str, bool]]:
    """The pages of a plan this person may work on."""
    actor = request.actor  # type: ignore[attr-defined]
    pages: list[tuple[str, str]] = []
    if decide(actor, policies.EDIT, plan):
        pages += [
            (_("計画そのもの"), "plan_edit"),
            (_("段・しるし・視点"), "plan_words"),
            (_("施策・事業"), "tree_edit"),
            (_("指標"), "indicators_edit"),
        ]
    if decide(actor, policies.REPORT, plan):
        pages.append((_("進みぐあい"), "progress_grid"))
    return [(word, link(f"plans:{name}", slug=plan.slug), name == here) for word, name in pages]


def conflict(
    request: HttpRequest, mine: VersionedForm, *, version: int, title: str, back: str
) -> HttpResponse:
    """409: what somebody else wrote meanwhile, what this person wrote, and a choice for each field.

    `mine` is bound to what was sent, its initial values are those of now; `version` is of now.
    """
    kept = [
        (key, value)
        for key, values in request.POST.lists()
        if key not in ("csrfmiddlewaretoken", "version", "seen") and not key.startswith("take-")
        for value in values
    ]
    kept += [("version", str(version)), ("seen", mine.initial["seen"])]
    context: dict[str, Any] = {
        "title": title,
        "back": back,
        "differences": mine.differences(),
        "kept": kept,
    }
    return render(request, "plans/conflict.html", context, status=409)


def write_over(
    request: HttpRequest, form: VersionedForm, write: Callable[..., object], *,
    version: int, title: str, back: str, then: str = "",
) -> HttpResponse | None:  # fmt: skip
    """Write what a valid form tells; the answer, or None where the form has to be shown again.

    `write` takes `expected_version` and what the form tells. Where somebody was faster, both
    versions are shown side by side: `version` and `title` are of now, `back` leads away.
    """
    told: dict[str, Any] = form.told()  # type: ignore[attr-defined]
    try:
        write(expected_version=form.cleaned_data["version"] or 0, **told)
    except ChangedMeanwhile:
        return conflict(request, form, version=version, title=title, back=back)
    except PlansError as error:
        add_error(form, error)
        return None
    messages.success(request, _("書きかえました。"))
    return redirect(then or back)


def add_error(form: Any, error: Exception) -> None:
    """A refusal of the services, at the field it is about."""
    field = getattr(error, "field", "")
    form.add_error(field if field in form.fields else None, str(error))
