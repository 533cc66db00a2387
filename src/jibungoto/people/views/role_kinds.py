"""What each role allows, and the municipality's own choice of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.turns import in_turn
from jibungoto.people import services
from jibungoto.people.forms import RoleForm, posted
from jibungoto.people.models import Role
from jibungoto.people.selectors import roles as selectors
from jibungoto.ui.seen import status as status_of


@require_GET
@access("people.role.read")
def role_kinds(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {"roles": selectors.role_kinds(), "may_change": actor.may("people.role.grant")}
    return render(request, "people/role_kinds.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.role.turn_over")
def role_kind_create(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@never_cache
@in_turn
@access("people.role.turn_over", load=selectors.role_kind)
def role_kind_change(request: HttpRequest, role: Role) -> HttpResponse:
    return _form(request, role)


def _form(request: HttpRequest, role: Role | None) -> HttpResponse:
    form = RoleForm(posted(request), role=role)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_role(role=role, **form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except services.RoleProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("役割でできることを決めました。"))
            return redirect(link("people:role_kinds"))
    status = status_of(form)
    return render(
        request, "people/role_kind_change.html", {"form": form, "role": role}, status=status
    )
