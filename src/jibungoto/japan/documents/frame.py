"""What stands around a plan in its document: what that says of itself, and mere chapters."""

import re

from .entries import Entry
from .lines import close_up

# What a document says of itself, before or after its tree.
_FRONT = re.compile(
    r"^(?:はじめに|基本的な?考え方|おわりに|総論|序論|序章|目次|資料編?|参考資料|用語(?:の)?(?:解説|説明)|"
    r"(?:本|この)?(?:計画|プラン|ビジョン|戦略|指針|方針)の?(?:概要|趣旨|目的|期間|対象|位置[づ付]け|構成|背景|"
    r"策定|見直し|基本的な?考え方|推進|進行管理|進捗管理|評価|性格|区域)|"
    r"(?:見直し|策定|改[訂定])の?(?:背景|趣旨|経緯|経過|目的|体制|にあたって)|"
    r"(?:推進|実施|進行管理|評価)(?:体制|の体制)|進[行捗](?:管理|状況)|.{0,12}(?:を取り巻く|をとりまく)(?:現状|状況|環境)|"
    r".{0,6}(?:現状と課題|の現状)$|今後の進め方$|(?:市民|住民)?(?:意識調査|アンケート)|人口の?(?:推移|動向|現状|見通し))"
)
_FRAME = re.compile(
    r"(?:各論|(?:前期|後期|中期)?基本計画|実施計画|行動計画|(?:分野|施策|目標)別(?:計画|施策|の取組)|"
    r"(?:具体的な)?(?:施策|取組み?|取り組み|事業|計画)の?(?:展開|体系|内容|推進|一覧)?|"
    r"(?:具体的な|主な)?(?:施策|取組|事業)(?:・事業)?(?:と|及び|および).{0,14}(?:指標|KPI).{0,8}|基本目標(?:ごと|別)の.{2,8})"
)


# What holds nothing but a table, or a passage of what stands above it.
_TABLES = re.compile(
    r"(?:数値目標|成果指標|評価指標|活動指標|(?:計画の)?指標|KPI|重要業績評価指標)(?:[（(].{1,8}[）)])?(?:の(?:設定|一覧))?"
)
_PASSAGES = re.compile(
    r"(?:基本的?(?:な)?(?:方向性?|方針|な考え方)|施策の(?:目的|概要|方針|方向性?)|(?:めざす|目指す)(?:べき)?姿|取組の方向性?)"
)


def is_passage_head(title: str) -> bool:
    """Whether a heading only says which passage or table of the measure above it follows."""
    return bool(_PASSAGES.fullmatch(title) or _TABLES.fullmatch(title))


def without_frame(roots: list[Entry], above: Entry | None = None) -> list[Entry]:
    """The entries that are a plan: without what a document says of itself, out of their frame.

    第２編　各論 and ２　施策の展開 only hold the tree; （１）基本的方向 is a passage of what is
    above.
    """
    found: list[Entry] = []
    for entry in roots:
        title = close_up(entry.pieces[0][0])
        if _FRONT.match(title):
            continue
        if not entry.children and _TABLES.fullmatch(title):
            continue
        if above is not None and not entry.children and _PASSAGES.fullmatch(title):
            above.pieces += entry.pieces[1:]
            continue
        entry.children = without_frame(entry.children, entry)
        if _FRAME.fullmatch(title):
            found += entry.children
        else:
            found.append(entry)
    return found
