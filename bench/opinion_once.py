"""One measurement of `bench opinion` in a process of its own; the last line is JSON."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from jibungoto.engines import opinion as engine
from tests.engines.opinion.conversations import all_conversations, exported
from tests.engines.opinion.planting import planted

ROUNDS = 5
CAST = 2_000


def main(what: str, *words: str) -> dict[str, Any]:
    """Do one thing and tell its figures."""
    if what == "export":
        return _keep(exported(Path(words[0])), words[1])
    if what == "make":
        votes, _ = planted(int(words[0]), 1_000, uneven=1.0)
        return _keep(votes, words[1])
    if what in ("polis", "robust"):
        return _measured(what, words[0])
    return {"vote": _vote, "planted": _planted, "heldout": _heldout}[what](*words)


def _keep(votes: engine.Votes, path: str) -> dict[str, Any]:
    """Write people, statements and values in no order, with as small numbers as they need."""
    shuffled = np.random.default_rng(0).permutation(len(votes.values))
    kept = np.empty((3, len(shuffled)), dtype=np.int32)
    kept[0], kept[1] = votes.rows[shuffled], votes.columns[shuffled]
    kept[2] = votes.values[shuffled]
    np.save(path, kept)
    return {}


def _measured(mode: str, path: str) -> dict[str, Any]:
    people, statements, values = np.load(path)
    values = values.astype(np.int8)
    analyse = engine.polis if mode == "polis" else engine.robust
    rounds = ROUNDS if len(values) < 100_000 else 1
    times = []
    for _ in range(rounds):
        began = time.process_time()
        votes = engine.Votes.of(people, statements, values)
        analyse(votes)
        times.append(time.process_time() - began)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    began = time.process_time()
    votes.values.sum(dtype=np.int64)
    votes.columns.max()
    once = time.process_time() - began
    told = {"cpu_s": round(float(np.median(times)), 4), "mb": most, "votes": len(votes.values)}
    return {**told, "pass_s": max(once, 1e-5)}


def _vote() -> dict[str, Any]:
    votes, _ = planted(20_000, 1_000)
    running = engine.Running.of(votes)
    rng = np.random.default_rng(1)
    cast = rng.integers((20_000, 1_000, 3), size=(CAST, 3)).tolist()
    began = time.perf_counter()
    for person, statement, value in cast:
        running.cast(person, statement, value - 1)
    spent = time.perf_counter() - began
    return {"vote_us": round(1e6 * spent / CAST, 1)}


def _planted() -> dict[str, Any]:
    votes, own = planted(10_000, 1_000)
    found = engine.robust(votes)
    inside = found.groups != engine.NO_GROUP
    alike = engine.adjusted_rand(found.groups[inside], own[inside])
    return {"planted_ari": round(alike, 3), "planted_groups": found.number}


def _heldout(data: str) -> dict[str, Any]:
    """Whether our error on a tenth of the votes is smaller, everywhere, and by what factor."""
    ratios = {}
    for name, votes in all_conversations(Path(data)).items():
        for share in (1.0, 0.5, 0.2):
            errors = np.mean([_errors(votes, share, seed) for seed in range(6)], axis=0)
            ratios[f"{name} {share}"] = round(float(errors[0] / errors[1]), 3)
    better = all(ratio < 1 for ratio in ratios.values())
    return {"heldout_better": better, "heldout_worst": max(ratios.values())}


def _errors(votes: engine.Votes, share: float, seed: int) -> tuple[float, float]:
    from tests.engines.opinion.holding_out import errors

    return errors(votes, share, seed)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
