"""Drawn signs: the ring of the cycle, the mark of a city, states and icons. All inline SVG whose
colours come from classes, so that a strict CSP, the dark and paper all hold."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from .library import register, say

STAGES = ("know", "hear", "decide", "act", "show", "review")
STAGE_WORDS = {
    "know": pgettext_lazy("stage", "知る"),
    "hear": pgettext_lazy("stage", "聴く"),
    "decide": pgettext_lazy("stage", "決める"),
    "act": pgettext_lazy("stage", "動く"),
    "show": pgettext_lazy("stage", "伝える"),
    "review": pgettext_lazy("stage", "振り返る"),
}

# The sizes hold where no sheet of styles has come: a drawing without any fills the window.
_RING = (
    '<svg class="ring" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">'
    '<g transform="rotate(-84 12 12)">'
    '<circle class="all" cx="12" cy="12" r="9" pathLength="60"/>{on}</g>{dot}</svg>'
)
_ON = '<circle class="on" cx="12" cy="12" r="9" pathLength="60" stroke-dashoffset="{}"/>'
_DOT = '<circle class="dot" cx="12" cy="12" r="2.6"/>'


def _draw_ring(stage: str, *, here: bool) -> SafeString:
    on = _ON.format(-10 * STAGES.index(stage)) if stage in STAGES else ""
    return mark_safe(_RING.format(on=on, dot=_DOT if here else ""))  # noqa: S308


_RINGS = {(s, here): _draw_ring(s, here=here) for s in (*STAGES, "") for here in (False, True)}


@register.simple_tag
def ring(stage: str = "", *, here: bool = False) -> SafeString:
    """The ring with the arc of one stage dark; `here` puts the dot in. Always beside its word."""
    return _RINGS[stage if stage in STAGES else "", bool(here)]


@register.filter
def stage_word(stage: str) -> str:
    """The word of a stage: 知る・聴く・決める・動く・伝える・振り返る."""
    return str(STAGE_WORDS.get(stage, ""))


@register.simple_tag
def mark(colour: str = "") -> SafeString:
    """The mark: the ring around a dot in the city's colour (`#rrggbb`)."""
    fill = format_html(' fill="{}"', colour) if colour else mark_safe(' class="dot"')
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" width="36" height="36" aria-hidden="true">'
        '<g transform="rotate(-84 12 12)">'
        '<circle class="all" cx="12" cy="12" r="9" pathLength="60"/></g>'
        '<circle{} cx="12" cy="12" r="3.2"/></svg>',
        fill,
    )


_STATES = {
    "done": '<circle cx="6" cy="6" r="5.4" fill="currentColor"/>'
    '<path class="tick" d="m3.4 6.1 1.8 1.8 3.4-3.7"/>',
    "run": '<circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" stroke-width="1.4"/>'
    '<path d="M6 1.2a4.8 4.8 0 0 1 0 9.6z" fill="currentColor"/>',
    "late": '<path d="M6 .8 11.6 11H.4z" fill="currentColor"/>'
    '<path class="tick" d="M6 4.4v3M6 8.9v.3"/>',
    "wait": '<path d="M6 .6 11.4 6 6 11.4.6 6z" fill="currentColor"/>',
    "none": '<circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" stroke-width="1.4" '
    'stroke-dasharray="2 1.6"/>',
}
_STATE_SVG = {
    kind: mark_safe(f'<svg viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>')  # noqa: S308
    for kind, drawn in _STATES.items()
}


_STATE_WORDS = {
    "done": gettext_lazy("完了"),
    "run": gettext_lazy("順調"),
    "late": gettext_lazy("遅れ"),
    "wait": gettext_lazy("受付中"),
    "none": gettext_lazy("未着手"),
}


@register.simple_tag
def glyph(kind: str) -> SafeString:
    """Only the shape of a state, for legends and cells that carry the word elsewhere."""
    return _STATE_SVG.get(kind, _STATE_SVG["none"])


@register.simple_tag
def state(kind: str, word: str = "") -> SafeString:
    """A state as shape and word: done 済み, run 進行中, late 遅れ, wait だれかを待つ, none まだ."""
    known = kind if kind in _STATES else "none"
    said = say(word or _STATE_WORDS[known])
    return mark_safe(f'<span class="state {known}">{_STATE_SVG[known]}{said}</span>')  # noqa: S308


