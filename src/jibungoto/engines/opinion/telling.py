"""A result as plain data, ready for JSON: the same votes give the same bytes.

Numbers are told to twelve places, so that the last bits, in which machines differ, do not show.
Groups and people carry the names the votes came with.
"""

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from .counting import Counts
from .polis import PolisResult
from .representing import Chosen
from .robust import RobustResult, parameters
from .sharing import Shares
from .votes import Votes

PLACES = 12


def plain(value: Any) -> Any:
    """Arrays as lists, numbers rounded, nothing that JSON does not know."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        # Adding zero turns -0.0 into 0.0.
        return round(value, PLACES) + 0.0 if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def polis_told(votes: Votes, result: PolisResult) -> dict[str, Any]:
    """What parity mode found, with the digest of its votes."""
    names = votes.statements.tolist()
    return {
        "mode": "polis",
        "parameters": {},
        "seed": None,
        "input": votes.digest(),
        **sizes_told(votes),
        "groups": [
            {
                "id": group,
                "members": int((result.groups == group).sum()),
                "representative": [_chosen(one, names) for one in result.representative[group]],
            }
            for group in range(result.number)
        ],
        "silhouettes": plain(result.silhouettes),
        "consensus": {
            str(side): [_chosen(one, names) for one in chosen]
            for side, chosen in result.consensus.items()
        },
        "statements": [
            {
                "id": name,
                "mean": plain(result.components.centre[j]),
                "axes": plain(result.components.axes[:, j]),
                "extremity": plain(result.extremity[j]),
                "priority": plain(result.priorities[j]),
                "group_aware_consensus": plain(result.group_aware_consensus[j]),
                "groups": counts_told(result.counts, j),
            }
            for j, name in enumerate(names)
        ],
        "people": people_told(votes, result.positions, result.groups),
    }


def robust_told(votes: Votes, result: RobustResult) -> dict[str, Any]:
    """What robust mode found: seed, parameters and digest are all one needs to find it again."""
    names, ground = votes.statements.tolist(), result.ground
    return {
        "mode": "robust",
        "parameters": parameters(),
        "seed": result.seed,
        "input": votes.digest(),
        **sizes_told(votes),
        "groups": [
            {"id": group, "members": size, "stability": plain(result.stability[group])}
            for group, size in enumerate(result.sizes.tolist())
        ],
        "numbers_tried": [plain(asdict(tried)) for tried in result.choice.tried],
        "shared": [names[j] for j in result.shared()],
        "shared_refusal": [names[j] for j in result.shared_refusal()],
        "divisive": [names[j] for j in result.divisive()],
        "statements": [
            {
                "id": name,
                "left_out": bool(result.left_out[j]),
                "state": str(ground.states[j]),
                "level": plain(result.fit.levels[j]),
                "loadings": plain(result.fit.loadings[j]),
                "shared_agree": plain(ground.shared_agree[j]),
                "shared_disagree": plain(ground.shared_disagree[j]),
                "difference": plain(ground.difference[j]),
                "difference_low": plain(ground.difference_low[j]),
                "between": ground.between[j].tolist() if result.number > 1 else None,
                "everybody": counts_told(result.everybody, j)[0],
                "groups": [
                    counted
                    | {
                        "agree_share": _share(ground.agree, group, j),
                        "disagree_share": _share(ground.disagree, group, j),
                        "pass_share": _share(ground.passed, group, j),
                    }
                    for group, counted in enumerate(counts_told(result.counts, j))
                ],
            }
            for j, name in enumerate(names)
        ],
        "people": people_told(votes, result.positions, result.groups),
    }


def _share(shares: Shares, group: int, j: int) -> list[float]:
    """Share, lower and upper bound."""
    at = (group, j)
    return [plain(part[at]) for part in (shares.share, shares.low, shares.high)]


def sizes_told(votes: Votes) -> dict[str, int]:
    """How many people, statements and votes there are."""
    return {
        "people_count": len(votes.people),
        "statement_count": len(votes.statements),
        "vote_count": len(votes.values),
    }


def counts_told(counts: Counts, statement: int) -> list[dict[str, int]]:
    """The counts of each group on one statement."""
    return [
        {"agree": int(a), "disagree": int(d), "pass": int(s - a - d), "votes": int(s)}
        for a, d, s in zip(
            counts.agrees[:, statement],
            counts.disagrees[:, statement],
            counts.votes[:, statement],
            strict=True,
        )
    ]


def people_told(votes: Votes, positions: np.ndarray, groups: np.ndarray) -> dict[str, Any]:
    """Names, places on the map and groups (-1: none) of the people, as columns."""
    return {
        "id": votes.people.tolist(),
        "x": plain(positions[:, 0]),
        "y": plain(positions[:, 1]),
        "group": groups.tolist(),
    }


def _chosen(one: Chosen, names: list[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "statement": names[one.statement],
        "side": str(one.side),
        "successes": one.successes,
        "trials": one.trials,
        "probability": plain(one.probability),
        "test": plain(one.test),
    }
    if one.ratio is not None:
        told |= {"ratio": plain(one.ratio), "ratio_test": plain(one.ratio_test)}
        told["is_best_agree"] = one.is_best_agree
    return told
