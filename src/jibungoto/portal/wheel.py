"""The wheel of the six parts: one sentence each, filled by the manifests, drawn as a ring.

The sentences are public facts, the same for every reader; they are kept until something is
published, so that a home costs no more however many rooms the house gets.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jibungoto.kernel import kept, registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality
from jibungoto.kernel.registry import Stage
from jibungoto.ui.languages import is_japanese
from jibungoto.ui.listing import sentences
from jibungoto.ui.ruby import plain
from jibungoto.ui.tags.shapes import STAGE_WORDS

_AREAS = dict(zip(Stage.values, "abcdef", strict=True))

# Where a part lies on the ring: the path of its arc, its middle, and the turn of its word.
_ARCS = {
    "know": ("M205.8,50.1A150,150 0 0 1 326.9,120.1", 275, 70.1, 30),
    "hear": ("M332.7,130.0A150,150 0 0 1 332.7,270.0", 350, 200, 90),
    "decide": ("M326.9,279.9A150,150 0 0 1 205.8,349.9", 275, 329.9, -30),
    "act": ("M194.2,349.9A150,150 0 0 1 73.1,279.9", 125, 329.9, 30),
    "show": ("M67.3,270.0A150,150 0 0 1 67.3,130.0", 50, 200, -90),
    "review": ("M73.1,120.1A150,150 0 0 1 194.2,50.1", 125, 70.1, -30),
}
SAID = 2  # sentences of a part
_LINE = 21  # between the signs of a word that is written downwards


@dataclass(frozen=True, slots=True)
class Glyph:
    """A piece of text on the ring."""

    text: str
    x: float
    y: float
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts: where it leads, what it says, and its arc."""

    stage: str
    url: str
    sentence: str
    is_empty: bool
    area: str
    path: str
    glyphs: tuple[Glyph, ...]
    is_now: bool


def parts(
    municipality: Municipality, district: Any = None, *, now: str = "", mark: object = ""
) -> list[Part]:
    """The six parts of a district's wheel, or of the municipality's. `now` is the part it is at.

    `mark` is anything that tells one state of the municipality from another beyond its revision.
    """
    sentences = _sentences(municipality, district, mark)
    return [
        Part(
            stage=stage,
            url=_url(stage, district),
            sentence=sentences[stage] or _unfilled(stage),
            is_empty=not sentences[stage],
            area=_AREAS[stage],
            path=_ARCS[stage][0],
            glyphs=_glyphs(stage),
            is_now=stage == now,
        )
        for stage in Stage.values
    ]


def _sentences(municipality: Municipality, district: Any, mark: object) -> dict[str, str]:
    public = Actor(municipality_id=municipality.pk)
    place = district.node.public_id if district is not None else ""
    told: dict[str, str] = {}

    def ground() -> dict[str, str]:
        told.update(registry.summaries(public, district))  # all of them by the same query
        return {room.key: told[room.key] for room in registry.sections() if room.grounded}

    def found() -> dict[str, str]:
        known = kept.grounded(f"wheel:{place}", ground)
        said = told or registry.summaries(public, district, known=known)
        return {stage: _said(stage, said) for stage in Stage.values}

    return kept.kept(municipality, f"wheel:{place}:{mark}", found)


def _said(stage: str, told: dict[str, str]) -> str:
    """What the rooms of a part have to say: their first sentences, in the order of the sections."""
    rooms = registry.sections(Stage(stage))
    return sentences([told[room.key] for room in rooms if told[room.key]][:SAID])


def _url(stage: str, district: Any) -> str:
    if district is None:
        return link("portal:municipality_stage", stage=stage)
    return link("portal:district_stage", district=district.slug, stage=stage)


def _unfilled(stage: str) -> str:
    """What can be done here while nothing is recorded yet."""
    return {
        "know": _("まだ記録はありません。数字や団体、魅力や課題をここに集めます。"),
        "hear": _("まだ声を聴いていません。声やアンケートの募集が始まると、ここから参加できます。"),
        "decide": _(
            "まだ話し合いの記録はありません。会議や計画、予算の決まり方を、ここで見られます。"
        ),
        "act": _("まだ活動の記録はありません。活動やお手伝いの募集が、ここに並びます。"),
        "show": _("まだお知らせはありません。行事とお知らせが、ここに届きます。"),
        "review": _("まだ振り返りはありません。1年が終わると、できたこととその理由をまとめます。"),
    }[stage]


def _glyphs(stage: str) -> tuple[Glyph, ...]:
    word = plain(str(STAGE_WORDS[stage]))  # readings can't stand in a drawing
    _path, x, y, turn = _ARCS[stage]
    if abs(turn) == 90 and is_japanese(get_language()):
        top = y - (len(word) - 1) * _LINE / 2 + 6
        return tuple(Glyph(sign, x, round(top + n * _LINE, 1)) for n, sign in enumerate(word))
    return (Glyph(word, x, y + 6, f"rotate({turn} {x} {y})"),)
