"""What staff and council do: the board, sorting, answering, merging, looking after."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions.boards import waits_tabs
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.know.findings import caution, forms, maps, policies, selectors, services
from jibungoto.know.findings.models import Answer, Deed, Finding, Merge, Theme
from jibungoto.know.findings.selectors import board as boards
from jibungoto.know.findings.selectors.findings import theme as theme_numbered
from jibungoto.know.findings.selectors.findings import themes, workable_finding
from jibungoto.know.findings.selectors.history import SHAPES
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of

PAGE = 30


def _words(request: HttpRequest) -> Any:
    return kept.words(request.municipality)  # type: ignore[attr-defined]


@require_GET
@access("findings.board.view")
def finding_board(request: HttpRequest) -> HttpResponse:
    """The findings of one's districts: new ones first, filtered, to be sorted and merged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.BoardFilter(request.GET, words=_words(request))
    asked = form.chosen()
    page = Paginator(boards.board(actor, **asked), PAGE).get_page(request.GET.get("page"))
    found = boards.on_page(page.object_list)  # type: ignore[arg-type]  # a slice of it
    context = {
        "form": form,
        "page": page,
        "rows": list(zip(found, selectors.cards(found), strict=True)),
        "chosen": asked,
        "is_filtered": bool(set(asked) - {"waits"}),
        "tabs": waits_tabs(boards.waits(actor), asked.get("waits", "")),
        "board_url": link("findings:finding_board"),
        "merge_url": link("findings:finding_merge"),
        "shapes": SHAPES,
        "words": _words(request),
        "may_set": bool(decide(actor, policies.SETTINGS)),
        "may_record": actor.may_somewhere(policies.RECORD),
        "may_import": actor.may_somewhere(policies.IMPORT),
    }
    return render(request, "findings/finding_board.html", context)


@require_http_methods(["GET", "POST"])
@access("findings.board.view")
def finding_merge(request: HttpRequest) -> HttpResponse:
    """Choose under which of the marked findings the others go; `head` in the form does it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    found = boards.chosen(actor, asked.getlist("code"))
    if len(found) < 2:
        messages.warning(request, _("まとめる気づきを、二つ以上選んでください。"))
        return redirect(link("findings:finding_board"))
    form = forms.MergeForm(request.POST if request.method == "POST" else None, findings=found)
    if request.method == "POST" and form.is_valid():
        head = next(f for f in found if f.code == form.cleaned_data["head"])
        try:
            services.merge_findings(
                head=head,
                others=[f for f in found if f != head],
                reason=form.cleaned_data["reason"],
                actor=actor,
            )
        except services.FindingsError as error:
            form.add_error(None, str(error))
        else:
            said = _("{}件を、一つにまとめました。もとの気づきも残っています。")
            messages.success(request, said.format(len(found)))
            return redirect(link("findings:finding_work", code=head.code))
    context = {"form": form, "cards": selectors.cards(found), "words": _words(request)}
    status = 422 if form.errors else 200
    return render(request, "findings/finding_merge.html", context, status=status)


@require_POST
@access("findings.merge.undo", load=boards.merge)
def merge_undo(request: HttpRequest, merge: Merge) -> HttpResponse:
    try:
        services.undo_merge(merge=merge, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("まとめる前に戻しました。"))
    except services.FindingsError as error:
        messages.warning(request, str(error))
    return redirect(link("findings:finding_work", code=merge.head.code))


@require_GET
@never_cache
@access(policies.SORT, load=workable_finding)
def finding_work(request: HttpRequest, finding: Finding) -> HttpResponse:
    return _work(request, finding)


def _work(request: HttpRequest, finding: Finding, **sent: django_forms.BaseForm) -> HttpResponse:
    """The workbench of one finding; `sent` is the form that needs mending."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = _words(request)
    (card,) = selectors.cards([finding])
    resource = finding.sort == Finding.Sort.RESOURCE
    context: dict[str, Any] = {
        "finding": finding,
        "card": card,
        "words": words,
        "shape": SHAPES[finding.state],
        "cautions": caution.said(finding.cautions.split()),
        "waits": finding.node.state == "staff" and not finding.hidden_reason,
        "reports": boards.reports(finding),
        "merges": boards.merges(finding),
        "answers": list(finding.answers.all()),
        "deeds": [(d, words[f"resource.{d.verb}"]) for d in finding.deeds.all()]
        if resource
        else [],
        "contact": boards.contact(actor, finding),
        "may_moderate": bool(decide(actor, policies.MODERATE, finding)),
        "may_answer": bool(decide(actor, policies.ANSWER, finding)),
        "state_form": forms.StateForm(initial={"state": finding.state}),
        "themes_form": forms.ThemesForm(initial={"themes": [t.pk for t in finding.themes.all()]}),
        "answer_form": forms.AnswerForm(),
        "connect_form": forms.ConnectForm(actor=actor, district_id=finding.district_id),
        "hide_form": forms.HideForm(auto_id="hide_%s"),
        "deed_form": forms.DeedForm(words=words, district=finding.district, auto_id="deed_%s")
        if resource
        else None,
    } | sent
    status = 422 if sent else 200
    return render(request, "findings/finding_work.html", context, status=status)


