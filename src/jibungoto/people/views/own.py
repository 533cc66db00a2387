"""A person's own data: names and consent, export, erasure; and the inventory for everybody."""

import io
import json
import zipfile
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import clock, kept, registry
from jibungoto.kernel.access import access
from jibungoto.kernel.intake.writing import records_csv
from jibungoto.kernel.links import link
from jibungoto.kernel.turns import in_turn
from jibungoto.people import services
from jibungoto.people.forms import NameForm, posted
from jibungoto.people.selectors.names import given_consents, own_name, public_name
from jibungoto.ui.listing import listed
from jibungoto.ui.seen import status as status_of


@require_GET
@access("people.inventory.view")
def inventory(request: HttpRequest) -> HttpResponse:
    """Which personal data the house keeps, why, and for how long."""
    lines = [
        {
            "what": kept.in_own_words(str(line.what)),
            "why": kept.in_own_words(str(line.why)),
            "keep": kept.in_own_words(str(line.keep)),
            "can": _can(line),
        }
        for line in registry.personal_data()
    ]
    return render(request, "people/inventory.html", {"lines": lines})


def _can(line: registry.PersonalData) -> str:
    """What a person can do about a kind of data by themselves."""
    if line.model == "people.User":
        return _("受けとる・消す")
    ways = [_("受けとる") if line.export else "", _("消す") if line.erase else ""]
    return listed(filter(None, ways), "・") or _("担当へお申し出ください")


@require_POST
@access("people.device.forget")
def device_forget(request: HttpRequest) -> HttpResponse:
    """Cut the tie between this device and what it did, without any account."""
    services.forget_device(actor=request.actor)  # type: ignore[attr-defined]
    response = redirect(link("people:privacy"))
    messages.success(request, _("この端末との結びつきを消しました。"))
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@in_turn
@access("people.own.change")
def name_change(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    actor = request.actor  # type: ignore[attr-defined]
    initial = {"consents": given_consents(user), "district": actor.district_id}
    form = NameForm(posted(request), instance=own_name(user), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.set_name(
            user=user,
            fields={name: told[name] for name in ("display", "family", "given", "kana")},
            consents=dict.fromkeys(told["consents"], True),
            actor=actor,
        )
        participant = services.participant_for(request)
        services.live_in(participant=participant, district=told["district"], actor=actor)
        messages.success(request, _("呼び名と同意を保存しました。"))
        return redirect(link("people:name_change"))
    context = {"form": form, "shown": public_name(user)}
    status = status_of(form)
    return render(request, "people/name_change.html", context, status=status)


@require_GET
@never_cache
@access("people.account.manage")
def data_overview(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return render(request, "people/data_overview.html", {"erase_on": user.erase_on})


@require_POST
@access("people.account.manage")
@reauthentication_required  # type: ignore[untyped-decorator]
def data_export(request: HttpRequest) -> HttpResponse:
    """Everything about the person as one archive: JSON for machines, CSV for a spreadsheet."""
    told = services.export_of(request.user)  # type: ignore[arg-type]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
        for city, tables in told["municipalities"].items():
            for model, table in tables.items():
                kept.writestr(f"{city}/{model}.csv", records_csv(table["rows"]))
    response = HttpResponse(archive.getvalue(), content_type="application/zip")
    name = f"jibungoto-{clock.today():%Y%m%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["POST"])
@access("people.account.manage")
@reauthentication_required  # type: ignore[untyped-decorator]
def data_erase(request: HttpRequest) -> HttpResponse:
    """Ask to be erased, or think again (`keep=1`)."""
    user: Any = request.user
    if request.POST.get("keep"):
        services.keep_account(user=user)
        messages.success(request, _("消去を取りやめました。アカウントはそのままです。"))
        return redirect("account:data")
    try:
        day = services.ask_erasure(user=user)
    except services.RoleProblem as problem:
        messages.error(request, str(problem))
    else:
        words = _("{}年{}月{}日に消去します。それまでは、いつでも取りやめられます。")
        messages.success(request, words.format(day.year, day.month, day.day))
    return redirect("account:data")
