"""`jibungoto gallery`: every page as pictures on one sheet, for whoever changes the look."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from jibungoto.site.cli import frontend, places
from jibungoto.site.cli.build import front_end
from jibungoto.site.cli.words import Steps

LOOKS = ("desk", "desk-dark", "phone", "phone-dark", "phone-large", "print")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("gallery", help="すべてのページを、画像にして並べます")
    command.add_argument(
        "folder", metavar="フォルダー", nargs="?", default="var/gallery", help="画像を置くところ"
    )
    command.add_argument(
        "--only", nargs="+", default=[], help="部屋（portal）、ページ、またはアドレスの初め"
    )
    command.add_argument(
        "--looks", nargs="+", default=[], choices=LOOKS, help="見え方（なければすべて）"
    )
    command.add_argument("--roles", nargs="+", default=[], help="立場（guest、planner など）")
    command.add_argument("--language", default="", help="ことば（en、ja-easy）")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Load a demo of its own, walk it as everybody, and write the pictures and index.html."""
    root = places.checkout("gallery")
    if frontend.stale(root):
        front_end(Steps(1))
    words = [str(Path(given.folder).resolve())]
    for name in ("only", "looks", "roles"):
        if getattr(given, name):
            words += [f"--{name}", *getattr(given, name)]
    if given.language:
        words += ["--language", given.language]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["PYTHONPATH"] = os.pathsep.join((str(root / "src"), str(root)))
    command = [sys.executable, "-m", "tests.browser.gallery", *words]
    return subprocess.call(command, cwd=root, env=environment)
