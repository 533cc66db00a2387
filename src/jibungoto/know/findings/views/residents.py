"""What residents write: four steps to a finding, わたしも, and looking after one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.files import FileRefused
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.once import makes_one
from jibungoto.know.findings import limits, maps, policies, selectors, services
from jibungoto.know.findings.forms import (
    EditForm,
    PhotoForm,
    PlaceForm,
    ReportForm,
    ResourceForm,
    TellForm,
)
from jibungoto.know.findings.models import Draft, Finding
from jibungoto.know.findings.selectors.board import mine, my_drafts
from jibungoto.know.findings.selectors.findings import said_too
from jibungoto.know.findings.selectors.history import SHAPES
from jibungoto.know.findings.services.pinning import channel_of
from jibungoto.know.places.selectors import known_district
from jibungoto.ui.errors import conflict, handler429
from jibungoto.ui.seen import status as status_of

_BOTH = ["GET", "POST"]


def _steps() -> list[str]:
    return [_("ことば"), _("場所"), _("近くの気づき"), _("写真")]


def _page(request: HttpRequest, template: str, step: int, **context: Any) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context |= {"steps": _steps(), "step": step, "words": kept.words(request.municipality)}  # type: ignore[attr-defined]
    return render(request, f"findings/{template}.html", context, status=status)


def _tell_form(request: HttpRequest, sort: str, draft: Draft | None = None) -> TellForm:
    data = request.POST if request.method == "POST" else None
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    if sort == Finding.Sort.RESOURCE:
        return ResourceForm(data, draft=draft, words=words)
    return TellForm(data, sort=sort, draft=draft)


@require_http_methods(_BOTH)
@never_cache
@access("findings.finding.pin")
def finding_create(request: HttpRequest) -> HttpResponse:
    """Step 1: a charm, an issue or a resource, in a word. Sending it keeps a draft."""
    asked = request.GET.get("sort", "")
    district = known_district(request.GET.get("district", ""))
    if asked not in Finding.Sort.values:
        context = {"district": district, "words": kept.words(request.municipality)}  # type: ignore[attr-defined]
        return render(request, "findings/finding_choose.html", context)
    form = _tell_form(request, asked)
    if request.method == "POST" and form.is_valid():
        participant = request.take_part()  # type: ignore[attr-defined]
        if not limits.within(request, participant.pk):
            return handler429(request, seconds=limits.WAIT_SECONDS)
        draft = services.start_draft(
            participant=participant,
            sort=asked,
            district=district or participant.district,
            **_said(form),
        )
        return redirect(link("findings:draft_place", public_id=draft.public_id))
    back = f"?district={district.slug}" if district else "?"
    return _page(request, "finding_tell", 1, form=form, sort=asked, back=back)


def _said(form: TellForm) -> dict[str, Any]:
    names = ("title", "text", "asset", "presence")
    return {n: form.cleaned_data[n] for n in names if n in form.cleaned_data}


@require_http_methods(_BOTH)
@never_cache
@access("findings.draft.continue", load=selectors.own_draft)
def draft_tell(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 1 again: what was said is there."""
    form = _tell_form(request, draft.sort, draft)
    if request.method == "POST" and form.is_valid():
        participant = request.take_part()  # type: ignore[attr-defined]
        services.start_draft(participant=participant, sort=draft.sort, draft=draft, **_said(form))
        return redirect(link("findings:draft_place", public_id=draft.public_id))
    return _page(request, "finding_tell", 1, form=form, sort=draft.sort, draft=draft)


