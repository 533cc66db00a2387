"""Where the rows of a karte's figures are shown. No query: slugs are at hand."""

from urllib.parse import urlencode

from jibungoto.kernel.links import link
from jibungoto.know.places.models import District

from .tables import Dated


def population_url(district: District) -> str:
    """The page of a district's people, from which every figure goes on to its rows."""
    return link("statistics:population_district", slug=district.slug)


def rows_url(district: District, table: Dated | None = None, of: str = "") -> str:
    """この数のもと: the areas, shares, files and lines a district's people were counted in.

    `of` says which of them: households, 0-14, 65-; `table` of which day and register.
    """
    asked = {"on": table.taken_on.isoformat(), "register": table.register} if table else {}
    if of:
        asked["of"] = of
    address = link("statistics:sources_district", slug=district.slug)
    return f"{address}?{urlencode(asked)}" if asked else address


def ages_of(low: int, high: int | None) -> str:
    """These ages as rows_url() takes them."""
    return f"{low}-{'' if high is None else high}"


def walk_url(district: District, key: str) -> str:
    """The rows of the share of residents within a walk of a place."""
    return f"{link('facilities:walk_view', key=key)}?{urlencode({'district': district.slug})}"


def facilities_url(district: District, kind: str = "") -> str:
    """The facilities of a district, of one kind or of all."""
    asked = {"district": district.slug, **({"kind": kind} if kind else {})}
    return f"{link('facilities:facility_list')}?{urlencode(asked)}"


def findings_url(district: District, sort: str = "") -> str:
    """What residents noticed in a district."""
    asked = {"district": district.slug, **({"sort": sort} if sort else {})}
    return f"{link('findings:finding_list')}?{urlencode(asked)}"


def organisations_url(district: District, **asked: str) -> str:
    """The district's organisations in the register."""
    asked = {"district": district.slug, **asked}
    return f"{link('organisations:organisation_list')}?{urlencode(asked)}"


def karte_url(district: District) -> str:
    return link("karte:karte_view", slug=district.slug)
