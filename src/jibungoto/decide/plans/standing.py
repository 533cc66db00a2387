"""Whether an indicator is on its way: its latest figure beside the straight path to its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from jibungoto.ui.tags.words import num
from jibungoto.ui.units import with_unit

from .models import IndicatorValue, PlanIndicator

Role = IndicatorValue.Role


class Measured(Protocol):
    """What an indicator is, as far as its standing needs: the record, or a row of it."""

    name: str
    unit: str
    direction: str
    decimals: int


class Valued(Protocol):
    """A value of an indicator, as far as its standing needs."""

    pk: int
    role: str
    year: int
    value: Decimal | None
    words: str
    corrects_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an indicator stands. `look` is a kind of state (ui), `word` says it, `short` is the
    code of its page."""

    indicator: Measured
    look: str
    word: str
    now: Valued | None
    aim: Valued | None
    line: tuple[float, ...]  # what was, baseline first
    short: str = ""

    @property
    def now_said(self) -> str:
        return self._said(self.now)

    @property
    def aim_said(self) -> str:
        return self._said(self.aim)

    def _said(self, value: Valued | None) -> str:
        if value is None:
            return ""
        if value.value is None:
            return value.words
        return with_unit(num(value.value, self.indicator.decimals), self.indicator.unit)


def in_force[V: Valued](values: Sequence[V]) -> list[V]:
    """The values that hold: what was corrected gives way to its correction."""
    corrected = {v.corrects_id for v in values if v.corrects_id}
    return [v for v in values if v.pk not in corrected]


def reached(indicator: Measured, value: float, target: float) -> bool:
    """Whether a value meets a target, in the indicator's good direction."""
    if indicator.direction == PlanIndicator.Direction.DOWN:
        return value <= target
    return value >= target


def expected(before: tuple[int, float], aim: tuple[int, float], year: int) -> float:
    """The value of a year on the straight path between two points."""
    span = aim[0] - before[0]
    return aim[1] if span <= 0 else before[1] + (aim[1] - before[1]) * (year - before[0]) / span


def standing(indicator: Measured, values: Sequence[Valued], short: str = "") -> Standing:
    """The latest actual beside the next target, and whether it lies on the path there."""
    holding = sorted(in_force(values), key=lambda v: (v.year, v.pk))
    known = [v for v in holding if v.value is not None]
    actuals = [v for v in known if v.role == Role.ACTUAL]
    begun = [v for v in known if v.role == Role.BASELINE]
    aims = [v for v in holding if v.role == Role.TARGET]
    now = actuals[-1] if actuals else begun[-1] if begun else None
    aim = None
    if aims:
        aim = next((a for a in aims if now is None or a.year >= now.year), aims[-1])
    line = tuple(float(v.value or 0) for v in known if v.role != Role.TARGET)
    look, word = _word(indicator, actuals, begun, [a for a in aims if a.value is not None], aim)
    return Standing(indicator, look, word, now, aim, line, short)


def _word(
    indicator: Measured,
    actuals: Sequence[Valued],
    begun: Sequence[Valued],
    aims: Sequence[Valued],
    aim: Valued | None,
) -> tuple[str, str]:
    if not actuals:
        return "none", _("実績はまだありません")
    if aim is None or aim.value is None:
        return "none", _("比べる目標がありません")
    now = actuals[-1]
    value, goal = float(now.value or 0), float(aim.value)
    if reached(indicator, value, goal):
        return "done", _("目標に届いています")
    if now.year >= aim.year:
        return "late", _("目標に届いていません")
    before = [v for v in [*begun, *aims] if v.year <= now.year]
    if not before:
        return "none", _("比べる基準の値がありません")
    start = max(before, key=lambda v: v.year)
    path = expected((start.year, float(start.value or 0)), (aim.year, goal), now.year)
    if reached(indicator, value, path):
        return "run", _("目標へ向かっています")
    return "late", _("目標への道すじより遅れています")
