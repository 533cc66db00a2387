"""A result as the parts pages, paper and the screen of a hall draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel.links import link
from jibungoto.ui.charts import Figure, scatter
from jibungoto.ui.tags.words import long_date, num

from . import saying
from .selectors.results import Answers, Result, Share, Told

SHOWN = 10  # of each list, before the table of everything
FIRST = 3  # of them at once, the others a touch away
MARKS = 5  # that stand for a group


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a list: its words, the answers of all, a row for each group, a sentence."""

    told: Told
    url: str
    rows: Sequence[dict[str, Any]]
    sentence: str

    @property
    def answers(self) -> Answers | None:
        return self.told.everybody


def row(answers: Answers, *, refused: bool = False) -> dict[str, Any]:
    """A group's (or everybody's) share as `{% intervals %}` draws it."""
    share: Share | None = answers.disagrees if refused else answers.agrees
    if share is None:
        missing = _("答えが10人に満たないので、割合は出しません。")
        return {"letter": answers.letter, "share": None, "missing": missing}
    told = {"share": share.share, "low": share.low, "high": share.high}
    return {"letter": answers.letter, "n": answers.votes, **told}


def rows(told: Told, *, refused: bool = False) -> list[dict[str, Any]]:
    """All groups; everybody alone where there is one group."""
    if len(told.groups) > 1:
        return [row(one, refused=refused) for one in told.groups]
    return [row(told.everybody, refused=refused)] if told.everybody else []


def shared(found: Iterable[Told], *, refused: bool = False) -> list[Item]:
    """Statements in which all groups meet."""
    return [
        Item(one, url_of(one), rows(one, refused=refused), saying.surely(one, refused=refused))
        for one in found
    ]


def divided(found: Iterable[Told], result: Result) -> list[Item]:
    """Statements groups see differently."""
    return [
        Item(
            one,
            url_of(one),
            rows(one, refused=not one.differs_in_agreeing),
            saying.divided(one, result),
        )
        for one in found
    ]


def groups(result: Result) -> list[dict[str, Any]]:
    """The groups in words, with the statements that stand for them."""
    return [
        {
            "group": group,
            "size": saying.size(group),
            "sentence": group.sentence or saying.of_group(group),
            "from_figures": saying.of_group(group) if group.sentence else "",
            "stability": saying.how_stable(group),
            "marks": [
                {
                    "text": mark.statement.text,
                    "url": url_of(mark.statement),
                    "said": saying.of_mark(mark),
                }
                for mark in group.marks[:MARKS]
            ],
        }
        for group in result.groups
    ]


def url_of(told: Told) -> str:
    return link("opinions:statement_view", slug=told.slug, number=told.number)


def landscape(
    result: Result, *, level: int = 3, me: tuple[float, float] | None = None
) -> Figure | None:
    """The map: ten people or more in each mark, near marks answered alike. None for one group.

    `me` is the reader's own place, on nobody else's page.
    """
    drawn = result.told["drawn"]
    if result.is_one or not drawn:
        return None
    points = [(x, y, int(group)) for x, y, group, _people in drawn]
    sentences = [
        "" if group.is_small else (group.sentence or saying.of_group(group))
        for group in result.groups
    ]
    hulls = [hull([(x, y) for x, y, g in points if g == group.number]) for group in result.groups]
    chart = scatter(
        points,
        people=[int(people) for *_xyg, people in drawn],
        hulls=hulls,
        words_of=sentences,
        me=me,
    )
    least = min(int(people) for *_xyg, people in drawn)
    reading = _(
        "印一つは、答え方の近い{}人以上をまとめた真ん中です。一人ひとりの場所は出しません。"
        "近い印は、答え方が似ています。上下左右に意味の名前はありません。"
    ).format(least)
    notes = []
    if result.outside:
        notes.append(
            _("答えが7件に満たない{}人は、まだどのまとまりにも入れていません。").format(
                num(result.outside)
            )
        )
    return Figure(
        _("意見の地図"),
        chart,
        reading=reading,
        date=long_date(result.analysis.made_at),
        source=_("意見への答え {}人分").format(num(result.analysis.people)),
        method=_("投じられた答えだけからの、三つの軸への当てはめ（二つの軸を描く）"),
        notes=notes,
        level=level,
    )


def hull(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners around points, counter-clockwise (Andrew's chains); few points have none."""
    found = sorted(set(points))
    if len(found) < 3:
        return []
    chains = []
    for way in (found, found[::-1]):
        chain: list[tuple[float, float]] = []
        for point in way:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains += chain[:-1]
    return chains


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
