"""What a yearly report says, as one value: read from the plan, frozen as written, shown anywhere.

The page, the paper and the book all read `Contents` and nothing else, so that they can never tell
different things. It is written in Japanese: an edition is a document, not a view.
"""

from .contents import (
    Answer,
    Contents,
    Count,
    Gauge,
    Line,
    Policy,
    Stalled,
    Value,
    read,
)

__all__ = [
    "Answer",
    "Contents",
    "Count",
    "Gauge",
    "Line",
    "Policy",
    "Stalled",
    "Value",
    "read",
]