def _done(request: HttpRequest, finding: Finding, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(link("findings:finding_work", code=finding.code))


@require_POST
@access(policies.SORT, load=workable_finding)
def finding_state(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.StateForm(request.POST)
    if not form.is_valid():
        return _work(request, finding, state_form=form)
    services.change_state(finding=finding, **form.cleaned_data)
    return _done(request, finding, _("扱いを書きました。書いた方と「わたしも」の方に届きます。"))


@require_POST
@access(policies.SORT, load=workable_finding)
def finding_themes(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.ThemesForm(request.POST)
    if not form.is_valid():
        return _work(request, finding, themes_form=form)
    services.set_themes(finding=finding, themes=form.cleaned_data["themes"])
    return _done(request, finding, _("テーマを書きました。"))


@makes_one
@require_POST
@access(policies.ANSWER, load=workable_finding)
def finding_answer(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _work(request, finding, answer_form=form)
    services.answer_finding(
        finding=finding,
        actor=request.actor,  # type: ignore[attr-defined]
        **form.cleaned_data,
    )
    return _done(request, finding, _("返事をのせました。次の朝、書いた方たちに一度だけ届きます。"))


@require_POST
@access("findings.answer.undo", load=boards.answer)
def answer_undo(request: HttpRequest, answer: Answer) -> HttpResponse:
    finding = answer.finding
    services.take_back_answer(answer=answer)
    return _done(request, finding, _("返事を取り消しました。"))


@require_POST
@access(policies.SORT, load=workable_finding)
def finding_connect(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.ConnectForm(
        request.POST,
        actor=request.actor,  # type: ignore[attr-defined]
        district_id=finding.district_id,
    )
    if form.is_valid():
        try:
            services.connect_result(
                finding=finding,
                result=form.cleaned_data["code"],
                note=form.cleaned_data["note"],
            )
        except services.FindingsError as error:
            form.add_error("code", str(error))
        else:
            return _done(request, finding, _("つながった先を書きました。"))
    return _work(request, finding, connect_form=form)


@require_POST
@access(policies.SORT, load=workable_finding)
def finding_deed(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.DeedForm(
        request.POST, words=_words(request), district=finding.district, auto_id="deed_%s"
    )
    if form.is_valid():
        try:
            services.record_deed(finding=finding, **form.cleaned_data)
        except services.FindingsError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, finding, _("資源の歩みを書きました。"))
    return _work(request, finding, deed_form=form)


@require_POST
@access("findings.deed.undo", load=boards.deed)
def deed_undo(request: HttpRequest, deed: Deed) -> HttpResponse:
    finding = deed.finding
    services.remove_deed(deed=deed)
    return _done(request, finding, _("資源の歩みの1行を取り消しました。"))


@require_POST
@access(policies.MODERATE, load=workable_finding)
def finding_check(request: HttpRequest, finding: Finding) -> HttpResponse:
    services.check_finding(finding=finding)
    return _done(request, finding, _("確かめました。公開のページに出ています。"))


@require_POST
@access(policies.MODERATE, load=workable_finding)
def finding_hide(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.HideForm(request.POST, auto_id="hide_%s")
    if not form.is_valid():
        return _work(request, finding, hide_form=form)
    services.hide_finding(finding=finding, reason=form.cleaned_data["reason"])
    return _done(request, finding, _("見えなくしました。理由は書いた方に伝わります。"))


@require_POST
@access(policies.MODERATE, load=workable_finding)
def finding_show(request: HttpRequest, finding: Finding) -> HttpResponse:
    services.show_finding(finding=finding)
    return _done(request, finding, _("公開のページに戻しました。"))


@require_POST
@access(policies.MODERATE, load=workable_finding)
def finding_reports(request: HttpRequest, finding: Finding) -> HttpResponse:
    services.handle_reports(finding=finding)
    return _done(request, finding, _("知らせを確かめ、そのままにしました。"))


@require_http_methods(["GET", "POST"])
@never_cache
@access(policies.RECORD)
def finding_record(request: HttpRequest) -> HttpResponse:
    """Write down what came on paper or by word of mouth."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    posted = request.method == "POST"
    form = forms.RecordForm(request.POST if posted else None, actor=actor, words=_words(request))
    if posted and form.is_valid():
        finding = services.create_finding(checked=True, **form.cleaned_data)
        messages.success(request, _("「{}」を書きとめました。").format(inside(finding.title)))
        if "again" in request.POST:
            return redirect(link("findings:finding_record"))
        return redirect(node_url(finding.node))
    context = {"form": form, "map": maps.picking_map(None)}
    status = 422 if form.errors else 200
    return render(request, "findings/finding_record.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@in_turn
@access(policies.SETTINGS)
def finding_settings(request: HttpRequest) -> HttpResponse:
    """When findings become public, and the themes."""
    rules = services.reception()
    initial = {
        "check_first": "yes" if rules.check_first else "no",
        "hold_cautions": rules.hold_cautions,
    }
    form = forms.ReceptionForm(request.POST if request.method == "POST" else None, initial=initial)
    form.watch()
    if request.method == "POST" and form.is_valid():
        services.change_reception(**form.cleaned_data)
        messages.success(request, _("気づきの受けとり方を決めました。"))
        return redirect(link("findings:finding_settings"))
    return _settings(request, form, forms.ThemeForm())


def _settings(
    request: HttpRequest, form: Any, theme_form: Any, at: Theme | None = None
) -> HttpResponse:
    rows = [
        (
            theme,
            theme_form
            if at == theme
            else forms.ThemeForm(theme=theme, auto_id=f"theme{theme.pk}_%s"),
        )
        for theme in themes()
    ]
    context = {"form": form, "theme_form": forms.ThemeForm() if at else theme_form, "rows": rows}
    status = status_of(form, theme_form)
    return render(request, "findings/finding_settings.html", context, status=status)


@makes_one
@require_POST
@in_turn
@access(policies.SETTINGS)
def theme_save(request: HttpRequest) -> HttpResponse:
    """A new theme, a changed one, or with `usual` those many municipalities use."""
    if request.POST.get("usual"):
        services.seed_themes()
        return redirect(link("findings:finding_settings"))
    number = request.POST.get("theme", "")
    theme = theme_numbered(number)
    form = forms.ThemeForm(request.POST, theme=theme)
    if not form.is_valid():
        rules = services.reception()
        reception = forms.ReceptionForm(
            initial={
                "check_first": "yes" if rules.check_first else "no",
                "hold_cautions": rules.hold_cautions,
            }
        )
        reception.watch()
        return _settings(request, reception, form, theme)
    services.save_theme(theme=theme, **form.cleaned_data)
    messages.success(request, _("テーマを書きました。"))
    return redirect(link("findings:finding_settings"))
