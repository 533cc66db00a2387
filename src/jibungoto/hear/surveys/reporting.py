"""A survey's result put together for people: every figure with n, interval, method and picture."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import isinf
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.hear.sample import bands, comparing
from jibungoto.hear.surveys import conditions, selectors
from jibungoto.hear.surveys.models import Kind, Option, Question, Survey
from jibungoto.hear.surveys.selectors import results
from jibungoto.hear.surveys.selectors.paper import steps_of
from jibungoto.hear.surveys.tallying import (
    Answers,
    Cross,
    Middle,
    Share,
    Weighting,
    bins,
    cross,
    in_bins,
    mean,
    median,
    shares,
)
from jibungoto.kernel import kept
from jibungoto.know.places.models import District
from jibungoto.ui.charts import Figure, bars, prepare, stacked
from jibungoto.ui.listing import listed, sentences
from jibungoto.ui.tags.words import num, percent

ROLES = ("here", "gb", "gc", "ga", "then", "pass", "city", "disagree")


@dataclass(frozen=True, slots=True)
class Told:
    """One question with what was answered to it."""

    number: int
    question: Question
    n: int
    asked: int  # of those who handed in: how many it was put to
    shares: tuple[Share, ...] = ()
    rows: tuple[tuple[str, int, tuple[Share, ...]], ...] = ()  # of a matrix
    mean: Middle | None = None
    mean_weighted: Middle | None = None
    median: Middle | None = None
    wordings: int = 1
    withheld: bool = False  # fewer than k people answered
    condition: str = ""
    removed: bool = False
    figure: Figure | None = None

    @property
    def rate(self) -> float | None:
        """The share of those asked who answered."""
        return min(self.n / self.asked, 1.0) if self.asked else None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of a survey."""

    survey: Survey
    number: int
    channels: tuple[tuple[str, int], ...]
    paper: float | None  # share of those on paper
    invited: int | None
    rate: float | None  # of the letters sent, else of the people who live there
    rate_words: str
    weighting: Weighting
    told: tuple[Told, ...]
    voices: comparing.Comparison
    districts: tuple[District, ...] = ()
    spots: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)

    @property
    def k(self) -> int:
        return self.survey.smallest

    @property
    def method(self) -> str:
        """How the figures were made, in sentences."""
        said = [
            _("答えた方が自分で答えると決めた調査です。無作為に選んだ方の調査ではありません。"),
            _("幅は95%の信頼区間（ウィルソンの方法）で、偶然のずれだけを表します。"),
            _("{}人未満の数と、引き算でそれがわかる数は伏せています。").format(self.k),
        ]
        weights = self.weighting
        if weights:
            said.append(
                _(
                    "「人口に合わせると」は、年代と地区の割合を{}（{}）にそろえた割合です"
                    "（レイキング法。重みは平均の{}倍まで）。"
                ).format(weights.source, weights.date, round(results.TRIM))
            )
            said.append(
                _("重みのため、{}人の答えは{}人分の確かさになります（デザイン効果{}）。").format(
                    num(self.number), num(weights.effective), num(weights.design_effect, 2)
                )
            )
            if weights.empty:
                said.append(
                    _("{}の答えがないため、そこは合わせられません。").format(listed(weights.empty))
                )
            if weights.gap > 0.005:
                said.append(
                    _("重みに限りがあるため、人口とまだ最大{}ずれています。").format(
                        percent(weights.gap)
                    )
                )
        elif weights.reason:
            said.append(weights.reason)
        return sentences(said)


def report(municipality: Any, survey: Survey) -> Report:
    """The result as it stands now; kept until somebody answers or something is published."""
    stamp = f"survey-report:{survey.pk}:{survey.node.version}:{results.stamp(survey)}"
    return kept.kept(municipality, stamp, lambda: make(survey))


