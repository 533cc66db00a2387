"""What a yearly report says of a plan today, what was frozen, and what was corrected since."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet, StringAgg
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jibungoto.decide.plans import selectors as plans
from jibungoto.decide.plans.models import (
    Hurdle,
    IndicatorValue,
    Measure,
    MeasureActor,
    Plan,
    PlanIndicator,
    Progress,
)
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock, kept, nodes, together, vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node
from jibungoto.review.reviews.models import ReviewRequest, YearReport
from jibungoto.review.reviews.report import (
    Answer,
    Contents,
    Count,
    Gauge,
    Line,
    Policy,
    Stalled,
    Value,
    read,
)
from jibungoto.ui.tags.words import num
from jibungoto.ui.units import with_unit

LANGUAGE = "ja"  # a report is written once, and frozen as written
SHOWN = 300  # editions on the page of all


def reports(actor: Actor) -> QuerySet[YearReport]:
    """The editions the actor may see, newest first, without their contents."""
    seen = Node.objects.filter(nodes.visible(actor))
    found = YearReport.objects.filter(node__in=seen).defer("contents")
    return found.select_related("node", "plan__node").order_by(
        "plan__order", "plan_id", "-year", "-number"
    )


def reported(actor: Actor, node: Node) -> QuerySet[YearReport, Any]:
    """The slug of the plan behind a node, where it has a report the actor may see."""
    found = reports(actor).filter(plan__node=node)
    return found.order_by("pk").values_list("plan__slug")[:1]


@dataclass(frozen=True, slots=True)
class PlanYear:
    """A plan whose years are reported on: those one may still make, and those there are."""

    plan: Plan
    editions: list[YearReport]
    years: list[int]


def plan_years(actor: Actor, slug: str) -> PlanYear | None:
    """The reports of one plan."""
    plan = plans.plan(actor, slug)
    if plan is None:
        return None
    return PlanYear(plan, list(reports(actor).filter(plan=plan)), years_over(plan))


def years_over(plan: Plan) -> list[int]:
    """The years of a plan that are over, at most nine, the latest first."""
    now = FiscalYear.of(clock.today()).year
    first = max(plan.starts or now - 4, now - 9)
    return list(range(min(now - 1, plan.ends or now), first - 1, -1))


@dataclass(frozen=True, slots=True)
class Draft:
    """A year of a plan that may be reported on."""

    plan: Plan
    year: int


def draft(actor: Actor, slug: str, year: int) -> Draft | None:
    """The draft of a year; none for a year the plan knows nothing of."""
    plan = plans.plan(actor, slug)
    return Draft(plan, year) if plan is not None and year in years_over(plan) else None


def report(actor: Actor, slug: str, year: int, number: int) -> YearReport | None:
    """One edition, if its node may be seen."""
    seen = Node.objects.filter(nodes.visible(actor))
    found = YearReport.objects.filter(plan__slug=slug, year=year, number=number, node__in=seen)
    return only(found.select_related("node", "plan__node"))


def contents_of(stored: YearReport) -> Contents:
    """What an edition says."""
    return read(stored.contents)


def is_intact(stored: YearReport, contents: Contents) -> bool:
    """Whether an edition still says what it said when it was frozen."""
    return contents.digest() == stored.digest


def newest_editions(editions: list[YearReport]) -> set[int]:
    """The ids of the newest edition of each plan and year; one that was withdrawn yields."""
    found: dict[tuple[int, int], YearReport] = {}
    for one in editions:
        known = found.get((one.plan_id, one.year))
        if known is None or _standing(one) > _standing(known):
            found[one.plan_id, one.year] = one
    return {one.pk for one in found.values()}


def _standing(one: YearReport) -> tuple[bool, int]:
    return one.withdrawn_at is None, one.number


def contents(plan: Plan, year: int) -> Contents:
    """The report on a year as it would be today; one query, however many measures."""
    with translation.override(LANGUAGE):
        return _Making(plan, year).contents()


_PARTED = "\x1f"  # names that come in one column


def _departments(measure: Measure) -> str:
    """The departments of a measure, in an order that is the same on every database."""
    named: str | None = measure.departments  # type: ignore[attr-defined]
    return "、".join(sorted(named.split(_PARTED))) if named else ""


class _Making:
    """One report, from what is read once."""

    def __init__(self, plan: Plan, year: int) -> None:
        self.plan, self.year = plan, year
        self.words = kept.words_at_hand()
        self.measures = _MEASURES.put(plan=plan.pk)
        self.gauges, self.values = _GAUGES.put(plan=plan.pk), _VALUES.put(plan=plan.pk)
        self.hurdles = _HURDLES.put(plan=plan.pk, year=year)
        self.asked = _ASKED.put(plan=plan.pk, year=year)
        told = _TOLD.put(plan=plan.pk, year=year, before=year - 1)
        together.ask(self.measures, told, self.gauges, self.values, self.hurdles, self.asked)
        self.now: dict[int, Progress] = {}
        self.last: dict[int, Progress] = {}
        for one in told:
            (self.now if one.year == year else self.last)[one.measure_id] = one

    def contents(self) -> Contents:
        policies = self._policies()
        return Contents(
            plan=self.plan.title,
            slug=self.plan.slug,
            period=plans.period(self.plan),
            year=self.year,
            made_on=clock.today().isoformat(),
            counts=self._counts(policies),
            policies=policies,
            gauges=self._gauges(),
            stalled=self._stalled(),
            answers=self._answers(),
            source=self.plan.source or _("各課の報告"),
        )

    def word(self, state: str) -> str:
        return self.words.get(f"state.{state}", state) if state else _("報告なし")

    def _policies(self) -> tuple[Policy, ...]:
        """Measures at the ends of the tree, and whatever else was reported, by their branch."""
        by_pk = {m.pk: m for m in self.measures}
        parents = {m.parent_id for m in self.measures}
        lines: dict[int, list[Line]] = {}
        for m in self.measures:
            if m.pk not in parents or m.pk in self.now or m.pk in self.last:
                lines.setdefault(self._root(m, by_pk).pk, []).append(self._line(m))
        return tuple(
            Policy(by_pk[pk].code, by_pk[pk].title, tuple(found)) for pk, found in lines.items()
        )

    @staticmethod
    def _root(measure: Measure, by_pk: Mapping[int, Measure]) -> Measure:
        seen = set()
        while measure.parent_id in by_pk and measure.pk not in seen:
            seen.add(measure.pk)
            measure = by_pk[measure.parent_id or 0]
        return measure

    def _line(self, m: Measure) -> Line:
        now, last = self.now.get(m.pk), self.last.get(m.pk)
        state = now.state if now else ""
        return Line(
            code=m.code,
            title=m.title,
            short=m.node.short_code,
            departments=_departments(m),
            state=state,
            word=self.word(state),
            last_word=self.word(last.state) if last and last.state else "",
            done=now.done if now else "",
            done_on=now.done_on.isoformat() if now and now.done_on else "",
            budget=now.budget if now else None,
            spent=now.spent if now else None,
            same_as_last=bool(now and now.same_as_last),
        )

    def _counts(self, policies: tuple[Policy, ...]) -> tuple[Count, ...]:
        lines = [line for policy in policies for line in policy.lines]
        codes = {m.code: m.pk for m in self.measures}
        before: Counter[str] = Counter()
        for line in lines:
            last = self.last.get(codes[line.code])
            before[last.state if last else ""] += 1
        now = Counter(line.state for line in lines)
        known = [key.removeprefix("state.") for key in vocabulary.STANDARD if key[:6] == "state."]
        return tuple(
            Count(state, self.word(state), now[state], before[state])
            for state in (*known, "")
            if now[state] or before[state]
        )

    def _gauges(self) -> tuple[Gauge, ...]:
        values: dict[int, list[IndicatorValue]] = defaultdict(list)
        for value in self.values:
            values[value.indicator_id].append(value)
        return tuple(
            Gauge(
                name=one.name,
                unit=one.unit,
                direction=one.direction,
                decimals=one.decimals,
                formula=one.formula,
                source=one.source,
                values=self._values(values[one.pk]),
            )
            for one in self.gauges
        )

    def _values(self, values: list[IndicatorValue]) -> tuple[Value, ...]:
        corrected = {v.corrects_id for v in values}
        holding = [v for v in values if v.pk not in corrected]
        return tuple(
            Value(
                role=v.role,
                year=v.year,
                value=format(v.value.normalize(), "f") if v.value is not None else "",
                words=v.words,
                label=v.label,
                written=v.written,
                is_fiscal=v.is_fiscal,
                status=v.status,
                source=v.source,
            )
            for v in sorted(holding, key=lambda v: (v.year, v.pk))
            # What came after the year is no part of its report.
            if v.role != IndicatorValue.Role.ACTUAL or v.year <= self.year
        )

    def _stalled(self) -> tuple[Stalled, ...]:
        by_pk = {m.pk: m for m in self.measures}
        rows = []
        for hurdle in self.hurdles:
            m = by_pk[hurdle.measure_id]
            now = self.now.get(m.pk)
            rows.append(
                Stalled(
                    code=m.code,
                    title=m.title,
                    short=m.node.short_code,
                    word=self.word(now.state if now else ""),
                    cause=hurdle.cause,
                    remedy=hurdle.remedy,
                    remedy_word=str(hurdle.get_remedy_state_display()),
                )
            )
        return tuple(rows)

    def _answers(self) -> tuple[Answer, ...]:
        return tuple(
            Answer(
                one.department,
                one.number,  # type: ignore[attr-defined]
                timezone.localdate(one.answered_at).isoformat() if one.answered_at else "",
            )
            for one in self.asked
        )


def _measures(*, plan: int) -> QuerySet[Measure]:
    """What is in the plan today, each with its departments."""
    named = Q(actors__kind=MeasureActor.Kind.DEPARTMENT) & ~Q(actors__name="")
    there = Measure.objects.filter(plan_id=plan, removed_at=None)
    told = StringAgg("actors__name", models.Value(_PARTED), filter=named)
    rows = there.select_related("node").defer("narrative").annotate(departments=told)
    return rows.order_by("order", "pk")  # a query that groups forgets the model's own order


def _told(*, plan: int, year: int, before: int) -> QuerySet[Progress]:
    return Progress.objects.filter(measure__plan_id=plan, year__in=[year, before])


def _gauges(*, plan: int) -> QuerySet[PlanIndicator]:
    return PlanIndicator.objects.filter(plan_id=plan).exclude(node__state=Node.State.REMOVED)


def _values(*, plan: int) -> QuerySet[IndicatorValue]:
    return IndicatorValue.objects.filter(indicator__plan_id=plan)


def _hurdles(*, plan: int, year: int) -> QuerySet[Hurdle]:
    there = Hurdle.objects.filter(measure__plan_id=plan, measure__removed_at=None, year=year)
    return there.order_by("measure__order", "pk")


def _asked(*, plan: int, year: int) -> QuerySet[ReviewRequest]:
    """The departments of the year's round, each with the number of its measures."""
    there = ReviewRequest.objects.filter(round__plan_id=plan, round__year=year)
    number = models.Count("items", filter=Q(items__measure__removed_at=None))
    return there.annotate(number=number).order_by("pk")


