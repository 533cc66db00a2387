"""`{% load intakes %}{% changes … %}{% places … %}`: what an intake changes, and where it found
something. Hundreds of cells in a row need no template for each."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jibungoto.kernel.intake.models import IntakeRemark
from jibungoto.kernel.intake.selectors import Field, Record
from jibungoto.ui.tags.library import say
from jibungoto.ui.tags.words import read_day

register = template.Library()


@register.simple_tag
def changes(records: Iterable[Record]) -> SafeString:
    """Each record with what becomes of it: its fields before and after."""
    what, how, parts = say(_("変わるもの")), say(_("どうなる")), say(_("前と後"))
    done = {"add": say(_("追加")), "remove": say(_("削除"))}
    changed = say(_("変更"))
    rows = [
        f'<tr><th scope="row">{say(record.title)}</th>\n'
        f'<td data-h="{how}"><div>{done.get(record.action, changed)}{_line(record)}</div></td>\n'
        f'<td data-h="{parts}"><div>{"".join([_field(record, one) for one in record.fields])}'
        "</div></td></tr>\n"
        for record in records
    ]
    return SafeString(
        _table("".join(f'<th scope="col">{h}</th>' for h in (what, how, parts)), rows)
    )


@register.simple_tag
def places(found: Iterable[IntakeRemark]) -> SafeString:
    """The places of a file about which there is something to say."""
    line, column, value, told = (
        say(word) for word in (_("行"), _("列"), _("値"), _("わかったこと"))
    )
    rows = [
        f'<tr><td class="n" data-h="{line}">{"" if one.line is None else say(one.line)}</td>'
        f'<td data-h="{column}">{say(one.column)}</td><td data-h="{value}">{say(one.value)}</td>'
        f'<td data-h="{told}">{say(one.said)}</td></tr>\n'
        for one in found
    ]
    heads = (line, column, value, told)
    return SafeString(_table("".join(f'<th scope="col">{h}</th>' for h in heads), rows))


def _table(heads: str, rows: list[str]) -> str:
    return (
        f'<table class="fold"><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _line(record: Record) -> str:
    if not record.line:
        return ""
    return f'<br><span class="meta">{say(_("%(line)s行目") % {"line": record.line})}</span>'


def _field(record: Record, one: Field) -> str:
    if not one.label:
        return ""
    before, after = say(read_day(one.before)), say(read_day(one.after))
    if record.action == "change":
        none = say(_("（なし）"))
        told = f"<del>{before or none}</del> → <ins>{after or none}</ins>"
    elif record.action == "remove":
        told = f"<del>{before}</del>"
    else:
        told = after
    return f'<span class="meta">{say(one.label)}</span>　{told}<br>'
