"""A file taken in for one district: what in it belongs elsewhere is refused, row by row."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.listing import inside, listed

from .kinds import Change, Place, Problem, Proposal


def outside(proposal: Proposal, district: Any) -> Iterator[Problem]:
    """A fault for each change that is not the district's to make: what, whose, who can help.

    A record of several districts may be changed by each of them; where it moves to or from is only
    for those whose both districts are.
    """
    mine = f".{district.pk}."
    faulty = {problem.line for problem in proposal.problems if problem.blocks} - {None}
    for change in proposal.changes:
        if change.line in faulty:
            continue  # whose it is can't be said before the row is mended
        if not change.places and not change.moves:
            yield _fault(change, "", _of_all(change, district))
            continue
        foreign = [] if _touches(change.places, mine) else list(change.places)
        foreign += [place for place in change.moves if mine not in place.lineage]
        if foreign:
            whose = listed(dict.fromkeys(place.name for place in foreign))
            yield _fault(change, whose, _of_others(change, whose, district))


def _touches(places: tuple[Place, ...], mine: str) -> bool:
    return any(mine in place.lineage for place in places)


def _fault(change: Change, whose: str, said: str) -> Problem:
    return Problem(change.line, _("地区"), whose, said)


def _of_others(change: Change, whose: str, district: Any) -> str:
    said = _(
        "「{title}」は{whose}にかかわります。取りこめるのは{own}の分だけです。この行を消すか、"
        "{whose}の事務局か市の協働の担当へお渡しください。"
    )
    return said.format(title=inside(change.title), whose=whose, own=district.name)


def _of_all(change: Change, district: Any) -> str:
    said = _(
        "「{title}」は市全体のものです。取りこめるのは{own}の分だけです。この行を消すか、"
        "市の協働の担当へお渡しください。"
    )
    return said.format(title=inside(change.title), own=district.name)
