"""The API of kartes: what the pages say, for programs."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from jibungoto.kernel.api import actor_of
from jibungoto.kernel.links import link

from . import selectors
from .contents import Contents, Number, Source
from .models import Edition, Karte

router = Router(tags=["地域カルテ"])


class NumberOut(Schema):
    """A figure. `value` is null where it is not known, and `missing` says why; shares are percent.

    `about` marks a value of a projection; `then` is the figure of `then_when`; `rows` is the page
    that shows what it was counted from.
    """

    key: str
    section: str
    label: str
    value: float | None
    unit: str
    city: float | None
    then: float | None
    then_when: str
    about: bool
    missing: str
    rows: str
    date: str
    source: str
    method: str


class KarteOut(Schema):
    """A karte of a district; `edition` is 0 for the working one, `year` then null."""

    district: str
    name: str
    kind: str
    url: str
    edition: int
    year: int | None
    date: str


class SectionOut(Schema):
    """A section: the sentence that reads it, its notes, and why it is empty where it is."""

    key: str
    title: str
    reading: str
    notes: list[str]
    missing: str


class TableOut(Schema):
    """A table of a section in words, as the page shows it."""

    section: str
    title: str
    columns: list[str]
    rows: list[list[str]]


class WholeKarteOut(KarteOut):
    """A karte with all its figures, tables and sentences, and the editions there are."""

    figures: list[NumberOut]
    sections: list[SectionOut]
    tables: list[TableOut]
    editions: list[int]


@router.get("/kartes", response=list[KarteOut], operation_id="karte_list", url_name="karte_list")
def karte_list(request: HttpRequest) -> list[dict[str, Any]]:
    """The working kartes of all districts, in the order of the districts."""
    return [
        _face(karte, None, "")
        for karte in selectors.kartes(actor_of(request)).defer("contents", "brief")
    ]


@router.get(
    "/kartes/{slug}", response=WholeKarteOut, operation_id="karte_view", url_name="karte_view"
)
def karte_view(request: HttpRequest, slug: str, edition: int = 0) -> dict[str, Any]:
    """One karte as it is now, or, with `edition`, as it was issued."""
    actor = actor_of(request)
    karte = selectors.karte(actor, slug)
    frozen = selectors.edition(actor, slug, edition) if karte and 0 < edition < 32_000 else None
    if karte is None or (edition and frozen is None):
        raise Http404
    found = selectors.contents(frozen or karte)
    return {
        **_face(karte, frozen, found.date),
        "figures": [_number(title, source, n) for title, source, n in found.all_numbers()],
        "sections": [
            {
                "key": p.key,
                "title": p.title,
                "reading": p.reading,
                "notes": list(p.texts),
                "missing": p.missing,
            }
            for p in found.parts
        ],
        "tables": _tables(found),
        "editions": [e.number for e in selectors.editions(actor, karte)],
    }


def _face(karte: Karte, edition: Edition | None, date: str) -> dict[str, Any]:
    district = karte.district
    return {
        "district": district.slug,
        "name": district.name,
        "kind": district.kind.name,
        "url": link("karte:karte_view", slug=district.slug),
        "edition": edition.number if edition else 0,
        "year": edition.year if edition else None,
        "date": date,
    }


def _number(title: str, source: Source, n: Number) -> dict[str, Any]:
    return {
        "key": n.key,
        "section": title,
        "label": n.label,
        "value": n.value,
        "unit": n.unit,
        "city": n.city,
        "then": n.then,
        "then_when": n.then_when,
        "about": n.about,
        "missing": n.missing,
        "rows": n.url,
        "date": source.date,
        "source": source.source,
        "method": source.method,
    }


def _tables(found: Contents) -> list[dict[str, Any]]:
    tables = []
    for part in found.parts:
        for grid in part.grids:
            rows = [list(row) for row in grid.rows]
            told = {"section": part.title, "title": grid.title, "columns": list(grid.columns)}
            tables.append({**told, "rows": rows})
        for picture in part.pictures:
            if picture.columns:
                rows = [list(row) for row in picture.rows]
                told = {"section": part.title, "title": picture.heading}
                tables.append({**told, "columns": list(picture.columns), "rows": rows})
    return tables
