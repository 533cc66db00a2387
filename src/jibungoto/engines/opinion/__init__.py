"""What people agree on: votes on short statements, their groups, what all share. Pure.

numpy and scipy's sparse matrices; nothing is ever people × statements.

Votes.of → robust, the default: fitted to the votes cast, every figure with how sure it is.
Votes.of → polis, the figures of pol.is to the last digit; compare holds them against what pol.is
published. robust_told and polis_told are plain data, the same bytes for the same votes. Running
takes vote by vote; chances says what to ask next; flag finds votes that look made. Agree is 1, pass
0, disagree -1. No words for people live here.
"""

from .agreeing import adjusted_rand
from .choosing import Choice, Tried
from .components import Components, components, extremity, positions
from .counting import (
    NO_GROUP,
    Counts,
    count,
    count_everybody,
    group_aware_consensus,
    priorities,
)
from .fitting import Fit, fit, place, predict
from .flagging import Compared, Flags, bursts, compared, flag
from .grouping import assign, places_of
from .parity import Parity, compare
from .polis import PolisResult, in_conversation, polis
from .representing import Chosen, Figures, Side, consensus, figures, representative
from .robust import SEED, RobustResult, parameters, robust
from .routing import chances, is_flat, next_statement, worth
from .running import Running
from .sharing import Apart, Ground, Shares, State, distinctive, ground, wilson
from .telling import plain, polis_told, robust_told
from .votes import AGREE, DISAGREE, PASS, VoteError, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "NO_GROUP",
    "PASS",
    "SEED",
    "Apart",
    "Choice",
    "Chosen",
    "Compared",
    "Components",
    "Counts",
    "Figures",
    "Fit",
    "Flags",
    "Ground",
    "Parity",
    "PolisResult",
    "RobustResult",
    "Running",
    "Shares",
    "Side",
    "State",
    "Tried",
    "VoteError",
    "Votes",
    "adjusted_rand",
    "assign",
    "bursts",
    "chances",
    "compare",
    "compared",
    "components",
    "consensus",
    "count",
    "count_everybody",
    "distinctive",
    "extremity",
    "figures",
    "fit",
    "flag",
    "ground",
    "group_aware_consensus",
    "in_conversation",
    "is_flat",
    "next_statement",
    "parameters",
    "place",
    "places_of",
    "plain",
    "polis",
    "polis_told",
    "positions",
    "predict",
    "priorities",
    "representative",
    "robust",
    "robust_told",
    "wilson",
    "worth",
]