@require_http_methods(_BOTH)
@never_cache
@access("findings.draft.continue", load=selectors.own_draft)
def draft_place(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 2: where. Everything may stay empty."""
    initial = {name: getattr(draft, name) for name in ("place", "lat", "lon")}
    initial["district"] = draft.district_id
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.place_draft(draft=draft, **form.cleaned_data)
        return redirect(link("findings:draft_near", public_id=draft.public_id))
    back = link("findings:draft_tell", public_id=draft.public_id)
    ground = maps.picking_map(draft.district)
    return _page(request, "finding_place", 2, form=form, draft=draft, map=ground, back=back)


@require_GET
@never_cache
@access("findings.draft.continue", load=selectors.own_draft)
def draft_near(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 3: what others have noticed already near by; nothing near leads straight on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selectors.near(
        actor,
        sort=draft.sort,
        title=draft.title,
        text=draft.text,
        lat=draft.lat,
        lon=draft.lon,
        district=draft.district,
    )
    following = link("findings:draft_photo", public_id=draft.public_id)
    if not found:
        return redirect(following)
    cards = selectors.cards([n.finding for n in found])
    rows = [
        (n, card, policies.is_own(actor, n.finding)) for n, card in zip(found, cards, strict=True)
    ]
    back = link("findings:draft_place", public_id=draft.public_id)
    return _page(request, "finding_near", 3, draft=draft, rows=rows, following=following, back=back)


@require_POST
@never_cache
@access("findings.draft.continue", load=selectors.own_draft)
def draft_same(request: HttpRequest, draft: Draft) -> HttpResponse:
    """わたしも instead of a new one. The draft stays for some days."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    finding = selectors.finding(actor, request.POST.get("code", ""))
    if finding is None:
        return redirect(link("findings:draft_near", public_id=draft.public_id))
    participant = request.take_part()  # type: ignore[attr-defined]
    if not limits.within(request, participant.pk):
        return handler429(request, seconds=limits.WAIT_SECONDS)
    try:
        services.say_me_too(finding=finding, participant_id=participant.pk)
    except services.FindingsError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request,
            _("「わたしも」を受けとりました。書きかけは「わたしの気づき」に7日残しておきます。"),
        )
    return redirect(node_url(finding.node))


