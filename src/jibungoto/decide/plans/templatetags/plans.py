"""Tags of plans' own pages."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from jibungoto.decide.plans.models import Measure
from jibungoto.decide.plans.selectors import LOOK
from jibungoto.ui.tags.shapes import state

register = template.Library()


@register.simple_tag
def measure_state(measure: Measure, words: Mapping[str, str]) -> SafeString:
    """The state of a measure in the municipality's own words."""
    return state(LOOK.get(measure.state, "none"), words.get(f"state.{measure.state}", ""))


@register.simple_tag
def measure_level(measure: Measure, words: Mapping[str, str]) -> str:
    """What the municipality calls this level of a plan: 方針, 施策, 事業."""
    return words.get(f"plan.level.{measure.level}", "")
