"""Positions to groups: how many there are, who belongs together, and which groups are near.

k-means from seeded starts (k-means++, Arthur & Vassilvitskii 2007) on texts laid on the unit
sphere. The number of groups is the one found again best: two halves of the texts are grouped
apart, and each foretells the other's groups (Tibshirani & Walther 2005). One group is an answer.
Few texts are joined from below instead (average linkage), for halves of them say nothing.
"""

from dataclasses import dataclass

import numpy as np

from jibungoto.engines.opinion.clusters import lloyd
from jibungoto.engines.opinion.votes import Ints

from .weighing import MANY, Floats

_JOINED = 0.85  # distance up to which few texts are joined: some of their words are shared
_TRIED = (2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30)
_SAMPLE = 1_500
_HALVINGS = 3
_EQUAL = 0.05
FOUND_AGAIN = 0.45  # below this no grouping is better than none


@dataclass(frozen=True, slots=True)
class Gathered:
    """The group of each text (-1 none), the centres, and how well each number was found again."""

    groups: Ints
    centres: Floats
    tried: tuple[tuple[int, float], ...]


def gather(points: Floats, *, seed: int, number: int | None = None) -> Gathered:
    """Put points of length 1 into groups; `number` asks for exactly so many. Zero rows stay out."""
    present = np.flatnonzero(np.linalg.norm(points, axis=1) > 0)
    groups = np.full(len(points), -1, dtype=np.int64)
    if len(present) < 2:
        return Gathered(groups, points[:0], ())
    inner = points[present]
    tried: tuple[tuple[int, float], ...] = ()
    if len(present) < MANY and number is None:
        found = _join(inner)
    else:
        if number is None:
            number, tried = _number(inner, seed)
        found = _k_means(inner, min(number, len(inner)), seed)[0]
    found = _by_size(found)
    groups[present] = found
    kept = [np.mean(inner[found == g], axis=0) for g in range(int(found.max(initial=-1)) + 1)]
    return Gathered(groups, np.array(kept).reshape(len(kept), points.shape[1]), tried)


def parents(centres: Floats) -> Ints:
    """The upper group of each group: Ward's tree over the centres, cut where it is widest.

    With six groups or fewer every group is its own upper group.
    """
    if len(centres) <= 6:
        return np.arange(len(centres))
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(centres, method="ward")
    heights = tree[:, 2]
    most, least = min(8, len(centres) // 2), 3
    gaps = {k: heights[-(k - 1)] - heights[-k] for k in range(least, most + 1)}
    best = max(gaps, key=lambda k: (gaps[k], -k))
    return _by_first(fcluster(tree, best, criterion="maxclust"))


def _join(points: Floats) -> Ints:
    """Few texts: joined while they share words; those that share with nobody are alone (-1)."""
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(points, method="average", metric="cosine")
    found = fcluster(tree, _JOINED, criterion="distance")
    sizes = np.bincount(found)
    alone = sizes[found] < 2
    joined = np.asarray(found, dtype=np.int64)
    joined[alone] = -1
    return joined


def _number(points: Floats, seed: int) -> tuple[int, tuple[tuple[int, float], ...]]:
    chance = np.random.default_rng(seed)
    if len(points) > _SAMPLE:
        points = points[np.sort(chance.choice(len(points), _SAMPLE, replace=False))]
    most = max(2, len(points) // 8)
    halves = [chance.permutation(len(points)) for _ in range(_HALVINGS)]
    tried = []
    for number in (k for k in _TRIED if k <= most):
        scores = []
        for order in halves:
            one, other = points[order[: len(order) // 2]], points[order[len(order) // 2 :]]
            _theirs, centres = _k_means(one, number, seed, starts=1)
            own, _centres = _k_means(other, number, seed, starts=1)
            told = np.argmax(other @ centres.T, axis=1)
            scores.append(rand_index(told, own))
        tried.append((number, round(float(np.mean(scores)), 4)))
    best = max(score for _k, score in tried)
    if best < FOUND_AGAIN:
        return 1, tuple(tried)
    # Of numbers found again about equally well the smaller is easier to read.
    return min(k for k, score in tried if score >= best - _EQUAL), tuple(tried)


def _k_means(points: Floats, number: int, seed: int, starts: int = 2) -> tuple[Ints, Floats]:
    """The best of several seeded starts; equal ones fall to the earlier."""
    if number == 1:
        return np.zeros(len(points), dtype=np.int64), points.mean(axis=0, keepdims=True)
    best: tuple[float, Ints, Floats] | None = None
    weights = np.ones(len(points))
    for start in range(starts):
        chance = np.random.default_rng([seed, number, start])
        centres = _spread(points, number, chance)
        groups, centres = lloyd(points, weights, centres, rounds=25, still=1e-3)
        worth = round(float(((points - centres[groups]) ** 2).sum()), 9)
        if best is None or worth < best[0]:
            best = worth, groups, centres
    assert best is not None  # noqa: S101  there is at least one start
    return best[1], best[2]


def _spread(points: Floats, number: int, chance: np.random.Generator) -> Floats:
    chosen = [int(chance.integers(len(points)))]
    near = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    for _ in range(number - 1):
        total = float(near.sum())
        if total <= 1e-12:
            break
        at = int(np.searchsorted(np.cumsum(near), chance.random() * total))
        chosen.append(min(at, len(points) - 1))
        near = np.minimum(near, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def rand_index(one: Ints, other: Ints) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985)."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    sums = (table, table.sum(axis=1), table.sum(axis=0))
    both, rows, columns = (float((n * (n - 1) / 2).sum()) for n in sums)
    expected = rows * columns / max(len(one) * (len(one) - 1) / 2, 1)
    most = (rows + columns) / 2
    return float((both - expected) / (most - expected)) if most > expected else 1.0


def _by_size(found: Ints) -> Ints:
    """Groups numbered from the largest; equal ones by their first text. -1 stays."""
    names, first, sizes = np.unique(found[found >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    new = {int(names[at]): n for n, at in enumerate(order)}
    return np.array([new.get(int(g), -1) for g in found], dtype=np.int64)


def _by_first(found: Ints) -> Ints:
    seen: dict[int, int] = {}
    return np.array([seen.setdefault(int(g), len(seen)) for g in found], dtype=np.int64)
