"""`jibungoto manage …`: Django's own commands, and those of the capabilities."""

import argparse
from collections.abc import Sequence
from typing import Any

from jibungoto.site.cli import migrating
from jibungoto.site.cli.words import Stop


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "manage", help="Django の管理コマンドを動かします", add_help=False, prefix_chars="\0"
    )
    command.add_argument("words", nargs="*", metavar="コマンドと値")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Hand the words over unchanged; the table of the cache belongs to migrating."""
    from django.core.management import call_command, execute_from_command_line

    if given.words[:1] == ["migrate"]:
        _watch_migrations()
    try:
        execute_from_command_line(["jibungoto manage", *given.words])
    except OSError as fault:  # of names, of the net, of SMTP
        if given.words[:1] != ["sendtestemail"]:
            raise
        raise Stop(
            f"メールを送れませんでした（{fault}）。\nJIBUNGOTO_MAIL_URL の"
            "パスワード・サーバー・ポート番号と、メールのサーバーを確かめてください。"
            "つながるかどうかは jibungoto doctor が言います。"
        ) from fault
    if given.words[:1] == ["migrate"] and not {"--plan", "--check", "--help"} & {*given.words}:
        call_command("createcachetable", verbosity=0)
    return 0


def _watch_migrations() -> None:
    """Raise Stop where no way leads on, and before a way back that would empty tables."""
    import django
    from django.db.models.signals import pre_migrate

    django.setup()
    migrating.refuse_dead_ends()
    pre_migrate.connect(refuse_backwards)


def refuse_backwards(plan: Sequence[tuple[Any, bool]] = (), **_told: Any) -> None:
    """Told by Django what it is about to do. Who develops may."""
    from django.conf import settings

    back = [str(migration) for migration, backwards in plan if backwards]
    if back and not settings.DEBUG:
        raise Stop(
            f"移行を戻すと、表が中身ごと消えます（{'、'.join(back[:3])}）。何も変えていません。\n"
            "前の版に戻すときは、その版を入れ、その版で取った控えを jibungoto restore で"
            "戻してください。"
        )
