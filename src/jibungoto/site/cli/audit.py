"""`jibungoto audit verify`: proves that the record of who did what is whole."""

import argparse
import json
from typing import Any

from jibungoto.site.cli.words import Stop


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("audit", help="操作の記録がつながっているか確かめます")
    command.add_argument("what", choices=["verify", "heads"], help="確かめる、または先頭を示す")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Verify the chains, or print their heads as one line of JSON."""
    import django

    django.setup()
    if given.what == "heads":
        print(json.dumps(heads(), ensure_ascii=False))
        return 0
    faults = verify()
    if faults:
        raise Stop("操作の記録に、つながらないところがあります。\n" + "\n".join(faults))
    print("操作の記録は、はじめから終わりまでつながっています。")
    return 0
