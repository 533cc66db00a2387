"""Pages of the desk: HTTP only."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import clock
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.turns import in_turn
from jibungoto.know.places.models import District
from jibungoto.ui.seen import status as status_of

from . import policies, selectors, services
from .forms import ContactForm, DeskSettingsForm
from .models import Contact


@require_GET
@access("desk.contact.list")
def desk_mine(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return render(
        request,
        "desk/desk_mine.html",
        {
            "follow_ups": selectors.open_follow_ups(actor, mine=True),
            "just_done": selectors.just_done(actor),
            "contacts": selectors.contacts(actor, mine=True)[:10],
            "districts": selectors.districts(actor),
            "may_write": actor.may_somewhere(policies.WRITE),
            "may_settings": actor.may_somewhere(policies.SETTINGS),
        },
    )


@require_GET
@access(policies.READ, load=selectors.district)
def desk_district(request: HttpRequest, district: District) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(selectors.contacts(actor, district), 20).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/desk_district.html",
        {
            "district": district,
            "page": page,
            "follow_ups": selectors.open_follow_ups(actor, district=district),
            "may_write": actor.may(policies.WRITE, district_path=district.lineage),
        },
    )


@require_GET
@access(policies.READ, load=selectors.district)
def desk_handover(request: HttpRequest, district: District) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return render(
        request,
        "desk/desk_handover.html",
        {"district": district, "today": clock.today(), **selectors.hand_over(actor, district)},
    )


@require_http_methods(["GET", "POST"])
@access("desk.contact.add")
def contact_add(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    districts = selectors.districts(actor, policies.WRITE)
    initial = {
        "on": clock.today(),
        "kind": Contact.Kind.VISIT,
        "district": _asked(request, districts),
    }
    form = ContactForm(request.POST or None, initial=initial, districts=districts)
    if form.is_valid():
        contact = services.log_contact(actor=actor, **form.cleaned_data)
        messages.success(request, _("{}の記録を残しました。").format(contact.district.name))
        return redirect(link("desk:desk_district", district=contact.district.slug))
    return _form(request, "desk/contact_add.html", form, {"form": form})


def _asked(request: HttpRequest, districts: Any) -> int | None:
    """The district named in the address, or the only one there is."""
    slug = request.GET.get("district", "")
    found = [d for d in districts if d.slug == slug] if slug else list(districts)
    return found[0].pk if len(found) == 1 else None


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.WRITE, load=selectors.contact)
def contact_edit(request: HttpRequest, contact: Contact) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    names = ("district", "kind", "note", "follow_up", "follow_up_on", "on", "organisation")
    initial = {name: getattr(contact, name) for name in names}
    form = ContactForm(
        request.POST or None, initial=initial, districts=selectors.districts(actor, policies.WRITE)
    )
    form.watch()
    if form.is_valid():
        services.change_contact(contact=contact, actor=actor, **form.cleaned_data)
        messages.success(request, _("書きかえました。"))
        return redirect(link("desk:desk_district", district=contact.district.slug))
    return _form(request, "desk/contact_edit.html", form, {"form": form, "contact": contact})


@require_POST
@access(policies.WRITE, load=selectors.contact)
def contact_done(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Mark the follow-up done, or with `undo` open it again."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("undo"):
        services.reopen_follow_up(contact=contact, actor=actor)
        messages.success(
            request, _("「{}」を、これからすることに戻しました。").format(contact.follow_up)
        )
    else:
        services.finish_follow_up(contact=contact, actor=actor)
        messages.success(
            request,
            _("「{}」を済みにしました。「最近済んだこと」から戻せます。").format(contact.follow_up),
        )
    return redirect(link("desk:desk_mine"))


@require_POST
@access(policies.WRITE, load=selectors.contact)
def contact_withdraw(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Take an entry out of the lists, or with `undo` bring it back."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("undo"):
        services.restore_contact(contact=contact, actor=actor)
        messages.success(request, _("記録を元に戻しました。"))
        return redirect(link("desk:desk_district", district=contact.district.slug))
    services.withdraw_contact(contact=contact, actor=actor)
    return redirect(link("desk:contact_withdrawn", pk=contact.pk))


@require_GET
@access(policies.WRITE, load=selectors.contact)
def contact_withdrawn(request: HttpRequest, contact: Contact) -> HttpResponse:
    return render(request, "desk/contact_withdrawn.html", {"contact": contact})


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.SETTINGS)
def desk_settings(request: HttpRequest) -> HttpResponse:
    initial = {"silent_after_days": selectors.silent_after_days()}
    form = DeskSettingsForm(request.POST or None, initial=initial)
    form.watch()
    if form.is_valid():
        days = form.cleaned_data["silent_after_days"]
        services.change_silent_after(days=days, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(
            request, _("{}日にしました。市の仕事場の表示もこれに合わせます。").format(days)
        )
        return redirect(link("desk:desk_settings"))
    return _form(request, "desk/desk_settings.html", form, {"form": form})


def _form(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=status_of(form))
