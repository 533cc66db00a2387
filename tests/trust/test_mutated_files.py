"""Spoilt files: every importer of the house answers, and nothing is half done.

JIBUNGOTO_MUTANTS says how many of each kind are tried; the release is tried with 500.
"""

import json
import os
import random
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from jibungoto.decide.plans.models import Plan
from jibungoto.decide.plans.selectors import workbook as told_by
from jibungoto.decide.plans.services import report_progress
from jibungoto.decide.plans.tests.factories import a_measure, a_plan
from jibungoto.decide.plans.tests.test_workbook import export
from jibungoto.decide.plans.workbook import progress_bytes
from jibungoto.kernel import jobs, registry, tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo, IntakeKind, Upload
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.tests.factories import a_small_area, a_square
from jibungoto.know.places.tests.test_shape_files import TOWN, a_shapefile
from jibungoto.know.statistics.tests.census import a_city, as_file
from jibungoto.know.statistics.tests.factories import (
    TOWNS,
    a_mapping,
    as_csv,
    standard_header,
    standard_row,
)
from tests import world as worlds

from .mutating import spoilt_bytes, spoilt_table, spoilt_workbook, spoilt_zip

pytestmark = pytest.mark.django_db
MUTANTS = int(os.environ.get("JIBUNGOTO_MUTANTS", "12"))
LOWS = (0, 15, 65)
# What an intake may leave behind although it was taken back.
LEFT = {
    "intake", "auditrecord", "auditchain", "job", "outboxevent", "searchentry", "notice",
    "municipality", "planimport",
}  # fmt: skip

type Seed = tuple[str, bytes, Callable[[bytes, random.Random], bytes]]


def seeds(kind: IntakeKind) -> list[Seed]:
    """Good files of this kind: (name, content, how to spoil it)."""
    if kind.sample:
        return [("file.csv", _filled(kind), spoilt_table)]
    return {
        "statistics.population": _population,
        "statistics.census": lambda: [("c.csv", as_file(a_city(), "utf-8"), spoilt_table)],
        "statistics.table": lambda: [("t.csv", TOWNS.encode(), spoilt_table)],
        "places.boundaries": _shapes,
        "places.small_areas": _shapes,
        "plans.workbook": _workbook,
        "plans.progress": _progress,
    }[kind.key]()


def _filled(kind: IntakeKind) -> bytes:
    """The sample's row several times, told apart by a number in its first words."""
    names, example = selectors.sample_rows(kind)
    rows = [names]
    for number in range(6):
        row = [f"{cell}{number}" if cell and not cell[0].isdigit() else cell for cell in example]
        rows.append(row if number else list(example))
    return "\r\n".join(",".join(f'"{c}"' if "," in c else c for c in row) for row in rows).encode()


def _population() -> list[Seed]:
    rows = [standard_row(f"{i:03}", f"{i}番町", [i, 2, 3], [4, 5, i]) for i in range(6)]
    return [("p.csv", as_csv([standard_header(LOWS), *rows], "utf-8"), spoilt_table)]


def _shapes() -> list[Seed]:
    features = [
        {"type": "Feature", "properties": {"名称": name, "KEY_CODE": code}, "geometry": shape}
        for name, code, shape in (
            ("北地区", "132010010", a_square()),
            ("南地区", "132010020", a_square(south=35.4)),
        )
    ]
    told = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return [
        ("map.geojson", told.encode(), spoilt_bytes),
        ("map.zip", a_shapefile(TOWN), spoilt_zip),
    ]


def _workbook() -> list[Seed]:
    return [("plan.xlsx", export(_planned()).content, spoilt_workbook)]


def _progress() -> list[Seed]:
    content = progress_bytes(told_by.plan_told(_planned()), told_by.book_words(), 2026)
    return [("progress.xlsx", content, spoilt_workbook)]


def _planned() -> Plan:
    plan = a_plan("midori", "みどりの計画", starts=2022, ends=2027, levels=["方針", "事業"])
    low = a_measure(plan, "1-1", "公園をひらく", level=2, parent=a_measure(plan, "1", "みどり"))
    report_progress(measure=low, year=2026, actor=GUEST, state="continuing", done="5回")
    return plan


@pytest.fixture
def city(db: None, settings: Any, tmp_path: Any) -> Iterator[Municipality]:
    settings.MEDIA_ROOT = tmp_path
    world = worlds.build()
    with tenancy.within(world.municipality):
        a_small_area("132010010", "北町")
        a_mapping()
        yield world.municipality


def stored() -> dict[str, list[str]]:
    """What the tables of the house hold, but for the records of what was done."""
    labels, asked = _asked()
    found: dict[str, list[str]] = {label: [] for label in labels}
    with connection.cursor() as cursor:
        cursor.execute(asked)
        for label, pk in cursor.fetchall():
            found[label].append(pk)
    return {label: sorted(pks) for label, pks in found.items()}


@cache
def _asked() -> tuple[list[str], str]:
    """All tables in one query: it is asked some hundred times."""
    tables = {
        model._meta.label: (model._meta.pk.column, model._meta.db_table)
        for model in apps.get_models()
        if model.__module__.startswith("jibungoto")
        and model._meta.model_name not in LEFT
        and model._meta.app_label not in LEFT
    }
    asked = (
        f"SELECT '{label}', CAST({pk} AS varchar(60)) FROM {table}"  # noqa: S608  our own names
        for label, (pk, table) in tables.items()
    )
    return list(tables), " UNION ALL ".join(asked)


@pytest.mark.parametrize("key", sorted(registry.intakes()))
def test_no_file_breaks_an_importer_and_each_can_be_taken_back(city, key):
    kind = registry.intakes()[key]
    told = {
        ask.key: str(ask.options()[0][0]) if ask.options else "2026-04-01"
        for ask in kind.asks
        if ask.required or ask.form == "date"
    }
    for name, content, spoil in seeds(kind):
        for number in range(MUTANTS):
            chance = random.Random(zlib.crc32(f"{key} {name} {number}".encode()))  # noqa: S311
            upload = Upload(name, spoil(content, chance) if number else content)
            with transaction.atomic():
                _try(kind, upload, told)
                transaction.set_rollback(True)


def _try(kind: IntakeKind, upload: Upload, told: dict[str, str]) -> None:
    before = stored()
    run = intake.preview(kind=kind, upload=upload, options=told, actor=GUEST)
    assert run.state in ("previewed", "refused")
    assert run.state == "previewed" or run.verdict or run.remarks.exists()
    assert stored() == before
    if run.state == "refused" or not run.changes_anything:
        return
    intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
    try:
        intake.undo(run=run)
    except CannotUndo:
        return
    assert {k: v for k, v in stored().items() if v != before[k]} == {}
