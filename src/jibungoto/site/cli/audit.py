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
    """Verify the chains; or print heads and faults as one line of JSON."""
    import django

    django.setup()
    heads, faults = state()
    if given.what == "heads":
        print(json.dumps([heads, faults], ensure_ascii=False))
        return 0
    if faults:
        raise Stop("操作の記録に、つながらないところがあります。\n" + "\n".join(faults))
    print(f"操作の記録 {len(heads)} 本は、はじめから終わりまでつながっています。")
    return 0


def state() -> tuple[dict[str, Any], list[str]]:
    """The head of every chain, and a sentence for each place where a chain is broken."""
    from jibungoto.kernel import audit

    heads: dict[str, Any] = {slug: list(head) for slug, head in audit.heads().items()}
    return heads, [str(fault) for fault in audit.verify().faults]
