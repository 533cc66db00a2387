"""Taking files in one after another, in the order in which they need one another."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jibungoto.japan.tables.decoding import decode
from jibungoto.japan.tables.model import TableError
from jibungoto.kernel import jobs
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake import registered, services
from jibungoto.kernel.intake.kinds import Ask, Upload
from jibungoto.kernel.intake.models import IntakeRun

from .wards import with_wards

# Land before people; a list of points comes after the tables whose areas it places. What lies at a
# spot (facilities, findings) finds its district when districts are there: last.
ORDER = (
    "places.small_areas",
    "places.boundaries",
    "statistics.census",
    "statistics.population",
    "places.points",
    "places.membership",
    "statistics.figures",
    "organisations.register",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file. `faults` are sentences with their places, most important first."""

    name: str
    kind: str
    title: str
    state: str  # applied, previewed (only looked at), same (nothing new), refused
    said: str
    added: int = 0
    changed: int = 0
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state != "refused"


def place(kind: str) -> int:
    """Where in the order a kind of file stands; unknown ones (facilities…) come last."""
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def take(
    kind: str,
    upload: Upload,
    options: Mapping[str, str],
    *,
    progress: jobs.Progress | None = None,
    actor: Actor | None = None,
    only_look: bool = False,
) -> Taken:
    """Take one file in as an officer would: preview, then apply unless something is wrong.

    Raises KeyError for a kind no app has declared.
    """
    known = registered.kind(kind)
    if known is None:
        raise KeyError(kind)
    who = actor or Actor()
    prepared = ""
    if kind == "places.points":
        upload, prepared = with_wards(upload)
    choices = {key: value for key, value in options.items() if value}
    # What must be told and nobody tells: its file is the origin we know of.
    if any(ask.key == "source" and ask.required for ask in known.asks):
        choices.setdefault("source", source_from(upload.name))
    title = str(known.title)
    untold = [ask for ask in known.asks if ask.required and not choices.get(ask.key)]
    if untold:
        said = "".join(f"「{ask.label}」を --{ask.key}=… で書いてください。" for ask in untold)
        return Taken(upload.name, kind, title, "refused", said + _possible(untold))
    run = services.preview(kind=known, upload=upload, options=choices, actor=who)
    notes = tuple(run.remarks.filter(role="note").values_list("text", flat=True))
    notes = (prepared, *notes) if prepared else notes
    if run.state == IntakeRun.State.REFUSED:
        return Taken(
            upload.name, kind, title, "refused", run.verdict, faults=_faults(run), notes=notes
        )
    if not run.added and not run.changed and not run.removed:
        said = "このファイルの内容は、もう入っています。"
        return Taken(upload.name, kind, title, "same", said, notes=notes)
    counts: dict[str, Any] = {"added": run.added, "changed": run.changed, "notes": notes}
    if only_look:
        said = _told(run, _WOULD)
        return Taken(upload.name, kind, title, "previewed", said, faults=_faults(run), **counts)
    proposal = services.read_again(run)
    services.apply(run=run, proposal=proposal, progress=progress or jobs.Progress(), actor=who)
    said = _told(run, _DID)
    return Taken(upload.name, kind, title, "applied", said, faults=_faults(run), **counts)


def _possible(untold: Sequence[Ask]) -> str:
    """What may be told, where it is one of a few."""
    ways = [(ask, ask.options()) for ask in untold if ask.options is not None]
    return "".join(
        f"{ask.label}は、{'、'.join(f'{key}（{label}）' for key, label in possible)}のどれかです。"
        for ask, possible in ways
        if possible
    )


def source_from(name: str) -> str:
    """What is said of a file's origin when nobody says more: its name."""
    return f"ファイル「{name}」"[:200]


_WOULD = ("加えます", "変えます", "消します")
_DID = ("加えました", "変えました", "消しました")


def _told(run: IntakeRun, verbs: tuple[str, str, str]) -> str:
    numbers = (run.added, run.changed, run.removed)
    parts = [(n, f"件を{verb}") for n, verb in zip(numbers, verbs, strict=True)]
    totals = run.remarks.filter(role="total").values_list("column", "value")
    said = "、".join(f"{n:,}{word}" for n, word in parts if n)
    return "。".join([said, *(f"{label} {value}" for label, value in totals)])


def _faults(run: IntakeRun) -> tuple[str, ...]:
    rows = run.remarks.filter(role__in=["fault", "doubt"]).order_by("-role", "pk")[:200]
    return tuple(
        " ".join(
            x
            for x in (
                f"{row.line}行め" if row.line else "",
                f"「{row.column}」" if row.column else "",
                f"{row.value}：" if row.value else "",
                row.text,
            )
            if x
        )
        for row in rows
    )


_CITY = re.compile(r"^[^、,\s]{1,12}[市区町村]$")


def names_in(uploads: Sequence[Upload], five: str) -> str:
    """The name of the municipality of a code, if one of the files tells it; else ""."""
    for upload in uploads:
        if upload.name.lower().endswith((".geojson", ".json")):
            name = _name_in_shapes(upload, five)
        else:
            name = _name_in_table(upload, five)
        if name:
            return name
    return ""


def _name_in_shapes(upload: Upload, five: str) -> str:
    try:
        told = json.loads(upload.content)["features"][0]["properties"]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    if not any(str(v).startswith(five) for v in told.values()):
        return ""
    found = [str(v) for v in told.values() if _CITY.match(str(v))]
    return found[0] if found else ""


def _name_in_table(upload: Upload, five: str) -> str:
    try:
        text = decode(upload.content).text
    except TableError:
        return ""
    for line in text.splitlines():
        if five in line:
            for cell in line.replace('"', "").split(","):
                if _CITY.match(cell.strip()):
                    return cell.strip()
    return ""
