"""Making a plan what the records of a workbook say; few queries, however many records."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import (
    Hurdle,
    IndicatorValue,
    Measure,
    MeasureActor,
    MeasureReference,
    Plan,
    PlanIndicator,
    PlanLevel,
    PlanMark,
    Progress,
)
from jibungoto.decide.plans.selectors import workbook as told_by
from jibungoto.decide.plans.workbook.records import (
    HURDLE,
    INDICATOR,
    MEASURE,
    PLAN,
    PROGRESS,
    VALUE,
    Key,
    Told,
    clean,
    split,
    year_of,
)
from jibungoto.kernel import audit, identity, nodes, publishing
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node

from .errors import PlansError
from .found import indicators_told, measures_told, plan_told
from .measures import searched, summary_of
from .plans import create_plan

BATCH = 500
DEPARTMENT = MeasureActor.Kind.DEPARTMENT


@transaction.atomic
def write_told(*, plan: Plan | None, wanted: Told, actor: Actor) -> Plan:
    """Make a plan what `wanted` says as a whole; without a plan, a new one as a draft.

    Records it does not hold are removed: the caller merges what is to stay. Raises PlansError.
    """
    ((_kind, slug), fields) = next(iter(wanted.of(PLAN).items()))
    if plan is None:
        plan = create_plan(slug=slug, title=fields["title"], state=Node.State.DRAFT)
    before = told_by.plan_told(plan)
    _write_plan(plan, fields, before.records[PLAN, slug])
    try:
        _Writing(plan, before, wanted, actor).write()
    except ProtectedError:
        raise PlansError(
            _("ほかの記録が使っている施策・事業や指標があるので、消せません。")
        ) from None
    number = sum(before.records.get(key) != fields for key, fields in wanted.records.items())
    audit.record("plans.plan.import", plan, actor=actor, changes={"records": (None, number)})
    publishing.published()
    return plan


@transaction.atomic
def remove_plan(*, plan: Plan, actor: Actor) -> None:
    """Take a plan away that was made by mistake, with all that is in it. Raises PlansError."""
    empty = Told({(PLAN, plan.slug): told_by.plan_told(plan).records[PLAN, plan.slug]})
    try:
        _Writing(plan, told_by.plan_told(plan), empty, actor).write()
        node = plan.node
        hidden = list(plan.measures.values_list("node_id", flat=True))  # taken out before
        hidden += plan.indicators.values_list("node_id", flat=True)
        plan.indicators.all().delete()
        plan.measures.all().delete()
        Node.objects.filter(pk__in=hidden).delete()
        audit.record("plans.plan.remove", plan, actor=actor, changes={"title": (plan.title, "")})
        plan.delete()
        node.delete()
    except ProtectedError:
        raise PlansError(_("ほかの記録がこの計画を使っているので、消せません。")) from None
    publishing.published()


def _write_plan(plan: Plan, fields: Mapping[str, str], before: Mapping[str, str]) -> None:
    fields = {**before, **fields}
    for name in told_by.PLAN_TEXTS:
        if fields[name] != before[name]:
            setattr(plan, name, fields[name])
    for name in told_by.PLAN_YEARS:
        setattr(plan, name, int(fields[name]) if fields[name] else None)
    plan.save(update_fields=[*told_by.PLAN_TEXTS, *told_by.PLAN_YEARS])
    if any(fields[n] != before[n] for n in ("title", "policy")):
        nodes.change(plan.node, title=plan.title, summary=plan.policy)
    plan_told(plan)
    if fields["levels"] != before["levels"]:
        plan.levels.all().delete()
        PlanLevel.objects.bulk_create(
            PlanLevel(plan=plan, depth=depth, name=name[:40])
            for depth, name in enumerate(split(fields["levels"]), 1)
        )
    for one in split(fields["marks"]):
        sign, _blank, name = one.partition(" ")
        PlanMark.objects.update_or_create(
            plan=plan, sign=sign[:4], defaults={"name": name.strip()[:40]}
        )


class _Writing:
    """One plan from what it is to what is wanted, kind by kind."""

    def __init__(self, plan: Plan, before: Told, wanted: Told, actor: Actor) -> None:
        self.plan, self.before, self.wanted, self.actor = plan, before, wanted, actor

    def new(self, kind: str) -> list[Key]:
        return [key for key in self.wanted.of(kind) if key not in self.before.records]

    def gone(self, kind: str) -> list[Key]:
        return [key for key in self.before.of(kind) if key not in self.wanted.records]

    def changed(self, kind: str) -> list[Key]:
        return [
            key
            for key, fields in self.wanted.of(kind).items()
            if key in self.before.records and self.before.records[key] != fields
        ]

    def _there(self) -> QuerySet[Measure]:
        return Measure.objects.filter(plan=self.plan, removed_at=None)

    def _indicators_there(self) -> QuerySet[PlanIndicator]:
        there = PlanIndicator.objects.filter(plan=self.plan).exclude(node__state="removed")
        return there.select_related("node")

    def write(self) -> None:
        self._measures()
        self._names(MeasureActor, "departments", "name", {"kind": DEPARTMENT})
        self._names(MeasureReference, "references", "text", {})
        signs = {
            one.partition(" ")[0]
            for key in self.wanted.of(PLAN).values()
            for one in split(key.get("marks", ""))
        }
        self.plan.marks.exclude(sign__in=signs).delete()
        self._indicators()
        self._values()
        self._progress()
        self._hurdles()
        self._told()

    def _told(self) -> None:
        """Let all that came or went be found."""
        kinds = (MEASURE, PROGRESS, HURDLE)
        codes = {
            key[1]
            for kind in kinds
            for key in (*self.new(kind), *self.changed(kind), *self.gone(kind))
        }
        measures_told(self.measures[code].pk for code in codes if code in self.measures)
        names = {
            key[1]
            for kind in (INDICATOR, VALUE)
            for key in (*self.new(kind), *self.changed(kind), *self.gone(kind))
        }
        indicators_told(self.indicators[name].pk for name in names if name in self.indicators)

    def _measures(self) -> None:
        by_code = {m.code: m for m in self._there().select_related("node")}
        marks = {mark.sign: mark for mark in self.plan.marks.all()}
        gone = [by_code.pop(key[1]) for key in self.gone(MEASURE)]
        Measure.objects.filter(pk__in=[m.pk for m in gone]).update(parent=None)
        Measure.objects.filter(pk__in=[m.pk for m in gone]).delete()
        Node.objects.filter(pk__in=[m.node_id for m in gone]).delete()
        new = self.new(MEASURE)
        codes = {key: identity.short_code() for key in new}
        made = nodes.register_many(
            kind="measure",
            faces=[self._face(key, codes[key]) for key in new],
            state=self.plan.node.state,
        )
        for key, node in zip(new, made, strict=True):
            by_code[key[1]] = Measure(node=node, plan=self.plan, code=key[1], order=0, level=1)
        place = {code: number for number, code in enumerate(self.wanted.order, 1)}
        for key, fields in self.wanted.of(MEASURE).items():
            m = by_code[key[1]]
            for name in told_by.MEASURE_TEXTS:
                setattr(m, name, fields.get(name, ""))
            m.level, m.order = int(fields.get("level") or 1), place[key[1]]
            m.mark = marks.get(fields.get("mark", ""))
            if key not in self.before.records or fields.get("state"):
                m.state = fields.get("state", "")
            elif self.before.records[key].get("state"):
                m.state = ""
        Measure.objects.bulk_create((by_code[key[1]] for key in new), batch_size=BATCH)
        for key, fields in self.wanted.of(MEASURE).items():
            by_code[key[1]].parent = by_code.get(fields.get("parent", ""))
        for key in self.changed(MEASURE):
            by_code[key[1]].version += 1
        touched = ["parent", "level", "order", "mark", "state", "version", *told_by.MEASURE_TEXTS]
        Measure.objects.bulk_update(by_code.values(), touched, batch_size=BATCH)
        nodes.change_many(
            {
                by_code[key[1]].node: self._face(key, by_code[key[1]].node.short_code)
                for key in self.changed(MEASURE)
            }
        )
        self.measures = {m.code: m for m in self._there()}

    def _face(self, key: Key, short: str) -> nodes.Face:
        fields = self.wanted.records[key]
        told: dict[str, Any] = dict(fields)
        return nodes.Face(
            title=fields.get("title", ""),
            path=f"plans/{self.plan.slug}/{short}/",
            summary=summary_of(told),
            body=searched(
                told, split(fields.get("references", "")), split(fields.get("departments", ""))
            ),
            occurred_on=self.plan.node.occurred_on,
            district_ids=(self.plan.district_id,) if self.plan.district_id else (),
            short_code=short,
        )

    def _names(self, model: Any, field: str, column: str, more: dict[str, Any]) -> None:
        """Rows of a measure that are only a name: exactly those of the field, in its order."""
        most = model._meta.get_field(column).max_length
        rows = []
        for key in (*self.new(MEASURE), *self.changed(MEASURE)):
            said = self.wanted.records[key].get(field, "")
            if said == self.before.records.get(key, {}).get(field, ""):
                continue
            measure = self.measures[key[1]]
            known: dict[str, Any] = {}
            if key in self.before.records:
                # Made anew, so that they stand in the order of the cell; what they know stays.
                there = model.objects.filter(measure=measure, **more).exclude(**{column: ""})
                known = {clean(getattr(row, column)): row for row in there}
                there.delete()
            for name in dict.fromkeys(one[:most] for one in split(said)):
                row = known.get(name) or model(measure=measure, **more, **{column: name})
                row.pk, row._state.adding = None, True
                rows.append(row)
        model.objects.bulk_create(rows, batch_size=BATCH)

    def _indicators(self) -> None:
        by_name = {clean(one.name): one for one in self._indicators_there()}
        gone = [by_name.pop(key[1]) for key in self.gone(INDICATOR)]
        PlanIndicator.objects.filter(pk__in=[one.pk for one in gone]).delete()
        Node.objects.filter(pk__in=[one.node_id for one in gone]).delete()
        new = self.new(INDICATOR)
        made = nodes.register_many(
            kind="plan_indicator",
            faces=[self._indicator_face(key) for key in new],
            state=self.plan.node.state,
        )
        for number, (key, node) in enumerate(zip(new, made, strict=True), 1):
            by_name[key[1]] = PlanIndicator(
                node=node, plan=self.plan, name=key[1], order=min(32_000, 100 + number * 10)
            )
        for key in (*new, *self.changed(INDICATOR)):
            one, fields = by_name[key[1]], self.wanted.records[key]
            for name in told_by.INDICATOR_TEXTS:
                setattr(one, name, fields.get(name, ""))
            one.direction = fields.get("direction") or PlanIndicator.Direction.UP
            one.grade = fields.get("grade", "")
            one.decimals = int(fields.get("decimals") or 0)
            one.measure = self.measures.get(fields.get("measure", ""))
            one.version += key in self.before.records
        PlanIndicator.objects.bulk_create((by_name[key[1]] for key in new), batch_size=BATCH)
        touched = ["direction", "decimals", "grade", "measure", "version", *told_by.INDICATOR_TEXTS]
        known = [by_name[key[1]] for key in self.changed(INDICATOR)]
        PlanIndicator.objects.bulk_update(known, touched, batch_size=BATCH)
        nodes.change_many(
            {by_name[key[1]].node: self._indicator_face(key) for key in self.changed(INDICATOR)}
        )
        self.indicators = {clean(one.name): one for one in self._indicators_there()}

    def _indicator_face(self, key: Key) -> nodes.Face:
        short = identity.short_code()
        return nodes.Face(
            title=key[1],
            path=f"plans/{self.plan.slug}/indicators/{short}/",
            summary=self.wanted.records[key].get("definition", "")[:400],
            occurred_on=self.plan.node.occurred_on,
            short_code=short,
        )

    def _values(self) -> None:
        rows = IndicatorValue.objects.filter(indicator__in=self._indicators_there(), corrects=None)
        known = {
            (VALUE, clean(row.indicator.name), row.role, str(row.year)): row
            for row in rows.select_related("indicator")
        }
        gone = [known[key] for key in self.gone(VALUE) if key in known]
        IndicatorValue.objects.filter(pk__in=[row.pk for row in gone]).delete()

        def fill(row: IndicatorValue, fields: Mapping[str, str]) -> None:
            row.value = Decimal(fields["value"]) if fields.get("value") else None
            row.words, row.label = fields.get("words", ""), fields.get("label", "")
            row.source = fields.get("source", "")
            row.status = fields.get("status") or IndicatorValue.Status.FINAL
            written = fields["year"]
            row.is_fiscal = year_of(written)[1]
            plain = f"{row.year}年度" if row.is_fiscal else f"{row.year}年"
            row.written = "" if written == plain else written[:40]

        self._rows(
            VALUE, known, fill,
            lambda key: IndicatorValue(
                indicator=self.indicators[key[1]], role=key[2], year=int(key[3])
            ),
            ["value", "words", "label", "source", "status", "is_fiscal", "written"],
        )  # fmt: skip

    def _progress(self) -> None:
        rows = Progress.objects.filter(measure__in=self._there()).select_related("measure")
        known = {(PROGRESS, row.measure.code, str(row.year)): row for row in rows}
        gone = [known[key] for key in self.gone(PROGRESS) if key in known]
        Progress.objects.filter(pk__in=[row.pk for row in gone]).delete()

        def fill(row: Progress, fields: Mapping[str, str]) -> None:
            row.state, row.planned = fields.get("state", ""), fields.get("planned", "")
            row.done = fields.get("done", "")
            day = fields.get("done_on")
            row.done_on = dt.date.fromisoformat(day) if day else None
            row.budget = int(fields["budget"]) if fields.get("budget") else None
            row.spent = int(fields["spent"]) if fields.get("spent") else None
            row.same_as_last = bool(fields.get("same_as_last"))
            row.reported_by_id = self.actor.user_id
            row.version += row.pk is not None

        self._rows(
            PROGRESS, known, fill,
            lambda key: Progress(measure=self.measures[key[1]], year=int(key[2])),
            ["state", "planned", "done", "done_on", "budget", "spent", "same_as_last",
             "reported_by", "version"],
        )  # fmt: skip
        self._newest_states({key[1] for key in self.wanted.of(PROGRESS)})

    def _newest_states(self, codes: Iterable[str]) -> None:
        """The newest year that says a state is what the measure says of itself."""
        newest: dict[str, tuple[int, str]] = {}
        for key, fields in self.wanted.of(PROGRESS).items():
            if fields.get("state"):
                newest[key[1]] = max(newest.get(key[1], (0, "")), (int(key[2]), fields["state"]))
        moved = []
        for code in codes:
            measure = self.measures[code]
            if code in newest and measure.state != newest[code][1]:
                measure.state = newest[code][1]
                moved.append(measure)
        Measure.objects.bulk_update(moved, ["state"], batch_size=BATCH)

    def _hurdles(self) -> None:
        rows = Hurdle.objects.filter(measure__in=self._there()).select_related("measure")
        known = {(HURDLE, row.measure.code, str(row.year), clean(row.cause)): row for row in rows}
        gone = [known[key] for key in self.gone(HURDLE) if key in known]
        Hurdle.objects.filter(pk__in=[row.pk for row in gone]).delete()

        def fill(row: Hurdle, fields: Mapping[str, str]) -> None:
            row.remedy = fields.get("remedy", "")
            row.remedy_state = fields.get("remedy_state", "")
            row.version += row.pk is not None

        self._rows(
            HURDLE, known, fill,
            lambda key: Hurdle(measure=self.measures[key[1]], year=int(key[2]), cause=key[3]),
            ["remedy", "remedy_state", "version"],
        )  # fmt: skip

    def _rows(self, kind: str, known: Any, fill: Any, make: Any, touched: list[str]) -> None:
        """New rows and changed ones of a kind, each in few queries."""
        changed = [known[key] for key in self.changed(kind) if key in known]
        for key in self.changed(kind):
            if key in known:
                fill(known[key], self.wanted.records[key])
        new = []
        for key in self.new(kind):
            row = make(key)
            fill(row, self.wanted.records[key])
            new.append(row)
        model = {VALUE: IndicatorValue, PROGRESS: Progress, HURDLE: Hurdle}[kind]
        if changed:
            model.objects.bulk_update(changed, touched, batch_size=BATCH)
        model.objects.bulk_create(new, batch_size=BATCH)
