"""`jibungoto accessibility`: the check list by criterion, as JIS X 8341-3 asks for it."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from jibungoto.site.cli import frontend, places
from jibungoto.site.cli.build import front_end
from jibungoto.site.cli.words import Steps


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "accessibility", help="達成基準ごとのチェックリスト（JIS X 8341-3）をつくります"
    )
    command.add_argument(
        "file", metavar="ファイル", nargs="?", default="var/accessibility.md", help="書くところ"
    )
    command.add_argument("--roles", nargs="+", default=[], help="立場（guest、planner など）")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Load a demo of its own, look at every page, write the list; 1 if a criterion is not met."""
    root = places.checkout("accessibility")
    if frontend.stale(root) or not (root / "frontend/node_modules/axe-core").exists():
        front_end(Steps(1))
    file = Path(given.file).resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    words = [str(file), *(["--roles", *given.roles] if given.roles else [])]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["PYTHONPATH"] = os.pathsep.join((str(root / "src"), str(root)))
    command = [sys.executable, "-m", "tests.browser.criteria", *words]
    return subprocess.call(command, cwd=root, env=environment)
