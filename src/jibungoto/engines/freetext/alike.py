"""The same thing written twice: families of texts that differ only in spelling or in a few signs.

Candidates come from MinHash over triples of characters (Broder 1997) of the search key, in which
kana, width and old kanji are folded; a pair is kept when its triples really agree (Jaccard) and
both take the same stances: 賛成です and 反対です are never one.
"""

import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np

ALIKE = 0.7
_HASHES, _BAND = 40, 4
_PRIME = np.uint64(4_294_967_311)


_HIRAGANA = {c: c - 0x60 for c in range(0x30A1, 0x30F7)}


def folded(text: str) -> str:
    """Width, case and kana folded, spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA).split())


def families(
    keys: Sequence[str], stances: Sequence[frozenset[str]], *, seed: int, alike: float = ALIKE
) -> list[int]:
    """For each text the number of the first text of its family; keys are search keys."""
    head = list(range(len(keys)))
    first: dict[tuple[str, frozenset[str]], int] = {}
    for at, key in enumerate(keys):
        head[at] = first.setdefault((key, stances[at]), at)
    distinct = [at for at in range(len(keys)) if head[at] == at and len(keys[at]) >= 6]
    triples = {at: _triples(keys[at]) for at in distinct}
    for one, other in _candidates(distinct, triples, seed):
        a, b = _root(head, one), _root(head, other)
        if a == b or stances[one] != stances[other]:
            continue
        mine, theirs = triples[one], triples[other]
        if len(mine & theirs) >= alike * len(mine | theirs):
            head[max(a, b)] = min(a, b)
    return [_root(head, at) for at in range(len(keys))]


def _root(head: list[int], at: int) -> int:
    while head[at] != at:
        at = head[at]
    return at


def _triples(key: str) -> frozenset[str]:
    plain = key.replace(" ", "")
    return frozenset(plain[i : i + 3] for i in range(max(1, len(plain) - 2)))


def _candidates(
    distinct: list[int], triples: dict[int, frozenset[str]], seed: int
) -> list[tuple[int, int]]:
    """Pairs that share a band of smallest hashes; each with the first of its bucket."""
    if len(distinct) < 2:
        return []
    hashes = [zlib.crc32(t.encode()) for at in distinct for t in triples[at]]
    sizes = np.array([len(triples[at]) for at in distinct])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    values = np.array(hashes, dtype=np.uint64)
    chance = np.random.default_rng(seed)
    factors = chance.integers(1, 2**31, size=_HASHES, dtype=np.uint64)
    shifts = chance.integers(0, 2**31, size=_HASHES, dtype=np.uint64)
    smallest = np.empty((len(distinct), _HASHES), dtype=np.uint64)
    for n in range(_HASHES):
        smallest[:, n] = np.minimum.reduceat((values * factors[n] + shifts[n]) % _PRIME, starts)
    pairs: set[tuple[int, int]] = set()
    for band in range(0, _HASHES, _BAND):
        seen: dict[bytes, int] = {}
        for at, row in zip(distinct, smallest[:, band : band + _BAND], strict=True):
            known = seen.setdefault(row.tobytes(), at)
            if known != at:
                pairs.add((known, at))
    return sorted(pairs)
