"""What the home of a municipality and of a district are drawn from.

Everything is asked for when a page first uses it: the parts a page keeps for everybody
(`{% keep %}`) ask for nothing while they are kept.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jibungoto.decide.councils.models import Council
from jibungoto.kernel import kept, nodes, telling
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.bands import cycle, district_band
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality, Node
from jibungoto.know.places.models import District
from jibungoto.ui.units import counted

from . import maps, news, selectors, wheel

MANY = 24  # above it a list with a sentence for each would hide all that is below


class MunicipalityHome:
    """The home of a municipality as one reader sees it."""

    def __init__(self, actor: Actor, municipality: Municipality) -> None:
        self.actor = actor
        self.municipality = municipality

    @cached_property
    def words(self) -> dict[str, str]:
        return kept.words(self.municipality)

    @cached_property
    def districts(self) -> list[District]:
        return list(selectors.districts(self.actor))

    @property
    def many(self) -> bool:
        """Whether the districts are found by their names rather than introduced one by one."""
        return len(self.districts) > MANY

    @cached_property
    def latest(self) -> list[Node]:
        return selectors.latest(self.actor)

    @cached_property
    def news(self) -> list[news.Item]:
        return news.merged(news.rows(self.latest, with_districts=True), most=8)

    @cached_property
    def wheel(self) -> list[wheel.Part]:
        return wheel.parts(self.municipality, mark=_mark(self.latest))

    @cached_property
    def map(self) -> SafeString:
        return maps.district_map(self.municipality, self.districts)

    @cached_property
    def band(self) -> dict[str, Any]:
        lead = _(
            "{number}の{district}で、知り、聴き合い、決めて、動き、伝え、振り返るための場所です。"
        )
        plain = _("まちのことを、知り、聴き合い、決めて、動き、伝え、振り返るための場所です。")
        return {
            "hero": True,
            "name": self.municipality.name,
            "lead": lead.format(
                number=counted(len(self.districts)), district=self.words["district"].lower()
            )
            if self.districts
            else plain,
            "contour": self.municipality.slug,
        }


class DistrictHome:
    """The home of a district as one reader sees it."""

    def __init__(self, actor: Actor, municipality: Municipality, district: District) -> None:
        self.actor = actor
        self.municipality = municipality
        self.district = district

    @cached_property
    def words(self) -> dict[str, str]:
        return kept.words(self.municipality)

    @cached_property
    def council(self) -> Council | None:
        """The council as everybody knows it; one being prepared stands in the list of councils."""
        return kept.grounded(
            f"council:{self.district.pk}", lambda: selectors.council(GUEST, self.district)
        )

    @cached_property
    def council_stage(self) -> str:
        return self.words[f"stage.{self.council.stage}"] if self.council else ""

    @cached_property
    def now(self) -> str:
        """The part of the cycle the district is at, "" without a council."""
        return selectors.part_of(self.council)

    @cached_property
    def latest(self) -> list[Node]:
        return selectors.latest(self.actor, self.district)

    @cached_property
    def news(self) -> list[news.Item]:
        return news.merged(news.rows(self.latest))

    @cached_property
    def wheel(self) -> list[wheel.Part]:
        mark = _mark(self.latest)
        return wheel.parts(self.municipality, self.district, now=self.now, mark=mark)

    @cached_property
    def way(self) -> Sequence[dict[str, Any]]:
        """From a voice to its result, as everybody may see it."""
        name = f"way:{self.district.node.public_id}"
        return telling.strip(
            kept.kept(self.municipality, name, lambda: selectors.chain(self.district))
        )

    @cached_property
    def map(self) -> SafeString:
        every = selectors.districts(self.actor)
        return maps.district_map(self.municipality, every, self.district)

    @cached_property
    def band(self) -> dict[str, Any]:
        watched = nodes.is_followed(self.actor, self.district.node)
        return {
            **district_band(self.district),
            "hero": True,
            "lead": self.district.lead,
            "contour": self.district.node.public_id,
            "up_url": link("portal:municipality_home") + "#districts",
            "up_label": _("ほかの地区"),
            "watch_url": link("portal:district_follow", district=self.district.slug),
            "watch_label": _("見守っています") if watched else _("この地区を見守る"),
            "cycle": cycle(self.district),
            "of": f"{self.district.slug}:home:{watched}",
        }


def _mark(latest: list[Any]) -> str:
    return str(latest[0].public_id) if latest else ""
