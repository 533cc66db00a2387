"""The slowest requests and the heaviest queries of the demo: `./jibungoto bench slowest [--json]`.

Every page that links lead to, as everybody who is shown it (tests/browser/visits.py), in one
process and with processor time, so that a busy machine changes little. A page is asked for the
first time after somebody said something in every municipality, and again. A query weighs what it
takes alone, asked once more at the end, times how often the pages asked it.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOST = 10
TIMES = 3
_VALUE = re.compile(r"'[^']*'|\b\d+\b|%s(, %s)*")


def run() -> dict[str, object]:
    """Ten pages at first, ten again, ten queries; each with its milliseconds."""
    with tempfile.TemporaryDirectory(prefix="jibungoto-bench-") as home:
        environment = {**os.environ, "JIBUNGOTO_HOME": home, "JIBUNGOTO_DEMO": "yes"}
        environment |= {"DJANGO_SETTINGS_MODULE": "jibungoto.site.settings"}
        environment["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        environment.pop("DATABASE_URL", None)
        for words in (["migrate", "--verbosity=0"], ["createcachetable"], ["demo_load"]):
            command = [sys.executable, "-m", "django", *words]
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        asked = [sys.executable, __file__]
        done = subprocess.run(asked, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> dict[str, object]:
    """All of it, in a process with the demo."""
    from tests.browser.visits import PLAYERS, by_links, client_of

    visits = [visit for visit in by_links().visits if visit.status == 200]
    clients = {role: client_of(role) for role in PLAYERS}
    first: dict[str, float] = {}
    again: dict[str, float] = {}
    asked: Counter[str] = Counter()
    one_of: dict[str, tuple[str, Any]] = {}
    for visit in visits:
        name = f"{visit.view} {visit.path} ({visit.role})"
        client = clients[visit.role]
        first[name] = _milliseconds(client, visit.path, anew=True)
        again[name] = _milliseconds(client, visit.path, anew=False)
        _note(client, visit.path, asked, one_of)
    alone = {shape: _alone(*one_of[shape]) for shape in asked}
    weights = {shape: alone[shape] * number for shape, number in asked.items()}
    told: dict[str, object] = {"pages": len(visits), "queries": len(asked)}
    for title, found in (("first", first), ("again", again)):
        for place, (name, ms) in enumerate(_largest(found), 1):
            told[f"{title}_{place}"] = f"{ms:.0f} ms {name}"
    for place, (shape, ms) in enumerate(_largest(weights), 1):
        told[f"query_{place}"] = (
            f"{ms:.0f} ms = {alone[shape]:.2f} × {asked[shape]} {_short(shape)}"
        )
    return told


def _largest(found: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda one: -one[1])[:MOST]


def _milliseconds(client: Any, path: str, *, anew: bool) -> float:
    """The least processor time of a few: whatever else came in between is not the page's."""
    spent = []
    for _ in range(TIMES):
        if anew:
            _say_something()
        began = time.process_time()
        client.get(path)
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def _say_something() -> None:
    """What a voice of a resident does to what is kept."""
    from jibungoto.kernel import publishing, tenancy
    from jibungoto.kernel.models import Municipality

    for city in Municipality.objects.all():
        with tenancy.within(city):
            publishing.heard()


def _note(client: Any, path: str, asked: Counter[str], one_of: dict[str, tuple[str, Any]]) -> None:
    """Which queries a first view asks."""
    from django.db import connection

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH")):
            shape = _VALUE.sub("?", sql)
            asked[shape] += 1
            one_of.setdefault(shape, (sql, params))
        return execute(sql, params, many, context)

    _say_something()
    with connection.execute_wrapper(note):
        client.get(path)


def _alone(sql: str, params: Any) -> float:
    from django.db import connection

    spent = []
    for _ in range(TIMES):
        with connection.cursor() as cursor:
            began = time.process_time()
            cursor.execute(sql, params)
            cursor.fetchall()
            spent.append(time.process_time() - began)
    return min(spent) * 1000


def _short(sql: str) -> str:
    """Enough of a query to know it: its first table and how it goes on."""
    table = re.search(r'FROM "?(\w+)', sql)
    return f"{table[1] if table else ''}: {sql[:160]}"


if __name__ == "__main__":
    import logging

    import django

    django.setup()
    from django.conf import settings

    logging.disable()  # refusals are part of the way
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    print(json.dumps(measure(), ensure_ascii=False))
