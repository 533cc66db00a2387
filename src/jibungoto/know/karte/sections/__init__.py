"""The sections of a karte, each a module with `part(material, district) -> Part`, in their order.

A section reads the material and nothing else; one that has nothing to show says why.
"""

from collections.abc import Callable

from jibungoto.know.karte.contents import Part
from jibungoto.know.karte.material import Material
from jibungoto.know.places.models import District

from . import (
    children,
    facilities,
    findings,
    future,
    households,
    indicators,
    notes,
    organisations,
    population,
    standing,
)

Section = Callable[[Material, District], Part]

SECTIONS: tuple[Section, ...] = (
    population.part,
    future.part,
    households.part,
    children.part,
    standing.part,
    facilities.part,
    organisations.part,
    findings.part,
    indicators.part,
    notes.part,
)
