"""How well votes that were held out are foretold, by us and by what pol.is computes."""

import numpy as np

from jibungoto.engines.opinion import Votes, components, predict
from jibungoto.engines.opinion.components import residuals_of


def errors(votes: Votes, thinned: float, seed: int) -> tuple[float, float]:
    """Mean squared error on a tenth of the votes: robust mode, reconstruction of parity mode."""
    rng = np.random.default_rng(seed)
    kept = rng.random(len(votes.values)) < thinned
    held = rng.random(len(votes.values)) < 0.1
    known, tested = votes.kept(kept & ~held), kept & held
    rows, columns, values = votes.rows[tested], votes.columns[tested], votes.values[tested]
    ours = predict(known, rows, columns, seed=1)
    found = components(known)
    residuals = residuals_of(known, found.centre)
    theirs = found.centre[columns]
    for axis in found.axes:
        theirs += known.sums_by_person(residuals * axis[known.columns])[rows] * axis[columns]
    return float(((ours - values) ** 2).mean()), float(((theirs - values) ** 2).mean())
