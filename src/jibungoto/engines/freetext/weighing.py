"""Words to numbers: TF-IDF, and the few directions in which texts differ most."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .words import LIGHT

if TYPE_CHECKING:  # loaded only where texts are grouped: it takes as long as a third of the house
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DIRECTIONS = 60
MANY = 40  # texts from which chance can be told from structure
_DENSE = 400
_LIGHTER = 0.4


def matrix(texts: Sequence[Sequence[str]]) -> "tuple[csr_matrix, list[str]]":
    """Texts × words, weighted sublinear TF × IDF, rows of length 1; and the words, in order.

    Words of one text alone can't bring texts together and are left out; so are those of more than
    three texts in ten, once there are enough texts for that to mean anything.
    """
    from scipy.sparse import csr_matrix

    counts = [Counter(words) for words in texts]
    spread = Counter(word for told in counts for word in told)
    most = 0.3 * len(texts) if len(texts) >= 40 else len(texts)
    words = sorted(word for word, n in spread.items() if 2 <= n <= max(most, 2))
    place = {word: n for n, word in enumerate(words)}
    rows, columns, values = [], [], []
    for at, told in enumerate(counts):
        for word in sorted(told):
            if word in place:
                rows.append(at)
                columns.append(place[word])
                values.append(told[word])
    data = 1.0 + np.log(np.array(values, dtype=np.float64)) if values else np.zeros(0)
    seen = np.array([spread[w] for w in words], dtype=np.float64)
    idf = np.log((1 + len(texts)) / (1 + seen)) + 1
    idf *= np.array([_LIGHTER if w.startswith(LIGHT) else 1.0 for w in words])
    if values:
        data *= idf[columns]
    found = csr_matrix((data, (rows, columns)), shape=(len(texts), len(words)))
    return unit_rows(found), words


def unit_rows(found: "csr_matrix") -> "csr_matrix":
    """Each row divided by its length; empty rows stay empty."""
    from scipy.sparse import diags

    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ found


def positions(found: "csr_matrix", *, seed: int, directions: int = DIRECTIONS) -> Floats:
    """Texts in at most `directions` dimensions (truncated SVD), rows of length 1.

    Only directions stronger than chance are kept: those that beat the strongest one of the same
    words strewn over the texts at random (parallel analysis, Horn 1965). The iteration starts from
    a fixed vector and the largest weight of each direction is positive, so that the same matrix
    gives the same numbers.
    """
    rows, columns = found.shape
    rank = min(directions, rows - 1, columns - 1)
    if rank < 1:
        return np.asarray(found.todense(), dtype=np.float64).reshape(rows, columns)
    u, s, vt = _svd(found, rank)
    if rows >= MANY:
        chance = _svd(_strewn(found, seed), min(2, rank))[1]
        # The first direction of any texts is what all have in common.
        kept = max(int((s > chance[-1]).sum()), 2)
        u, s, vt = u[:, :kept], s[:kept], vt[:kept]
    signs = np.sign(vt[np.arange(len(vt)), np.argmax(np.abs(vt), axis=1)])
    signs[signs == 0] = 1.0
    placed = u * (s * signs)
    lengths = np.linalg.norm(placed, axis=1, keepdims=True)
    return np.divide(placed, lengths, out=np.zeros_like(placed), where=lengths > 1e-9)


def _svd(found: "csr_matrix", rank: int) -> tuple[Floats, Floats, Floats]:
    if min(found.shape) <= _DENSE:
        return _small(found, rank)
    from scipy.sparse.linalg import svds

    start = np.full(min(found.shape), 1 / np.sqrt(min(found.shape)))
    u, s, vt = svds(found, k=rank, v0=start, tol=1e-4)
    order = np.argsort(-s, kind="stable")
    return u[:, order], s[order], vt[order]


def _small(found: "csr_matrix", rank: int) -> tuple[Floats, Floats, Floats]:
    """By the products of rows or columns, whichever are fewer: cheap where one side is short."""
    tall = found.shape[0] > found.shape[1]
    side = found if tall else found.T
    values, vectors = np.linalg.eigh(np.asarray((side.T @ side).todense()))
    order = np.argsort(-values, kind="stable")[:rank]
    s = np.sqrt(np.maximum(values[order], 0.0))
    short = vectors[:, order].T
    scale = np.divide(1.0, s, out=np.zeros_like(s), where=s > 1e-9)
    long = (side @ short.T) * scale
    return (long, s, short) if tall else (short.T, s, long.T)


def _strewn(found: "csr_matrix", seed: int) -> "csr_matrix":
    """The same words in other texts, by chance: as often, but together with no reason."""
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(seed)
    told = found.tocoo()
    rows = chance.permutation(told.row)
    return unit_rows(csr_matrix((told.data, (rows, told.col)), shape=found.shape))
