"""Pages of one's own account that allauth does not have: overview, joining, sessions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import tenancy
from jibungoto.kernel.access import access
from jibungoto.people import devices, services
from jibungoto.people.selectors.participation import unjoined
from jibungoto.people.selectors.standing import has_second_factor
from jibungoto.ui.addresses import inner


@require_GET
@never_cache
@access("people.account.manage")
def account_overview(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "second_factor": has_second_factor(user.pk),
        "has_password": user.has_usable_password(),
    }
    return render(request, "people/account_overview.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.account.manage")
def participation_join(request: HttpRequest) -> HttpResponse:
    """Ask whether what this device did before belongs to the person who has just signed in."""
    onward = _onward(request)
    secret = devices.secret_of(request)
    before = unjoined(secret=secret) if secret else []
    if not before:
        return redirect(onward)
    if request.method == "GET":
        return render(request, "people/participation_join.html", {"before": before, "next": onward})
    response = redirect(onward)
    if request.POST.get("join") == "yes":
        user: Any = request.user
        for found in before:
            with tenancy.within(found.municipality):
                services.join_participations(participant=found.participant, user=user)
        devices.forget(response)
        messages.success(
            request,
            _(
                "この端末での参加を、アカウントにつなぎました。"
                "まちがいに気づいたときは、市の担当にご連絡ください。"
            ),
        )
    return response


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return inner(request, wanted, reverse("account:overview"))


@require_POST
@access("people.account.manage")
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user: Any = request.user
    services.end_other_sessions(user=user)
    update_session_auth_hash(request, user)
    messages.success(request, _("この端末のほかは、すべてサインアウトしました。"))
    return redirect("account:overview")
