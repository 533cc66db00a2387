"""Filling the progress grid: cell by cell, several at once, nothing written over unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.cells import (
    HINDERED,
    REPORTED,
    CellError,
    Words,
    column_of,
    hurdle_of,
    key_of,
    read,
    text,
    texts,
    tidy,
)
from jibungoto.decide.plans.models import Hurdle, Measure, Progress
from jibungoto.kernel.actor import Actor

from .errors import PlansError
from .progress import add_hurdle, change_hurdle, remove_hurdle, report_progress

SAVED, SAME, CONFLICT, FAULT = "saved", "same", "conflict", "fault"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a cell, and what they saw there before."""

    was: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a cell. `value` is what stands there now, `said` why it was not taken.

    `key` tells the reason a cell is of from now on: a new one has got its id.
    """

    row: int
    column: str
    state: str
    typed: str
    value: str
    said: str = ""
    key: str = ""


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
    hurdles = _hurdles(measure, year, cells)
    now = texts(report, hurdles)
    answers, taken = _weighed(measure, cells, now, words)

    def write_report(told: Mapping[str, Any]) -> None:
        known = {name: getattr(report, name) for name in (*REPORTED, "planned")} if report else {}
        report_progress(measure=measure, year=year, actor=actor, **{**known, **told})

    for key in dict.fromkeys(hurdle_of(name) for name in taken):
        told = {column_of(name): value for name, value in taken.items() if hurdle_of(name) == key}
        names = {column_of(name): name for name in taken if hurdle_of(name) == key}
        try:
            with transaction.atomic():
                if key:
                    hurdles[key] = _hinder(measure, year, hurdles[key], told)
                else:
                    write_report(told)
        except PlansError as error:
            at = error.field if error.field in told else next(iter(told))
            for column, name in names.items():
                said = str(error) if column == at else _("同じ行の、ほかの欄を直してください。")
                answers[name] = _answer(measure, name, FAULT, cells[name], now, said)
        else:
            for column, name in names.items():
                shown = text(told[column])
                answers[name] = Answer(measure.pk, name, SAVED, cells[name].value, shown)
    kept = {key: key_of(one) for key, one in hurdles.items() if one is not None}
    return [replace(answers[cell], key=kept.get(hurdle_of(cell), "")) for cell in cells]


def _hurdles(measure: Measure, year: int, cells: Mapping[str, Typed]) -> dict[str, Hurdle | None]:
    """The reasons the cells are of, by their keys; a new one that stands already is that one."""
    there = {key_of(one): one for one in Hurdle.objects.filter(measure=measure, year=year)}
    causes = {one.cause: one for one in there.values()}
    found: dict[str, Hurdle | None] = {}
    for name in cells:
        key = hurdle_of(name)
        if key and key not in found:
            typed = cells.get(f"cause.{key}")
            same = causes.get(tidy(typed.value)) if typed and key.startswith("n") else None
            found[key] = there.get(key) or same
    return found


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
    choices = {"state": words.states, "remedy_state": words.remedies}
    named = choices.get(column_of(column), {})
    if not value:
        return _("ほかの方が、先に消しました。")
    return _("ほかの方が、先に「{}」と書きました。").format(named.get(value, value))


def _hinder(
    measure: Measure, year: int, hurdle: Hurdle | None, told: Mapping[str, Any]
) -> Hurdle | None:
    """Write a reason, change it, or take it away where nothing is left of it."""
    known = {name: getattr(hurdle, name) if hurdle else "" for name in HINDERED}
    now = {**known, **told}
    if hurdle is not None and not any(now.values()):
        remove_hurdle(hurdle=hurdle)
        return None
    if not now["cause"]:
        raise PlansError(_("先に、進まなかった理由を書いてください。"), field=next(iter(told)))
    if hurdle is None:
        return add_hurdle(measure=measure, year=year, **now)
    return change_hurdle(hurdle=hurdle, year=year, expected_version=hurdle.version, **now)
