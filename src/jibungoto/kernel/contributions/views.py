"""The staff's pages of one contribution, the same in every room: working on it and merging.

A room names its pages in one `Workbench` and puts `paths()` before its own addresses. Its
templates fill in words and rows of `kernel/work.html` and `kernel/merge.html`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import kept
from jibungoto.kernel.access import Load, access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.policy import decide
from jibungoto.ui.seen import status as status_of

from . import caution, forms, selectors
from .handling import Handling
from .tables import Answer, Contribution, Merge

_VERBS = ("state", "answer", "connect", "check", "hide", "show", "reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Sentences of the pages in which the record, or who is for it, is named; all lazy."""

    board: Any  # where all of them are looked through
    answer_hears: Any  # who hears of an answer
    state_hears: Any  # who hears of a state and its reason
    state_told: Any
    connect: Any  # what can be connected
    merges: Any  # the heading of what was put under it
    remain: Any  # what becomes of those that are put under another
    merged: Any  # {} is how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench[C: Contribution]:
    """The pages of one kind of contribution.

    Its rules and addresses are called after the `Handling`: `<action>.sort`, `.answer` and
    `.moderate`, `<room>.board.view`, `.merge.undo` and `.answer.undo`; `<room>:<field>_work`.
    """

    handling: Handling[C]
    load: Load  # by its short code, for those who work on it
    chosen: Callable[[Actor, list[str]], list[C]]
    cards: Callable[[Iterable[C]], Sequence[Any]]
    states: Callable[[Mapping[str, str]], list[tuple[str, str]]]  # by the municipality's words
    shapes: Mapping[str, str]
    sentences: Sentences
    reported: tuple[str, ...] = ()  # what else a report may be about
    # What the room adds: its forms and rows.
    more: Callable[[HttpRequest, C], dict[str, Any]] = lambda _request, _record: {}

    @property
    def room(self) -> str:
        return self.handling.action.split(".")[0]

    def paths(self) -> list[URLPattern]:
        """The addresses of all pages and deeds; before those of the room, whose codes are any."""
        room, field, action = self.room, self.handling.field, self.handling.action
        undo_merge = access(f"{room}.merge.undo", load=selectors.merge_numbered(self.handling))
        undo_answer = access(f"{room}.answer.undo", load=selectors.answer_numbered(self.handling))
        sorting, answering, moderating = (
            access(f"{action}.{rule}", load=self.load) for rule in ("sort", "answer", "moderate")
        )
        merge = require_http_methods(["GET", "POST"])(access(f"{room}.board.view")(self._merge))
        page = require_GET(never_cache(sorting(self.page)))
        deeds = {
            "state": sorting(self._state),
            "answer": makes_one(require_POST(answering(self._answer))),
            "connect": sorting(self._connect),
            "check": moderating(self._check),
            "hide": moderating(self._hide),
            "show": moderating(self._show),
            "reports": moderating(self._reports),
        }
        return [
            path(f"{room}/merge/", merge, name=f"{field}_merge"),
            path(
                f"{room}/merges/<int:number>/undo/",
                require_POST(undo_merge(self._undo_merge)),
                name="merge_undo",
            ),
            path(
                f"{room}/answers/<int:number>/undo/",
                require_POST(undo_answer(self._undo_answer)),
                name="answer_undo",
            ),
            path(f"{room}/<code>/work/", page, name=f"{field}_work"),
            *(
                path(f"{room}/<code>/{verb}/", require_POST(view), name=f"{field}_{verb}")
                for verb, view in deeds.items()
            ),
        ]

    def page(self, request: HttpRequest, record: C, **sent: django_forms.BaseForm) -> HttpResponse:
        """All that is done with one record; `sent` is the form that needs mending."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        handling, words = self.handling, _words(request)
        room, field = self.room, handling.field
        state: str = record.state  # type: ignore[attr-defined]
        (card,) = self.cards([record])
        beside = selectors.beside(handling, record, *self.reported)
        context: dict[str, Any] = {
            "record": record,
            field: record,
            "field": field,
            "card": card,
            "words": words,
            "sentences": self.sentences,
            "shape": self.shapes[state],
            "state_word": dict(self.states(words))[state],
            "board_url": link(f"{room}:{field}_board"),
            "page_url": link(f"{room}:{field}_view", code=record.code),
            "acts": {v: link(f"{room}:{field}_{v}", code=record.code) for v in _VERBS},
            "cautions": caution.said(record.cautions.split()),
            "waits": record.node.state == Node.State.STAFF and not record.hidden_reason,
            "reports": beside.reports,
            "merges": [
                (merge, parts, link(f"{room}:merge_undo", number=merge.pk))
                for merge, parts in beside.merges
            ],
            "answers": [
                (answer, link(f"{room}:answer_undo", number=answer.pk)) for answer in beside.answers
            ],
            "may_moderate": bool(decide(actor, f"{handling.action}.moderate", record)),
            "may_answer": bool(decide(actor, f"{handling.action}.answer", record)),
            "state_form": self._state_form(words, initial={"state": state}),
            "answer_form": forms.AnswerForm(),
            "connect_form": forms.ConnectForm(actor=actor, district_id=record.district_id),
            "hide_form": forms.HideForm(auto_id="hide_%s"),
        }
        context |= self.more(request, record) | sent
        status = status_of(*sent.values())
        return render(request, f"{room}/{field}_work.html", context, status=status)

    def done(self, request: HttpRequest, record: C, said: str) -> HttpResponse:
        """Back to the page, where it says what was done."""
        messages.success(request, said)
        return self._back(record)

    def _back(self, record: Contribution) -> HttpResponse:
        return redirect(link(f"{self.room}:{self.handling.field}_work", code=record.code))

    def _state_form(self, words: Mapping[str, str], *data: Any, **told: Any) -> forms.StateForm:
        states, hears = self.states(words), self.sentences.state_hears
        return forms.StateForm(
            *data, states=states, passed=self.handling.passed, hears=hears, **told
        )

    def _state(self, request: HttpRequest, record: C) -> HttpResponse:
        form = self._state_form(_words(request), request.POST)
        if not form.is_valid():
            return self.page(request, record, state_form=form)
        self.handling.change_state(record, **form.cleaned_data)
        return self.done(request, record, str(self.sentences.state_told))

    def _answer(self, request: HttpRequest, record: C) -> HttpResponse:
        form = forms.AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(request, record, answer_form=form)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        self.handling.answer(record, actor=actor, **form.cleaned_data)
        said = _("返事をのせました。次の朝、書いた方たちに一度だけ届きます。")
        return self.done(request, record, said)

    def _undo_answer(self, request: HttpRequest, answer: Answer) -> HttpResponse:
        record: C = getattr(answer, self.handling.field)
        self.handling.take_back_answer(answer)
        return self.done(request, record, _("返事を取り消しました。"))

    def _connect(self, request: HttpRequest, record: C) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        form = forms.ConnectForm(request.POST, actor=actor, district_id=record.district_id)
        if form.is_valid():
            result, note = form.cleaned_data["code"], form.cleaned_data["note"]
            try:
                self.handling.connect_result(record, result, note)
            except self.handling.error as error:
                form.add_error("code", str(error))
            else:
                return self.done(request, record, _("つながった先を書きました。"))
        return self.page(request, record, connect_form=form)

    def _check(self, request: HttpRequest, record: C) -> HttpResponse:
        self.handling.check(record)
        return self.done(request, record, _("確かめました。公開のページに出ています。"))

    def _hide(self, request: HttpRequest, record: C) -> HttpResponse:
        form = forms.HideForm(request.POST, auto_id="hide_%s")
        if not form.is_valid():
            return self.page(request, record, hide_form=form)
        self.handling.hide(record, form.cleaned_data["reason"])
        return self.done(request, record, _("見えなくしました。理由は書いた方に伝わります。"))

    def _show(self, request: HttpRequest, record: C) -> HttpResponse:
        self.handling.show(record)
        return self.done(request, record, _("公開のページに戻しました。"))

    def _reports(self, request: HttpRequest, record: C) -> HttpResponse:
        self.handling.handle_reports(record)
        return self.done(request, record, _("知らせを確かめ、そのままにしました。"))

    def _merge(self, request: HttpRequest) -> HttpResponse:
        """Choose under which of the marked the others go; `head` in the form does it."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        posted = request.POST if request.method == "POST" else None
        asked = request.GET if posted is None else posted
        handling, room, field = self.handling, self.room, self.handling.field
        found = self.chosen(actor, asked.getlist("code"))
        board = link(f"{room}:{field}_board")
        if len(found) < 2:
            messages.warning(request, str(handling.words.too_few))
            return redirect(board)
        form = forms.MergeForm(posted, records=found, remain=self.sentences.remain)
        if form.is_valid():
            head = next(r for r in found if r.code == form.cleaned_data["head"])
            others = [r for r in found if r != head]
            try:
                handling.merge(head, others, form.cleaned_data["reason"], actor)
            except handling.error as error:
                form.add_error(None, str(error))
            else:
                return self.done(request, head, str(self.sentences.merged).format(len(found)))
        context = {
            "form": form,
            "cards": self.cards(found),
            "words": _words(request),
            "board_url": board,
        }
        return render(request, f"{room}/{field}_merge.html", context, status=status_of(form))

    def _undo_merge(self, request: HttpRequest, merge: Merge) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        try:
            self.handling.undo_merge(merge, actor)
            messages.success(request, _("まとめる前に戻しました。"))
        except self.handling.error as error:
            messages.warning(request, str(error))
        return self._back(merge.head)  # type: ignore[attr-defined]


def _words(request: HttpRequest) -> Any:
    return kept.words(request.municipality)  # type: ignore[attr-defined]
