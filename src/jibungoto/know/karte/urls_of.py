"""Where the rows of a karte's figures are shown. No query: slugs are at hand."""

from jibungoto.kernel.links import link
from jibungoto.know.places.models import District


def population_url(district: District) -> str:
    """The page of a district's people, from which every figure goes on to its rows."""
    return link("statistics:population_district", slug=district.slug)


def rows_url(district: District) -> str:
    """この数のもと: the areas, shares, files and lines a district's people were counted in."""
    return link("statistics:sources_district", slug=district.slug)


def organisations_url(district: District, **asked: str) -> str:
    """The district's organisations in the register."""
    more = "".join(f"&{key}={value}" for key, value in asked.items())
    return f"{link('organisations:organisation_list')}?district={district.slug}{more}"


def karte_url(district: District) -> str:
    return link("karte:karte_view", slug=district.slug)
