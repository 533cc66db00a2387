"""Filling the progress grid: cell by cell, several at once, nothing written over unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.cells import (
    HINDERED,
    REPORTED,
    CellError,
    Words,
    read,
    text,
    texts,
    tidy,
)
from jibungoto.decide.plans.models import Hurdle, Measure, Progress
from jibungoto.kernel.actor import Actor

from .errors import PlansError
from .progress import change_hurdle, record_hurdle, remove_hurdle, report_progress

SAVED, SAME, CONFLICT, FAULT = "saved", "same", "conflict", "fault"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a cell, and what they saw there before."""

    was: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a cell. `value` is what stands there now, `said` why it was not taken."""

    row: int
    column: str
    state: str
    typed: str
    value: str
    said: str = ""


@transaction.atomic
def fill_row(
    *, measure: Measure, year: int, actor: Actor, cells: Mapping[str, Typed], words: Words
) -> list[Answer]:
    """Take what was typed into the cells of a measure's year, each by itself.

    A cell that somebody else changed since it was seen is not written over: both values are
    answered. What cannot be read is answered with its reason; the others are saved.
    """
    Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    report = Progress.objects.filter(measure=measure, year=year).first()
    hurdle = Hurdle.objects.filter(measure=measure, year=year).order_by("pk").first()
    now = texts(report, hurdle)
    answers, taken = _weighed(measure, cells, now, words)

    def write_report(told: Mapping[str, Any]) -> None:
        known = {name: getattr(report, name) for name in (*REPORTED, "planned")} if report else {}
        report_progress(measure=measure, year=year, actor=actor, **{**known, **told})

    for names, write in (
        (REPORTED, write_report),
        (HINDERED, lambda told: _hinder(measure, year, hurdle, told)),
    ):
        told = {name: taken[name] for name in names if name in taken}
        try:
            with transaction.atomic():
                if told:
                    write(told)
        except PlansError as error:
            at = error.field if error.field in told else next(iter(told))
            for name in told:
                said = str(error) if name == at else _("同じ行の、ほかの欄を直してください。")
                answers[name] = _answer(measure, name, FAULT, cells[name], now, said)
        else:
            for name, value in told.items():
                answers[name] = Answer(measure.pk, name, SAVED, cells[name].value, text(value))
    return [answers[column] for column in cells]


def _weighed(
    measure: Measure, cells: Mapping[str, Typed], now: Mapping[str, str], words: Words
) -> tuple[dict[str, Answer], dict[str, Any]]:
    """What is answered at once, and the values that are to be written."""
    answers: dict[str, Answer] = {}
    taken: dict[str, Any] = {}
    for column, typed in cells.items():
        try:
            value = read(column, typed.value, words)
        except CellError as error:
            answers[column] = _answer(measure, column, FAULT, typed, now, str(error))
            continue
        if text(value) == now[column]:
            answers[column] = _answer(measure, column, SAME, typed, now)
        elif tidy(typed.was) != now[column]:
            said = _theirs(column, now, words)
            answers[column] = _answer(measure, column, CONFLICT, typed, now, said)
        else:
            taken[column] = value
    return answers, taken


def fill_rows(
    *,
    rows: Sequence[tuple[Measure, Mapping[str, Typed]]],
    year: int,
    actor: Actor,
    words: Words,
) -> list[Answer]:
    """Many rows, each saved or refused by itself."""
    answers: list[Answer] = []
    for measure, cells in rows:
        answers += fill_row(measure=measure, year=year, actor=actor, cells=cells, words=words)
    return answers


def _answer(
    measure: Measure, column: str, state: str, typed: Typed, now: Mapping[str, str], said: str = ""
) -> Answer:
    return Answer(measure.pk, column, state, typed.value, now[column], said)


def _theirs(column: str, now: Mapping[str, str], words: Words) -> str:
    value = now[column]
    named = {"state": words.states, "remedy_state": words.remedies}.get(column, {})
    if not value:
        return _("ほかの方が、先に消しました。")
    return _("ほかの方が、先に「{}」と書きました。").format(named.get(value, value))


def _hinder(measure: Measure, year: int, hurdle: Hurdle | None, told: Mapping[str, Any]) -> None:
    known = {name: getattr(hurdle, name) if hurdle else "" for name in HINDERED}
    now = {**known, **told}
    if hurdle is not None and not any(now.values()):
        remove_hurdle(hurdle=hurdle)
    elif not now["cause"]:
        raise PlansError(_("先に、進まなかったわけを書いてください。"), field=next(iter(told)))
    elif hurdle is None:
        record_hurdle(measure=measure, year=year, **now)
    else:
        change_hurdle(hurdle=hurdle, year=year, expected_version=hurdle.version, **now)
