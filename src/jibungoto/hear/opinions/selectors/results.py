"""What the votes say, ready for pages: statements, groups and figures of the last reading.

A figure of fewer than ten people is never told of a group. Shares are of all answers, passes
included; every one of them stands with its 95 % interval.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet

from jibungoto.hear.opinions.models import Analysis, Conversation, Deed, GroupWords, Statement
from jibungoto.hear.opinions.models.conversations import SMALLEST_CELL
from jibungoto.kernel import together

LETTERS = "ABCDEF"
STABLE, WAVERING = 0.75, 0.5


@dataclass(frozen=True, slots=True)
class Share:
    """A share and its interval, from 0 to 1."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Answers:
    """Counted answers, of everybody or of a group. Without shares they were too few to be told."""

    letter: str
    agree: int
    passed: int
    disagree: int
    votes: int
    agrees: Share | None = None
    disagrees: Share | None = None

    @property
    def is_told(self) -> bool:
        return self.agrees is not None


@dataclass(frozen=True, slots=True)
class Told:
    """One statement with all its figures. `everybody` is None where under ten people answered."""

    slug: str  # of its conversation
    number: int
    text: str
    state: str  # of engines.opinion.State, or "few" where under ten people answered
    is_meta: bool
    votes: int
    everybody: Answers | None = None
    groups: Sequence[Answers] = ()
    surest_agree: float = 0.0  # the least lower bound of all groups
    surest_disagree: float = 0.0
    difference: float = 0.0
    difference_low: float = 0.0
    between: tuple[int, int] | None = None
    differs_in_agreeing: bool = True
    deed: Deed | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What marks a group off: a statement, its side, the group's share and that of the others."""

    statement: Told
    agrees: bool
    own: Share
    others: float
    votes: int


@dataclass(frozen=True, slots=True)
class Group:
    """People who answered alike. Fewer than ten are told of without figures."""

    number: int
    letter: str
    size: int
    stability: float
    marks: Sequence[Mark] = ()
    sentence: str = ""  # as somebody wrote it

    @property
    def is_small(self) -> bool:
        return self.size < SMALLEST_CELL

    @property
    def is_stable(self) -> bool:
        return self.stability >= STABLE

    @property
    def is_wavering(self) -> bool:
        return self.stability < WAVERING


@dataclass
class Result:
    """A reading of all votes. Lists are worked out when they are asked for."""

    conversation: Conversation
    analysis: Analysis
    told: Mapping[str, Any]
    statements: Mapping[int, Told]
    groups: Sequence[Group]
    hidden: int = 0  # statements that were taken from sight

    @property
    def is_live(self) -> bool:
        return not self.analysis.is_final

    @property
    def is_one(self) -> bool:
        return len(self.groups) == 1

    @cached_property
    def shared(self) -> list[Told]:
        """What every group agrees with, the surest first."""
        return self._listed("shared")

    @cached_property
    def refused(self) -> list[Told]:
        """What every group disagrees with, the surest first."""
        return self._listed("shared_refusal")

    @cached_property
    def divisive(self) -> list[Told]:
        """What groups surely see differently, the widest difference first."""
        return self._listed("divisive")

    @cached_property
    def needing(self) -> list[Told]:
        """Statements that say nothing yet, those nearest to it first."""
        some = [s for s in self.statements.values() if s.state in ("needs_votes", "few")]
        return sorted((s for s in some if not s.is_meta), key=lambda s: (-s.votes, s.number))

    @cached_property
    def mixed(self) -> list[Told]:
        return [s for s in self.statements.values() if s.state == "mixed" and not s.is_meta]

    @cached_property
    def meta(self) -> list[Told]:
        """What was asked about people themselves: counted, and no part of anything else."""
        return [s for s in self.statements.values() if s.is_meta]

    @cached_property
    def deeds(self) -> list[Told]:
        """Statements something is to come of, by the day it is promised."""
        some = [s for s in self.statements.values() if s.deed]
        return sorted(some, key=lambda s: (s.deed.due, s.number))  # type: ignore[union-attr]

    @property
    def has_release(self) -> bool:
        """Whether everybody may have the votes: only after the end, where nothing can be told from
        the difference of two releases."""
        return self.analysis.is_final

    @property
    def read_statements(self) -> int:
        """How many statements something could be said of."""
        return sum(s.everybody is not None and not s.is_meta for s in self.statements.values())

    @property
    def channels(self) -> Mapping[str, int]:
        channels: Mapping[str, int] = self.told["channels"]
        return channels

    @property
    def on_paper(self) -> int:
        return self.channels.get("paper", 0)

    @property
    def all_people(self) -> int:
        """Everybody who answered, also those whose only answers were on rarely seen statements."""
        return sum(self.channels.values())

    @property
    def outside(self) -> int:
        """People who answered too little to be put to a group."""
        return self.analysis.people - int(self.told["inside"])

    @property
    def flags(self) -> Mapping[str, Any]:
        flags: Mapping[str, Any] = self.told["flags"]
        return flags

    def _listed(self, part: str) -> list[Told]:
        return [self.statements[n] for n in self.told[part] if n in self.statements]


def last_analysis(conversation: Conversation) -> Analysis | None:
    """The last reading, without what it told."""
    return _newest(conversation).first()


def _newest(conversation: Conversation) -> QuerySet[Analysis]:
    rows = Analysis.objects.filter(conversation=conversation).order_by("-number")
    return rows.defer("told", "release")[:1]


def told_of(analysis: Analysis) -> dict[str, Any]:
    """What a reading told, unpacked once in a process: it never changes."""
    return _told(analysis.pk, analysis.digest, analysis.made_at)


