"""Groups of people whose votes one common place explains best.

Like k-means, but a person's distance to a group is how badly the group's place fits the votes that
person cast: somebody with few votes pulls little.
"""

import numpy as np

from .fitting import Fit, upper
from .votes import Floats, Ints

RESTARTS = 6
ROUNDS = 25
STILL = 0.001  # of the people: when no more of them move, the groups have settled
CROWD = 10_000
LEAST_MEMBERS = 5
LEAST_SHARE = 0.02


def smallest_group(people: int) -> int:
    """Fewer than five people, or two in a hundred, are no group."""
    return max(LEAST_MEMBERS, int(np.ceil(LEAST_SHARE * people)))


def centres_of(
    found: Fit, chosen: Ints, number: int, *, seed: int, restarts: int = RESTARTS
) -> Floats:
    """Places of `number` groups of the people chosen: the best of several seeded starts.

    Somebody chosen twice counts twice. Of more than 10,000 people as many are drawn.
    """
    rng = np.random.default_rng(seed)
    if len(chosen) > CROWD:
        chosen = np.sort(rng.choice(chosen, CROWD, replace=False))
    places, grams, pulls = found.places[chosen], found.grams[chosen], found.pulls[chosen]
    best, least = np.zeros((number, found.rank)), np.inf
    if not len(chosen):
        return best
    for _ in range(restarts if number > 1 else 1):
        centres = _start(places, number, rng)
        groups = np.full(len(chosen), -1)
        for _ in range(ROUNDS):
            again, _ = _nearest(grams, pulls, centres)
            if np.count_nonzero(again != groups) <= STILL * len(chosen):
                break
            groups = again
            centres = _moved(grams, pulls, groups, centres)
        cost = float(_nearest(grams, pulls, centres)[1].sum())
        if cost < least - 1e-9:
            best, least = centres, cost
    return best


def assign(found: Fit, centres: Floats) -> Ints:
    """For each person the group whose place fits their votes best."""
    return _nearest(found.grams, found.pulls, centres)[0]


def places_of(found: Fit, groups: Ints, number: int) -> Floats:
    """The place that fits the votes of each group's people best: where somebody new is held
    against by `assign`."""
    inside = np.flatnonzero(groups >= 0)
    nowhere = np.zeros((number, found.rank))
    return _moved(found.grams[inside], found.pulls[inside], groups[inside], nowhere)


def _start(places: Floats, number: int, rng: np.random.Generator) -> Floats:
    """k-means++: each further start is drawn by how far people are from those there are."""
    centres = [places[rng.integers(len(places))]]
    nearest = ((places - centres[0]) ** 2).sum(axis=1)
    while len(centres) < number:
        sums = np.cumsum(nearest)
        drawn = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
        centres.append(places[min(drawn, len(places) - 1)])
        nearest = np.minimum(nearest, ((places - centres[-1]) ** 2).sum(axis=1))
    return np.stack(centres)


def misfits(found: Fit, centres: Floats) -> Floats:
    """Groups × people: squared error of a person's votes at the group's place, less a constant.

    The constant is what their votes are away from the levels of the statements, squared.
    """
    return _misfits(found.grams, found.pulls, centres)


def _misfits(grams: Floats, pulls: Floats, centres: Floats) -> Floats:
    i, j = upper(centres.shape[1])
    squares = centres[:, i] * centres[:, j] * np.where(i == j, 1.0, 2.0)
    return np.asarray(squares @ grams.T - 2 * (centres @ pulls.T))


def _nearest(grams: Floats, pulls: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """The group whose place fits each person's votes best, and how badly; of equals the first."""
    costs = _misfits(grams, pulls, centres)
    groups, least = np.zeros(len(grams), dtype=np.int64), costs[0]
    for group in range(1, len(costs)):
        groups[costs[group] < least] = group
        least = np.minimum(least, costs[group])
    return groups, least


def _moved(grams: Floats, pulls: Floats, groups: Ints, centres: Floats) -> Floats:
    """The place that fits the votes of each group best; a group without people stays."""
    number, rank = centres.shape
    member = (groups == np.arange(number)[:, None]).astype(np.float64)
    left, right = member @ grams, member @ pulls
    i, j = upper(rank)
    square = np.empty((number, rank, rank))
    square[:, i, j] = square[:, j, i] = left
    moved = np.linalg.solve(square + np.eye(rank), right[:, :, None])[:, :, 0]
    return np.where(member.any(axis=1)[:, None], moved, centres)
