"""What stands in which column of the workbook, in words; one description for both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .records import HURDLE, INDICATOR, MEASURE, PLAN, PROGRESS, VALUE

LOOK = "look"  # a column for people who read the file; what stands in it is told elsewhere


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, its heading in the file, what to write, how it is read.

    `form`: text, list, year (any year), number, yen, day, flag, choice, code.
    """

    field: str
    head: str
    help: Any
    form: str = "text"
    width: int = 16
    most: int = 0  # characters
    is_key: bool = False
    must: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a kind of record. Its heads are fixed Japanese words: the format of the file."""

    kind: str
    title: str
    help: Any
    columns: Sequence[Column]

    def column(self, field: str) -> Column:
        return next(c for c in self.columns if c.field == field)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        PLAN,
        "計画",
        _("計画そのものについて、1行だけ書きます。"),
        (
            Column(
                "slug",
                "アドレスの名前",
                _(
                    "半角の英小文字・数字・ハイフン。同じ名前の計画があれば書きかえ、なければ新しくつくります"
                ),
                "slug",
                20,
                60,
                is_key=True,
                must=True,
                example="machi-2026",
            ),
            Column(
                "title",
                "名前",
                _("計画の名前"),
                most=120,
                width=36,
                must=True,
                example="みほん市まちづくり計画",
            ),
            Column("policy", "基本方針", _("めざすことを一文で"), most=200, width=40),
            Column(
                "starts",
                "始まりの年度",
                _("2026年度、令和8年度など"),
                "fiscal",
                14,
                example="2026年度",
            ),
            Column(
                "ends",
                "終わりの年度",
                _("2030年度、令和12年度など"),
                "fiscal",
                14,
                example="2030年度",
            ),
            Column("decided", "決めた年度", "", "fiscal", 14),
            Column("horizon", "めざす年", _("2035年など"), "plain_year", 12),
            Column("body", "位置づけ", "", most=200, width=30),
            Column("decided_by", "決めたところ", _("議会、庁議など"), most=80),
            Column("related", "関連する計画", "", most=300, width=30),
            Column("source", "出典", _("計画書の名前と年月など"), most=200, width=30),
            Column(
                "levels",
                "段の呼び名",
                _("上の段から順に、「、」で区切ります"),
                "list",
                24,
                example="方針、施策、事業",
            ),
            Column(
                "marks",
                "しるし",
                _("しるしと意味を空白で分け、「、」で区切ります"),
                "list",
                28,
                example="◎ 主要事業、※ 推進事業",
            ),
        ),
    ),
    Sheet(
        MEASURE,
        "施策・事業",
        _("計画の木です。上から順に並べます。"),
        (
            Column(
                "code",
                "番号",
                _("計画書のとおりに書きます。同じ番号は二度使えません"),
                "code",
                14,
                40,
                is_key=True,
                must=True,
                example="1",
            ),
            Column(
                "parent",
                "上の番号",
                _("ぶら下がる先の番号。いちばん上の段なら空けます"),
                "code",
                14,
                40,
            ),
            Column(
                "level",
                "段",
                _("いちばん上が1。空けると、上の番号から決めます"),
                "count",
                6,
                example="1",
            ),
            Column("title", "名前", "", most=200, width=40, must=True, example="つながりをつくる"),
            Column("called", "呼び名", _("段の呼び名とちがうときだけ"), most=40, width=12),
            Column("mark", "しるし", _("計画のシートに意味を書いたしるし"), most=4, width=8),
            Column(
                "departments", "担当課", _("いくつもあるときは「、」で区切ります"), "list", 22, 80
            ),
            Column("actor", "担い手", _("計画書のことばで"), most=120, width=22),
            Column(
                "state",
                "進みぐあい",
                _("年度の報告がないときだけ書きます。あれば、いちばん新しい年度から決まります"),
                "state",
                14,
            ),
            Column("note", "ひとこと", "", most=300, width=30),
            Column("narrative", "説明", "", width=50),
            Column("done", "実施したこと", _("年度に分けないとき"), most=300, width=30),
            Column("next_step", "今後の方向", "", most=300, width=30),
            Column("dropped_because", "次に引き継がない理由", "", most=300, width=24),
            Column(
                "references",
                "参照",
                _("ほかの計画や部分。いくつもあるときは「、」で区切ります"),
                "list",
                24,
                200,
            ),
        ),
    ),
    Sheet(
        INDICATOR,
        "指標",
        _("計画の進みを見る数です。年ごとの値は「指標の値」に書きます。"),
        (
            Column(
                "name",
                "名前",
                _("同じ名前は二度使えません"),
                most=120,
                width=36,
                is_key=True,
                must=True,
                example="集いの場の数",
            ),
            Column("measure", "施策・事業の番号", _("計画全体の指標なら空けます"), "code", 16, 40),
            Column("unit", "単位", "", most=20, width=8, example="か所"),
            Column(
                "direction",
                "よい向き",
                _("増えるほどよい・減るほどよい・保つ"),
                "direction",
                16,
                example="増えるほどよい",
            ),
            Column("definition", "何をあらわすか", "", width=40),
            Column("formula", "数え方", "", most=300, width=36),
            Column("source", "出典", "", most=200, width=24),
            Column("missing_rule", "数がない年の扱い", "", most=200, width=24),
            Column(
                "grade",
                "数の確かさ",
                _("実測・全数の記録、アンケートなどの標本調査、推計・聞き取り"),
                "grade",
                20,
            ),
            Column("decimals", "小数の桁", _("0から4"), "decimals", 10, example="0"),
        ),
    ),
    Sheet(
        VALUE,
        "指標の値",
        _("基準・目標・実績を、一つの年に1行ずつ書きます。"),
        (
            Column(
                "name",
                "指標",
                _("「指標」のシートの名前"),
                most=120,
                width=36,
                is_key=True,
                must=True,
                example="集いの場の数",
            ),
            Column(
                "role",
                "種類",
                _("基準・目標・実績"),
                "role",
                10,
                is_key=True,
                must=True,
                example="基準",
            ),
            Column(
                "year",
                "年",
                _("2026年度、令和8年度、平成34年など。計画書のとおりでかまいません"),
                "year",
                14,
                40,
                is_key=True,
                must=True,
                example="2025年度",
            ),
            Column("value", "値", _("数だけを書きます"), "number", 14, example="12"),
            Column("words", "数でない目標", _("「増加」など、数にできない目標"), most=40, width=14),
            Column("label", "呼び方", _("前期目標値など"), most=40, width=16),
            Column("status", "確かさ", _("速報・確定。空けると確定です"), "status", 10),
            Column("source", "出典", "", most=200, width=24),
        ),
    ),
    Sheet(
        PROGRESS,
        "進みぐあい",
        _("施策・事業の一年度を1行ずつ書きます。"),
        (
            Column(
                "code",
                "番号",
                _("「施策・事業」のシートの番号"),
                "code",
                14,
                40,
                is_key=True,
                must=True,
                example="1",
            ),
            Column("year", "年度", "", "fiscal", 14, is_key=True, must=True, example="2026年度"),
            Column("title", "施策・事業", _("見るための列です。ここは読みません"), LOOK, 34),
            Column("state", "進みぐあい", "", "state", 14),
            Column("planned", "この年度の予定", "", most=300, width=34),
            Column("done", "実施したこと", "", most=600, width=44),
            Column("done_on", "実施した日", _("2026-05-10、令和8年5月10日など"), "day", 14),
            Column("budget", "予算（円）", "", "yen", 16),
            Column("spent", "使ったお金（円）", "", "yen", 16),
            Column("same_as_last", "前の年度と同じ", _("同じなら ○"), "flag", 14),
        ),
    ),
    Sheet(
        HURDLE,
        "進まなかった理由",
        _("思うように進まなかったときの、理由と対応策です。"),
        (
            Column(
                "code",
                "番号",
                _("「施策・事業」のシートの番号"),
                "code",
                14,
                40,
                is_key=True,
                must=True,
            ),
            Column(
                "year",
                "年度",
                _("理由がわかった年度"),
                "fiscal",
                14,
                is_key=True,
                must=True,
            ),
            Column("title", "施策・事業", _("見るための列です。ここは読みません"), LOOK, 34),
            Column("cause", "進まなかった理由", "", most=300, width=44, is_key=True, must=True),
            Column("remedy", "対応策", "", most=300, width=44),
            Column("remedy_state", "対応策の状況", _("未対応・対応中・対応済み"), "remedy", 14),
        ),
    ),
)
BY_KIND = {sheet.kind: sheet for sheet in SHEETS}
BY_TITLE = {sheet.title: sheet for sheet in SHEETS}
GUIDE = "使い方"