@register.simple_tag
def chip(word: str, kind: str = "") -> SafeString:
    """A label that tells the kind of a thing; `kind="ai"` for what the city put first."""
    looks = f"chip {kind}".strip()
    return mark_safe(f'<span class="{say(looks)}">{say(word)}</span>')  # noqa: S308


@register.simple_tag
def badge(number: int, words: str = "") -> SafeString | str:
    """A number that waits for the reader; nothing when none does. `words` for screen readers."""
    if not number:
        return ""
    said = words or gettext("（%(number)s件の用事）") % {"number": number}
    return format_html(
        '<span class="badge" aria-hidden="true">{}</span><span class="vh">{}</span>', number, said
    )


_VOTES = {
    "agree": '<circle cx="16" cy="16" r="11"/>',
    "pass": '<path d="M6 20 16 9l10 11z" stroke-width="2.5"/>',
    "disagree": '<path d="m8 8 16 16M24 8 8 24"/>',
}


@register.simple_tag
def vote_sign(vote: str) -> SafeString:
    """○ △ × of an answer, in a button of `.votes`: agree, pass, disagree, in this order."""
    return mark_safe(  # noqa: S308
        f'<svg viewBox="0 0 32 32" aria-hidden="true">{_VOTES[vote]}</svg>'
    )


_ICONS = {
    "search": '<circle cx="9" cy="9" r="6"/><path d="m13.5 13.5 4 4"/>',
    "person": '<circle cx="10" cy="7" r="3.5"/>'
    '<path d="M3.5 17.5c.8-3.6 3.4-5 6.5-5s5.7 1.4 6.5 5"/>',
    "menu": '<path d="M3 5h14M3 10h14M3 15h14"/>',
    "info": '<circle cx="10" cy="10" r="7.5"/><path d="M10 9v5M10 6.2v.1"/>',
    "ok": '<circle cx="10" cy="10" r="7.5"/><path d="m6.5 10.2 2.4 2.4 4.6-5"/>',
    "warn": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.8v5.4M10 13.9v.1"/>',
    "bad": '<path d="M10 2.5 18.5 17h-17zM10 8v4.5"/><path d="M10 14.6v.1"/>',
    "print": '<path d="M6 7V2.5h8V7M6 14H3V7h14v7h-3M6 11.5h8v6H6z"/>',
    "download": '<path d="M10 3v10m-4-4 4 4 4-4M3.5 17h13"/>',
    "upload": '<path d="M10 13V3M6 7l4-4 4 4M3.5 17h13"/>',
    "close": '<path d="m5 5 10 10M15 5 5 15"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "edit": '<path d="m4 16 .8-3.6L13.6 3.6l2.8 2.8-8.8 8.8zM12 5.2 14.8 8"/>',
    "calendar": '<path d="M3 5h14v12H3zM3 9h14M7 2.8V6M13 2.8V6"/>',
    "pin": '<path d="M10 18s-5.5-5.4-5.5-9.6a5.5 5.5 0 0 1 11 0C15.5 12.6 10 18 10 18z"/>'
    '<circle cx="10" cy="8.4" r="2"/>',
    "link": '<path d="M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-.9.9M11.5 8.5a3 3 0 0 0-4.2'
    ' 0l-3 3a3 3 0 0 0 4.2 4.2l.9-.9"/>',
    "large": '<path d="M2 16 6.5 4 11 16M3.6 12h5.8M12.5 16l3-7.5 3 7.5M13.6 13.4h3.8"/>',
    "moon": '<path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z"/>',
    "clock": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
    "mail": '<path d="M2.5 4.5h15v11h-15zM2.5 5l7.5 6 7.5-6"/>',
    "phone": '<path d="M4 3h3l1.5 4L6.6 8.6a11 11 0 0 0 4.8 4.8L13 11.5l4 1.5v3c0 .6-.4 1-1 1'
    'A13 13 0 0 1 3 4c0-.6.4-1 1-1z"/>',
    "feed": '<circle cx="5" cy="15" r="1.2"/><path d="M4 9a7 7 0 0 1 7 7M4 4a12 12 0 0 1 12 12"/>',
    "lock": '<path d="M4.5 9h11v8.5h-11zM7 9V6.3a3 3 0 0 1 6 0V9"/>',
}
_ICON_SVG = {
    name: mark_safe(  # noqa: S308
        f'<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">{drawn}'
        "</svg>"
    )
    for name, drawn in _ICONS.items()
}
ICONS = tuple(_ICONS)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon, decoration beside a word. Raises KeyError for a name that is not drawn."""
    return _ICON_SVG[name]