def make(survey: Survey) -> Report:
    """Read all answers and count them; about ten queries whatever their number."""
    told = results.answers(survey)
    places = results.places_of(survey)
    living = results.population_of(places)
    weights = results.weighting(told, places, living)
    ever = selectors.questions_ever(survey)
    asked = selectors.asked_now(ever)
    gone = [q for q in selectors.removed_questions(ever) if told.answered.get(q.key)]
    found = [
        _told(n, q, asked, told, weights.values, survey.smallest, places)
        for n, q in enumerate(asked, 1)
    ]
    found += [
        _told(0, q, asked, told, weights.values, survey.smallest, places, removed=True)
        for q in gone
    ]
    whole = sum(p.aged(results.SINCE) or p.total or 0 for p in living.values())
    sent = survey.invited
    base = sent or whole
    words = (
        _("お願いした{}通に対する回答率").format(num(sent))
        if sent
        else _("{}歳以上の人口{}人に対する割合").format(results.SINCE, num(whole))
    )
    labels = dict(survey.answerings.model.Channel.choices)
    channels = tuple(
        (str(labels[key]), told.channels[key]) for key in labels if told.channels.get(key)
    )
    made = Report(
        survey=survey,
        number=told.number,
        channels=channels,
        paper=told.channels.get("paper", 0) / told.number if told.number else None,
        invited=sent,
        rate=told.number / base if base else None,
        rate_words=words if base else "",
        weighting=weights,
        told=tuple(found),
        voices=comparing.compare(_tally(told), places, since=results.SINCE, living=living),
        districts=tuple(places),
        spots={k: v for k, v in told.spots.items() if len(v) >= survey.smallest},
    )
    prepare([t.figure for t in found if t.figure is not None])
    return made


def _tally(told: Answers) -> Any:
    from collections import Counter

    return Counter(zip(told.bands, told.districts, strict=True))


def options_of(
    question: Question, places: Sequence[District] = (), told: Answers | None = None
) -> list[tuple[str, str]]:
    """What can be chosen or counted, as (key, words)."""
    if question.kind == Kind.SCALE:
        ends = {}
        steps = list(steps_of(question))
        if question.low_label:
            ends[steps[0]] = question.low_label
        if question.high_label:
            ends[steps[-1]] = question.high_label
        return [(str(s), _("{}（{}）").format(s, ends[s]) if s in ends else str(s)) for s in steps]
    if question.kind == Kind.NUMBER and told is not None:
        ranges = bins(told.numbers.get(question.key, {}), question.low, question.high)
        return [
            (str(n), _range(low, high, question.unit, last=n == len(ranges) - 1))
            for n, (low, high) in enumerate(ranges)
        ]
    if question.kind == Kind.PLACE:
        return [(str(d.pk), d.name) for d in places]
    return [(o.key, o.text) for o in question.options.all() if o.axis == Option.Axis.OPTION]


def _range(low: float, high: float, unit: str, *, last: bool) -> str:
    if isinf(high):
        return _("{}{}以上").format(num(low, 0 if float(low).is_integer() else 1), unit)
    if float(low).is_integer() and float(high).is_integer():
        top = high if last else high - 1
        if top <= low:
            return f"{num(low)}{unit}"
        return _("{}〜{}{}").format(num(low), num(top), unit)
    return _("{}〜{}{}").format(num(low, 1), num(high, 1), unit)


def chosen_of(question: Question, told: Answers) -> dict[int, Set[str]]:
    """What each person chose of `options_of`."""
    key = question.key
    if question.kind == Kind.SCALE:
        return {i: {str(int(v))} for i, v in told.numbers.get(key, {}).items()}
    if question.kind == Kind.NUMBER:
        numbers = told.numbers.get(key, {})
        return dict(in_bins(numbers, bins(numbers, question.low, question.high)))
    if question.kind == Kind.PLACE:
        return {i: {str(d)} for i, d in told.places.get(key, {}).items() if d is not None}
    return dict(told.picks.get((key, ""), {}))


def _put_to(question: Question, asked: Sequence[Question], told: Answers) -> set[int]:
    """Who the question was put to, of those who handed in."""
    everybody = set(range(told.number))
    if not question.if_key or not any(q.key == question.if_key for q in asked):
        return everybody
    wanted = set(question.if_options.split())
    chosen = told.picks.get((question.if_key, ""), {})
    return {i for i, keys in chosen.items() if wanted & set(keys)}


