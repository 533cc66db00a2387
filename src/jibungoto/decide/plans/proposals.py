"""What a document proposes, as rows a person can tick: with its line beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jibungoto.japan.documents import Reading, Source
from jibungoto.ui.listing import listed, with_note

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


def also(reading: Reading) -> list[tuple[str, list[tuple[str, Source]]]]:
    """What was read besides and is not yet taken over by itself: to be looked at."""
    causes = [(f"{c.cause} → {c.countermeasure}", c.source) for c in reading.causes]
    outcomes = [
        (_("{}：{}").format(o.title, f"{o.result} → {o.direction}"), o.source)
        for o in reading.outcomes
    ]
    pairs = [(_("{}：{}").format(p.title, p.text), p.source) for p in reading.pairings]
    plans = [(g.title, g.source) for g in reading.generations]
    found = [
        (_("要因と対応策"), causes),
        (_("成果と今後の方向"), outcomes),
        (_("見出しと説明"), pairs),
        (_("計画の世代"), plans),
    ]
    return [(title, rows) for title, rows in found if rows]


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
