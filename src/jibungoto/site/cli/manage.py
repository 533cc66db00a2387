"""`jibungoto manage …`: Django's own commands, and those of the capabilities."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "manage", help="Django の管理コマンドを動かします", add_help=False, prefix_chars="\0"
    )
    command.add_argument("words", nargs="*", metavar="コマンドと値")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Hand the words over unchanged."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["jibungoto manage", *given.words])
    return 0
