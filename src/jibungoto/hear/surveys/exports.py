"""A result as open data: counts of ten people and more, and nobody's data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url

from .models import Option, Question
from .reporting import Report, Told
from .tallying import Share


def table(found: Report) -> Iterator[Sequence[Any]]:
    """One row for each option of each question; an empty cell is withheld, which is not zero."""
    yield [
        _("質問の符号"), _("番号"), _("質問"), _("行"), _("選択肢の符号"), _("選択肢"),
        _("答えた人"), _("選んだ人"), _("割合"), _("下限"), _("上限"), _("人口に合わせた割合"),
        _("下限（人口）"), _("上限（人口）"), _("平均"), _("平均の下限"), _("平均の上限"),
        _("中央値"),
    ]  # fmt: skip
    for told in found.told:
        for row, n, shares in _rows(told):
            for share in shares:
                yield [*_head(told, row), share.key, share.label, n, *_figures(share)]
        if told.mean is not None or not _rows(told):
            mean = told.mean
            middle = [mean.value, mean.low, mean.high] if mean else ["", "", ""]
            n_shown = told.n if told.n >= found.k else ""
            rest = [""] * 7
            half = told.median.value if told.median else ""
            yield [*_head(told, ""), "", "", n_shown, *rest, *middle, half]


def _rows(told: Told) -> list[tuple[str, int, Sequence[Share]]]:
    if told.rows:
        return list(told.rows)
    return [("", told.n, told.shares)] if told.shares else []


def _head(told: Told, row: str) -> list[Any]:
    return [told.question.key, told.number or "", told.question.text, row]


def _figures(share: Share) -> list[Any]:
    numbers = [
        share.count, share.share, share.low, share.high, share.weighted, share.weighted_low,
        share.weighted_high,
    ]  # fmt: skip
    rounded = ["" if n is None else round(n, 4) for n in numbers]
    return [*rounded, "", "", "", ""]


def as_json(found: Report) -> dict[str, Any]:
    """The whole result; null is withheld, which is not zero."""
    survey = found.survey
    weights = found.weighting
    return {
        "code": survey.code,
        "title": survey.title,
        "url": f"{settings.BASE_URL}{node_url(survey.node)}",
        "opens_on": survey.opens_on.isoformat() if survey.opens_on else None,
        "closes_on": survey.closes_on.isoformat() if survey.closes_on else None,
        "k": found.k,
        "n": found.number if found.number >= found.k or not found.number else None,
        "invited": found.invited,
        "method": found.method,
        "weighting": {
            "effective_n": round(weights.effective, 1),
            "design_effect": round(weights.design_effect, 3),
            "source": weights.source,
            "date": weights.date,
        }
        if weights
        else None,
        "questions": [_question(told, found.k) for told in found.told],
    }


def _question(told: Told, k: int) -> dict[str, Any]:
    question = told.question
    return {
        "key": question.key,
        "number": told.number or None,
        "kind": question.kind,
        "text": question.text,
        "n": told.n if told.n >= k else None,
        "wordings": told.wordings,
        "mean": [told.mean.value, told.mean.low, told.mean.high] if told.mean else None,
        "median": told.median.value if told.median else None,
        "rows": [
            {
                "row": row,
                "n": n if n >= k else None,
                "options": [
                    {
                        "key": s.key,
                        "text": s.label,
                        "count": s.count,
                        "share": s.share,
                        "low": s.low,
                        "high": s.high,
                        "weighted": s.weighted,
                        "weighted_low": s.weighted_low,
                        "weighted_high": s.weighted_high,
                    }
                    for s in shares
                ],
            }
            for row, n, shares in _rows(told)
        ],
    }


def codebook(ever: Mapping[str, list[Question]]) -> Iterator[Sequence[Any]]:
    """Every wording of every question with its options and their keys."""
    yield [
        _("質問の符号"), _("質問の版"), _("答え方"), _("質問"), _("説明"), _("必須"), _("条件"),
        _("軸"), _("符号"), _("ことば"),
    ]  # fmt: skip
    for key, versions in ever.items():
        for question in reversed(versions):
            until = question.until - 1 if question.until else ""
            said = _("{}〜{}").format(question.since, until)
            condition = f"{question.if_key}={question.if_options}" if question.if_key else ""
            head = [
                key, said, str(question.get_kind_display()), question.text, question.help,
                _("はい") if question.required else "", condition,
            ]  # fmt: skip
            options = list(question.options.all())
            for option in options:
                yield [*head, str(Option.Axis(option.axis).label), option.key, option.text]
            if not options:
                yield [*head, "", "", ""]
