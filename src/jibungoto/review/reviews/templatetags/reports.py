"""`{% load reports %}{% report_rows lines contents.slug %}`: the measures of a yearly report.

A plan of a large city has two thousand of them, so they are drawn without a template.
"""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jibungoto.kernel.links import link
from jibungoto.review.reviews.report import Line
from jibungoto.ui.tags.library import say
from jibungoto.ui.tags.shapes import state
from jibungoto.ui.tags.words import kept_word, read_day, yen_whole

register = template.Library()


@register.simple_tag
def report_rows(lines: Sequence[tuple[str, Line]], slug: str) -> SafeString:
    """A row for each measure with the look of its state: what was done, and what it cost."""
    who, how, done, spent = _("担当課"), _("進みぐあい"), _("実施したこと"), _("使ったお金")
    rows = [
        f'<tr><th scope="row"><a href="{_address(slug, one)}">'
        f'<span class="code-before">{say(one.code)} </span>{say(one.title)}</a></th>'
        f'<td data-h="{who}">{say(one.departments or "—")}</td>\n'
        f'<td data-h="{how}"><div>{state(look, kept_word(one.word))}{_beside(one)}</div></td>\n'
        f'<td data-h="{done}"><div>{say(one.done or "—")}'
        f"{_meta(read_day(one.done_on)) if one.done_on else ''}</div></td>\n"
        f'<td class="n" data-h="{spent}"><div>{say(yen_whole(one.spent) or "—")}'
        f"{_planned(one)}</div></td></tr>"
        for look, one in lines
    ]
    return SafeString("".join(rows))


def _address(slug: str, line: Line) -> str:
    return say(link("plans:measure_view", slug=slug, code=line.short))


def _beside(line: Line) -> str:
    """The state of the year before, where it was another."""
    if line.same_as_last:
        return _meta(_("前の年度と同じ"))
    if line.last_word and line.last_word != line.word:
        word = kept_word(line.last_word)
        return _meta(_("前の年度は%(word)s") % {"word": word})
    return ""


def _planned(line: Line) -> str:
    if line.budget is None:
        return ""
    return _meta(_("予算 %(amount)s") % {"amount": yen_whole(line.budget)})


def _meta(said: str) -> str:
    return f'<br><span class="meta">{say(said)}</span>'