@lru_cache(maxsize=16)
def _told(pk: int, _digest: str, _made_at: object) -> dict[str, Any]:
    told: dict[str, Any] = _unpacked(Analysis.objects.values_list("told", flat=True).get(pk=pk))
    return told


def release_of(analysis: Analysis) -> dict[str, Any] | None:
    """All that others need to find the same; only of final readings."""
    found = Analysis.objects.values_list("release", flat=True).get(pk=analysis.pk)
    return None if found is None else _unpacked(found)


def _unpacked(packed: bytes | memoryview) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(zlib.decompress(bytes(packed)))
    return told


def result(conversation: Conversation) -> Result | None:
    """The last reading, if there is one of ten people or more. Three queries."""
    newest = _newest(conversation)
    written = GroupWords.objects.filter(analysis__in=newest.values("pk"))
    sentences = written.values_list("group", "sentence")
    together.ask(newest, sentences)
    analysis = next(iter(newest), None)
    if analysis is None or analysis.people < SMALLEST_CELL:
        return None
    told = told_of(analysis)
    found = {
        s.number: s
        for s in Statement.objects.filter(conversation=conversation)
        .select_related("deed", "deed__became")
        .order_by("number")
    }
    counted = {one["id"]: one for one in told["statements"]}
    sizes = [group["members"] for group in told["groups"]]
    seen = [s for s in found.values() if s.state == Statement.State.SHOWN]
    statements = {
        s.number: _counted(conversation.slug, s, counted[s.number], sizes)
        if s.number in counted
        else _few(conversation.slug, s, told["few"].get(str(s.number), 0))
        for s in seen
    }
    words = dict(sentences)
    groups = [_group(n, told, statements, words.get(n, "")) for n in range(len(sizes))]
    hidden = sum(s.state == Statement.State.OUT for s in found.values())
    return Result(conversation, analysis, told, statements, groups, hidden)


def _deed(statement: Statement) -> Deed | None:
    return getattr(statement, "deed", None)


def _few(slug: str, statement: Statement, votes: int) -> Told:
    return Told(
        slug, statement.number, statement.text, "few", statement.is_meta, votes,
        deed=_deed(statement),
    )  # fmt: skip


def _counted(slug: str, statement: Statement, one: Mapping[str, Any], sizes: Sequence[int]) -> Told:
    between = one["between"]
    groups = [
        _answers(LETTERS[n], counts, is_told=sizes[n] >= SMALLEST_CELL)
        for n, counts in enumerate(one["groups"])
    ]
    return Told(
        slug=slug,
        number=statement.number,
        text=statement.text,
        state=one["state"],
        is_meta=statement.is_meta,
        votes=one["everybody"]["votes"],
        everybody=_answers("", one["everybody"]),
        groups=groups,
        surest_agree=one["shared_agree"],
        surest_disagree=one["shared_disagree"],
        difference=one["difference"],
        difference_low=one["difference_low"],
        between=tuple(between) if between else None,
        differs_in_agreeing=_in_agreeing(one) if between else True,
        deed=_deed(statement),
    )


def _in_agreeing(one: Mapping[str, Any]) -> bool:
    """Whether the difference told is one in agreeing, or else one in disagreeing."""
    a, b = (one["groups"][n] for n in one["between"])
    gap = abs(a["agree_share"][0] - b["agree_share"][0])
    return bool(abs(gap - one["difference"]) < 1e-9)


def _answers(letter: str, counts: Mapping[str, Any], *, is_told: bool = True) -> Answers:
    votes = counts["votes"]
    own = (counts["agree"], counts["pass"], counts["disagree"], votes)
    if not is_told or votes < SMALLEST_CELL:
        return Answers(letter, 0, 0, 0, votes)
    agrees = counts.get("agree_share") or wilson(counts["agree"], votes)
    disagrees = counts.get("disagree_share") or wilson(counts["disagree"], votes)
    return Answers(letter, *own, Share(*agrees), Share(*disagrees))


def wilson(successes: int, trials: int) -> tuple[float, float, float]:
    """A share with its 95 % score interval, as the engine has it."""
    z = 1.959963984540054
    share = successes / trials
    whole = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / whole
    half = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)) ** 0.5 / whole
    return share, max(min(middle - half, share), 0.0), min(max(middle + half, share), 1.0)


def _group(
    number: int, told: Mapping[str, Any], statements: Mapping[int, Told], sentence: str
) -> Group:
    size = told["groups"][number]["members"]
    marks = []
    for one in told["marks"][number] if size >= SMALLEST_CELL else ():
        statement = statements.get(one["statement"])
        if statement is None:
            continue
        answers = statement.groups[number]
        own = answers.agrees if one["agrees"] else answers.disagrees
        if own is not None:
            marks.append(Mark(statement, one["agrees"], own, one["others"], answers.votes))
    stability = told["groups"][number]["stability"]
    return Group(number, LETTERS[number], size, stability, marks, sentence)


def likeness(before: Mapping[str, Any], group: int, now: Mapping[str, Any], other: int) -> float:
    """How far apart two groups of two readings answer: mean difference of their shares, 0 to 1.

    Statements count by how many of both answered; 1 where nothing can be compared.
    """
    known = {one["id"]: one["groups"][group] for one in before["statements"]}
    gaps = weights = 0.0
    for one in now["statements"]:
        if one["id"] not in known:
            continue
        a, b = known[one["id"]], one["groups"][other]
        weight = min(a["votes"], b["votes"])
        gaps += weight * abs(a["agree_share"][0] - b["agree_share"][0])
        weights += weight
    return gaps / weights if weights else 1.0
