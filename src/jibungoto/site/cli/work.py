"""`jibungoto worker`: runs jobs that wait, for installations that keep them apart from the web."""

import argparse

from jibungoto.site.cli import places
from jibungoto.site.cli.turns import turn


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("worker", help="順番待ちの仕事だけを動かします")
    command.set_defaults(run=run)


def run(_given: argparse.Namespace) -> int:
    """Run jobs until asked to end."""
    from django.core.management import execute_from_command_line

    with turn(places.home() / "jobs.lock", shared=True):
        execute_from_command_line(["jibungoto", "jobs_work"])
    return 0
