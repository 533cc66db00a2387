"""Looking at pages with the eyes of another role: nothing can be changed meanwhile."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.people.forms import ViewAsForm, posted
from jibungoto.people.selectors import roles as selectors
from jibungoto.people.services.viewing import start_viewing
from jibungoto.people.sessions import COUNTER, VIEW_AS, ViewAs


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.view_as.use")
def view_as_start(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = ViewAsForm(posted(request), roles=selectors.viewable_roles(actor))
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        district, organisation = form.cleaned_data["district"], form.cleaned_data["organisation"]
        start_viewing(role=role, actor=actor)
        request.session.pop(COUNTER, None)
        viewed = ViewAs(
            municipality_id=request.municipality.pk,  # type: ignore[attr-defined]
            role_id=role.pk,
            role=role.key,
            district_id=district.pk if district else None,
            organisation_id=organisation.pk if organisation else None,
            department=form.cleaned_data["department"] or None,
            name=role.label,
        )
        request.session[VIEW_AS] = asdict(viewed)
        return redirect(link("portal:municipality_home"))
    status = 422 if form.errors else 200
    return render(request, "people/view_as_start.html", {"form": form}, status=status)


@require_POST
@access("people.view_as.stop")
def view_as_stop(request: HttpRequest) -> HttpResponse:
    if request.session.pop(VIEW_AS, None):
        messages.success(request, _("ご自分の役割に戻りました。"))
    return redirect(link("portal:municipality_home"))
