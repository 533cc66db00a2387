"""The invented pictures of data on the living page of parts."""

import math
import random
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.charts import Chart, Figure, bars, line, prepare, pyramid, scatter, shares
from jibungoto.ui.maps import Area, Place, StillMap
from jibungoto.ui.tags.icicles import Cell

_DATE, _SOURCE = "2026年10月1日", "住民基本台帳（見本）"
_MEN = [62, 71, 79, 86, 95, 91, 87, 92, 107, 132, 150, 157, 140, 133, 145, 152, 118, 74, 31]
_WOMEN = [59, 68, 76, 85, 92, 88, 86, 94, 110, 135, 153, 160, 144, 140, 158, 171, 142, 104, 66]


def figures() -> dict[str, Any]:
    """One figure of every kind, one without data, and a map. All are drawn in one go."""
    shown = _figures()
    prepare(shown)
    return {
        "figures": shown,
        "trend": [110, 132, 128, 171, 214],
        "still": _land(),
        "branches": _branches(),
    }


def _branches() -> list[Cell]:
    """A small plan: two branches, their leaves in every state."""
    done, run, late = (_("完了"), _("順調"), _("遅れ"))
    walks = [
        Cell("1-①", _("夜道の点検"), "#figures", "done", done),
        Cell("1-②", _("公園の夜の灯り"), "#figures", "run", run),
    ]
    roles = [Cell("2-①", _("役の棚おろし"), "#figures", "late", late)]
    return [
        Cell("1", _("安心して歩けるまち"), "#figures", children=walks),
        Cell("2", _("みんなで担うしくみ"), "#figures", children=roles),
    ]


def _figures() -> list[Figure]:
    return [
        Figure(
            _("7世帯に1世帯が、ひとり暮らしの高齢者です"),
            _alone(),
            _("10年前より4.6ポイント増え、市の平均を3.2ポイント上回っています。"),
            _DATE,
            _SOURCE,
            level=4,
        ),
        Figure(
            _("70代後半が、いちばん多い年代です"),
            _ages(),
            _("線は10年前です。15歳未満と30代が細くなりました。"),
            _DATE,
            _SOURCE,
            level=4,
        ),
        Figure(
            _("20年後は、およそ6,500人と見込まれます"),
            _people(),
            _("帯の幅は、はずれる可能性の大きさを表します。"),
            _DATE,
            _SOURCE,
            _("コーホート変化率法"),
            level=4,
        ),
        Figure(
            _("「夜も安心」は、目標まであと9ポイントです"),
            _goal(),
            _("ひし形は計画の目標です。"),
            "2026年10月31日",
            _("公園での聞き取り（見本）"),
            level=4,
        ),
        Figure(
            _("灯りを増やすことは、どのまとまりにも共通する願いです"),
            _wishes(),
            _("左から、そう思う、わからない、そう思わない。"),
            "2025年9月30日",
            _("意見の投票（見本）"),
            level=4,
        ),
        Figure(
            _("考えは、大きく三つのまとまりに分かれました"),
            _map_of_opinions(),
            _("近い点ほど、答え方が似ています。上下左右に意味はありません。"),
            "2025年9月30日",
            _("意見の投票（見本）"),
            level=4,
        ),
        Figure(
            _("空き家の割合"),
            None,
            missing=_("地区ごとの調査がまだありません。2027年度（令和9年度）に行う予定です。"),
            source=_("住宅・土地統計調査は市の値だけです"),
            level=4,
        ),
    ]


def _alone() -> Chart:
    rows = [("つつじ台", 14.2, "here"), ("ひなた市", 11.0, "city"), ("つつじ台 2016", 9.6, "then")]
    return bars(rows, unit="%", heads=(_("地域"), _("割合")))


def _ages() -> Chart:
    names = [*(str(n * 5) for n in range(18)), "90"]
    now = list(zip(names, _MEN, _WOMEN, strict=True))
    then = [
        (name, men * f, women * f)
        for (name, men, women), f in zip(now, _bent(len(names)), strict=True)
    ]
    return pyramid(now, then=then, now_word="2026年", then_word="2016年", old_from=13)


