"""A report on paper and as a book: the data of both, from its contents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from jibungoto.kernel.intake.books import Page, book
from jibungoto.kernel.models import Municipality
from jibungoto.ui import paper
from jibungoto.ui import pdf as typesetter
from jibungoto.ui.tags.words import era_date, fiscal_year, num, yen, yen_whole

from .contents import Contents
from .figures import figures

_MAN = 10_000
LANGUAGE = "ja"  # a report is written once, and frozen as written


DRAFT = "下書き"


def edition(number: int, *, is_withdrawn: bool) -> str:
    """What stands on the paper of an edition."""
    return f"第{number}版（取り下げ）" if is_withdrawn else f"第{number}版"


def pdf(municipality: Municipality, contents: Contents, *, edition: str, url: str) -> bytes:
    """The report on A4, tagged. Raises ui.pdf.CannotPrint."""
    with translation.override(LANGUAGE):
        address = settings.BASE_URL.rstrip("/") + url
        data: dict[str, Any] = {
            "title": f"{fiscal_year(contents.year)}の年次報告",
            "kind": contents.plan,
            "edition": edition,
            "city": municipality.name,
            "colour": municipality.colour,
            "sub": "",
            "sample": municipality.sample_note,
            "date": _day(contents.made_on),
            "source": contents.source,
            "office": municipality.contact_office,
            "phone": municipality.contact_phone,
            "hours": municipality.contact_hours,
            "url": address,
            "qr": typesetter.qr(address),
            "stats": _stats(contents),
            "counts": [[c.word, f"{c.number}件", f"{c.last}件"] for c in contents.counts],
            "policies": [
                {
                    "title": f"{p.code}　{p.title}",
                    "rows": [
                        [
                            line.code,
                            line.title,
                            line.departments,
                            line.word,
                            line.last_word or "—",
                            " ".join(
                                [line.done, "（前の年度と同じ）" if line.same_as_last else ""]
                            ),
                            yen_whole(line.spent) or "—",
                        ]
                        for line in p.lines
                    ],
                }
                for p in contents.policies
            ],
            "charts": paper.charts(figures(contents)),
            "stalled": [
                [f"{s.code}　{s.title}", s.cause, s.remedy or "—", s.remedy_word or "—"]
                for s in contents.stalled
            ],
            "answers": [
                [a.department, f"{a.measures}件", _day(a.answered) or "回答なし"]
                for a in contents.answers
            ],
        }
    return typesetter.render("review/reviews/print/report.typ", data)


def _stats(contents: Contents) -> list[dict[str, str]]:
    return [
        {"label": "施策・事業", "value": num(contents.number), "unit": "件", "vs": ""},
        {"label": "報告のあったもの", "value": num(contents.reported), "unit": "件", "vs": ""},
        _money("予算の合計", contents.budget),
        _money("使ったお金の合計", contents.spent),
    ]


def _money(label: str, amount: int | None) -> dict[str, str]:
    if amount is None or amount < _MAN:
        said = yen(amount)
        unit = "円" if said else ""
        return {"label": label, "value": said.removesuffix("円"), "unit": unit, "vs": ""}
    value = num(amount / _MAN, 1 if amount % _MAN else 0)
    return {"label": label, "value": value, "unit": "万円", "vs": yen_whole(amount)}


def _day(iso: str) -> str:
    return era_date(date.fromisoformat(iso)) if iso else ""


def xlsx(contents: Contents) -> bytes:
    """The report as a book: every table a sheet, numbers as numbers."""
    rows: list[Sequence[Any]] = [
        ["計画", contents.plan],
        ["年度", fiscal_year(contents.year)],
        ["つくった日", contents.made_on],
        ["施策・事業", contents.number],
        ["報告のあったもの", contents.reported],
        ["予算の合計（円）", contents.budget],
        ["使ったお金の合計（円）", contents.spent],
        ["出典", contents.source],
    ]
    roles = {"baseline": "基準", "target": "目標", "actual": "実績"}
    pages = [
        Page("一目で", [], rows, [22, 44]),
        Page(
            "進みぐあいごとの数",
            ["進みぐあい", "この年度", "前の年度"],
            [[c.word, c.number, c.last] for c in contents.counts],
            [18, 12, 12],
        ),
        Page(
            "施策・事業",
            [
                "まとまり",
                "番号",
                "名前",
                "担当課",
                "進みぐあい",
                "前の年度",
                "実施したこと",
                "実施した日",
                "予算（円）",
                "使ったお金（円）",
                "前の年度と同じ",
            ],
            [
                [
                    f"{p.code} {p.title}",
                    x.code,
                    x.title,
                    x.departments,
                    x.word,
                    x.last_word,
                    x.done,
                    x.done_on,
                    x.budget,
                    x.spent,
                    "○" if x.same_as_last else "",
                ]
                for p in contents.policies
                for x in p.lines
            ],
            [24, 10, 34, 18, 12, 12, 50, 12, 14, 14, 12],
        ),
        Page(
            "指標",
            ["指標", "単位", "種類", "年", "値", "呼び方", "出典"],
            [
                [
                    g.name,
                    g.unit,
                    roles.get(v.role, v.role),
                    v.written or f"{v.year}年" + ("度" if v.is_fiscal else ""),
                    float(v.value) if v.value else v.words,
                    v.label,
                    v.source,
                ]
                for g in contents.gauges
                for v in g.values
            ],
            [34, 8, 8, 14, 14, 16, 30],
        ),
        Page(
            "進まなかった理由",
            ["番号", "名前", "進みぐあい", "進まなかった理由", "対応策", "対応策の状況"],
            [[s.code, s.title, s.word, s.cause, s.remedy, s.remedy_word] for s in contents.stalled],
            [10, 34, 12, 44, 44, 14],
        ),
        Page(
            "回答した課",
            ["担当課", "施策・事業", "回答した日"],
            [[a.department, a.measures, a.answered] for a in contents.answers],
            [22, 12, 14],
        ),
    ]
    return book(pages)
