"""What a group is about, in its own words: keywords, the most central sentences, stances."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .weighing import Floats, Ints
from .words import Read

if TYPE_CHECKING:  # loaded only where texts are grouped: it takes as long as a third of the house
    from scipy.sparse import csr_matrix

KEYWORDS = 6
SENTENCES = 3
_LOOKED_AT = 40
_SHORTEST, _LONGEST = 8, 90


def keywords(
    found: "csr_matrix", words: Sequence[str], groups: Ints, number: int
) -> list[list[str]]:
    """For each group the words it uses most and others least (class-based TF-IDF)."""
    if not words or not number:
        return [[] for _ in range(number)]
    from scipy.sparse import csr_matrix

    inside = np.flatnonzero(groups >= 0)
    member = csr_matrix(
        (np.ones(len(inside)), (groups[inside], inside)), shape=(number, len(groups))
    )
    uses = np.asarray((member @ (found > 0).astype(np.float64)).todense())
    sizes = np.maximum(np.asarray(member.sum(axis=1)).ravel(), 1)
    share = uses / sizes[:, None]
    rare = np.log1p(sizes.mean() / np.maximum(uses.sum(axis=0), 1e-9) * 1.0)
    worth = np.round(share * rare, 12)
    told: list[list[str]] = []
    for row, used in zip(worth, uses, strict=True):
        order = np.lexsort((np.arange(len(words)), -row))
        told.append([words[at] for at in order[: KEYWORDS * 2] if used[at] >= min(2, used.max())])
    return [names[:KEYWORDS] for names in told]


def central(points: Floats, centre: Floats, members: Ints) -> Ints:
    """The members of a group, the most central first."""
    near = np.round(points[members] @ centre, 9)
    return members[np.lexsort((members, -near))]


def sentences(
    ranked: Ints, reads: Sequence[Read], weights: dict[str, float]
) -> list[tuple[int, str]]:
    """(text, sentence) of the sentences that hold most of what the group says; one a text.

    `weights` says how much each word stands for the group. Long sentences don't win by length.
    """
    best: list[tuple[float, int, str]] = []
    for at in (int(n) for n in ranked[:_LOOKED_AT]):
        read = reads[at]
        scored = [
            (sum(weights.get(w, 0.0) for w in set(words)) / (4 + len(words)), -n, sentence)
            for n, (sentence, words) in enumerate(zip(read.sentences, read.words, strict=True))
            if _SHORTEST <= len(sentence) <= _LONGEST
        ]
        if scored:
            worth, _n, sentence = max(scored)
            best.append((round(worth, 9), at, sentence))
    best.sort(key=lambda b: -b[0])
    seen: set[str] = set()
    told: list[tuple[int, str]] = []
    for _worth, at, sentence in best:
        if sentence not in seen and len(told) < SENTENCES:
            seen.add(sentence)
            told.append((at, sentence))
    if not told and len(ranked):
        at = int(ranked[0])
        told = [(at, reads[at].sentences[0][:_LONGEST])] if reads[at].sentences else []
    return told


def stances(members: Sequence[int], reads: Sequence[Read]) -> Counter[str]:
    """How many texts of a group take each stance."""
    return Counter(stance for at in members for stance in reads[at].stances)
