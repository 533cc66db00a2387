"""Votes a second: `./jibungoto bench votes [--json] [--postgres] [--seconds N]`.

A municipality of its own with one conversation of forty statements is served as `serve` does it,
with its worker reading the votes every minute. Then people come, each with a device of their own
that nobody has seen before, and vote as a page with script does: one POST for each vote, answered
by the next card. One vote in twenty changes an earlier one. The load comes from a process of its
own on the same machine (bench/voters.py). Afterwards every acknowledged vote is looked for in the
database: `lost` are those missing or with another value, `doubled` those beyond one for a person
and statement. PostgreSQL runs with the care for the disk that real data need.

`cpu_ms` is what one vote takes of the processor in all processes of the server together, the
database and the readings included; unlike a rate it hardly changes when the machine is busy.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jibungoto.site.cli import postgres
from jibungoto.site.cli.running import free_port

ROOT = Path(__file__).resolve().parent.parent
STATEMENTS = 40
CONNECTIONS = 32

_PREPARE = """
import sys
from jibungoto.hear.opinions import services
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.people.services import create_roles
city = Municipality.objects.create(slug="test", name="ためし市")
with tenancy.within(city):
    create_roles(city)
    made = services.create_conversation(title="足", question="足をどうしますか", slug="ashi")
    services.add_statements(
        conversation=made, texts=[f"考え {n}。" for n in range(1, int(sys.argv[1]) + 1)]
    )
    services.open_conversation(conversation=made)
"""
_CHECK = """
import json, sys
from collections import Counter
from jibungoto.hear.opinions.models import Analysis, Vote
from jibungoto.kernel.models import Municipality
from jibungoto.people import devices
from jibungoto.people.models import Participant
city = Municipality.objects.get(slug="test").pk
said = json.load(open(sys.argv[1]))
known = dict(Participant.everywhere.values_list("token_hash", "pk"))
rows = Vote.everywhere.values_list("part__participant_id", "statement__number", "value")
found, values = Counter(), {}
for who, number, value in rows:
    found[who, number] += 1
    values[who, number] = value
lost = 0
for cookie, votes in said.items():
    secret = devices._signer.unsign(cookie)
    who = known.get(devices.token_hash(secret, city))
    lost += sum(values.get((who, int(n))) not in allowed for n, allowed in votes.items())
print(json.dumps({
    "lost": lost,
    "doubled": sum(n - 1 for n in found.values()),
    "rows": sum(found.values()),
    "analyses": Analysis.everywhere.count(),
}))
"""


def run(*, on_postgres: bool = False, seconds: int = 60) -> dict[str, object]:
    """Serve, vote for so long, and count."""
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        settings = {"JIBUNGOTO_HOME": home}
        if on_postgres:
            settings["DATABASE_URL"] = stack.enter_context(postgres.throwaway(durable=True))
        for words in (["migrate", "--verbosity=0"], ["createcachetable"]):
            _call(["-m", "jibungoto", "manage", *words], settings)
        _python(_PREPARE, settings, str(STATEMENTS))
        port = stack.enter_context(_served(settings))
        kept = Path(home) / "said.json"
        database = unquote(urlsplit(settings.get("DATABASE_URL", "")).netloc.partition("@")[2])
        before = _spent(home, database)
        told = json.loads(
            _call(
                [str(ROOT / "bench/voters.py"), str(port), str(CONNECTIONS), str(STATEMENTS),
                 str(seconds), str(kept)],
                {},
            )
        )  # fmt: skip
        spent = _spent(home, database) - before
        checked = json.loads(_python(_CHECK, settings, str(kept)))
    return {
        "votes_per_s": round(told["votes"] / told["seconds"], 1),
        "p50_ms": told["p50_ms"],
        "p99_ms": told["p99_ms"],
        "lost": checked["lost"],
        "doubled": checked["doubled"],
        "votes": told["votes"],
        "people": told["people"],
        "refused": told["refused"],
        "rows": checked["rows"],
        "readings": checked["analyses"],
        "seconds": round(told["seconds"], 1),
        "cpu_ms": round(spent * 1000 / max(told["votes"], 1), 2),
        "load_ms": round(told["cpu"] * 1000 / max(told["votes"], 1), 2),
        "database": "postgresql" if on_postgres else "sqlite",
    }


@contextlib.contextmanager
def _served(settings: dict[str, str]) -> Iterator[int]:
    """The port of `jibungoto serve`; ended with the block."""
    port = free_port("127.0.0.1", 8350)
    server = subprocess.Popen(
        [sys.executable, "-m", "jibungoto", "serve", "--port", str(port), "--workers", "2"],
        env=_environment(settings),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        if server.stdout is None or "http" not in server.stdout.readline():
            raise RuntimeError("the server did not start")
        time.sleep(1)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _spent(home: str, database: str) -> float:
    """Seconds of processor all processes of the server, and of its database, have had."""
    ticks = os.sysconf("SC_CLK_TCK")
    mark = f"JIBUNGOTO_HOME={home}\0".encode()
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            ours = mark in (process / "environ").read_bytes()
            if ours or (database and str((process / "cwd").readlink()).startswith(database)):
                parts = (process / "stat").read_text().rpartition(") ")[2].split()
                total += sum(map(int, parts[11:13]))
    return total / ticks


def _environment(settings: dict[str, str]) -> dict[str, str]:
    dropped = ("JIBUNGOTO_", "DJANGO_", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, **settings, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def _python(code: str, settings: dict[str, str], *words: str) -> str:
    settled = "import django; django.setup()\n" + code
    more = {**settings, "DJANGO_SETTINGS_MODULE": "jibungoto.site.settings"}
    return _call(["-c", settled, *words], more)


def _call(words: list[str], settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        env=_environment(settings) | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
