"""The many cells of a result's table: drawn in one go, as a template takes seconds for them."""

from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from jibungoto.hear.opinions import saying, showing
from jibungoto.hear.opinions.selectors.results import Answers, Share, Told
from jibungoto.ui.tags.words import num

register = template.Library()


@register.simple_tag
def figure_rows(rows: Sequence[Told], letters: Sequence[str]) -> SafeString:
    """A row for each statement: what can be said of it, and all its figures."""
    return mark_safe("\n".join(_row(one, letters) for one in rows))  # noqa: S308 escaped below


def _row(told: Told, letters: Sequence[str]) -> str:
    everybody = told.everybody
    cells = [
        f'<th scope="row"><a href="{conditional_escape(showing.url_of(told))}">'
        f"{told.number}. {conditional_escape(told.text)}</a></th>",
        f"<td>{conditional_escape(saying.of_state(told.state))}</td>",
        _cell(num(told.votes)),
        _cell(_share(everybody.agrees if everybody else None)),
        _cell(_passed(everybody)),
        _cell(_share(everybody.disagrees if everybody else None)),
    ]
    for n in range(len(letters)):
        answers = told.groups[n] if told.groups else None
        cells.append(_cell(_share(answers.agrees if answers else None)))
        cells.append(_cell(_share(answers.disagrees if answers else None)))
    is_told = everybody is not None and not told.is_meta
    cells.append(_cell(saying.at_least(told.surest_agree) if is_told else "—"))
    if letters:
        cells.append(_cell(saying.gap(told) if is_told and told.between else "—"))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(said: str) -> str:
    return f'<td class="n">{conditional_escape(said)}</td>'


def _share(share: Share | None) -> str:
    return saying.interval(share) if share else "—"


def _passed(answers: Answers | None) -> str:
    return saying.percent(answers.passed / answers.votes) if answers and answers.votes else "—"
