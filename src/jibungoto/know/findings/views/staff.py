"""What staff and council do: the board, sorting, answering, merging, looking after."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions.boards import waits_tabs
from jibungoto.kernel.contributions.views import Sentences, Workbench
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.know.findings import forms, maps, policies, selectors, services
from jibungoto.know.findings.models import Deed, Finding, Theme
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


def _more(request: HttpRequest, finding: Finding) -> dict[str, Any]:
    """What the page of a finding has beside that of all contributions."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    told: dict[str, Any] = {
        "themes_form": forms.ThemesForm(initial={"themes": [t.pk for t in finding.themes.all()]}),
    }
    if finding.sort == Finding.Sort.RESOURCE:
        words = _words(request)
        told |= {
            "deeds": [(deed, words[f"resource.{deed.verb}"]) for deed in finding.deeds.all()],
            "contact": boards.contact(actor, finding),
            "deed_form": forms.DeedForm(words=words, district=finding.district, auto_id="deed_%s"),
        }
    return told


work = Workbench(
    handling=services.handling,
    load=workable_finding,
    chosen=boards.chosen,
    cards=selectors.cards,
    states=lambda _words: [(state.value, str(state.label)) for state in Finding.State],
    shapes=SHAPES,
    sentences=Sentences(
        board=gettext_lazy("気づきの整理"),
        answer_hears=gettext_lazy(
            "書いた方、「わたしも」の方、見守っている方に、次の朝に一度だけ届きます。"
        ),
        state_hears=gettext_lazy(
            "書いた方と「わたしも」の方に届きます。見送るときは、必ず書いてください。"
        ),
        state_told=gettext_lazy("いまの段階を書きました。書いた方と「わたしも」の方に届きます。"),
        connect=gettext_lazy("この気づきから生まれた活動や計画をつなぎます。"),
        merges=gettext_lazy("まとめた気づき"),
        remain=gettext_lazy("選んだ気づきの題名で出ます。ほかの気づきも、そのまま残ります。"),
        merged=gettext_lazy("{}件を、一つにまとめました。もとの気づきも残っています。"),
    ),
    more=_more,
)


@require_POST
@access(policies.SORT, load=workable_finding)
def finding_themes(request: HttpRequest, finding: Finding) -> HttpResponse:
    form = forms.ThemesForm(request.POST)
    if not form.is_valid():
        return work.page(request, finding, themes_form=form)
    services.handling.set_themes(finding, themes=form.cleaned_data["themes"])
    return work.done(request, finding, _("テーマを書きました。"))


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
            return work.done(request, finding, _("資源の歩みを書きました。"))
    return work.page(request, finding, deed_form=form)


@require_POST
@access("findings.deed.undo", load=boards.deed)
def deed_undo(request: HttpRequest, deed: Deed) -> HttpResponse:
    finding = deed.finding
    services.remove_deed(deed=deed)
    return work.done(request, finding, _("資源の歩みの1行を取り消しました。"))


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
