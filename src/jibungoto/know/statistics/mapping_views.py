"""Pages on which a person says how a table is to be read: HTTP only."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.links import link
from jibungoto.kernel.turns import in_turn
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of

from . import mapping_services, policies
from .arranging import Arrangement, Unreadable, arrange
from .column_words import known_words
from .mapping_forms import ColumnsForm, HeaderForm, SavedForm, WordForm
from .mapping_intake import how_of
from .mapping_selectors import mapping_named, mappings, word_of, words
from .models import ColumnWord, Mapping


@require_http_methods(["GET", "POST"])
@access("intake.run.use", load=intake_selectors.run)
def columns_edit(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """What each column of a file means, proposed by the dictionary or a saved mapping."""
    back = link("intake:run_view", public_id=run.public_id)
    try:
        found = arrange(run, request.GET)
    except Unreadable as error:
        messages.warning(request, str(error))
        return redirect(back)
    initial = {"layout": found.how.layout, **found.initial}
    form = ColumnsForm(request.POST or None, how=found.how, initial=initial)
    if form.is_valid():
        try:
            _read_by(request, run, found, form)
        except intake.NotNow as error:
            messages.warning(request, str(error))
        return redirect(back)
    header = HeaderForm(
        initial={"sheet": found.sheet, "first": found.header[0], "last": found.header[1]},
        sheets=found.sheets,
    )
    rows = [(use, found.samples.get(use.position, []), m, d) for use, m, d in form.columns()]
    context = {
        "run": run,
        "back": back,
        "found": found,
        "form": form,
        "header": header,
        "rows": rows,
    }
    status = 422 if form.errors else 200
    return render(request, "statistics/columns_edit.html", context, status=status)


def _read_by(request: HttpRequest, run: IntakeRun, found: Arrangement, form: ColumnsForm) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data: dict[str, Any] = form.cleaned_data
    told = form.told()
    mapping = mapping_services.store_mapping(
        signature=found.signature,
        layout=told.layout,
        header=found.header,
        skip=data["skip"],
        uses=told.uses,
        name=data["name"].strip(),
        places=data["places"],
        actor=actor,
    )
    options = {"mapping": str(mapping.pk), "sheet": found.sheet, "places": data["places"]}
    intake.choose_otherwise(run=run, options=options, actor=actor)
    if mapping.name:
        messages.success(request, _("読み方「{}」を保存しました。").format(inside(mapping.name)))


@require_GET
@access(policies.IMPORT)
def mapping_list(request: HttpRequest) -> HttpResponse:
    """The saved ways of reading tables."""
    return render(request, "statistics/mapping_list.html", {"mappings": mappings()})


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.IMPORT, load=mapping_named)
def mapping_edit(request: HttpRequest, mapping: Mapping) -> HttpResponse:
    """Change a saved way of reading."""
    form = SavedForm(request.POST or None, mapping=mapping, how=how_of(mapping))
    if form.is_valid():
        mapping_services.change_mapping(
            mapping=mapping, name=form.cleaned_data["name"], uses=form.told().uses
        )
        messages.success(request, _("書きかえました。次に読む表から使います。"))
        return redirect(link("statistics:mapping_list"))
    rows: list[Any] = [(use, [], m, d) for use, m, d in form.columns()]
    status = status_of(form)
    context = {"mapping": mapping, "form": form, "rows": rows}
    return render(request, "statistics/mapping_edit.html", context, status=status)


@require_POST
@access(policies.IMPORT, load=mapping_named)
def mapping_remove(request: HttpRequest, mapping: Mapping) -> HttpResponse:
    """Offer it no more."""
    mapping_services.remove_mapping(mapping=mapping)
    messages.success(request, _("読み方を消しました。取りこんだ数は、そのままです。"))
    return redirect(link("statistics:mapping_list"))


@require_http_methods(["GET", "POST"])
@access(policies.IMPORT)
def word_list(request: HttpRequest) -> HttpResponse:
    """The column dictionary: own words, and what everybody's knows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WordForm(request.POST or None)
    if form.is_valid():
        mapping_services.add_word(**form.cleaned_data, actor=actor)
        messages.success(request, _("「{}」を覚えました。").format(form.cleaned_data["word"]))
        return redirect(link("statistics:word_list"))
    context = {"form": form, "words": words(), "known": list(known_words())}
    status = 422 if form.errors else 200
    return render(request, "statistics/word_list.html", context, status=status)


@require_POST
@access(policies.IMPORT, load=word_of)
def word_remove(request: HttpRequest, word: ColumnWord) -> HttpResponse:
    """Forget a word."""
    mapping_services.remove_word(word=word)
    messages.success(request, _("「{}」を消しました。").format(word.word))
    return redirect(link("statistics:word_list"))
