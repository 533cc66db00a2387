"""Where the rows of a karte's figures are shown. No query: slugs are at hand."""

from urllib.parse import urlencode

from jibungoto.kernel.links import link
from jibungoto.know.places.models import District

from .tables import Dated


def population_url(district: District) -> str:
    """The page of a district's people, from which every figure goes on to its rows."""
    return link("statistics:population_district", slug=district.slug)


def rows_url(district: District | None, table: Dated | None = None, of: str = "") -> str:
    """この数のもと: the areas, shares, files and lines a district's people were counted in, or
    (None) the municipality's.

    `of` says which of them: households, 0-14, 65-; `table` of which day and register.
    """
    asked = {"on": table.taken_on.isoformat(), "register": table.register} if table else {}
    if of:
        asked["of"] = of
    address = link("statistics:sources_whole")
    if district is not None:
        address = link("statistics:sources_district", slug=district.slug)
    return f"{address}?{urlencode(asked)}" if asked else address


def ages_of(low: int, high: int | None) -> str:
    """These ages as rows_url() takes them."""
    return f"{low}-{'' if high is None else high}"


def walk_url(district: District | None, key: str) -> str:
    """The rows of the share of residents within a walk of a place."""
    asked = f"?{urlencode({'district': district.slug})}" if district else ""
    return f"{link('facilities:walk_view', key=key)}{asked}"


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


def extent_url(district: District) -> str:
    """The small areas a district is put together from, with the map beside."""
    return link("places:district_areas", slug=district.slug)


def all_organisations_url() -> str:
    return link("organisations:organisation_list")


def karte_url(district: District) -> str:
    return link("karte:karte_view", slug=district.slug)
