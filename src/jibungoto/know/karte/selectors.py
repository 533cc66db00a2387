"""What there is to read of kartes: stored contents, editions, the drawings they name."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Job
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District, DistrictKind
from jibungoto.ui.charts import kept, picture_of, prepare
from jibungoto.ui.maps import said_anew
from jibungoto.ui.saying import spoken

from . import policies, voices
from .contents import LANGUAGE, Contents, Part, Picture, read
from .footnotes import Footnotes, Line
from .models import Edition, Karte
from .overview import Row, numbers
from .urls_of import karte_url

REBUILD = "karte.rebuild"  # the job


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its drawing, as the templates of ui take it."""

    picture: Picture
    figure: Any
    chart: Any
    svg: SafeString

    @classmethod
    def of(cls, picture: Picture, told: Line) -> "Shown":
        """`told` is what stands under it of day, source and method."""
        anew = None if get_language() == LANGUAGE else picture.drawn_anew()
        figure = dataclasses.replace(
            picture.figure, date=told.date, source=told.source, method="", note=told.link
        )
        if anew is not None:
            figure = dataclasses.replace(figure, chart=anew)
        alt = anew.alt if anew else picture.alt
        svg = (anew and picture_of(anew.spec)) or (kept(picture.key) if picture.key else None)
        if svg and 'role="img"' not in svg[:200]:
            svg = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
        elif svg and get_language() != LANGUAGE:
            svg = said_anew(svg, alt)
        return cls(picture, figure, figure.chart, mark_safe(svg or ""))  # noqa: S308 drawn by us


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A section with its pictures drawn."""

    part: Part
    pictures: Sequence[Shown]
    told: Line


def kartes(actor: Actor, *, kind: str = "") -> QuerySet[Karte]:
    """The kartes of districts the actor may see, in the order of their districts."""
    found = Karte.objects.filter(district__in=places.districts(actor).order_by().values("pk"))
    if kind:
        found = found.filter(district__kind__key=kind)
    return found.select_related("node", "district__kind", "district__node").order_by(
        "district__kind__order", "district__order", "district__code", "district_id"
    )


def rows(actor: Actor, kind: str) -> list[Row]:
    """The districts of a kind with the figures of the table of all; one query."""
    found = kartes(actor, kind=kind).defer("contents")
    return [Row(k.district.name, karte_url(k.district), numbers(k.brief)) for k in found]


def karte(actor: Actor, slug: str) -> Karte | None:
    """The karte of a district by the district's slug, also when the district has ended; its
    contents are read when they are used."""
    found = Karte.objects.filter(district__slug=slug).filter(
        district__in=District.objects.filter(places.visible(actor)).values("pk")
    )
    found = found.select_related("node", "district__node", "district__kind")
    return only(found.defer("contents"))


def karte_of(actor: Actor, district: District) -> QuerySet[Karte, Any]:
    """Whether a district has a karte: its key as the only row, or none."""
    seen = District.objects.filter(places.visible(actor)).values("pk")
    return Karte.objects.filter(district=district, district__in=seen).values_list("pk")


def editions(actor: Actor, karte: Karte) -> list[Edition]:
    """The editions of a karte, newest first, without their contents; the withdrawn for those who
    may issue."""
    found = karte.editions.defer("contents")
    if not actor.may(policies.ISSUE):
        found = found.filter(state=Edition.State.ISSUED)
    return list(found)


def edition(actor: Actor, slug: str, number: int) -> Edition | None:
    """One edition, its contents read when they are used; a withdrawn one only for those who may
    issue."""
    found = Edition.objects.filter(karte__district__slug=slug, number=number)
    if not actor.may(policies.ISSUE):
        found = found.filter(state=Edition.State.ISSUED)
    found = found.select_related("karte__node", "karte__district__node", "karte__district__kind")
    return only(found.defer("contents", "karte__contents"))


def contents(stored: Karte | Edition) -> Contents:
    """What a karte or an edition says."""
    return read(stored.contents)


def changes(edition: Edition) -> list[str]:
    """What is different from the edition before, in the language of the moment."""
    return [spoken(words) for words in edition.changes]


def shown_contents(stored: Karte | Edition) -> Contents:
    """The same without residents' words that are not public any more; at most one query."""
    return voices.heard(read(stored.contents))


def shown_parts(found: Contents, notes: Footnotes) -> list[ShownPart]:
    """Every section with its drawings read from the store; no query.

    They are drawn in Japanese as the karte is made. In another language they are drawn when a page
    first asks for them, all at once.
    """
    if get_language() != LANGUAGE:
        anew = (one.drawn_anew() for one in found.pictures())
        prepare(chart.spec for chart in anew if chart is not None)
    return [
        ShownPart(
            p, [Shown.of(one, notes.of_picture(one, p)) for one in p.pictures], notes.of_part(p)
        )
        for p in found.parts
    ]


def kinds() -> list[DistrictKind]:
    """The kinds of district some district of which has a karte."""
    with_kartes = Karte.objects.values("district__kind_id")
    return list(DistrictKind.objects.filter(pk__in=with_kartes))


def rebuilding(run: Any) -> Job | None:
    """The job that puts the kartes together anew after this intake."""
    return Job.objects.filter(name=REBUILD, key=rebuild_key(run)).first()


def rebuild_key(run: Any) -> str:
    """One rebuilding for each time an intake is applied or undone."""
    return f"{run.public_id}:{run.state}"


def may_be_first(actor: Actor) -> bool:
    """Whether there are districts but no karte yet, and the actor may have them made."""
    known = actor.may(policies.BUILD) and District.objects.exists()
    return known and not Karte.objects.exists()


def years_all_issued(found: Sequence[Karte]) -> set[int]:
    """The fiscal years of which every one of these kartes has an edition already."""
    rows = Edition.objects.filter(karte__in=[k.pk for k in found], state=Edition.State.ISSUED)
    issued = rows.order_by().values_list("year").annotate(number=Count("karte", distinct=True))
    return {year for year, number in issued if number == len(found)}


def newest_editions(found: Sequence[Karte]) -> dict[int, Edition]:
    """The newest issued edition of each karte, by its id; one query, contents left out."""
    rows = Edition.objects.filter(karte__in=[k.pk for k in found], state=Edition.State.ISSUED)
    answer: dict[int, Edition] = {}
    for row in rows.defer("contents", "changes").order_by(F("number").desc()):
        answer.setdefault(row.karte_id, row)
    return answer
