"""April: many roles at once, shown before anything is done, and undone as a whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.people import services
from jibungoto.people.forms import TurnOverForm, posted
from jibungoto.people.models import TurnOver
from jibungoto.people.selectors import roles as selectors
from jibungoto.people.services.turn_over import MOST_ROWS


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.role.turn_over")
def turn_over_create(request: HttpRequest) -> HttpResponse:
    """Fill in, look at what would change, then do it: `step=do` after `step=look`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    holders = selectors.grants(actor)
    form = TurnOverForm(posted(request), holders=holders)
    context: dict[str, object] = {"form": form, "step": 1}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        rows = services.read_rows(told["rows"], actor=actor)
        if len(rows) > MOST_ROWS:
            form.add_error(
                "rows", _("一度に{}行までです。分けて貼ってください。").format(MOST_ROWS)
            )
        faulty = [row for row in rows if row.faults]
        ending = list(told["ending"])
        context |= {"rows": rows, "ending": ending, "faulty": faulty, "step": 2}
        if request.POST.get("step") == "do" and not faulty and not form.errors:
            try:
                done = services.turn_over(
                    rows=rows,
                    ending=ending,
                    last_day=told["last_day"],
                    note=told["note"],
                    actor=actor,
                )
            except services.RoleProblem as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(
                    request, _("交代を行いました。ちがっていたら、まとめて取り消せます。")
                )
                return redirect(link("people:turn_over_open", pk=done.pk))
    if form.errors:
        context["step"] = 1
    status = 422 if form.errors or context.get("faulty") else 200
    return render(request, "people/turn_over_create.html", context, status=status)


@require_GET
@access("people.role.turn_over", load=selectors.turn_over)
def turn_over_open(request: HttpRequest, done: TurnOver) -> HttpResponse:
    context = {"done": done, "changes": selectors.changes_of(done)}
    return render(request, "people/turn_over_open.html", context)


@require_POST
@access("people.role.turn_over", load=selectors.turn_over)
def turn_over_undo(request: HttpRequest, done: TurnOver) -> HttpResponse:
    try:
        services.undo_turn_over(done=done, actor=request.actor)  # type: ignore[attr-defined]
    except services.RoleProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("交代を取り消しました。前の状態に戻っています。"))
    return redirect(link("people:turn_over_open", pk=done.pk))
