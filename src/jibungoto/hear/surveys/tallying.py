"""Answers counted: shares with intervals, means, cross tables; small counts withheld. Pure.

A count is None where it is withheld: fewer than k people, or needed so that those can't be computed
from the sums. What depends on such a count is None with it.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import ceil, floor, inf

from jibungoto.engines.weighting import mean_interval, median_interval, wilson
from jibungoto.engines.withholding import together, withhold_line, withhold_table


@dataclass(frozen=True, slots=True)
class Weighting:
    """A weight for each person, and what weighting did; without weights `reason` says why."""

    values: tuple[float, ...] = ()
    effective: float = 0.0
    design_effect: float = 1.0
    trimmed: int = 0
    gap: float = 0.0
    empty: tuple[str, ...] = ()
    reason: str = ""
    date: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.values)


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was handed in, people numbered from 0."""

    number: int = 0
    channels: Mapping[str, int] = field(default_factory=dict)
    bands: Sequence[str] = ()
    districts: Sequence[int | None] = ()
    answered: Mapping[str, Set[int]] = field(default_factory=dict)  # question key -> people
    picks: Mapping[tuple[str, str], Mapping[int, Set[str]]] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    places: Mapping[str, Mapping[int, int | None]] = field(default_factory=dict)
    spots: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)  # question key -> wordings answered


@dataclass(frozen=True, slots=True)
class Share:
    """An option: how many chose it, their share with its 95 % interval, and the same weighted."""

    key: str
    label: str
    count: int | None
    share: float | None
    low: float | None
    high: float | None
    weighted: float | None = None
    weighted_low: float | None = None
    weighted_high: float | None = None


@dataclass(frozen=True, slots=True)
class Middle:
    """A mean or median with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cross table: a group, how many of it answered, the share of each option."""

    label: str
    n: int
    shares: tuple[Share, ...]
    mean: Middle | None = None


@dataclass(frozen=True, slots=True)
class Cross:
    """Options by groups. `merged` names the groups put together because they are small."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    merged: tuple[str, ...] = ()


Options = Sequence[tuple[str, str]]  # key, label


def _effective(base: Set[int], weights: Sequence[float]) -> float:
    told = [weights[i] for i in base]
    squares = sum(w * w for w in told)
    return sum(told) ** 2 / squares if squares else 0.0


def shares(
    options: Options,
    chosen: Mapping[int, Set[str]],
    base: Set[int],
    *,
    single: bool,
    k: int,
    weights: Sequence[float] = (),
) -> tuple[Share, ...]:
    """The share of each option among `base`; () where they are fewer than k people."""
    n = len(base)
    if n < k:
        return ()
    counts = [sum(key in chosen.get(i, ()) for i in base) for key, _l in options]
    if single:
        hidden = withhold_line(counts, k=k)
    else:
        hidden = frozenset(at for at, c in enumerate(counts) if 0 < c < k or 0 < n - c < k)
    whole = sum(weights[i] for i in base) if weights else 0.0
    effective = _effective(base, weights) if weights else 0.0
    found = []
    for at, ((key, label), count) in enumerate(zip(options, counts, strict=True)):
        if at in hidden:
            found.append(Share(key, label, None, None, None, None))
            continue
        low, high = wilson(count / n, n)
        if not weights or not whole:
            found.append(Share(key, label, count, count / n, low, high))
            continue
        part = sum(weights[i] for i in base if key in chosen.get(i, ())) / whole
        around = wilson(part, effective)
        found.append(Share(key, label, count, count / n, low, high, part, *around))
    return tuple(found)


def mean(
    numbers: Mapping[int, float], base: Set[int], *, k: int, weights: Sequence[float] = ()
) -> Middle | None:
    """The mean of those in `base` who gave a number; None for fewer than k."""
    people = sorted(i for i in base if i in numbers)
    if len(people) < k:
        return None
    told = mean_interval(
        [numbers[i] for i in people], [weights[i] for i in people] if weights else None
    )
    return Middle(*told) if told else None


def median(numbers: Mapping[int, float], base: Set[int], *, k: int) -> Middle | None:
    """The median of those in `base` who gave a number; None for fewer than k."""
    told = [numbers[i] for i in base if i in numbers]
    found = median_interval(told) if len(told) >= k else None
    return Middle(*found) if found else None


def bins(
    numbers: Mapping[int, float], low: float | None, high: float | None, *, most: int = 6
) -> list[tuple[float, float]]:
    """Ranges of equal, round width from `low` to `high`, or around what was answered; the last
    holds its end, and has none (inf) where nearly everybody stays far below what was allowed."""
    if not numbers:
        return []
    first = low if low is not None else min(numbers.values())
    last = high if high is not None else max(numbers.values())
    told = sorted(numbers.values())
    usual = told[ceil(0.95 * len(told)) - 1]
    is_open = high is not None and usual - first < (last - first) / 2
    if is_open:
        last = usual + 1 if float(usual).is_integer() else usual
    width = max((last - first) / most, 1e-9)
    scale = 10 ** floor(_log10(width))
    step = next(s * scale for s in (1, 2, 5, 10) if s * scale >= width - 1e-12)
    step = max(step, 1) if float(first).is_integer() and float(last).is_integer() else step
    start = floor(first / step) * step
    number = max(ceil((last - start) / step - 1e-9), 1)
    ranges = [(start + n * step, start + (n + 1) * step) for n in range(number)]
    return [*ranges, (ranges[-1][1], inf)] if is_open else ranges


def _log10(value: float) -> float:
    from math import log10

    return log10(value)


def in_bins(
    numbers: Mapping[int, float], ranges: Sequence[tuple[float, float]]
) -> dict[int, set[str]]:
    """Each person's range by its number as a key; the last range holds its upper end."""
    found: dict[int, set[str]] = {}
    for i, value in numbers.items():
        for n, (low, high) in enumerate(ranges):
            if low <= value < high or (n == len(ranges) - 1 and value == high):
                found[i] = {str(n)}
    return found