_MEASURES = together.Question(_measures)
_TOLD = together.Question(_told)
_GAUGES = together.Question(_gauges)
_VALUES = together.Question(_values)
_HURDLES = together.Question(_hurdles)
_ASKED = together.Question(_asked)


@dataclass(frozen=True, slots=True)
class Since:
    """Something that was reported or corrected after a report was frozen."""

    what: str
    frozen: str
    now: str


def since(stored: YearReport, frozen: Contents) -> list[Since]:
    """What differs from an edition today, said beside it; two queries."""
    found = []
    words = vocabulary.spoken(vocabulary.STANDARD)
    lines = {line.code: line for line in frozen.lines}
    later = Progress.objects.filter(
        measure__plan=stored.plan_id, year=stored.year, reported_at__gt=stored.frozen_at
    )
    for one in later.select_related("measure").order_by("measure__order"):
        line = lines.get(one.measure.code)
        was = (line.word, line.done, line.spent) if line else ("", "", None)
        word = words.get(f"state.{one.state}", one.state)
        if line is None or (line.state, line.done, line.spent) != (one.state, one.done, one.spent):
            said = [word, one.done] if was[1] != one.done or line is None else [word]
            before = [was[0], was[1]] if was[1] != one.done or line is None else [was[0]]
            if was[2] != one.spent:
                before.append(_("使ったお金 {}円").format(num(was[2]) or "—"))
                said.append(_("使ったお金 {}円").format(num(one.spent) or "—"))
            found.append(Since(str(one.measure), _both(before), _both(said)))
    fixed = IndicatorValue.objects.filter(
        indicator__plan=stored.plan_id, corrects__isnull=False, year__lte=stored.year,
        recorded_at__gt=stored.frozen_at, corrected_by=None,
    ).select_related("indicator", "corrects")  # fmt: skip
    for value in fixed:
        kept = next(
            (
                v
                for g in frozen.gauges
                if g.name == value.indicator.name
                for v in g.values
                if (v.role, v.year) == (value.role, value.year)
            ),
            None,
        )
        places, unit = value.indicator.decimals, value.indicator.unit
        what = _("{}（{}年度）").format(value.indicator.name, value.year)
        before_value = float(kept.value) if kept and kept.value else None
        was_said = with_unit(num(before_value, places), unit) if before_value is not None else "—"
        found.append(Since(what, was_said, with_unit(num(value.value, places), unit)))
    return found


def _both(parts: list[str]) -> str:
    return "　".join(part for part in parts if part)
