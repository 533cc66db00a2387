"""Typing sheets from a stack, one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.hear.sheets import forms, policies, printing, selectors, services
from jibungoto.hear.sheets.models import Sheet, SheetItem, Stack
from jibungoto.hear.sheets.selectors.sheets import Value
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node
from jibungoto.kernel.once import makes_one

from .forms import _page


@makes_one
@require_POST
@access(policies.ENTER, load=selectors.node_at)
def stack_open(request: HttpRequest, node: Node) -> HttpResponse:
    """Begin a stack."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.StackForm(request.POST)
    if not form.is_valid():
        return _page(request, node, stack_form=form)
    try:
        version = selectors.form_to_type(node, request.POST.get("version", ""))
        stack = services.open_stack(
            form=version or services.freeze_form(node=node, actor=actor),
            actor=actor,
            **form.cleaned_data,
        )
    except services.SheetError as fault:
        messages.warning(request, str(fault))
        return redirect(link("sheets:form_view", code=node.short_code))
    return redirect(link("sheets:stack_key", number=stack.pk))


@require_http_methods(["GET", "POST"])
@never_cache
@access("sheets.stack.key", load=selectors.stack_at)
def stack_key(request: HttpRequest, stack: Stack) -> HttpResponse:
    """One sheet after the other: `?n=` is its place in the stack, without it the first untyped."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = link("sheets:stack_key", number=stack.pk)
    items = selectors.items_of(stack.form)
    posted = request.POST if request.method == "POST" else request.GET
    typed = selectors.typed(stack)
    position = forms.number(posted.get("n")) or typed.next()
    fault, answers, serial = "", None, 0
    known = typed.sheets.get(position)
    if request.method == "POST":
        answers, serial = forms.told(request.POST, items), forms.number(request.POST.get("serial"))
        try:
            sheet = services.key_sheet(
                stack=stack, position=position, answers=answers, serial=serial, actor=actor,
                items=items,
            )  # fmt: skip
        except services.SheetError as error:
            fault = str(error)
        else:
            if sheet.reason:
                messages.warning(request, sheet.reason)
            return redirect(here)
    elif known is not None:
        serial = known.serial
        answers = {
            line.item.key: line.first.value
            for line in selectors.lines(known, items)
            if line.first is not None
        }
    over = known is None and position > stack.expected
    context = _context(stack, items, position, answers, fault)
    context |= {
        "serial": serial or "",
        "known": known,
        "typed": len(typed.sheets),
        "over": over and not fault,
        "back": f"{here}?n={position - 1}" if position > 1 else "",
        "first_serial_asked": getattr(stack, "is_numbered", False),
    }
    return render(request, "sheets/stack_key.html", context, status=422 if fault else 200)


@require_http_methods(["GET", "POST"])
@never_cache
@access("sheets.stack.key", load=selectors.stack_at)
def stack_second(request: HttpRequest, stack: Stack) -> HttpResponse:
    """The same stack once more by another person, who does not see what the first typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    here = link("sheets:stack_second", number=stack.pk)
    items = selectors.items_of(stack.form)
    fault, answers, position = "", None, 0
    typed = selectors.typed(stack)
    if request.method == "POST":
        position = forms.number(request.POST.get("n"))
        sheet = typed.sheets.get(position)
        answers = forms.told(request.POST, items)
        try:
            if sheet is None:
                raise services.SheetError(_("この番号の用紙は、まだ一人目が打っていません。"))
            services.key_second(sheet=sheet, answers=answers, actor=actor, items=items)
        except services.SheetError as error:
            fault = str(error)
        else:
            return redirect(f"{here}?after={position}")
    else:
        after = forms.number(request.GET.get("after"))
        position = typed.next_second(actor.user_id, after) or 0
    known = typed.sheets.get(position)
    context = _context(stack, items, position, answers, fault)
    context |= {
        "second": True,
        "serial": (known.serial if known else 0) or "",
        "typed": typed.twice(),
        "over": not position and not fault,
        "mine": typed.by(actor.user_id),
    }
    return render(request, "sheets/stack_key.html", context, status=422 if fault else 200)


def _context(
    stack: Stack,
    items: Sequence[SheetItem],
    position: int,
    answers: Mapping[str, Value] | None,
    fault: str,
) -> dict[str, Any]:
    return {
        "stack": stack,
        "node": stack.form.node,
        "position": position,
        "rows": rows(items, answers or {}),
        "fault": fault,
        "states": Sheet.State,
    }


def rows(items: Sequence[SheetItem], answers: Mapping[str, Value]) -> list[dict[str, Any]]:
    """The items as the typing form draws them: number, options with their key, what is chosen."""
    numbers = printing.numbered(items)
    found = []
    for item in items:
        value = answers.get(item.key, "" if item.is_written else ())
        options = list(item.options.all())
        digits, none = _digits([o.words for o in options])
        found.append(
            {
                "item": item,
                "number": numbers[item.key],
                "name": f"i{item.pk}",
                "options": [
                    {
                        "key": o.key,
                        "words": o.words.replace("\n", ""),
                        "digit": digits[n],
                        "chosen": not isinstance(value, str) and o.key in value,
                    }
                    for n, o in enumerate(options)
                ],
                "none_digit": none,
                "text": value if isinstance(value, str) else "",
                "none": not value,
            }
        )
    return found


def _digits(words: Sequence[str]) -> tuple[list[str], str]:
    """The key that chooses each option, and the one for no answer.

    A scale of figures is typed as its figures, 10 as +; everything else is counted from 1.
    """
    if words and all(w.isascii() and w.isdigit() and int(w) <= 10 for w in words):
        return ["+" if w == "10" else w for w in words], "-" if "0" in words else "0"
    return [str(n) if n < 10 else "" for n in range(1, len(words) + 1)], "0"
