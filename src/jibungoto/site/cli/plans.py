"""`jibungoto plans read FILE`: what a plan's document proposes, with line and confidence."""

import argparse
import json
import sys
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibungoto.site.cli.files import bytes_of
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.japan.documents import Item, Reading


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "plans", help="計画の文書を読み、木・しるし・指標などを取り出します"
    )
    command.add_argument("what", choices=["read"], help="文書を読む")
    command.add_argument("file", type=Path, help="文字・PDF・Word のファイル")
    command.add_argument("--json", action="store_true", help="JSON で出します")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read a document and print what it proposes; nothing is stored."""
    import django

    django.setup()
    from jibungoto.decide.plans.extracting import NoText, text_of
    from jibungoto.japan.documents import read

    content = bytes_of(given.file)
    try:
        text = text_of(given.file.name, content, progress=_show)
    except NoText as error:
        raise Stop(str(error)) from error
    reading = read(text, progress=_show)
    if given.json:
        print(json.dumps(asdict(reading), ensure_ascii=False, default=_plain))
    else:
        _print(reading)
    return 0


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _show(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == whole else ""
        print(f"\r読んでいます {done}/{whole}", end=end, file=sys.stderr, flush=True)


def _print(reading: "Reading") -> None:
    print(reading.title or "（題名は見つかりませんでした）")
    if reading.period:
        print(f"計画期間　{reading.period[0]}〜{reading.period[1]}年度")
    if reading.horizon:
        print(f"めざす年　{reading.horizon}年")
    _part("しるし", [(f"{m.sign} {m.meaning}", m) for m in reading.marks])
    _part("視点", [(i.title, i) for i in reading.viewpoints])
    _part("基本原則", [(i.title, i) for i in reading.principles])
    _part("計画の木", [(_entry(i), i) for i in reading.walk()])
    for indicator in reading.indicators:
        values = "、".join(f"{a.year_written} {a.written}" for a in indicator.amounts)
        _part("指標", [(f"{indicator.name}（{indicator.unit}）{values}", indicator)])
    _part("計画の世代", [(_generation(g), g) for g in reading.generations])
    tasks = [
        (f"{t.code} {t.title}【{'・'.join(t.departments)}】{_done(t)}", t) for t in reading.tasks
    ]
    _part("事業の表", tasks)
    causes = [(f"{c.cause} → {c.countermeasure}{_remedy(c)}", c) for c in reading.causes]
    _part("要因と対応策", causes)
    outcomes = [(f"{o.title}：{o.result} → {o.direction}", o) for o in reading.outcomes]
    _part("成果と今後の方向", outcomes)
    _part("見出しと説明", [(f"{p.title}：{p.text[:40]}…", p) for p in reading.pairings])
    _part("関連する計画", [(r.text, r) for r in reading.related])
    for note in reading.notes:
        print(f"※ {note}")


def _part(title: str, rows: list[tuple[str, Any]]) -> None:
    """One line a proposal: its words, its line in the text, how sure it is."""
    if not rows:
        return
    print(f"\n【{title}】")
    for words, proposal in rows:
        sure = getattr(proposal, "confidence", None)
        said = f"、確かさ {sure:.2f}" if sure is not None else ""
        print(f"{words}　（{proposal.source}行目{said}）")
        for doubt in getattr(proposal, "doubts", ()):
            print(f"　　※ {doubt}")


def _entry(item: "Item") -> str:
    told = [f"{'　' * (item.level - 1)}{item.mark}{item.code} {item.title}"]
    told += [f"［参照：{r.text}］" for r in item.references]
    if item.narrative:
        told.append(f"［説明 {len(item.narrative)}字］")
    return "".join(told)


def _generation(plan: Any) -> str:
    years = f"{plan.starts}〜{plan.ends}年度" if plan.starts else f"{plan.decided}年度に策定"
    return f"{plan.title}（{years}）{plan.policy}"


def _done(task: Any) -> str:
    return "未実施" if task.state == "not_started" else str(task.done)


def _remedy(cause: Any) -> str:
    return {False: "（未対応）", True: "（対応済み）"}.get(cause.is_done, "")
