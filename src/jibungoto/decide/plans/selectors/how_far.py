"""How far measures have come, for the story of whatever led to them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Progress
from jibungoto.kernel import kept
from jibungoto.kernel.models import Node
from jibungoto.kernel.ways import HowFar
from jibungoto.ui.tags.words import fiscal_year

from .plans import LOOK


def how_far(measures: Sequence[Node]) -> dict[int, HowFar]:
    """What was reported of public measures last, by node. One query."""
    told = Progress.objects.filter(measure__node__in=measures).exclude(state="")
    words, found = kept.words_at_hand(), dict[int, HowFar]()
    rows = told.order_by("year").values_list("measure__node_id", "year", "state", "done")
    for node_id, year, state, done in rows:
        text = _("{}：{}").format(fiscal_year(year), done) if done else ""
        found[node_id] = HowFar(LOOK.get(state, "none"), words.get(f"state.{state}", ""), text)
    return found