def _bent(count: int) -> list[float]:
    return [1.35 - 0.055 * n for n in range(count)]


def _people() -> Chart:
    return line(
        [(2006, 9761), (2011, 9420), (2016, 9015), (2021, 8730), (2026, 8412)],
        future=[(2026, 8412), (2031, 7960), (2036, 7480), (2041, 6990), (2046, 6520)],
        band=[
            (2026, 8412, 8412),
            (2031, 7720, 8110),
            (2036, 7180, 7800),
            (2041, 6560, 7450),
            (2046, 5960, 7060),
        ],
        unit="人",
    )


def _goal() -> Chart:
    return line(
        [(2022, 33), (2023, 35), (2024, 36), (2025, 38), (2026, 61)],
        city=[(2022, 44), (2023, 44), (2024, 45), (2025, 45), (2026, 46)],
        targets=[(2026, 50), (2028, 60), (2030, 70)],
        unit="%",
        zero=True,
    )


def _wishes() -> Chart:
    return shares(
        [
            (_("全体（168人）"), (81, 11, 8)),
            (_("まとまりA（74人）"), (88, 7, 5)),
            (_("まとまりB（58人）"), (76, 13, 11)),
            (_("まとまりC（36人）"), (74, 16, 10)),
        ]
    )


def _map_of_opinions() -> Chart:
    rng = random.Random(7)  # noqa: S311 a drawing
    middles = ((-2.0, 0.9), (2.1, 0.5), (0.1, -1.9))
    points = [
        (rng.gauss(x, 0.55), rng.gauss(y, 0.5), group)
        for group, ((x, y), n) in enumerate(zip(middles, (74, 58, 36), strict=True))
        for _n in range(n)
    ]
    hulls = [
        [
            (x + 1.25 * math.cos(a / 12 * math.tau), y + 1.15 * math.sin(a / 12 * math.tau))
            for a in range(12)
        ]
        for x, y in middles
    ]
    words = [_("車で送り合うことに前向き"), _("店の移動販売に期待"), _("まず道の段差を直したい")]
    return scatter(points, hulls=hulls, words_of=words, me=(-1.5, 0.4))


def _land() -> StillMap:
    """Twelve districts around a middle, like cells of a honeycomb that has been leaned on."""
    names = [
        "つつじ台",
        "北原",
        "川端",
        "緑ヶ丘",
        "東野",
        "西浜",
        "南台",
        "山手",
        "大橋",
        "桜町",
        "旧宿",
        "中央",
    ]
    corners = {
        (row, column): (
            139.400 + column * 0.016 + 0.005 * math.sin(row * 2.1 + column),
            35.640 - row * 0.0115 + 0.0035 * math.cos(column * 1.7 + row),
        )
        for row in range(4)
        for column in range(5)
    }
    order = [5, 1, 4, 2, 3, 8, 10, 0, 9, 6, 7, 11]
    areas = []
    for number, cell in enumerate(order):
        row, column = divmod(cell, 4)
        ring = [
            corners[row, column],
            corners[row, column + 1],
            corners[row + 1, column + 1],
            corners[row + 1, column],
        ]
        areas.append(
            Area(
                names[number],
                {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                here=names[number] == "つつじ台",
            )
        )
    return StillMap(
        areas,
        places=[
            Place(
                _("5月につつじが咲く、丘の散歩道"),
                139.421,
                35.6225,
                "charm",
                "#figures",
                "31人・3丁目",
            ),
            Place(_("夕方の公園が暗い"), 139.428, 35.6195, "issue", "#figures", _("声23件")),
            Place(
                _("つつじ台集会所"), 139.4255, 35.6245, "place", "#figures", _("会議・体操サロン")
            ),
        ],
        lines=[
            (
                "water",
                {
                    "type": "LineString",
                    "coordinates": [
                        (139.402 + n * 0.0066, 35.612 + 0.002 * math.sin(n * 1.3))
                        for n in range(10)
                    ],
                },
            )
        ],
        heading=_("見つけたものは、丘の南側に集まっています"),
        date=_DATE,
        source=_("地区の境界（見本）"),
        reading=_("形は種類を、番号は下の一覧を表します。"),
    )
