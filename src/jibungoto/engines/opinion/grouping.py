"""Groups of people whose votes one common place explains best.

Like k-means, but a person's distance to a group is how badly the group's place fits the votes that
person cast: somebody with few votes pulls little.
"""

import numpy as np

from .fitting import Fit
from .votes import Floats, Ints

RESTARTS = 6
ROUNDS = 25
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
            again = _costs(grams, pulls, centres).argmin(axis=1)
            if np.array_equal(again, groups):
                break
            groups = again
            centres = _moved(grams, pulls, groups, centres)
        cost = float(_costs(grams, pulls, centres).min(axis=1).sum())
        if cost < least - 1e-9:
            best, least = centres, cost
    return best


def assign(found: Fit, centres: Floats) -> Ints:
    """For each person the group whose place fits their votes best."""
    return np.asarray(_costs(found.grams, found.pulls, centres).argmin(axis=1))


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


def _costs(grams: Floats, pulls: Floats, centres: Floats) -> Floats:
    """People × groups: squared error of a person's votes at the group's place, less a constant."""
    i, j = np.triu_indices(centres.shape[1])
    squares = centres[:, i] * centres[:, j] * np.where(i == j, 1.0, 2.0)
    return np.asarray(grams @ squares.T - 2 * (pulls @ centres.T))


def _moved(grams: Floats, pulls: Floats, groups: Ints, centres: Floats) -> Floats:
    """The place that fits the votes of each group best; a group without people stays."""
    number, rank = centres.shape
    moved = centres.copy()
    member = (groups == np.arange(number)[:, None]).astype(np.float64)
    left, right = member @ grams, member @ pulls
    i, j = np.triu_indices(rank)
    for group in np.flatnonzero(member.any(axis=1)):
        square = np.zeros((rank, rank))
        square[i, j] = square[j, i] = left[group]
        moved[group] = np.linalg.solve(square + np.eye(rank), right[group])
    return moved
