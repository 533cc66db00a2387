"""Areas that can be followed: withheld areas with their receivers, and borders that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .notes import Rule, per_area
from .people import Population, ShapeError


def merge_suppressed(population: Population, counted_in: Mapping[str, str]) -> Population:
    """Each withheld area put together with the one its people are counted in (rule 5).

    `counted_in` {withheld area: receiver} (HTKSAKI of the census). The unit keeps the receiver's
    name and counts, and its note tells how many areas it stands for. Raises ShapeError where a
    receiver is not here or is itself withheld.
    """
    here = set(population.areas)
    for receiver in counted_in.values():
        if receiver not in here or receiver in counted_in:
            raise ShapeError(f"{receiver} receives people but is not told")
    kept = [area for area in population.areas if area not in counted_in]
    members = dict.fromkeys(kept, 0)
    for receiver in counted_in.values():
        members[receiver] += 1
    sizes = [members[area] + 1 if members[area] else 0 for area in kept]
    selected = population.select(kept)
    return replace(selected, notes=(*selected.notes, *per_area(Rule.MERGED, selected.areas, sizes)))


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest ground that can be compared: all areas of both dates that hang together."""

    then: tuple[str, ...]
    now: tuple[str, ...]


def common_units(links: Iterable[tuple[str, str]]) -> tuple[Unit, ...]:
    """The common geography of two dates (rule 6) from links (area then, area now) that overlap.

    Areas linked directly or through others are one unit: split, merged and redrawn areas are
    followed as a whole. Units and their areas come in the order of the links.
    """
    parent: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for old, new in links:
        parent[root((1, new))] = root((0, old))
    found: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
    for node in parent:
        found.setdefault(root(node), ([], []))[node[0]].append(node[1])
    return tuple(Unit(tuple(then), tuple(now)) for then, now in found.values())


def on_common_ground(
    then: Population, now: Population, links: Iterable[tuple[str, str]]
) -> tuple[Population, Population]:
    """Both populations by their common units, each named after its first area of now.

    Areas without a link are left out. Raises ShapeError where a link names an area that is not in
    its population.
    """
    units = common_units(links)
    before = {unit.now[0]: dict.fromkeys(unit.then, 1.0) for unit in units}
    after = {unit.now[0]: dict.fromkeys(unit.now, 1.0) for unit in units}
    return then.put_together(before), now.put_together(after)
