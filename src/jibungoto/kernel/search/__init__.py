"""Search over all nodes: `add`, `put` and `remove` keep the index, `find` and `count` ask it.

An own index of grams (japan/text.py) on both databases, with the same results on both. Each entry
also carries marks (municipality, state, kind, districts), so that a filter narrows the search
itself and other municipalities' records cost nothing.
"""

from .finding import Counted, Hit, Page, count, find
from .index import add, put, put_many, rebuild, remove
from .terms import terms

__all__ = [
    "Counted",
    "Hit",
    "Page",
    "add",
    "count",
    "find",
    "put",
    "put_many",
    "rebuild",
    "remove",
    "terms",
]
