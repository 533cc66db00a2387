"""`jibungoto texts …`: free text put into groups, from a file; nothing is stored."""

import argparse
import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibungoto.site.cli.files import MEGABYTE, bytes_of
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.engines.freetext import Grouping

STANCES = {
    "for": "賛成", "against": "反対", "wish": "ほしい", "stop": "やめて", "worry": "心配",
    "thanks": "ありがたい",
}  # fmt: skip
MOST = 50 * MEGABYTE
_HEADINGS = ("text", "本文", "意見", "回答", "自由記述", "くわしく", "内容")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("texts", help="自由に書かれた文を、似たものどうしに分けます")
    command.add_argument("what", choices=["group"], help="group は、まとまりの案をつくります")
    command.add_argument("path", type=Path, help="1行に一つの文のファイルか、表（CSV・Excel）")
    command.add_argument("--column", help="表の列の見出し（なければ、文らしい列を選びます）")
    command.add_argument("--number", type=int, help="まとまりの数（なければ、確かめて決めます）")
    command.add_argument("--seed", type=int, default=1, help="種。同じ種なら、同じ結果です")
    command.add_argument("--json", action="store_true", help="JSON で出します")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Group the texts of a file and print what was found."""
    from jibungoto.engines import freetext
    from jibungoto.japan.text import search_key

    if given.number is not None and given.number < 1:
        raise Stop("--number には、1以上の数を書いてください。")
    texts = read(given.path, given.column)
    found = freetext.group(texts, seed=given.seed, number=given.number, fold=search_key)
    if given.json:
        print(json.dumps(told(texts, found), ensure_ascii=False))
    else:
        _show(texts, found)
    return 0


def read(path: Path, column: str | None) -> list[str]:
    """The texts of a file: its lines, or one column of a table. Raises Stop with a sentence."""
    from jibungoto.japan.tables.decoding import decode
    from jibungoto.japan.tables.model import TableError
    from jibungoto.japan.tables.reading import read_grid

    content = bytes_of(path, MOST)
    try:
        if path.suffix.lower() in (".xlsx", ".xls"):
            cells = read_grid(content, name=path.name).rows
            rows = [[cell or "" for cell in row] for row in cells]
        else:
            text = decode(content).text
            if path.suffix.lower() not in (".csv", ".tsv") and column is None:
                return text.splitlines()
            tabbed = "\t" in text.partition("\n")[0]
            rows = list(
                csv.reader(io.StringIO(text, newline=""), delimiter="\t" if tabbed else ",")
            )
    except TableError as fault:
        raise Stop(f"「{path}」を読めません。{fault}") from fault
    except csv.Error as fault:
        raise Stop(f"「{path}」を CSV として読めません（{fault}）。") from fault
    if not rows:
        return []
    heads = [head.strip() for head in rows[0]]
    wanted = column or next((h for h in _HEADINGS if h in heads), heads[-1])
    if wanted not in heads:
        raise Stop(f"「{wanted}」という列がありません。ある列: {'、'.join(heads)}")
    at = heads.index(wanted)
    return [row[at] if at < len(row) else "" for row in rows[1:]]


def told(texts: list[str], found: "Grouping") -> dict[str, Any]:
    """The result as plain values, with everything needed to compute it again."""
    from jibungoto.engines.freetext import VERSION

    return {
        "engine": VERSION,
        "seed": found.seed,
        "sha256": found.sha256,
        "parameters": found.parameters,
        "tried": found.tried,
        "texts": len(texts),
        "groups": [
            {
                "keywords": group.keywords,
                "parent": group.parent,
                "number": len(group.members),
                "sentences": [{"row": at + 1, "sentence": said} for at, said in group.sentences],
                "stances": group.stances,
                "opposed": group.opposed,
                "x": group.x,
                "y": group.y,
                "rows": [at + 1 for at in group.members],
            }
            for group in found.groups
        ],
        "rest": [at + 1 for at in found.rest],
        "families": [[at + 1 for at in family] for family in found.families],
    }


def _show(texts: list[str], found: "Grouping") -> None:
    groups = len(found.groups)
    counted = f"{groups}つ" if groups < 10 else f"{groups}個"
    print(f"{len(texts)}件の文が、{counted}のまとまりに分かれました（機械の案です）。")
    for number, group in enumerate(found.groups, 1):
        stances = "　".join(f"{STANCES[key]} {n}" for key, n in group.stances.items())
        print(
            f"\n{number}. {'・'.join(group.keywords) or '（ことばなし）'}　{len(group.members)}件"
        )
        if stances:
            print(f"   {stances}")
        if group.opposed:
            one, other = (STANCES[key] for key in group.opposed)
            print(f"   「{one}」と「{other}」の両方の声があります。")
        for at, sentence in group.sentences:
            print(f"   ・{sentence}（{at + 1}行）")
    if found.rest:
        print(f"\nどのまとまりにも入らない文　{len(found.rest)}件")
    if found.families:
        print(f"ほとんど同じ文の組　{len(found.families)}組")
