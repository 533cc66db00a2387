"""What a document proposes, as rows a person can tick: with its line beside it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jibungoto.japan.documents import Cause, Outcome, Pairing, Reading, Source
from jibungoto.japan.documents.matching import likeness
from jibungoto.ui.listing import listed, with_note

from .services.taking import keyed

SURE = 0.85  # below this a person is asked to look


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to take over or leave out; `key` names it in the form."""

    key: str
    title: str
    level: int
    extra: Sequence[str]
    source: Source
    excerpt: str
    is_sure: bool
    doubts: Sequence[str]

    @property
    def indent(self) -> str:
        return "\u3000" * (self.level - 1)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    proposals: Sequence[Proposal]


def groups(reading: Reading, text: str) -> list[Group]:
    """Everything that becomes part of the plan, by kind, in the document's order."""
    lines = text.replace("\f", "\n").splitlines()
    found = [
        Group(_("計画の木"), list(_tree(reading, lines))),
        Group(_("指標"), list(_indicators(reading, lines))),
    ]
    return [group for group in found if group.proposals]


def told(reading: Reading) -> list[tuple[str, str]]:
    """What is taken over with the plan itself, as (term, words)."""
    rows = []
    if reading.period:
        rows.append((_("計画期間"), _("{}〜{}年度").format(*reading.period)))
    if reading.horizon:
        rows.append((_("めざす年"), _("{}年").format(reading.horizon)))
    if reading.marks:
        rows.append((_("しるし"), "　".join(f"{m.sign} {m.meaning}" for m in reading.marks)))
    for word, items in ((_("視点"), reading.viewpoints), (_("基本原則"), reading.principles)):
        if items:
            rows.append((word, listed(i.title for i in items)))
    if reading.related:
        rows.append((_("関連する計画"), listed(r.text for r in reading.related)))
    return rows


@dataclass(frozen=True, slots=True)
class Further:
    """Something to be confirmed by itself once the plan is there: with its line, and what it may
    belong to. `at` is what it most likely belongs to."""

    key: str
    title: str
    text: str
    source: Source
    excerpt: str
    is_sure: bool
    is_taken: bool
    choices: Sequence[tuple[str, str]] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class FurtherGroup:
    title: str
    rows: Sequence[Further]


def further(
    reading: Reading, text: str, measures: Sequence[tuple[str, str]], taken: Collection[str]
) -> list[FurtherGroup]:
    """Causes, results and headings, to be taken over one by one into a plan.

    `measures` are (code, title) of the plan; `taken` the causes and titles it has already.
    """
    lines = text.replace("\f", "\n").splitlines()
    codes = [(code, f"{code}　{title}") for code, title in measures]
    causes, outcomes, headings = [], [], []
    for key, found in keyed(reading).items():
        look = (found.source, _excerpt(lines, found.source), found.confidence >= SURE)
        if isinstance(found, Cause):
            at = _likeliest(f"{found.cause}{found.countermeasure}", measures)
            row = (found.cause, found.countermeasure, *look, found.cause in taken, codes, at)
            causes.append(Further(key, *row))
        elif isinstance(found, Outcome):
            said = f"{found.result} → {found.direction}"
            outcomes.append(Further(key, found.title, said, *look, found.title in taken))
        else:
            choices = _above(reading, found)
            at = _beside(reading, found, choices)
            row = (found.title, found.text, *look, found.title in taken, choices, at)
            headings.append(Further(key, *row))
    groups = (
        (_("要因と対応策"), causes),
        (_("成果と今後の方向"), outcomes),
        (_("課題・方針・重点の取り組み"), headings),
    )
    return [FurtherGroup(title, rows) for title, rows in groups if rows]


def has_further(reading: Reading) -> bool:
    return bool(reading.causes or reading.outcomes or reading.pairings)


_ABOVE = {"policy": "issue", "measure": "policy"}


def _above(reading: Reading, found: Pairing) -> list[tuple[str, str]]:
    """The headings one may belong to: a policy to an issue, a key measure to a policy."""
    kind = _ABOVE.get(found.kind)
    return [
        (key, other.title)
        for key, other in keyed(reading).items()
        if isinstance(other, Pairing) and other.kind == kind
    ]


def _beside(reading: Reading, found: Pairing, choices: Sequence[tuple[str, str]]) -> str:
    """The heading in the same place of its row, where both rows are of one length."""
    row = [p for p in reading.pairings if p.kind == found.kind]
    return choices[row.index(found)][0] if len(row) == len(choices) else ""


def _likeliest(said: str, measures: Sequence[tuple[str, str]]) -> str:
    scored = [(likeness(title, said), -n, code) for n, (code, title) in enumerate(measures)]
    return max(scored)[2] if scored else ""


def _tree(reading: Reading, lines: Sequence[str]) -> Iterator[Proposal]:
    for item in reading.walk():
        extra = [_("参照：{}").format(r.text) for r in item.references]
        if item.departments:
            extra.append(_("担当：{}").format(listed(item.departments)))
        if item.narrative:
            extra.append(_("説明 {}字").format(len(item.narrative)))
        yield Proposal(
            key=item.code,
            title=f"{item.mark}{item.code}　{item.title}",
            level=item.level,
            extra=extra,
            source=item.source,
            excerpt=_excerpt(lines, item.source),
            is_sure=item.confidence >= SURE,
            doubts=item.doubts,
        )


def _indicators(reading: Reading, lines: Sequence[str]) -> Iterator[Proposal]:
    for indicator in reading.indicators:
        values = [f"{a.label} {a.year_written} {a.written}".strip() for a in indicator.amounts]
        yield Proposal(
            key=f"indicator:{indicator.name}",
            title=with_note(indicator.name, indicator.unit),
            level=1,
            extra=values,
            source=indicator.source,
            excerpt=_excerpt(lines, indicator.source),
            is_sure=indicator.confidence >= SURE,
            doubts=(),
        )


def _excerpt(lines: Sequence[str], source: Source) -> str:
    said = [line.strip() for line in lines[source.first - 1 : source.last]]
    return "\n".join(line for line in said if line)[:600]
