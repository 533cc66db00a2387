"""A result on A4 paper, as data of ui/print/sheet.typ."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Municipality
from jibungoto.ui import paper, pdf
from jibungoto.ui.listing import with_note
from jibungoto.ui.tags.words import era_date, long_date, num, percent

from .models import Outcome
from .reporting import Report, Told
from .tallying import Share


def report(municipality: Municipality, found: Report, outcomes: Sequence[Outcome]) -> bytes:
    """The result in print. Raises ui.pdf.CannotPrint."""
    survey = found.survey
    address = f"{settings.BASE_URL}{node_url(survey.node)}"
    return pdf.render(
        "sheet.typ",
        {
            "title": survey.title,
            "kind": _("アンケートの結果"),
            "city": municipality.name,
            "lead": survey.node.summary,
            "date": era_date(survey.closed_on or survey.closes_on),
            "source": survey.asker or municipality.name,
            "sample": municipality.sample_note,
            "parts": [
                *_answers(outcomes),
                _numbers(found),
                *(_question(told) for told in found.told),
                _voices(found),
                {"title": _("数え方"), "stage": "hear", "text": [found.method]},
            ],
            "qr": pdf.qr(address, label=survey.title),
            "url": address,
        },
    )


def _answers(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    if not outcomes:
        return []
    facts = [[f"{o.who} {long_date(o.due_on)}", o.text] for o in outcomes]
    return [{"title": _("この結果を受けてすること"), "stage": "hear", "facts": facts}]


def _numbers(found: Report) -> dict[str, Any]:
    rows = [[_("答えた方"), _("{}人").format(num(found.number))]]
    if found.rate is not None:
        rows.append([found.rate_words, percent(found.rate)])
    rows += [[label, _("{}人").format(num(n))] for label, n in found.channels]
    return {"title": _("答えた方"), "stage": "hear", "facts": rows}


def _question(told: Told) -> dict[str, Any]:
    title = f"{told.number}. {told.question.text}" if told.number else told.question.text
    part: dict[str, Any] = {"title": title}
    if told.withheld:
        return {**part, "text": [_("答えた方が少ないため、伏せています。")]}
    text = [_("答えた方 {}人").format(num(told.n))]
    if told.figure is not None and any(share.share for share in told.shares):
        part["charts"] = paper.charts([replace(told.figure, heading=_("答えの割合"))])
    if told.mean is not None:
        text.append(
            _("平均 {}（{}〜{}）").format(
                num(told.mean.value, 2), num(told.mean.low, 2), num(told.mean.high, 2)
            )
        )
    part["text"] = text
    rows = [
        [with_note(share.label, row) if row else share.label, *_cells(share)]
        for row, _n, shares in (told.rows or (("", told.n, told.shares),))
        for share in shares
    ]
    if rows:
        columns = [_("答え"), _("人数"), _("割合（95%の幅）"), _("人口に合わせると")]
        part["table"] = {"columns": columns, "rows": rows}
    return part


def _cells(share: Share) -> list[str]:
    if share.share is None:
        return [_("秘匿"), _("秘匿"), _("秘匿")]
    around = _("{}（{}〜{}）").format(percent(share.share), percent(share.low), percent(share.high))
    weighted = percent(share.weighted) if share.weighted is not None else "—"
    return [num(share.count), around, weighted]


def _voices(found: Report) -> dict[str, Any]:
    return {"title": _("だれの声が届いたか"), "stage": "hear", "text": [found.voices.finding]}
