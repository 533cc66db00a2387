"""Figures of the demo, put in by the same doors as a real city's."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake import registered, services
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.jobs import Progress
from jibungoto.know.statistics import services as statistics


class DemoFileRefused(RuntimeError):
    """An importer refused one of the demo's own files: the file or the importer is wrong."""


def import_file(kind: str, path: Path, **options: str) -> None:
    """Take a file in through its importer, as an officer would. Raises DemoFileRefused."""
    known = registered.kind(kind)
    if known is None:
        raise DemoFileRefused(f"{path.name}: {kind}")
    run = services.preview(
        kind=known,
        upload=Upload(path.name, path.read_bytes()),
        options=options,
        actor=Actor(),
    )
    if run.verdict:
        raise DemoFileRefused(f"{path.name}: {run.verdict}")
    services.apply(run=run, proposal=services.read_again(run), progress=Progress())


def add_figures(facts: Mapping[str, Any], *, source: str) -> None:
    """An indicator of the whole city and its figures; a bare year is the last day of its 年度."""
    values = facts["values"]
    decimals = 1 if any(isinstance(v["value"], float) for v in values) else 0
    indicator = statistics.create_indicator(
        slug=facts["key"].replace("_", "-"),
        name=facts["name"],
        unit=facts["unit"],
        definition=facts["definition"],
        decimals=decimals,
        order=facts.get("order", 100),
    )
    for value in values:
        first, last = _period(value["on"])
        statistics.record_figure(
            indicator=indicator,
            first_on=first,
            last_on=last,
            value=Decimal(str(value["value"])),
            source=source,
        )


def _period(on: int | dt.date) -> tuple[dt.date | None, dt.date]:
    if isinstance(on, dt.date):
        return None, on
    return dt.date(on, 4, 1), dt.date(on + 1, 3, 31)
