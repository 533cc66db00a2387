"""What those do who put voices together: choose texts, mend the proposal, publish it."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.groupings import forms, policies, selectors, services
from jibungoto.hear.groupings.models import Grouping
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link, node_url


@require_http_methods(["GET", "POST"])
@never_cache
@access("groupings.grouping.create")
def grouping_create(request: HttpRequest) -> HttpResponse:
    """Choose texts; their grouping is a job whose progress can be watched."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    posted = request.method == "POST"
    form = forms.CreateForm(
        request.POST if posted else None, request.FILES if posted else None, actor=actor
    )
    if posted and form.is_valid():
        told = form.cleaned_data
        try:
            _made, job = services.create_grouping(
                title=told["title"],
                texts=told["texts"],
                source=told["source"],
                source_label=str(told["source_label"]),
                district=told["district"],
                collected_on=told["collected_on"],
                ask_llm=told.get("ask_llm", False),
                actor=actor,
            )
        except services.GroupingError as error:
            form.add_error(None, str(error))
        else:
            return redirect(link("kernel:job_show", public_id=job.public_id))
    status = 422 if form.errors else 200
    return render(request, "groupings/grouping_create.html", {"form": form}, status=status)


@require_GET
@never_cache
@access(policies.EDIT, load=selectors.workable)
def grouping_work(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    return _work(request, grouping)


def _work(request: HttpRequest, grouping: Grouping, **sent: django_forms.BaseForm) -> HttpResponse:
    """The workbench of a grouping; `sent` is the form that needs mending."""
    context: dict[str, Any] = {
        "grouping": grouping,
        "shown": selectors.bundles(grouping),
        "counts": selectors.counts(grouping),
        "steps": selectors.steps(grouping),
        "publish_form": forms.PublishForm(grouping=grouping),
    } | sent
    return render(request, "groupings/grouping_work.html", context, status=422 if sent else 200)


def _back(request: HttpRequest, grouping: Grouping, said: str = "") -> HttpResponse:
    if said:
        messages.success(request, said)
    part = request.POST.get("back", "")
    if part in ("rest", "aside") or part.isdecimal():
        return redirect(link("groupings:grouping_texts", code=grouping.code, part=part))
    return redirect(link("groupings:grouping_work", code=grouping.code))


def _number(request: HttpRequest, name: str) -> int:
    told = request.POST.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 18 else 0


@require_POST
@access(policies.EDIT, load=selectors.workable)
def bundle_rename(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    bundle = selectors.bundle(grouping, _number(request, "bundle"))
    if bundle is None:
        messages.warning(request, _("このまとまりは、見つかりません。"))
        return _back(request, grouping)
    try:
        services.rename_bundle(
            grouping=grouping,
            bundle=bundle,
            name=request.POST.get("name", ""),
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except services.GroupingError as error:
        messages.warning(request, str(error))
        return _back(request, grouping)
    return _back(request, grouping, _("名前をつけました。"))


@require_POST
@access(policies.EDIT, load=selectors.workable)
def bundle_merge(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    """Put the marked bundles under the largest of them."""
    marked = set(request.POST.getlist("bundle"))
    found = [s.bundle for s in selectors.bundles(grouping) if str(s.bundle.pk) in marked]
    if len(found) < 2:
        messages.warning(request, _("合わせるまとまりを、二つ以上選んでください。"))
        return _back(request, grouping)
    try:
        services.merge_bundles(
            grouping=grouping,
            head=found[0],
            others=found[1:],
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except services.GroupingError as error:
        messages.warning(request, str(error))
        return _back(request, grouping)
    return _back(request, grouping, _("まとまりを合わせました。「取り消す」で戻せます。"))


@require_POST
@access(policies.EDIT, load=selectors.workable)
def item_move(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    """Move the marked texts."""
    marked = [int(n) for n in request.POST.getlist("item") if n.isdecimal() and len(n) < 18]
    try:
        services.move_items(
            grouping=grouping,
            keys=marked,
            target=request.POST.get("target", ""),
            name=request.POST.get("name", ""),
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except services.GroupingError as error:
        messages.warning(request, str(error))
        return _back(request, grouping)
    return _back(request, grouping, _("声を移しました。「取り消す」で戻せます。"))


@require_POST
@access(policies.EDIT, load=selectors.workable)
def step_undo(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    try:
        step = services.undo_step(grouping=grouping, actor=request.actor)  # type: ignore[attr-defined]
    except services.GroupingError as error:
        messages.warning(request, str(error))
        return _back(request, grouping)
    return _back(request, grouping, _("取り消しました：{}").format(step.get_verb_display()))


@require_POST
@access(policies.EDIT, load=selectors.workable)
def grouping_publish(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    form = forms.PublishForm(request.POST, grouping=grouping)
    if form.is_valid():
        try:
            services.publish_grouping(grouping=grouping, **form.cleaned_data)
        except services.GroupingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("公開しました。"))
            return redirect(node_url(grouping.node))
    return _work(request, grouping, publish_form=form)


@require_POST
@access(policies.EDIT, load=selectors.workable)
def grouping_withdraw(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    services.withdraw_grouping(grouping=grouping)
    return _back(request, grouping, _("公開を取りやめました。下書きに戻っています。"))


@require_http_methods(["GET", "POST"])
@never_cache
@access(policies.EDIT, load=selectors.workable)
def item_turn(request: HttpRequest, grouping: Grouping) -> HttpResponse:
    """Put a sentence of a text to the vote in a conversation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    item = selectors.item(grouping, asked.get("item", ""))
    if item is None:
        messages.warning(request, _("意見にする声を選んでください。"))
        return _back(request, grouping)
    form = forms.StatementForm(
        request.POST if request.method == "POST" else None,
        conversations=selectors.conversations(actor),
        initial={"text": (item.sentence or item.text)[:140]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.turn_into_statement(
                item=item,
                conversation=form.found[form.cleaned_data["conversation"]],
                text=form.cleaned_data["text"],
                actor=actor,
            )
        except services.GroupingError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("問いかけの意見に加えました。"))
            part = str(item.bundle_id or "rest")
            return redirect(link("groupings:grouping_texts", code=grouping.code, part=part))
    context = {"grouping": grouping, "item": item, "form": form}
    status = 422 if form.errors else 200
    return render(request, "groupings/item_turn.html", context, status=status)
