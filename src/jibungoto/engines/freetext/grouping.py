"""The whole way from texts to groups, and what is told of it."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from . import telling
from .alike import ALIKE, families, folded
from .gathering import gather, parents
from .groups import STANCES, Group, Grouping
from .weighing import DIRECTIONS, Floats, Ints, matrix, positions
from .words import read

# Opposite stances are said aloud when both are more than chance remarks.
_OPPOSED = (("for", "against"), ("wish", "stop"))


def group(
    texts: Sequence[str],
    *,
    seed: int = 1,
    number: int | None = None,
    fold: Callable[[str], str] = folded,
) -> Grouping:
    """Put texts into groups; `number` asks for exactly so many. The order of texts is no matter.
    `fold` gives the form in which spelling variants are equal (japan.text.search_key knows most).

    Texts that say the same count once when groups are found, and all of them when they are told.
    """
    keys = [fold(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda at: (keys[at], texts[at]))
    spellings: dict[str, Counter[str]] = {}
    reads = [read(texts[at], spellings) for at in order]
    heads = families([keys[at] for at in order], [r.stances for r in reads], seed=seed)
    firsts = sorted(set(heads))
    row = {at: n for n, at in enumerate(firsts)}
    found, words = matrix([[w for part in reads[at].words for w in part] for at in firsts])
    points = positions(found, seed=seed)
    gathered = gather(points, seed=seed, number=number)
    number_found = len(gathered.centres)
    tops = parents(gathered.centres)
    named = telling.keywords(found, words, gathered.groups, number_found)
    placed, spots = _map(points, gathered.centres)
    by_row: dict[int, list[int]] = {}
    for at, head in enumerate(heads):
        by_row.setdefault(row[head], []).append(at)
    groups = []
    for n in range(number_found):
        centre = gathered.centres[n]
        ranked = telling.central(points, centre, np.flatnonzero(gathered.groups == n))
        members = [at for r in ranked for at in by_row[int(r)]]
        weights = _weights(found, words, ranked)
        shown = telling.sentences(np.array([firsts[int(r)] for r in ranked]), reads, weights)
        taken = telling.stances(members, reads)
        groups.append(
            Group(
                members=tuple(order[at] for at in members),
                keywords=tuple(_spelt(word, spellings) for word in named[n]),
                sentences=tuple((order[at], said) for at, said in shown),
                stances={stance: taken[stance] for stance in STANCES if taken[stance]},
                opposed=_opposed(taken, len(members)),
                parent=int(tops[n]),
                x=round(float(spots[n, 0]), 4),
                y=round(float(spots[n, 1]), 4),
            )
        )
    told: list[frozenset[str]] = [frozenset()] * len(texts)
    places = [(0.0, 0.0)] * len(texts)
    for at, text in enumerate(order):
        told[text] = reads[at].stances
        spot = placed[row[heads[at]]]
        places[text] = (round(float(spot[0]), 4), round(float(spot[1]), 4))
    return Grouping(
        groups=tuple(groups),
        rest=tuple(order[at] for r in np.flatnonzero(gathered.groups < 0) for at in by_row[int(r)]),
        families=tuple(
            tuple(order[at] for at in by_row[r]) for r in sorted(by_row) if len(by_row[r]) > 1
        ),
        stances=tuple(told),
        places=tuple(places),
        tried=gathered.tried,
        parameters={"alike": ALIKE, "directions": DIRECTIONS},
        seed=seed,
        sha256=hashlib.sha256("\0".join(texts[at] for at in order).encode()).hexdigest(),
    )


def _spelt(word: str, spellings: dict[str, Counter[str]]) -> str:
    """How people write a word most often; among equals the first in order."""
    known = spellings[word]
    most = max(known.values())
    return min(spelling for spelling, n in known.items() if n == most)


def _weights(found: object, words: Sequence[str], ranked: Ints) -> dict[str, float]:
    mean = np.asarray(found[ranked].mean(axis=0)).ravel()  # type: ignore[index]
    return {words[int(at)]: float(mean[at]) for at in np.flatnonzero(mean)}


def _opposed(taken: Counter[str], size: int) -> tuple[str, str] | None:
    for one, other in _OPPOSED:
        least = min(taken[one], taken[other])
        if least >= max(1, round(0.1 * size)) and least >= 1:
            return one, other
    return None


def _map(points: Floats, centres: Floats) -> tuple[Floats, Floats]:
    """Texts and groups on a plane: the two directions in which the groups lie apart most."""
    flat = np.zeros((len(points), 2)), np.zeros((len(centres), 2))
    base = centres if len(centres) >= 3 else points
    if len(base) < 2 or not points.shape[1]:
        return flat
    middle = base.mean(axis=0)
    _u, _s, axes = np.linalg.svd(base - middle, full_matrices=False)
    axes = axes[:2]
    signs = np.sign(axes[np.arange(len(axes)), np.argmax(np.abs(axes), axis=1)])
    axes = axes * np.where(signs == 0, 1, signs)[:, None]
    here, there = (points - middle) @ axes.T, (centres - middle) @ axes.T
    if here.shape[1] < 2:
        here, there = (np.pad(a, ((0, 0), (0, 2 - a.shape[1]))) for a in (here, there))
    # Texts without a word in common with others lie in the middle.
    here[np.linalg.norm(points, axis=1) == 0] = 0.0
    far = max(float(np.abs(here).max(initial=0.0)), 1e-9)
    return here / far, there / far
