"""The web against a bare Django hello-world: same server, same settings, same load, one run.

`./jibungoto bench web [--json]`. Jibungoto is the demo on SQLite, in a home of its own; the page is
a district's home as a visitor without an account gets it.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import load
from jibungoto.site.cli import catalogues, frontend
from jibungoto.site.cli.places import LOCALES
from jibungoto.site.cli.running import free_port
from jibungoto.site.cli.web import APPLICATION, Web, usual_workers

ROOT = Path(__file__).resolve().parent.parent
PAGE = "/hinata/districts/tsutsujidai/"
ROUNDS = 3


def run() -> dict[str, object]:
    """Measure everything once; the keys are fixed, docs/performance.md says what each one means."""
    frontend.build(ROOT, work=ROOT / "var")
    catalogues.compile_stale(LOCALES)
    with tempfile.TemporaryDirectory() as folder:
        home = {"JIBUNGOTO_HOME": folder, "JIBUNGOTO_DEMO": "yes"}
        for words in (["migrate", "--verbosity=0"], ["createcachetable"], ["demo_load"]):
            _jibungoto(["manage", *words], home)
        hello, cached, uncached, unkept = [], [], [], []
        with (
            _served("bench.hello:application", {}) as (bare, _),
            _served(APPLICATION, home) as (port, leader),
            _served(APPLICATION, home | {"DJANGO_SETTINGS_MODULE": "bench.unkept"}) as (raw, _),
        ):
            for _ in range(ROUNDS):
                hello.append(load.requests_per_second(bare, "/"))
                cached.append(load.requests_per_second(port, PAGE))
                uncached.append(load.requests_per_second(port, PAGE, fresh=True))
                unkept.append(load.requests_per_second(raw, PAGE, fresh=True))
            weight = _weight(port, PAGE)
            memory = _memory(leader)
    first = statistics.median(hello)
    return {
        "hello_rps": round(first),
        "cached_rps": round(statistics.median(cached)),
        "uncached_rps": round(statistics.median(uncached)),
        "cached_ratio": round(statistics.median(cached) / first, 3),
        "uncached_ratio": round(statistics.median(uncached) / first, 3),
        "unkept_rps": round(statistics.median(unkept)),
        "unkept_ratio": round(statistics.median(unkept) / first, 3),
        "queries_max": _queries(),
        "js_css_kb": round(weight / 1000, 1),
        "rss_mb": round(memory, 1),
    }


@contextmanager
def _served(application: str, settings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """(port, process) of the server as `serve` runs it; ended with the block."""
    port = free_port("127.0.0.1", 8300)
    web = Web(port=port, workers=usual_workers(), application=application)
    server = subprocess.Popen(
        [sys.executable, "-m", "jibungoto.site.cli.child", "web", *web.words()],
        env=_environment(settings),
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _await(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    # Debug aids of the shell must not weigh on one side only.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, **settings, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def _jibungoto(words: list[str], settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "jibungoto", *words]
    subprocess.run(command, env=_environment(settings), stdout=subprocess.DEVNULL, check=True)


def _await(port: int) -> None:
    for _ in range(600):
        try:
            _get(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not answer")


def _get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    content = connection.getresponse().read()
    connection.close()
    return content


def _weight(port: int, path: str) -> int:
    """Bytes of script and style of a page, as they travel."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    page = connection.getresponse().read().decode()
    connection.close()
    files = re.findall(r'<script[^>]+src="([^"]+)"', page)
    for tag in re.findall(r'<link[^>]+rel="stylesheet"[^>]*>', page):
        files += re.findall(r'href="([^"]+)"', tag)
    return sum(len(_get(port, file)) for file in set(files))


def _memory(leader: int) -> float:
    """Megabytes of the largest worker process, shared pages included."""
    listed = subprocess.run(
        ["ps", "-eo", "ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return max(size for parent, size in rows if parent == leader) / 1024


def _queries() -> int:
    """The most queries any list page needs, at one row and at thirty."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.queries"],
        cwd=ROOT,
        env=_environment({"DJANGO_SETTINGS_MODULE": "tests.settings"}),
        capture_output=True,
        text=True,
        check=True,
    )
    counted: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    return max(counted.values())
