"""The two main axes of a conversation, exact and sparse (opinion.md 1.3).

A missing vote is taken as the mean of its statement, so after centring it is exactly zero: the
axes are those of the residuals on the votes alone. Lanczos with full orthogonalisation from a
fixed start; signs are fixed by the largest loading.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .votes import Floats, Votes

_SMALL = 40
_STEPS = 200
_EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Mean vote of each statement (agree is +1) and the axes as rows, each of length 1 or 0."""

    centre: Floats
    axes: Floats


def components(
    votes: Votes, left_out: NDArray[np.bool_] | None = None, *, count: int = 2
) -> Components:
    """Centre and axes of the votes; statements `left_out` have centre and loadings of zero."""
    centre = votes.means()
    if left_out is not None:
        centre[left_out] = 0.0
    residuals = residuals_of(votes, centre, left_out)
    width = len(votes.statements)
    axes = np.zeros((count, width))
    found = _leading(votes, residuals, min(count, width))
    axes[: len(found)] = found
    return Components(centre, axes)


def residuals_of(votes: Votes, centre: Floats, left_out: NDArray[np.bool_] | None = None) -> Floats:
    """For each vote how far it is from the mean of its statement; zero on those left out."""
    residuals = votes.values - centre[votes.columns]
    if left_out is not None and left_out.any():
        residuals[left_out[votes.columns]] = 0.0
    return residuals


def positions(votes: Votes, found: Components, left_out: NDArray[np.bool_] | None = None) -> Floats:
    """Where each person stands: √(S ÷ votes) × their residuals along the axes (1.5).

    Statements left out count as voted on by everybody, as pol.is counts them.
    """
    away = 0 if left_out is None else int(left_out.sum())
    residuals = residuals_of(votes, found.centre, left_out)
    own = votes.per_person.astype(np.float64)
    if away and left_out is not None:
        own = votes.sums_by_person((~left_out[votes.columns]).astype(np.int64)) + away
    scale = np.sqrt(len(votes.statements) / np.maximum(own, 1))
    along = votes.matrix(residuals) @ found.axes.T
    return np.asarray(along * scale[:, None])


def extremity(found: Components) -> Floats:
    """How far out somebody stands who only agrees with one statement (1.6)."""
    width = found.axes.shape[1]
    length = np.sqrt((found.axes**2).sum(axis=0))
    return np.asarray(np.sqrt(width) * np.abs(1 - found.centre) * length)


def signed(axes: Floats) -> Floats:
    """Axes as rows of length one whose largest loading is positive."""
    axes = axes / np.sqrt((axes**2).sum(axis=1, keepdims=True))
    largest = np.abs(axes).argmax(axis=1)
    return np.asarray(axes * np.sign(axes[np.arange(len(axes)), largest])[:, None])


def _leading(votes: Votes, residuals: Floats, count: int) -> Floats:
    """Unit vectors of the largest eigenvalues of R'R, as rows; fewer if its rank is smaller."""
    width = len(votes.statements)
    matrix = votes.matrix(residuals)
    turned = matrix.T
    if width <= _SMALL:
        whole = (turned @ matrix).toarray()
        values, vectors = np.linalg.eigh((whole + whole.T) / 2)
    else:
        values, vectors = _lanczos(lambda vector: turned @ (matrix @ vector), width, count)
    order = np.argsort(values)[::-1][:count]
    floor = 1e-12 * max(float(values.max(initial=0.0)), 1e-300)
    order = order[values[order] > floor]
    axes = vectors[:, order].T
    if not len(axes):
        return np.zeros((0, width))
    return signed(axes)


def _lanczos(apply: Callable[[Floats], Floats], width: int, count: int) -> tuple[Floats, Floats]:
    """Ritz values and vectors, until those of the largest `count` no longer change."""
    steps = min(width, _STEPS)
    basis = np.zeros((steps, width))
    image = np.zeros((steps, steps))
    vector = 1.0 + np.arange(width) / width
    for step in range(steps):
        vector = _orthogonal(vector, basis[:step], step)
        basis[step] = vector
        image_of = apply(vector)
        image[step, : step + 1] = image[: step + 1, step] = basis[: step + 1] @ image_of
        vector = image_of
        if step + 1 >= count + 8 and step % 3 == 2 and step + 1 < steps:
            values, inner = np.linalg.eigh(image[: step + 1, : step + 1])
            rest = image_of - basis[: step + 1].T @ (basis[: step + 1] @ image_of)
            error = np.sqrt(rest @ rest) * np.abs(inner[-1, -count:]).max()
            if error <= _EXACT * max(values[-1], 1e-300):
                return values, basis[: step + 1].T @ inner
    values, inner = np.linalg.eigh(image)
    return values, basis.T @ inner


def _orthogonal(vector: Floats, basis: Floats, step: int) -> Floats:
    """The part of the vector outside the basis, of length 1; a new direction where none is left."""
    for turn in range(len(vector)):
        before = float(np.sqrt(vector @ vector))
        for _ in range(2):
            vector = vector - basis.T @ (basis @ vector)
        length = float(np.sqrt(vector @ vector))
        if before and length > 1e-10 * before:
            return np.asarray(vector / length)
        vector = np.zeros(len(vector))
        vector[(step + turn) % len(vector)] = 1.0
    return vector