def cross(
    options: Options,
    chosen: Mapping[int, Set[str]],
    base: Set[int],
    groups: Sequence[tuple[str, Set[int]]],
    *,
    single: bool,
    k: int,
    rest: str,
    numbers: Mapping[int, float] | None = None,
) -> Cross | None:
    """Shares of the options within each group. Small groups stand together in one line named
    `rest`; None where even all of them are fewer than k people.
    """
    within = [(label, set(people) & set(base)) for label, people in groups]
    within = [(label, people) for label, people in within if people]
    alone, small = together([len(people) for _l, people in within], k=k)
    lines = [within[n] for n in alone]
    merged = [within[n] for n in small]
    if merged:
        lines.append((rest, set().union(*(people for _l, people in merged))))
    if not lines or any(len(people) < k for _l, people in lines):
        return None
    table = [
        [sum(key in chosen.get(i, ()) for i in people) for key, _l in options]
        for _label, people in lines
    ]
    hidden = _hidden(table, [len(people) for _l, people in lines], single=single, k=k)
    return Cross(
        tuple(label for _key, label in options),
        tuple(
            Line(
                label,
                len(people),
                tuple(
                    _cell(options[b], table[a][b], len(people), hide=(a, b) in hidden)
                    for b in range(len(options))
                ),
                mean(numbers, people, k=k) if numbers is not None else None,
            )
            for a, (label, people) in enumerate(lines)
        ),
        tuple(label for label, _p in merged),
    )


def _hidden(
    table: Sequence[Sequence[int]], sizes: Sequence[int], *, single: bool, k: int
) -> Set[tuple[int, int]]:
    if single:
        return withhold_table(table, k=k)
    found: set[tuple[int, int]] = set()
    for column in range(len(table[0]) if table else 0):
        pairs = [(row[column], size - row[column]) for row, size in zip(table, sizes, strict=True)]
        found |= {(a, column) for a, _yes in withhold_table(pairs, k=k)}
    return found


def _cell(option: tuple[str, str], count: int, n: int, *, hide: bool) -> Share:
    if hide:
        return Share(*option, None, None, None, None)
    return Share(*option, count, count / n, *wilson(count / n, n))
