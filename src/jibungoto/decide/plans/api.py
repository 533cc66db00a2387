"""The API of plans."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from jibungoto.kernel.api import actor_of

from . import selectors
from .models import Plan, PlanIndicator

router = Router(tags=["計画"])


class PlanMeasureOut(Schema):
    """A node of a plan's tree; `parent` is the code of the one above it."""

    code: str
    level: int
    called: str
    title: str
    parent: str | None
    mark: str
    state: str
    actor: str
    note: str
    done: str
    next_step: str
    see: str


class PlanOut(Schema):
    """A plan of one generation; years are western fiscal years."""

    slug: str
    title: str
    policy: str
    body: str
    starts: int | None
    ends: int | None
    decided: int | None
    horizon: int | None
    source: str


class PlanValueOut(Schema):
    """A baseline, target or actual; `written` is the year as the document writes it."""

    role: str
    year: int
    is_fiscal: bool
    written: str
    label: str
    value: float | None
    words: str
    status: str
    is_correction: bool


class PlanIndicatorOut(Schema):
    """An indicator of a plan with all its values."""

    name: str
    unit: str
    direction: str
    definition: str
    formula: str
    source: str
    values: list[PlanValueOut]


class WholePlanOut(PlanOut):
    """A plan with its whole tree, in its order, and its indicators."""

    indicators: list[PlanIndicatorOut]
    measures: list[PlanMeasureOut]


@router.get("/plans", response=list[PlanOut], operation_id="plan_list", url_name="plan_list")
def plan_list(request: HttpRequest) -> list[Plan]:
    """Every public plan, the newest generation first."""
    return list(selectors.plans(actor_of(request)))


@router.get("/plans/{slug}", response=WholePlanOut, operation_id="plan_view", url_name="plan_view")
def plan_view(request: HttpRequest, slug: str) -> WholePlanOut:
    """A plan with its whole tree."""
    actor = actor_of(request)
    plan = selectors.plan(actor, slug)
    if plan is None:
        raise Http404
    measures = []
    waiting: list[tuple[selectors.Branch, str | None]] = [
        (branch, None) for branch in reversed(selectors.tree(actor, plan))
    ]
    while waiting:
        branch, above = waiting.pop()
        m = branch.measure
        measures.append(
            PlanMeasureOut(
                code=m.code, level=m.level, called=m.called, title=m.title, parent=above,
                mark=str(m.mark or ""), state=m.state, actor=m.actor, note=m.note, done=m.done,
                next_step=m.next_step, see="、".join(r.text for r in m.references.all()),
            )
        )  # fmt: skip
        waiting.extend((child, m.code) for child in reversed(branch.children))
    told = PlanOut.from_orm(plan).dict()
    indicators = [_indicator(row) for row in selectors.indicator_rows(actor, plan)]
    return WholePlanOut(**told, measures=measures, indicators=indicators)


def _indicator(row: PlanIndicator) -> PlanIndicatorOut:
    names = ("name", "unit", "direction", "definition", "formula", "source")
    values = [
        PlanValueOut(
            role=v.role, year=v.year, is_fiscal=v.is_fiscal, written=v.written, label=v.label,
            value=None if v.value is None else float(v.value), words=v.words, status=v.status,
            is_correction=v.corrects_id is not None,
        )
        for v in row.values.all()
    ]  # fmt: skip
    return PlanIndicatorOut(**{name: getattr(row, name) for name in names}, values=values)
