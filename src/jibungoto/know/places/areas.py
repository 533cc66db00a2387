"""Which area a row of somebody's table means: by its code, else by its name, written however."""

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jibungoto.japan.place_keys import name_key, place_key

from .models import District, SmallArea

TOTAL = "合計"
_OAZA = re.compile("^大?字")
_TOTAL = re.compile(r"^(?:合計|総合?計|総数|計|全[市町村区域]|[市町村]計|[市町村]?全体)(?:total)?$")


def is_total(name: str) -> bool:
    """Whether a table names a total so: 合　計, 全市 TOTAL."""
    return _TOTAL.match(name_key(name).replace(" ", "")) is not None


def unstorable(code: str, name: str) -> str:
    """Why a new small area can't be called so, as a sentence, or ""."""
    most_name, most_key, most_code = (
        int(getattr(SmallArea._meta.get_field(field), "max_length", None) or 0)
        for field in ("name", "search_key", "code")
    )
    if len(name) > most_name or len(name_key(name)) > most_key:
        return _("町丁・字の名前は{}字までです。列がずれていないか確かめてください。").format(
            most_name
        )
    if len(code) > most_code:
        return _("町丁・字のコードは{}字までです。列がずれていないか確かめてください。").format(
            most_code
        )
    return ""


@dataclass(slots=True)
class AreaIndex:
    """Small areas and districts of the municipality, found by what tables call them."""

    city_key: str
    small_by_code: dict[str, SmallArea] = field(default_factory=dict)
    small_by_key: dict[str, list[SmallArea]] = field(default_factory=dict)
    small_by_place: dict[str, list[SmallArea]] = field(default_factory=dict)
    small_by_bare: dict[str, list[SmallArea]] = field(default_factory=dict)
    districts: dict[str, list[District]] = field(default_factory=dict)

    @classmethod
    def load(cls, city_name: str) -> "AreaIndex":
        """Everything in two queries."""
        index = cls(name_key(city_name))
        for area in SmallArea.objects.all():
            index.add(area)
        for district in District.objects.select_related("kind"):
            for name in (district.name, district.slug, district.code):
                if name:
                    index.districts.setdefault(name_key(name), []).append(district)
        return index

    def add(self, area: SmallArea) -> None:
        if area.code:
            self.small_by_code[area.code] = area
        self.small_by_key.setdefault(area.search_key, []).append(area)
        self.small_by_place.setdefault(place_key(area.name), []).append(area)
        self.small_by_bare.setdefault(self._bare(area.name), []).append(area)

    def _bare(self, name: str) -> str:
        """A name without the city before it, 大字 and 字, which some lists leave out."""
        key = place_key(name)
        after = key.partition(self.city_key)[2] if self.city_key else ""
        return _OAZA.sub("", after or key)

    def is_whole(self, code: str, name: str) -> bool:
        """Whether a row is about the municipality as a whole."""
        return not code and (not name or is_total(name) or name_key(name) == self.city_key)

    def know_by_name(self, rows: Iterable[tuple[str, str]]) -> int:
        """Let areas that a file gives other codes be found by these: how many there are.

        The files of a city and of the state number the same places each in their own way. Only
        where one row and one area have the name, and no row has the area's own code.
        """
        if not self.small_by_key:
            return 0
        pairs = {(code, name) for code, name in rows if code and name}
        claimed = {code for code, _name in pairs}
        keys = {name: place_key(name) for _code, name in pairs}
        times = Counter(keys[name] for _code, name in pairs)
        found: dict[str, SmallArea] = {}
        for code, name in pairs:
            if code in self.small_by_code or times[keys[name]] > 1:
                continue
            area = self.named(name)
            if area is not None and area.code not in claimed:
                found[code] = area
        self.small_by_code |= found
        return len(found)

    def small_area(self, code: str, name: str) -> SmallArea | None:
        """The small area of this code, or, without a code, the only one of this name."""
        if code:
            return self.small_by_code.get(code)
        return self.named(name)

    def named(self, name: str) -> SmallArea | None:
        """The only small area of this name, however it is spelled (三条, 3条), valid ones first."""
        for found in (
            self.small_by_key.get(name_key(name), []),
            self.small_by_place.get(place_key(name), []),
        ):
            there = [area for area in found if area.valid_until is None] or found
            if len(there) == 1:
                return there[0]
        return None

    def nearly(self, name: str, *, without: Container[int]) -> SmallArea | None:
        """The only area of this name but for 大字, 字 or the city before it; not one whose id
        `without` has.
        """
        found = [a for a in self.small_by_bare.get(self._bare(name), []) if a.valid_until is None]
        return found[0] if len(found) == 1 and found[0].pk not in without else None

    def district(self, *names: str) -> District | None:
        """The only district with one of these codes, slugs or names."""
        for name in names:
            found = self.districts.get(name_key(name), []) if name else []
            if len({d.pk for d in found}) == 1:
                return found[0]
        return None

    def common_kind(self, names: Iterable[tuple[str, str]]) -> str:
        """The name of the kind all these (code, name) pairs are districts of, or ""."""
        kinds: set[str] = set()
        for code, name in names:
            district = self.district(code, name)
            if district is None:
                return ""
            kinds.add(district.kind.name)
        return kinds.pop() if len(kinds) == 1 else ""
