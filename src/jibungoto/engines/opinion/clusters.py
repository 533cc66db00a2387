"""k-means on weighted points and the silhouette, without chance: the start is given (1.7, 1.8)."""

import numpy as np
from numpy.typing import NDArray

from .votes import Floats, Ints

BASE = 100
_CROWD = 10_000
_CELLS = 96
_STILL = 0.01


def lloyd(
    points: Floats, weights: Floats, centres: Floats, *, rounds: int, still: float = 0.0
) -> tuple[Ints, Floats]:
    """Assign points to the nearest centre and move the centres, until none moves beyond `still`.

    Clusters that lose all their points vanish. Equal distances go to the earlier centre.
    """
    nearest = _nearest(points, centres)
    for _ in range(rounds):
        present, nearest = _present(nearest, len(centres))
        moved = _means(points, weights, nearest, len(present))
        step = np.sqrt(((moved - centres[present]) ** 2).sum(axis=1)).max(initial=0.0)
        centres = moved
        again = _nearest(points, centres)
        if step <= still or np.array_equal(again, nearest):
            break
        nearest = again
    present, nearest = _present(nearest, len(centres))
    return nearest, _means(points, weights, nearest, len(present))


def base_clusters(points: Floats) -> tuple[Ints, Floats, Floats]:
    """At most 100 small clusters of positions: cluster of each point, centres, members.

    Starts from the first 100 different points in their order. A crowd of more than ten thousand is
    first gathered on a fine grid, so that the work no longer grows with its size.
    """
    if not len(points):
        return np.zeros(0, dtype=np.int64), np.zeros((0, 2)), np.zeros(0)
    if len(points) > _CROWD:
        cell = _grid(points)
        weights = np.bincount(cell).astype(np.float64)
        gathered = _means(points, np.ones(len(points)), cell, len(weights))
    else:
        cell, weights, gathered = np.arange(len(points)), np.ones(len(points)), points
    start = _first_distinct(gathered, BASE)
    nearest, centres = lloyd(gathered, weights, start, rounds=100, still=_STILL)
    return nearest[cell], centres, np.bincount(nearest, weights)


def silhouette(points: Floats, groups: Ints) -> float:
    """Mean silhouette of the points, each counting once; somebody alone in a group counts zero."""
    number = int(groups.max(initial=-1)) + 1
    if number < 2:
        return 0.0
    distances = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    sizes = np.bincount(groups, minlength=number)
    sums = np.stack([distances[:, groups == g].sum(axis=1) for g in range(number)], axis=1)
    everyone = np.arange(len(points))
    own = sums[everyone, groups] / np.maximum(sizes[groups] - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[everyone, groups] = np.inf
    other = means.min(axis=1)
    larger = np.maximum(own, other)
    score = np.divide(other - own, larger, out=np.zeros_like(own), where=larger > 0)
    return float(np.where(sizes[groups] == 1, 0.0, score).mean())


def group_clusters(centres: Floats, members: Floats) -> tuple[Ints, dict[int, float]]:
    """Two to five groups of base clusters with the best silhouette (of equals the most groups)."""
    if len(centres) < 2:
        return np.zeros(len(centres), dtype=np.int64), {}
    most = min(5, 2 + len(centres) // 12, len(centres))
    best: Ints = np.zeros(len(centres), dtype=np.int64)
    scores: dict[int, float] = {}
    for number in range(2, most + 1):
        start = _first_distinct(centres, number)
        groups, _ = lloyd(centres, members, start, rounds=20, still=_STILL)
        scores[number] = silhouette(centres, groups)
        if scores[number] >= max(scores.values()):
            best = groups
    return best, scores


def _nearest(points: Floats, centres: Floats) -> Ints:
    # The nearest centre c is the one with the largest x·c - c·c/2, which is one product.
    ahead = np.vstack([centres.T, -(centres**2).sum(axis=1) / 2])
    found = np.empty(len(points), dtype=np.int64)
    for first in range(0, len(points), 4_096):
        part = points[first : first + 4_096]
        known = np.column_stack([part, np.ones(len(part))])
        found[first : first + 4_096] = (known @ ahead).argmax(axis=1)
    return found


def _present(nearest: Ints, number: int) -> tuple[Ints, Ints]:
    """The clusters that have points, and the points' clusters numbered among them."""
    there = np.bincount(nearest, minlength=number) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[nearest]


def _means(points: Floats, weights: Floats, cluster: NDArray[np.intp], number: int) -> Floats:
    total = np.maximum(np.bincount(cluster, weights, minlength=number), 1e-300)
    sums = [np.bincount(cluster, weights * axis, minlength=number) for axis in points.T]
    return np.asarray(np.stack(sums, axis=1) / total[:, None])


def _grid(points: Floats) -> Ints:
    """The number of the occupied cell of each point."""
    low, high = points.min(axis=0), points.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    place = np.minimum(((points - low) / width * _CELLS).astype(np.int64), _CELLS - 1)
    cell = place[:, 0] * _CELLS + place[:, 1]
    occupied = np.bincount(cell, minlength=_CELLS * _CELLS) > 0
    return np.asarray((np.cumsum(occupied) - 1)[cell])


def _first_distinct(points: Floats, number: int) -> Floats:
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:number]]
