"""Tables of measures: a head that names the measure and who carries it, a row for each."""

import re
from dataclasses import dataclass

from .columns import Head, head_of
from .lines import Line
from .markers import opening

_OFFICE_WORD = re.compile(r"(?:担当|所管)(?:課|部署|課等)?")

LEVEL_WORD = re.compile(
    r"(?:原則|仕組み?|しくみ|方向性?|目標|方針|施策|事業|取組み?|取り組み|視点|柱|政策|テーマ|項目|体系|分野|課題|理念|将来像|プロジェクト)$"
)

# A line of a card: what it tells of, and what it tells.
CARD = re.compile(
    r"(?:(?P<name>(?:事業|取組|取り組み|施策|プロジェクト)(?:名称?|の名称))"
    r"|(?P<offices>(?:担当|所管|主管)(?:課|部署)?(?:名)?)"
    r"|(?P<told>(?:(?:事業|取組)の?)?(?:概要|内容|目的))"
    r"|年度(?:別)?計画"
    r"|実施(?:時期|期間|主体)|(?:概算)?事業費|スケジュール)"
    r"[\s　:：]+"
    r"(?P<said>(?!(?:担当|所管|区分|(?:事業|取組)?(?:内容|概要))(?:課|部署)?(?:[\s　]|$)).+)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of measures: its head, and the places of its columns; -1 for none."""

    head: Head
    number: int
    title: int
    mark: int
    offices: int
    told: int


def table_of(line: Line) -> Table | None:
    """The table a line is the head of: it names the measure and who carries it, or its content."""
    head = head_of(line)
    if head is None or sum(1 for name in head.names if LEVEL_WORD.search(name)) > 1:
        return None  # its columns are the levels of a tree
    title = head.place(r"(?:事業|取組み?|取り組み|施策|項目)名?(?:称)?$", r"^(?:事業|取組|施策)")
    offices = head.place(r"担当|所管|主管|関係課|実施主体|担い手")
    told = head.place(r"内容|概要|説明")
    if title < 0 or title == told or (offices < 0 and told < 0):
        return None
    number = head.place(r"^(?:番号|No[.．]?|№|NO[.．]?|通番|#)$")
    if number < 0 and (opening(f"{head.names[0]} あ") is not None or title > 1):
        return None
    mark = head.place(r"^(?:区分|種別|重点|新規|新規・継続|新規等|分類)")
    return Table(head, number, title, mark, offices, told)


def mark_of(text: str) -> str:
    """A mark as a cell tells it: ◎, or 新規 as 【新規】."""
    said = text.strip("【】〔〕[]［］")
    return text if len(said) <= 1 else f"【{said}】"


def level_names(text: str) -> tuple[str, ...]:
    """A line that names the levels: 基本原則　推進する仕組み　施策の方向性."""
    words = [word for word in text.split() if not _OFFICE_WORD.fullmatch(word)]
    if not 2 <= len(words) <= 5 or any(len(w) > 14 for w in words):
        return ()
    return tuple(words) if all(LEVEL_WORD.search(w) for w in words) else ()
