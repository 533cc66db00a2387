"""The invented sheets, summary and letters of the living page of parts."""

from typing import Any

from jibungoto.ui import paper as paper_parts
from jibungoto.ui import pdf

from . import figures as guide_figures

_TABLE = [("つつじ台", "33.8%", "10.2%"), ("北原", "29.7%", "11.8%"), ("川端", "31.5%", "9.9%")]


def sheet() -> dict[str, Any]:
    """The data of the printed sample sheet."""
    drawn = guide_figures.figures()
    return {
        "city": "ひなた市",
        "kind": "見た目と部品",
        "edition": "2026年度（令和8年度）版",
        "title": "紙の部品",
        "sub": "A4・読み上げ対応",
        "sample": "このページの市・地区・団体・数字は、すべて架空のものです。",
        "lead": "画面と同じ部品で、紙を組みます。",
        "date": "2026年10月1日",
        "source": "住民基本台帳（見本）",
        "office": "市民協働部 協働推進課",
        "phone": "電話 000-000-0000",
        "hours": "平日 8時30分〜17時15分",
        "url": "https://example.jp/hinata/",
        "qr": pdf.qr("https://example.jp/hinata/"),
        "parts": [
            {"title": "おもな数字", "stage": "know", "stats": _PAPER_STATS},
            {
                "title": "図",
                "charts": paper_parts.charts(drawn["figures"][:4]),
            },
            {
                "title": "表",
                "stage": "review",
                "table": {"columns": ["地区", "65歳以上", "15歳未満"], "rows": _TABLE},
            },
            {"title": "地図", "charts": [paper_parts.still(drawn["still"])]},
            {
                "title": "書きこむ所",
                "stage": "hear",
                "text": ["気づいたことを書いてください。"],
                "memo": 3,
            },
        ],
    }


_PAPER_STATS = [
    {"label": "総人口", "value": "8,412", "unit": "人", "vs": "10年前より 6.7%減"},
    {"label": "65歳以上", "value": "33.8", "unit": "%", "vs": "市 27.4%"},
    {"label": "世帯", "value": "3,906", "unit": "世帯", "vs": "1世帯 2.15人"},
    {"label": "空き家の割合", "vs": "調査は2027年度"},
]


def summary() -> dict[str, Any]:
    """The data of the printed sample summary: six panels on an A3 sheet."""
    drawn = guide_figures.figures()
    goal, wishes = drawn["figures"][3], drawn["figures"][4]
    return {
        **{k: v for k, v in sheet().items() if k not in ("parts", "lead", "qr")},
        "title": "つつじ台地区",
        "sub": "A3・1枚のまとめ",
        "panels": [
            {
                "stage": "know",
                "stats": _PAPER_STATS[:3],
                "charts": paper_parts.charts(drawn["figures"][:1]),
                "qr": pdf.qr("https://example.jp/hinata/"),
            },
            {
                "stage": "hear",
                "lead": "灯りを増やすことは、どのまとまりにも共通する願いです。",
                "charts": [paper_parts.chart(wishes)],
            },
            {
                "stage": "decide",
                "table": {
                    "columns": ["決めたこと", "日", "賛成"],
                    "rows": [
                        ["買い物の送りあいを試す", "11月15日", "24"],
                        ["公園の灯りを計画に加える", "2月21日", "29"],
                    ],
                },
            },
            {
                "stage": "act",
                "list": ["ソーラー灯を4か所に設置", "金曜の見守り散歩", "放課後の居場所"],
            },
            {
                "stage": "show",
                "facts": [["11月28日（土）", "防災井戸の訓練"], ["12月12日（土）", "第19回 会議"]],
            },
            {"stage": "review", "charts": [paper_parts.chart(goal)]},
        ],
    }


def letters() -> dict[str, Any]:
    """The data of the printed sample letters, three in one document."""
    return {
        "city": "ひなた市",
        "title": "地区予算の使いみちを、決めてください",
        "issued": "2026年11月24日",
        "office": "市民協働部 協働推進課",
        "phone": "000-000-0000",
        "hours": "平日 8時30分〜17時15分",
        "text": [
            "つつじ台地区の皆さまへ。来年度の地区予算300万円の使いみちを、皆さまの投票で決めます。",
            "11の案の中から、賛成するものをいくつでも選べます。12月13日（日）までに、おひとり1回お願いします。",
        ],
        "after": [
            "登録はいりません。だれがどう答えたかは公開しません。画面を使わない方は、集会所の投票箱と、市民センターの窓口でも投票できます。",
        ],
        "letters": [
            {
                "to": [
                    "〒000-0000",
                    f"ひなた市つつじ台{n}丁目（見本）",
                    "この家にお住まいの皆さま",
                ],
                "code": code,
                "url": "https://example.jp/hinata/c/",
                "qr": pdf.qr(f"https://example.jp/hinata/c/{code}/"),
            }
            for n, code in ((1, "7K3M-9QXT"), (2, "H2PA-61WD"), (3, "ZR8C-04NE"))
        ],
    }
