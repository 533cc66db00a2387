"""People look: what the machine doubts and what two people read apart; one sheet as a whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.sheets import forms, policies, selectors, services
from jibungoto.hear.sheets.models import Sheet
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node
from jibungoto.ui.addresses import inner

from .keying import rows


@require_http_methods(["GET", "POST"])
@never_cache
@access(policies.SETTLE, load=selectors.node_at)
def check_next(request: HttpRequest, node: Node) -> HttpResponse:
    """One doubtful answer after the other, beside its picture. `?after=` passes sheets over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = link("sheets:check_next", code=node.short_code)
    after = forms.number(request.GET.get("after"))
    fault = ""
    if request.method == "POST":
        fault = _settle(request, node, actor)
        if not fault:
            return redirect(f"{here}?after={after}" if after else here)
    found, left = selectors.next_open(node, after)
    context: dict[str, Any] = {
        "node": node,
        "found": found,
        "row": None,
        "left": left,
        "fault": fault,
        "here": here,
        "after": after,
    }
    if found:
        (context["row"],) = rows([found.line.item], {found.line.item.key: ()})
        context["number"] = found.number
    return render(request, "sheets/check_next.html", context, status=422 if fault else 200)


def _settle(request: HttpRequest, node: Node, actor: Actor) -> str:
    """Settle what was posted; the fault in words, or nothing."""
    sheet = selectors.sheet_of(node, forms.number(request.POST.get("sheet")))
    if sheet is None:
        return _("この用紙は見つかりません。もう一度お試しください。")
    item = next(
        (
            i
            for i in selectors.items_of(sheet.form)
            if i.pk == forms.number(request.POST.get("item"))
        ),
        None,
    )
    if item is None:
        return _("この問いは、この用紙にはありません。")
    if not item.is_written and not request.POST.getlist(f"i{item.pk}"):
        return _("どれかを選んでください。何も書かれていなければ「無回答」です。")
    value = forms.told(request.POST, [item])[item.key]
    try:
        done = services.settle_item(sheet=sheet, item=item, value=value, actor=actor)
        if done.stack is not None and done.state == Sheet.State.READ:
            services.enter_sheet(sheet=done, actor=actor)
    except services.SheetError as error:
        return str(error)
    return ""


@require_GET
@never_cache
@access("sheets.sheet.view", load=selectors.sheet_at)
def sheet_view(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """One sheet: every answer beside the strip it was read from."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    items = selectors.items_of(sheet.form)
    lines = selectors.lines(sheet, items)
    drawn = rows(items, {line.item.key: line.value for line in lines})
    context = {
        "sheet": sheet,
        "node": sheet.form.node,
        "lines": list(zip(lines, drawn, strict=True)),
        "has_pictures": bool(sheet.upload and not sheet.upload.forgotten_at),
        "missing": any(line.missing and line.settled is None for line in lines),
        "open": any(line.is_open for line in lines),
        "may_change": bool(policies.allows(actor, policies.SETTLE, sheet.form.node)),
    }
    return render(request, "sheets/sheet_view.html", context)


@require_POST
@access("sheets.sheet.change", load=selectors.sheet_at)
def sheet_settle(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Mend one answer of one sheet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    fault = _settle_one(request, sheet, actor)
    if fault:
        messages.warning(request, fault)
    else:
        messages.success(request, _("答えを直しました。"))
    return _back(request, sheet)


def _settle_one(request: HttpRequest, sheet: Sheet, actor: Actor) -> str:
    wanted = forms.number(request.POST.get("item"))
    item = next((i for i in selectors.items_of(sheet.form) if i.pk == wanted), None)
    if item is None:
        return _("この問いは、この用紙にはありません。")
    value = forms.told(request.POST, [item])[item.key]
    try:
        services.settle_item(sheet=sheet, item=item, value=value, actor=actor)
    except services.SheetError as error:
        return str(error)
    return ""


@require_POST
@access("sheets.sheet.change", load=selectors.sheet_at)
def sheet_enter(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Enter one sheet, also one of which a page is missing."""
    try:
        done = services.enter_sheet(sheet=sheet, actor=request.actor, incomplete=True)  # type: ignore[attr-defined]
        if done.reason:
            messages.warning(request, done.reason)
        else:
            messages.success(request, _("用紙を入れました。"))
    except services.SheetError as fault:
        messages.warning(request, str(fault))
    return _back(request, sheet)


@require_POST
@access("sheets.sheet.change", load=selectors.sheet_at)
def sheet_withdraw(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Take one sheet back."""
    services.withdraw_sheet(
        sheet=sheet,
        actor=request.actor,  # type: ignore[attr-defined]
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("用紙を取り消しました。結果からも外れます。"))
    return _back(request, sheet)


@require_POST
@access("sheets.sheet.change", load=selectors.sheet_at)
def sheet_restore(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Undo taking a sheet back."""
    try:
        services.restore_sheet(sheet=sheet, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("取り消しをやめました。もう一度入れてください。"))
    except services.SheetError as fault:
        messages.warning(request, str(fault))
    return _back(request, sheet)


def _back(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    here = link("sheets:sheet_view", public_id=sheet.public_id)
    return redirect(inner(request, request.POST.get("next", ""), here))
