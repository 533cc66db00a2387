"""The same question over the rounds of a survey, with what makes rounds hard to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jibungoto.engines.weighting import wilson
from jibungoto.engines.withholding import withhold_line
from jibungoto.hear.surveys.models import Kind, Question, Survey
from jibungoto.hear.surveys.selectors.results import Round
from jibungoto.hear.surveys.tallying import Share
from jibungoto.ui.charts import Figure, bars
from jibungoto.ui.tags.words import long_date, num, percent


@dataclass(frozen=True, slots=True)
class Trend:
    """One question's rounds: their names, n, and the share of each option in each."""

    question: Question
    rounds: tuple[str, ...]
    numbers: tuple[int, ...]
    lines: tuple[tuple[str, tuple[Share | None, ...]], ...]
    means: tuple[tuple[float, float, float] | None, ...] = ()
    change: str = ""
    reworded: bool = False
    figure: Figure | None = None


def trends(
    rounds: Sequence[Survey],
    told: Mapping[str, Mapping[int, Round]],
    questions: Sequence[Question],
    wordings: Mapping[str, Sequence[str]],
    *,
    k: int,
) -> list[Trend]:
    """The questions asked in two rounds or more. `wordings`: each key's texts, one a round."""
    found = []
    for question in questions:
        by_round = told.get(question.key, {})
        asked = [r for r in rounds if r.pk in by_round and by_round[r.pk].n >= k]
        if len(asked) < 2 or question.kind not in (Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE):
            continue
        here = [by_round[r.pk] for r in asked]
        names = _names(asked)
        reworded = len(set(wordings.get(question.key, ()))) > 1
        made = _means if question.kind == Kind.SCALE else _shares
        found.append(made(question, names, here, reworded=reworded, k=k))
    return found


def _names(rounds: Sequence[Survey]) -> tuple[str, ...]:
    """The month of each round, which is short enough for a picture; the day where months agree."""
    for told in (lambda day: date_format(day, "YEAR_MONTH_FORMAT"), long_date):
        names = tuple(told(r.opens_on) if r.opens_on else r.title for r in rounds)
        if len({*names}) == len(names):
            break
    return names


def _shares(
    question: Question, names: tuple[str, ...], here: Sequence[Round], *, reworded: bool, k: int
) -> Trend:
    options = [(o.key, o.text) for o in question.options.all()]
    columns = []
    for one in here:
        counts = [one.counts.get(key, 0) for key, _t in options]
        if question.kind == Kind.CHOICE:
            hidden = withhold_line(counts, k=k)
        else:
            hidden = frozenset(n for n, c in enumerate(counts) if 0 < c < k or 0 < one.n - c < k)
        columns.append(
            [
                None if n in hidden else Share(key, label, c, c / one.n, *wilson(c / one.n, one.n))
                for n, ((key, label), c) in enumerate(zip(options, counts, strict=True))
            ]
        )
    lines = tuple(
        (label, tuple(column[n] for column in columns)) for n, (_key, label) in enumerate(options)
    )
    known = [(label, told) for label, told in lines if told[0] and told[-1]]
    best = max(known, key=lambda one: abs(_gap(one[1])), default=None)
    change = _said(best, (here[0].n, here[-1].n), len(options)) if best else ""
    figure = _figure(names, best) if best else None
    numbers = tuple(one.n for one in here)
    return Trend(question, names, numbers, lines, change=change, reworded=reworded, figure=figure)


def _gap(told: Sequence[Share | None]) -> float:
    first, last = told[0], told[-1]
    if first is None or last is None or first.share is None or last.share is None:
        return 0.0
    return last.share - first.share


def _said(best: tuple[str, Sequence[Share | None]], sizes: tuple[int, int], looked: int) -> str:
    """Which option changed most, and whether that is beyond chance though all were looked at."""
    label, told = best
    first, last = told[0], told[-1]
    if first is None or last is None:
        return ""
    apart = _apart(first, last, sizes, looked)
    words = (
        _("「{}」は、{}から{}に変わりました。")
        if apart
        else _("「{}」は{}から{}で、偶然のずれの範囲です。")
    )
    return words.format(label, percent(first.share), percent(last.share))


def _apart(first: Share, last: Share, sizes: tuple[int, int], looked: int) -> bool:
    """Whether Newcombe's interval of the difference leaves out zero, for the largest of `looked`
    differences (Bonferroni)."""
    ends = []
    for one, n in zip((first, last), sizes, strict=True):
        share = one.share or 0.0
        ends.append((share, *wilson(share, n, confidence=1 - 0.05 / looked)))
    (a, a_low, a_high), (b, b_low, b_high) = ends
    gap = b - a
    if gap >= 0:
        reach = sqrt((b - b_low) ** 2 + (a_high - a) ** 2)
    else:
        reach = sqrt((b_high - b) ** 2 + (a - a_low) ** 2)
    return abs(gap) > reach


def _figure(names: Sequence[str], best: tuple[str, Sequence[Share | None]]) -> Figure:
    label, told = best
    last = len(names) - 1
    items = [
        (
            name,
            s.share * 100 if s and s.share is not None else None,
            "here" if n == last else "then",
        )
        for n, (name, s) in enumerate(zip(names, told, strict=True))
    ]
    heading = _("「{}」と答えた割合").format(label)
    return Figure(heading, bars(items, unit="%", heads=(_("回"), _("割合"))), level=4)


def _means(
    question: Question, names: tuple[str, ...], here: Sequence[Round], *, reworded: bool, k: int
) -> Trend:
    means: list[tuple[float, float, float] | None] = []
    for one in here:
        if one.mean is None or one.n < k:
            means.append(None)
            continue
        reach = 1.96 * sqrt(one.spread / one.n)
        means.append((one.mean, one.mean - reach, one.mean + reach))
    first, last = means[0], means[-1]
    change = ""
    if first and last:
        apart = first[2] < last[1] or last[2] < first[1]
        words = (
            _("平均は、{}から{}に変わりました。")
            if apart
            else _("平均は{}から{}で、偶然のずれの範囲です。")
        )
        change = words.format(num(first[0], 2), num(last[0], 2))
    end = len(names) - 1
    items = [
        (name, m[0] if m else None, "here" if n == end else "then")
        for n, (name, m) in enumerate(zip(names, means, strict=True))
    ]
    figure = Figure(_("平均"), bars(items, places=2, heads=(_("回"), _("平均"))), level=4)
    return Trend(
        question, names, tuple(one.n for one in here), (), tuple(means), change, reworded, figure
    )
