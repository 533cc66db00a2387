"""Parts that hold whatever a page writes between their tags: `{% panel %}…{% endpanel %}`."""

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .library import register
from .shapes import _ICON_SVG

_NOTICE_ICONS = {"": "info", "ok": "ok", "warn": "warn", "bad": "bad"}


@register.simple_block_tag
def section(
    content: str,
    title: str,
    url: str = "",
    more: str = "",
    id: str = "",
    intro: str = "",
    level: int = 2,
) -> SafeString:
    """A section under an ink rule; `url` and `more` make the one link beside its title."""
    return _part(
        "section", content=content, title=title, url=url, more=more, id=id, intro=intro, level=level
    )


@register.simple_block_tag
def panel(content: str, kind: str = "", title: str = "", level: int = 2) -> SafeString:
    """A quiet enclosure. kind: "" beside, ai a request, wait what waits for the reader."""
    head = format_html('<h{} class="h-s">{}</h{}>', level, title, level) if title else ""
    return format_html('<div class="{}">{}{}</div>', f"panel {kind}".strip(), head, content)


@register.simple_block_tag
def notice(content: str, kind: str = "", role: str = "") -> SafeString:
    """A word to the reader. kind: "" to know, ok done, warn mind this, bad something is wrong."""
    said = format_html(' role="{}"', role) if role else ""
    return format_html(
        '<div class="{}"{}>{}<div>{}</div></div>',
        f"notice {kind}".strip(),
        said,
        _ICON_SVG[_NOTICE_ICONS.get(kind, "info")],
        content,
    )


@register.simple_block_tag
def card(content: str) -> SafeString:
    """A thing of a set or of a map; never a card in a card."""
    return format_html('<article class="card">{}</article>', content)


@register.simple_block_tag
def voice(content: str, who: str = "") -> SafeString:
    """What somebody said, in their own words; `who` tells as much as they allowed."""
    foot = format_html("<footer>{}</footer>", who) if who else ""
    return format_html('<blockquote class="voice">{}{}</blockquote>', content, foot)


@register.simple_block_tag
def disclose(
    content: str, summary: str, *, open: bool = False, prints: bool = False, phone: bool = False
) -> SafeString:
    """Something that opens in place: a table, a calculation, an earlier version.

    What is closed stays off paper, unless it `prints`. `phone` folds on a phone only, where a page
    would be endless: on a wider screen and on paper it is open without a word.
    """
    kind = " prints phone" if phone else " prints" if prints else ""
    return format_html(
        '<details class="disclose{}"{}><summary>{}</summary>{}</details>',
        SafeString(kind),
        SafeString(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def dialog(content: str, label: str, title: str, kind: str = "second") -> SafeString:
    """A question before a step. Without JavaScript it opens in place; with it, as a window."""
    return _part("dialog", content=content, label=label, title=title, kind=kind)


@register.simple_block_tag
def empty(content: str, stage: str, title: str, level: int = 3) -> SafeString:
    """Nothing here yet: the reason, and inside the next step."""
    return _part("empty", content=content, stage=stage, title=title, level=level)


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """A region that scrolls sideways and can be reached by keyboard, for tables of pure numbers."""
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content
    )


def _part(name: str, **context: object) -> SafeString:
    return render_to_string(f"ui/parts/{name}.html", context)
