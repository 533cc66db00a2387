"""What people agree on: votes on short statements, their groups, what all share. Pure: numpy only.

Votes.of → polis, the figures of pol.is to the last digit; compare holds them against a result
pol.is published. Agree is 1, pass 0, disagree -1. No words for people live here.
"""

from .components import Components, components, extremity, positions
from .counting import (
    NO_GROUP,
    Counts,
    count,
    count_everybody,
    group_aware_consensus,
    priorities,
)
from .parity import Parity, compare
from .polis import PolisResult, in_conversation, polis
from .representing import Chosen, Figures, Side, consensus, figures, representative
from .telling import plain, polis_told
from .votes import AGREE, DISAGREE, PASS, VoteError, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "NO_GROUP",
    "PASS",
    "Chosen",
    "Components",
    "Counts",
    "Figures",
    "Parity",
    "PolisResult",
    "Side",
    "VoteError",
    "Votes",
    "compare",
    "components",
    "consensus",
    "count",
    "count_everybody",
    "extremity",
    "figures",
    "group_aware_consensus",
    "in_conversation",
    "plain",
    "polis",
    "polis_told",
    "positions",
    "priorities",
    "representative",
]
