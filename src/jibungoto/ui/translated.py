"""What is said a hundred times a page, translated once a process and language.

gettext looks through every catalog, then through their plurals, before it answers with a text
nobody translated, as all of ours are in Japanese: a tenth of the time of a page. Nothing a reader
typed stays: only so many texts are kept, and those are the house's own.
"""

from typing import Any

from django.templatetags import i18n
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import trans_real

_MOST = 8_000  # texts of a language: the house says some 6,000
_trans: Any = trans_real
_gettext = _trans.gettext
_node: Any = i18n.TranslateNode
_draw = _node.render


def speed_up() -> None:
    """From now on a text is looked up once."""
    _trans.gettext = said
    translation._trans.gettext = said  # type: ignore[attr-defined]  # its own hold of the same
    _node.render = drawn


def said(message: Any) -> Any:
    """The text in the language of now."""
    kind = type(message)
    known = _known() if kind is str or kind is SafeString else None
    if known is None:
        return _gettext(message)
    found = known.get(message)
    if found is None:
        plain = message[:]  # no longer marked as safe
        found = _gettext(plain)
        if len(known) < _MOST:
            known[plain] = found
    return SafeString(found) if kind is SafeString else found


def drawn(node: Any, context: Any) -> Any:
    """`{% translate "…" %}`: what is plain stands in the page as it is known."""
    meant = node.filter_expression
    literal = meant.var.literal
    if (
        node.noop
        or node.asvar
        or node.message_context
        or meant.filters
        or type(literal) is not SafeString
    ):
        return _draw(node, context)
    return SafeString(said(literal.replace("%", "%%")).replace("%%", "%"))


def _known() -> dict[str, str] | None:
    """What was said in this language; None where no language speaks."""
    active = getattr(_trans._active, "value", None)
    if type(active) is not _trans.DjangoTranslation:
        return None
    known: dict[str, str] = active.__dict__.setdefault("said", {})
    return known