@makes_one
@require_http_methods(_BOTH)
@never_cache
@access("findings.draft.continue", load=selectors.own_draft)
def draft_photo(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 4: a photo if there is one; then it is pinned."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    posted = request.method == "POST"
    form = PhotoForm(
        request.POST if posted else None, request.FILES if posted else None, sort=draft.sort
    )
    if posted and form.is_valid():
        told = form.cleaned_data
        try:
            finding = services.pin_draft(
                draft=draft,
                channel=channel_of(actor),
                photo=told["photo"],
                alt=told["alt"],
                contact=told.get("contact", ""),
                actor=actor,
            )
        except FileRefused as error:
            form.add_error("photo", str(error))
        except Draft.DoesNotExist:
            return redirect(link("findings:finding_mine"))
        else:
            _thank(request, finding)
            return redirect(node_url(finding.node))
    back = link("findings:draft_place", public_id=draft.public_id)
    return _page(request, "finding_photo_step", 4, form=form, draft=draft, back=back)


def _thank(request: HttpRequest, finding: Finding) -> None:
    if finding.node.state == "public":
        said = _("書きとめました。動きがあったら、「わたしのページ」にお知らせします。")
    else:
        said = _("書きとめました。職員が確かめてから公開します。")
    messages.success(request, said)


@require_POST
@never_cache
@access("findings.draft.continue", load=selectors.own_draft)
def draft_drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    services.drop_draft(draft=draft)
    messages.success(request, _("書きかけをやめました。"))
    return redirect(link("findings:finding_mine"))


@require_GET
@never_cache
@access("findings.finding.pin")
def finding_mine(request: HttpRequest) -> HttpResponse:
    """What was noticed from this device or account, and what is half written."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = mine(actor)
    rows = list(zip(found, selectors.cards(found), strict=True))
    context = {
        "rows": rows,
        "drafts": my_drafts(actor),
        "shapes": SHAPES,
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
    }
    return render(request, "findings/finding_mine.html", context)


@require_http_methods(_BOTH)
@never_cache
@access("findings.finding.me_too", load=selectors.finding)
def finding_me_too(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Ask on a small page of its own; say it, or take it back with `undo`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        context = {
            "finding": finding,
            "said_too": said_too(actor, finding),
            "own": policies.is_own(actor, finding),
            "band": district_band(finding.district, "know") if finding.district else None,
        }
        return render(request, "findings/finding_me_too.html", context)
    participant = request.take_part()  # type: ignore[attr-defined]
    if not limits.within(request, participant.pk):
        return handler429(request, seconds=limits.WAIT_SECONDS)
    if request.POST.get("undo"):
        services.take_back_me_too(finding=finding, participant_id=participant.pk)
        messages.success(request, _("「わたしも」を取り消しました。"))
    else:
        try:
            services.say_me_too(finding=finding, participant_id=participant.pk)
            messages.success(
                request, _("「わたしも」を受けとりました。動きがあったらお知らせします。")
            )
        except services.FindingsError as error:
            messages.warning(request, str(error))
    return redirect(node_url((finding.merged_into or finding).node))


@require_http_methods(_BOTH)
@never_cache
@access("findings.finding.report", load=selectors.finding)
def finding_report(request: HttpRequest, finding: Finding) -> HttpResponse:
    """気になる書きこみを知らせる."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        participant = request.take_part()  # type: ignore[attr-defined]
        if not limits.within(request, participant.pk):
            return handler429(request, seconds=limits.WAIT_SECONDS)
        services.handling.report(finding, participant_id=participant.pk, **form.cleaned_data)
        messages.success(request, _("お知らせを受けとりました。職員が確かめます。"))
        return redirect(node_url(finding.node))
    status = status_of(form)
    context = {"form": form, "finding": finding}
    return render(request, "findings/finding_report.html", context, status=status)


@require_http_methods(_BOTH)
@never_cache
@access("findings.finding.edit", load=selectors.finding)
def finding_edit(request: HttpRequest, finding: Finding) -> HttpResponse:
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    form = EditForm(
        request.POST if request.method == "POST" else None, finding=finding, words=words
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_finding(
                finding=finding,
                expected_version=form.cleaned_data["version"] or finding.node.version,
                checked=not policies.is_own(request.actor, finding),  # type: ignore[attr-defined]
                **form.told(),
            )
        except ChangedMeanwhile:
            here = link("findings:finding_edit", code=finding.code)
            return conflict(request, url=here, form=form)
        messages.success(request, _("書きかえました。"))
        return redirect(node_url(finding.node))
    context = {
        "form": form,
        "finding": finding,
        "map": maps.picking_map(finding.district),
        "own": policies.is_own(request.actor, finding),  # type: ignore[attr-defined]
    }
    status = status_of(form)
    return render(request, "findings/finding_edit.html", context, status=status)


@require_http_methods(_BOTH)
@never_cache
@access("findings.finding.edit", load=selectors.finding)
def finding_photo(request: HttpRequest, finding: Finding) -> HttpResponse:
    """A photo, added later."""
    posted = request.method == "POST"
    form = PhotoForm(
        request.POST if posted else None, request.FILES if posted else None,
        sort=finding.sort, may_contact=False,
    )  # fmt: skip
    form.fields["photo"].required = True
    if posted and form.is_valid():
        try:
            services.add_photo(
                finding=finding,
                upload=form.cleaned_data["photo"],
                alt=form.cleaned_data["alt"],
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except (FileRefused, services.FindingsError) as error:
            form.add_error("photo", str(error))
        else:
            messages.success(request, _("写真をのせました。"))
            return redirect(node_url(finding.node))
    status = status_of(form)
    context = {"form": form, "finding": finding, "photos": finding.node.photos}  # type: ignore[attr-defined]
    return render(request, "findings/finding_photo.html", context, status=status)


@require_POST
@access("findings.contact.forget", load=selectors.finding)
def contact_forget(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Take the contact back that was entrusted with a resource."""
    if services.forget_contact(finding=finding):
        messages.success(request, _("預かっていた連絡先を消しました。"))
    return redirect(node_url(finding.node))


@require_POST
@access("findings.finding.withdraw", load=selectors.finding)
def finding_withdraw(request: HttpRequest, finding: Finding) -> HttpResponse:
    services.handling.withdraw(finding)
    messages.success(request, _("取り下げました。「わたしの気づき」から、元に戻せます。"))
    return redirect(link("findings:finding_mine"))


@require_POST
@access("findings.finding.withdraw", load=selectors.finding)
def finding_restore(request: HttpRequest, finding: Finding) -> HttpResponse:
    services.handling.restore(finding)
    messages.success(request, _("元に戻しました。"))
    return redirect(node_url(finding.node))
