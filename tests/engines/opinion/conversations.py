"""Real conversations as the tests read them (pol.is open data, beside the repository)."""

import csv
import json
from pathlib import Path

from jibungoto.engines.opinion import Votes

EXPORTS = ("brexit-consensus", "london.youth.policing", "vtaiwan.uberx")


def blobs(data: Path) -> dict[str, tuple[Votes, dict]]:
    """Every result pol.is published, with the votes behind it."""
    found = {}
    for folder in sorted((data / "polis/math-blobs").iterdir()):
        blob = json.loads((folder / "math-pca2.json").read_text("utf-8"))
        cast = json.loads((folder / "votes.json").read_text("utf-8"))
        columns = [[vote[k] for vote in cast] for k in ("participant_id", "statement_id", "vote")]
        found[folder.name] = (Votes.of(*columns, all_statements=blob["tids"]), blob)
    return found


def exported(folder: Path) -> Votes:
    """The votes of one exported conversation, the latest of each pair."""
    with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [[int(row[k]) for row in rows] for k in ("voter-id", "comment-id", "vote")]
    return Votes.of(*columns, order=[int(row["timestamp"]) for row in rows])


def all_conversations(data: Path) -> dict[str, Votes]:
    """The votes of every conversation at hand."""
    found = {name: exported(data / "polis" / name) for name in EXPORTS}
    return found | {name: votes for name, (votes, _) in blobs(data).items()}