def _told(
    number: int,
    question: Question,
    asked: Sequence[Question],
    told: Answers,
    weights: Sequence[float],
    k: int,
    places: Sequence[District],
    *,
    removed: bool = False,
) -> Told:
    base = set(told.answered.get(question.key, ()))
    wordings = told.versions.get(question.key, 1)
    common: dict[str, Any] = {
        "number": number,
        "question": question,
        "n": len(base),
        "asked": len(_put_to(question, asked, told)),
        "wordings": wordings,
        "removed": removed,
        "condition": conditions.said(question, asked),
        "withheld": 0 < len(base) < k,
    }
    if len(base) < k or question.kind in (Kind.SHORT, Kind.LONG):
        return Told(**common)
    options = options_of(question, places, told)
    if question.kind == Kind.MATRIX:
        return Told(**common, **_matrix(question, options, told, weights, k))
    chosen = chosen_of(question, told)
    who = base & set(chosen) if question.kind != Kind.MULTIPLE else base
    single = question.kind != Kind.MULTIPLE
    found = shares(options, chosen, who, single=single, k=k, weights=weights)
    numbers = told.numbers.get(question.key, {}) if question.is_scored else {}
    made = Told(
        **common,
        shares=found,
        mean=mean(numbers, base, k=k) if numbers else None,
        mean_weighted=mean(numbers, base, k=k, weights=weights) if numbers and weights else None,
        median=median(numbers, base, k=k) if numbers else None,
        figure=_figure(question, found, len(who)),
    )
    return made


def _matrix(
    question: Question,
    options: Sequence[tuple[str, str]],
    told: Answers,
    weights: Sequence[float],
    k: int,
) -> dict[str, Any]:
    rows = []
    for row in question.options.all():
        if row.axis != Option.Axis.ROW:
            continue
        chosen = told.picks.get((question.key, row.key), {})
        found = shares(options, chosen, set(chosen), single=True, k=k, weights=weights)
        rows.append((row.text, len(chosen), found))
    shown = [
        (label, [s.share * 100 for s in found])  # type: ignore[operator]
        for label, _n, found in rows
        if found and all(s.share is not None for s in found)
    ]
    figure = None
    if shown and len(options) <= len(ROLES):
        parts = [(label, ROLES[n]) for n, (_k, label) in enumerate(options)]
        figure = Figure(question.text, stacked(shown, parts, head=_("項目")), level=4)
    return {"rows": tuple(rows), "figure": figure}


def _figure(question: Question, found: Sequence[Share], n: int) -> Figure | None:
    if not found or all(s.share is None for s in found):
        return None
    items = [(s.label, s.share * 100 if s.share is not None else None, "here") for s in found]
    alt = listed(
        _("{} {}").format(s.label, percent(s.share) if s.share is not None else _("秘匿"))
        for s in found
    )
    return Figure(question.text, bars(items, unit="%", alt=alt), level=4)


@dataclass(frozen=True, slots=True)
class Crossed:
    """A cross table of one question by groups."""

    question: Question
    by: str
    table: Cross | None
    reason: str = ""


def groups_of(
    by: str, told: Answers, places: Sequence[District], asked: Sequence[Question]
) -> tuple[str, list[tuple[str, set[int]]]]:
    """The groups a table is crossed by: age bands, districts, or the options of a question."""
    if by == "district":
        name = {d.pk: d.name for d in places}
        found = [
            (name[d.pk], {i for i, pk in enumerate(told.districts) if pk == d.pk}) for d in places
        ]
        return _("地区"), found
    if by == "channel":
        return "", []
    source = next((q for q in asked if q.key == by and q.kind == Kind.CHOICE), None)
    if source is not None:
        picks = told.picks.get((source.key, ""), {})
        return source.text, [
            (o.text, {i for i, keys in picks.items() if o.key in keys})
            for o in source.options.all()
        ]
    found = [
        (str(words), {i for i, band in enumerate(told.bands) if band == key})
        for key, words in bands.BANDS.items()
    ]
    return _("年代"), found


def crossed(
    survey: Survey, question: Question, by: str, *, asked: Sequence[Question] = ()
) -> Crossed:
    """One question by age band, district or another of those `asked`. A few queries."""
    told = results.answers(survey)
    places = results.places_of(survey)
    heading, groups = groups_of(by, told, places, asked)
    chosen = chosen_of(question, told)
    base = set(told.answered.get(question.key, ()))
    if question.kind != Kind.MULTIPLE:
        base &= set(chosen)
    table = cross(
        options_of(question, places, told),
        chosen,
        base,
        groups,
        single=question.kind != Kind.MULTIPLE,
        k=survey.smallest,
        rest=_("ほか（人数が少ないところ）"),
        numbers=told.numbers.get(question.key) if question.is_scored else None,
    )
    reason = ""
    if table is None:
        words = _("答えた方が{}人に届かないため、この表は出せません。")
        reason = words.format(survey.smallest)
    return Crossed(question, heading, table, reason)


def crossable(question: Question) -> bool:
    return question.kind in (Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE, Kind.NUMBER)
