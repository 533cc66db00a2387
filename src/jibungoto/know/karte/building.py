"""From material to contents, for all districts of a kind; drawing what is not drawn yet. No writes.

The dear part is drawing, so only what is new is drawn: a chart is kept by what it shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import translation

from jibungoto.kernel.jobs import Progress
from jibungoto.know.places.models import District
from jibungoto.ui.charts.drawing import draw_all
from jibungoto.ui.saying import day, listed

from .contents import LANGUAGE, Contents
from .material import Material
from .sections import SECTIONS, cover


@dataclass(frozen=True, slots=True)
class Made:
    """A district's contents with the digest that tells whether they are new."""

    district: District
    contents: Contents
    digest: str


def make(m: Material, progress: Progress | None = None) -> list[Made]:
    """The contents of all districts of the material, drawn."""
    progress = progress or Progress()
    with translation.override(LANGUAGE):
        made = []
        for number, contents in enumerate(_contents(m), 1):
            made.append(contents)
            progress.step(number, len(m.districts), "カルテをまとめています")
    specs = [p.spec for one in made for p in one.contents.pictures() if p.spec is not None]

    def tell(done: int, total: int) -> None:
        progress.step(done, total, "図を描いています")

    draw_all(specs, tell)
    return made


def _contents(m: Material) -> Iterator[Made]:
    for district in m.districts:
        contents = contents_of(m, district)
        yield Made(district, contents, contents.digest())


def _apart(told: Iterable[str]) -> list[str]:
    """Without what is named among others already."""
    found: list[str] = []
    for one in told:
        if not any(one in other for other in found):
            found.append(one)
    return found


def contents_of(m: Material, d: District) -> Contents:
    """What one district's karte says. Charts are named, not drawn."""
    parts = [section(m, d) for section in SECTIONS]
    by_key = {p.key: p for p in parts}
    sources = [
        by_key[k].source for k in ("population", "households", "organisations") if k in by_key
    ]
    people = m.of(m.now, d) or m.of(m.now, None)
    return Contents(
        district=d.name,
        slug=d.slug,
        city=m.city,
        kind=m.kind,
        lead=d.lead,
        sub=cover.sub(m, d),
        numbers=cover.numbers(m, d, by_key),
        facts=cover.facts(m, d),
        locator=cover.locator(m, d),
        parts=tuple(parts),
        date=day(people.taken_on, "long") if people else "",
        sources=listed(_apart(s.source for s in sources if s.source)),
    )
