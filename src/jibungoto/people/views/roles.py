"""Roles: who holds which, giving, ending, extending; invitations."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import clock
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.once import makes_one
from jibungoto.people import letters, services
from jibungoto.people.forms import AssignForm, EndForm, ExtendForm, GrantForm, HolderFilter, posted
from jibungoto.people.models import Invitation, Role, RoleGrant
from jibungoto.people.selectors import roles as selectors
from jibungoto.people.services.invitations import closed_reason

_PER_PAGE = 50
_SOON = dt.timedelta(days=60)


@require_GET
@access("people.role.read")
def role_list(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    when = request.GET.get("when", "now")
    sieve = HolderFilter(request.GET)
    wanted = sieve.cleaned_data["q"] if sieve.is_valid() else ""
    found = selectors.grants(actor, when=when, q=wanted)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    here = link("people:role_list")
    tabs = [("now", _("いま")), ("next", _("これから")), ("past", _("終わった"))]
    context = {
        "page": page,
        "sieve": sieve,
        "narrowed": bool(wanted),
        "here": here,
        "when": when,
        "tabs": [(label, f"{here}?when={key}", key == when) for key, label in tabs],
        "invitations": selectors.invitations(actor)[:100] if when == "now" else [],
        "turn_overs": selectors.turn_overs(actor)[:5] if when == "now" else [],
        "may_grant": actor.may_somewhere("people.role.grant"),
        "may_turn_over": actor.may("people.role.grant"),
        "today": clock.today(),
        "soon": clock.today() + _SOON,
    }
    return render(request, "people/role_list.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.role.grant")
def grant_create(request: HttpRequest) -> HttpResponse:
    form = GrantForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.invite(**form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as problem:
            form.add_error(None, str(problem))
        else:
            said = (
                _("招待のメールをお送りします。お受けいただくと、役割が始まります。")
                if isinstance(made, Invitation)
                else _("役割をお渡ししました。ご本人へメールでお知らせします。")
            )
            messages.success(request, said)
            return redirect(link("people:role_list"))
    status = 422 if form.errors else 200
    return render(request, "people/grant_create.html", {"form": form}, status=status)


@require_GET
@never_cache
@access("people.role.grant", load=selectors.grant)
def grant_change(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    return _grant_page(request, grant, EndForm(), ExtendForm(until=grant.ends_on))


@require_POST
@access("people.role.grant", load=selectors.grant)
def grant_end(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            services.end_grant(grant=grant, **form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("役割の最後の日を決めました。"))
            return redirect(link("people:role_list"))
    return _grant_page(request, grant, form, ExtendForm(until=grant.ends_on), status=422)


@require_POST
@access("people.role.grant", load=selectors.grant)
def grant_extend(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    form = ExtendForm(request.POST, until=grant.ends_on)
    if form.is_valid():
        try:
            services.extend_grant(grant=grant, **form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("役割の期限を延ばしました。"))
            return redirect(link("people:role_list"))
    return _grant_page(request, grant, EndForm(), form, status=422)


@require_POST
@access("people.role.grant", load=selectors.grant)
def grant_assign(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    """Say which department the role is held for."""
    form = AssignForm(request.POST)
    if form.is_valid():
        try:
            services.assign_department(grant=grant, **form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("担当課を決めました。"))
            return redirect(link("people:role_list"))
    return _grant_page(
        request, grant, EndForm(), ExtendForm(until=grant.ends_on), assign=form, status=422
    )


def _grant_page(
    request: HttpRequest,
    grant: RoleGrant,
    end: EndForm,
    extend: ExtendForm,
    *,
    assign: AssignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    running = grant.ends_on is None or grant.ends_on >= clock.today()
    context: dict[str, Any] = {"grant": grant, "end": end, "extend": extend, "running": running}
    if grant.role.scope == Role.Scope.DEPARTMENT:
        kept = {"department": grant.department.name if grant.department else ""}
        context["assign"] = assign or AssignForm(initial=kept)
    return render(request, "people/grant_change.html", context, status=status)


@makes_one
@require_POST
@access("people.role.grant", load=selectors.invitation)
def invitation_send(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return _on_invitation(
        request, services.send_again, invitation, _("招待をもう一度お送りします。")
    )


@require_POST
@access("people.role.grant", load=selectors.invitation)
def invitation_withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    said = _("招待を取りやめました。")
    return _on_invitation(request, services.withdraw_invitation, invitation, said)


def _on_invitation(
    request: HttpRequest, service: Any, invitation: Invitation, said: str
) -> HttpResponse:
    try:
        service(invitation=invitation, actor=request.actor)  # type: ignore[attr-defined]
    except services.RoleProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(link("people:role_list"))


def _invitation(actor: Actor, *, token: str) -> Invitation | None:
    return letters.invitation_of(token)


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.invitation.view", load=_invitation)
def invitation_accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Read what is offered; take it up once signed in with the address it was sent to."""
    user: Any = request.user
    problem = closed_reason(invitation)
    if request.method == "POST" and user.is_authenticated:
        try:
            services.accept_invitation(invitation=invitation, user=user, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as fault:
            problem = str(fault)
        else:
            messages.success(request, _("役割をお受けいただきました。ありがとうございます。"))
            return redirect(link("portal:me"))
    context = {
        "invitation": invitation,
        "problem": problem,
        "fits": user.is_authenticated and user.email == invitation.email,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "people/invitation_accept.html", context, status=status)
