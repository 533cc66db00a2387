"""Tags of plans' own pages."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from jibungoto.decide.plans.models import Measure
from jibungoto.decide.plans.selectors import LOOK
from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Node
from jibungoto.ui.tags.shapes import state

register = template.Library()


@register.simple_tag
def measure_state(measure: Measure, words: Mapping[str, str]) -> SafeString:
    """The state of a measure in the municipality's own words."""
    return state(LOOK.get(measure.state, "none"), words.get(f"state.{measure.state}", ""))


@register.filter
def node_address(node: Node) -> str:
    """The address of the record a node stands for."""
    return node_url(node)
