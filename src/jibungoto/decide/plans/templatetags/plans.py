"""Tags of plans' own pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.computing import Computed
from jibungoto.decide.plans.models import IndicatorValue, Measure, Plan, PlanIndicator
from jibungoto.decide.plans.selectors import LOOK, GridRow
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import decide
from jibungoto.ui.tags.shapes import state
from jibungoto.ui.tags.words import fiscal_year, num

register = template.Library()


@register.simple_tag
def measure_state(measure: Measure, words: Mapping[str, str]) -> SafeString:
    """The state of a measure in the municipality's own words."""
    return state(LOOK.get(measure.state, "none"), words.get(f"state.{measure.state}", ""))


@register.filter
def node_address(node: Node) -> str:
    """The address of the record a node stands for."""
    return node_url(node)


@register.inclusion_tag("plans/edit_entry.html", takes_context=True)
def edit_entry(context: Context, record: Plan | Measure) -> dict[str, Any]:
    """The ways in for those who may edit a plan or measure, or report how far it is."""
    actor = context["request"].actor
    plan = record if isinstance(record, Plan) else record.plan
    own = {} if isinstance(record, Plan) else {"code": record.node.short_code}
    page = "measure_edit" if own else "plan_edit"
    edit = link(f"plans:{page}", slug=plan.slug, **own)
    may_edit = decide(actor, policies.EDIT, record)
    page = "hurdle_create" if own else "progress_grid"
    may_report = decide(actor, policies.REPORT, record)
    return {
        "edit": edit if may_edit else "",
        "report": link(f"plans:{page}", slug=plan.slug, **own) if may_report else "",
        "report_word": _("進まなかった理由を書く") if own else _("進みぐあいを報告する"),
    }


@register.simple_tag
def figure_words(value: IndicatorValue | None, indicator: PlanIndicator) -> str:
    """A value with its unit; — for none."""
    if value is None:
        return "—"
    if value.value is None:
        return value.words
    return f"{num(value.value, indicator.decimals)}{indicator.unit}"


@register.simple_tag
def figure_year(value: IndicatorValue | None) -> str:
    """The year of a value as the document writes it."""
    if value is None:
        return ""
    return value.written or (fiscal_year(value.year) if value.is_fiscal else f"{value.year}年")


@register.simple_tag
def computed_words(found: Computed, states: Sequence[tuple[str, str]]) -> str:
    """A state that follows from dates, said to be reckoned, with its reason."""
    word = dict(states).get(found.state, "")
    if not word:
        return found.why
    return _("自動：{word}。{why}").format(word=word, why=found.why)


@register.simple_tag
def cell_said(row: GridRow | None, column: str, key: str = "") -> SafeString | str:
    """Why a cell was not taken, where it was not. `key` tells of which reason it is."""
    column = f"{column}.{key}" if key else column
    if row is None or column not in row.said:
        return ""
    return format_html('<span class="cell-said" role="alert">{}</span>', row.said[column][1])
