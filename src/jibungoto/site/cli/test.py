"""`jibungoto test`: the suite on SQLite, on a throw-away PostgreSQL, or in a browser."""

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType

from jibungoto.site.cli import catalogues, frontend, places, postgres
from jibungoto.site.cli.build import front_end
from jibungoto.site.cli.words import Steps

_TWO = ("-n", "2", "--dist", "worksteal")
# Pictures and votes are large arrays: threads of two workers wait for each other on two
# processors, and memory given back to the system after each array is asked for again.
_FRUGAL = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": f"{1 << 30}",
    "MALLOC_TRIM_THRESHOLD_": f"{1 << 30}",
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "test", help="テストを動かします", epilog="ほかの値は pytest にそのまま渡します。"
    )
    command.add_argument(
        "--postgres", action="store_true", help="使い捨ての PostgreSQL を起こして同じテストをします"
    )
    command.add_argument(
        "--browser", action="store_true", help="ブラウザー（chromium）で人の操作をたどります"
    )
    command.set_defaults(run=run, takes_rest=True)


def run(given: argparse.Namespace) -> int:
    """Run pytest and return its exit code."""
    root = places.checkout("test")
    command = [sys.executable, "-m", "pytest", *_selection(browser=given.browser), *given.rest]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    # The demo's home must stay as it is: tests make their own.
    environment.pop("JIBUNGOTO_HOME", None)
    # The command itself runs with the product's settings; pyproject names those of the tests.
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if given.browser and frontend.stale(root):
        front_end(Steps(1))
    # Workers and the processes of tests start often: what is compiled once may be kept.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment = {**_FRUGAL, **environment}
    # Before the workers start: one that begins without catalogues reads Japanese to its end.
    catalogues.compile_stale(places.LOCALES)
    signal.signal(signal.SIGTERM, _as_interrupt)
    if not given.postgres:
        return _pytest(command, environment)
    with postgres.throwaway() as url:
        return _pytest(command, {**environment, "DATABASE_URL": url})


def _selection(*, browser: bool) -> list[str]:
    if browser:
        return ["-m", "browser", *_TWO, "tests/browser"]
    # Left out by path: collecting them would load a browser's whole library in each worker.
    return ["-m", "not browser", "--ignore", "tests/browser", *_TWO]


def _pytest(command: list[str], environment: dict[str, str]) -> int:
    tests = subprocess.Popen(command, cwd=places.checkout("test"), env=environment)
    try:
        return tests.wait()
    except KeyboardInterrupt:
        # pytest got the same Ctrl-C; it says where it stopped before we end.
        tests.send_signal(signal.SIGINT)
        tests.wait()
        return 130


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
