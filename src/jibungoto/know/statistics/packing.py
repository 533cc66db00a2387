"""People by age class as bytes: 32-bit integers, smallest byte first, two of them kept as marks."""

import sys
from array import array
from collections.abc import Iterable, Sequence

SUPPRESSED = -1
MISSING = -2


def pack(counts: Iterable[int]) -> bytes:
    """Counts (or a mark) of the classes from the youngest up. Raises OverflowError beyond 2³¹."""
    packed = array("i", counts)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(packed: bytes | memoryview) -> Sequence[int]:
    """What pack() was given."""
    counts = array("i")
    counts.frombytes(bytes(packed))
    if sys.byteorder == "big":
        counts.byteswap()
    return counts
