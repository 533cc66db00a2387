"""Parts that hold whatever a page writes between their tags: `{% panel %}…{% endpanel %}`.

Every page has several of them, so they are drawn without templates.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .library import register, say
from .shapes import _ICON_SVG, ring

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
    look = "" if level == 2 else ' class="z3"'
    own = f' id="{say(id)}"' if id else ""
    link = ""
    if url:
        link = f'<p class="more"><a href="{say(url)}">{say(more or _("すべて見る"))}</a></p>'
    said = f'<p class="intro">{say(intro)}</p>' if intro else ""
    return SafeString(
        f'<section class="section"{own}><div class="section-head">'
        f"<h{level}{look}>{say(title)}</h{level}>{link}</div>\n{said}\n{say(content)}</section>\n"
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
    head = say(title)
    return SafeString(
        f'<details class="ask-first" data-dialog><summary class="btn {say(kind)}">{say(label)}'
        f'</summary><div class="sheet" data-title="{head}"><h2 class="h-s">{head}</h2>'
        f"{say(content)}</div></details>\n"
    )


@register.simple_block_tag
def empty(content: str, stage: str, title: str, level: int = 3) -> SafeString:
    """Nothing here yet: the reason, and inside the next step."""
    return SafeString(
        f'<div class="empty">{ring(stage)}<h{level}>{say(title)}</h{level}>{say(content)}</div>\n'
    )


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """A region that scrolls sideways and can be reached by keyboard, for tables of pure numbers."""
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content
    )
