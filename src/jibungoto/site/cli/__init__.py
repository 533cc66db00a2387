"""The command `jibungoto`: which commands there are, and how they are called.

One module a family of commands. Nothing here may import Django at the top: an overview, a refusal
and a second start of the demo must come at once.
"""

import os
import sys
import traceback
from collections.abc import Sequence

from jibungoto.site.cli import (
    accessibility,
    audit,
    begin,
    bench,
    build,
    check,
    demo,
    doctor,
    gallery,
    karte,
    keep,
    manage,
    opinion,
    places,
    plans,
    serve,
    take,
    test,
    texts,
    work,
)
from jibungoto.site.cli.japanese import Parser
from jibungoto.site.cli.words import Stop

FAMILIES = (
    *(demo, begin, serve, work, karte, take, plans, opinion, texts, keep, doctor, audit, manage),
    *(build, test, gallery, accessibility, check, bench),
)


def parser() -> Parser:
    """The whole command line: every command with its help."""
    top = Parser(
        prog="jibungoto",
        description="自分ごと — 地域のことを、そこに暮らす人と市がいっしょに進めるための場です。",
        epilog="くわしくは jibungoto コマンド --help、または docs/commands.md をご覧ください。",
    )
    commands = top.add_subparsers(dest="command", title="コマンド", metavar="コマンド")
    for family in FAMILIES:
        family.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code a shell expects."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Japanese must not end a backup half-way.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jibungoto.site.settings")
    os.environ.setdefault("JIBUNGOTO_HOME", str(places.home()))
    top = parser()
    given, rest = top.parse_known_args(sys.argv[1:] if arguments is None else list(arguments))
    if not given.command:
        top.print_help()
        return 0
    if rest and not getattr(given, "takes_rest", False):
        top.error(f"わからない指定があります: {' '.join(rest)}")
    given.rest = rest
    try:
        return int(given.run(given))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        print("\n途中で止めました。", file=sys.stderr)
        return 130
    except Exception as fault:
        if _of_settings(fault):
            print(
                f"設定を読めません。{fault}。\ndocs/install.md の表と比べてください。",
                file=sys.stderr,
            )
            return 1
        if not (said := _trouble(fault)):
            raise
        print(f"{said}\n（{fault}）", file=sys.stderr)
        return 1


def _of_settings(fault: Exception) -> bool:
    """Whether the settings themselves refused what the environment says."""
    frames = traceback.walk_tb(fault.__traceback__)
    names = {frame.f_globals.get("__name__") for frame, _line in frames}
    return isinstance(fault, ValueError) and "jibungoto.site.settings" in names


def _trouble(fault: Exception) -> str:
    """What to do about a machine in trouble; "" for a fault of our own."""
    from jibungoto.ui.troubles import Trouble, trouble_of

    return {
        None: "",
        Trouble.FULL: "置く場所がいっぱいです。場所を空けてから、もう一度動かしてください。",
        Trouble.READ_ONLY: (
            "書こうとした場所に、書けません。持ち主と許可を直すか、"
            "JIBUNGOTO_HOME で別の場所を選んでください。くわしくは jibungoto doctor で見られます。"
        ),
        Trouble.BUSY: (
            "データベースが、ほかの書きこみで使われ続けています。"
            "少しおいて、もう一度動かしてください。"
        ),
        Trouble.CUT_OFF: "データベースにつながりません。jibungoto doctor で確かめてください。",
    }[trouble_of(fault)]
