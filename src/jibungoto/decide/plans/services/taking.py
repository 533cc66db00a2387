"""What a document says besides its tree, taken over one by one as a person confirms it.

Causes become hurdles of a measure, results what was done and where it goes, headings with their
passage issues, policies and key measures that hang together. Taking the same thing over again
changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Hurdle, Measure, Plan, PlanDocument
from jibungoto.japan.documents import Cause, Outcome, Pairing, Reading, read
from jibungoto.kernel import audit, trace
from jibungoto.kernel.models import Link
from jibungoto.ui.listing import inside

from .errors import PlansError
from .measures import add_measure, change_measure
from .progress import record_hurdle

CAUSE, OUTCOME, PAIRING = "cause", "outcome", "pairing"
# Of a heading: what it is called, how its code begins, how it hangs on what it belongs to.
_CALLED = {
    "issue": ("課題", Link.Relation.CAME_OF),
    "policy": ("方針", Link.Relation.CAME_OF),
    "measure": ("重点", Link.Relation.SERVES),
    "": ("項目", Link.Relation.CAME_OF),
}
_RESULT = "成果"
_MOST_NOTE, _MOST_SAID = 300, 300


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One thing to take over: its key, and what it belongs to: the code of a measure of the plan,
    or the key of another heading."""

    key: str
    at: str = ""


@transaction.atomic
def take_over(
    *, document: PlanDocument, confirmed: Sequence[Confirmed], year: int | None = None
) -> int:
    """Write what was confirmed into the plan made from the document; answers how much it was.

    `year` is the fiscal year of the causes. Raises PlansError where something belongs to what is
    not in the plan, and for causes without a year.
    """
    plan = document.plan
    if plan is None:
        raise PlansError(_("先に、この文書から計画をつくってください。"))
    told = keyed(read(document.text))
    wanted = [one for one in confirmed if one.key in told]
    headings: dict[str, Measure] = {}
    for one in sorted(wanted, key=lambda one: _rank(told[one.key])):
        found = told[one.key]
        if isinstance(found, Cause):
            _take_cause(plan, found, one.at, year)
        elif isinstance(found, Outcome):
            _take_outcome(plan, found)
        else:
            headings[one.key] = _take_heading(plan, found, one, told, headings)
    if wanted:
        audit.record("plans.document.take_over", plan, changes={"number": (None, len(wanted))})
    return len(wanted)


def keyed(reading: Reading) -> dict[str, Cause | Outcome | Pairing]:
    """Everything that can be taken over, by a key that stays as long as the text does."""
    found: dict[str, Cause | Outcome | Pairing] = {}
    kinds: tuple[tuple[str, Sequence[Cause | Outcome | Pairing]], ...] = (
        (CAUSE, reading.causes),
        (OUTCOME, reading.outcomes),
        (PAIRING, reading.pairings),
    )
    for name, rows in kinds:
        found |= {f"{name}:{number}": row for number, row in enumerate(rows, 1)}
    return found


def _rank(found: Cause | Outcome | Pairing) -> int:
    """What others belong to comes first."""
    order = ("issue", "policy", "measure", "")
    return order.index(found.kind) if isinstance(found, Pairing) else len(order)


def _measure(plan: Plan, code: str) -> Measure:
    found = plan.measures.filter(code=code, removed_at=None).select_related("node").first()
    if found is None:
        raise PlansError(_("番号「{}」は、この計画にありません。").format(code))
    return found


def _take_cause(plan: Plan, found: Cause, code: str, year: int | None) -> None:
    if year is None:
        raise PlansError(_("進まなかった理由の年度を書いてください。"), field="year")
    done = {True: Hurdle.Remedy.DONE, False: Hurdle.Remedy.NOT_YET}
    state = done.get(found.is_done) if found.countermeasure and found.is_done is not None else ""
    if not code:
        raise PlansError(_("「{}」のつながる先を選んでください。").format(inside(found.cause)))
    record_hurdle(
        measure=_measure(plan, code),
        year=year,
        cause=found.cause[:_MOST_SAID],
        remedy=found.countermeasure[:_MOST_SAID],
        remedy_state=state or "",
    )


def _take_outcome(plan: Plan, found: Outcome) -> None:
    title = found.title[:200] or found.result[:200]
    told: dict[str, Any] = {
        "done": found.result[:_MOST_SAID],
        "next_step": found.direction[:_MOST_SAID],
    }
    known = plan.measures.filter(title=title, removed_at=None).first()
    if known is None:
        add_measure(
            plan=plan, code=_free_code(plan, _RESULT), title=title, level=1, called=_RESULT, **told
        )
    elif (known.done, known.next_step) != (told["done"], told["next_step"]):
        change_measure(measure=known, **told)


def _take_heading(
    plan: Plan,
    found: Pairing,
    one: Confirmed,
    told: Mapping[str, object],
    headings: Mapping[str, Measure],
) -> Measure:
    called, relation = _CALLED[found.kind]
    title = found.title[:200]
    measure = plan.measures.filter(title=title, removed_at=None).select_related("node").first()
    if measure is None:
        measure = add_measure(
            plan=plan, code=_free_code(plan, called), title=title, level=1, called=called,
            note=found.text[:_MOST_NOTE], narrative=found.text,
        )  # fmt: skip
    if one.at:
        above = headings.get(one.at)
        if above is None and isinstance(other := told.get(one.at), Pairing):
            rows = plan.measures.filter(title=other.title[:200], removed_at=None)
            above = rows.select_related("node").first()
            if above is None:
                raise PlansError(
                    _("「{}」がつながる「{}」も、いっしょに入れてください。").format(
                        inside(title), inside(other.title)
                    )
                )
        trace.connect(measure.node, (above or _measure(plan, one.at)).node, relation)
    return measure


def _free_code(plan: Plan, begins: str) -> str:
    taken = set(plan.measures.filter(code__startswith=begins).values_list("code", flat=True))
    number = 1
    while f"{begins}{number}" in taken:
        number += 1
    return f"{begins}{number}"
