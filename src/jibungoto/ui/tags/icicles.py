"""A tree at a glance: branches side by side, their leaves as cells with state in shape and word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape  # ours are words: Django's looks at each for laziness, and is slow
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from .library import register
from .shapes import _STATE_SVG, state


@dataclass(slots=True)
class Cell:
    """A node of the tree. `look` is a kind of state (ui state) and `word` its word; "" has none.

    `tally` (look, word, number) stands for what hangs below where that is too much to draw.
    """

    code: str
    title: str
    url: str
    look: str = ""
    word: str = ""
    children: Sequence["Cell"] = ()
    tally: Sequence[tuple[str, str, int]] = ()


@register.simple_tag
def icicle(root: str, note: str, cells: Sequence[Cell], level: int = 3) -> SafeString:
    """The root above its branches above their leaves; built by hand, for trees may be large."""
    said = f"<small>{escape(note)}</small>" if note else ""
    parts = ['<div class="ice">', f'<p class="ice-root">{said}{escape(root)}</p>']
    for is_branch, run in groupby(cells, key=_is_branch):
        if not is_branch:
            parts += _cells(list(run))
            continue
        parts.append('<div class="ice-cols">')
        for cell in run:
            parts += [
                f'<section class="ice-pol"><h{level}>{_link(cell)}</h{level}>',
                *_branch(cell, level + 1),
                "</section>",
            ]
        parts.append("</div>")
    parts.append("</div>")
    return mark_safe("".join(parts))  # noqa: S308 drawn by us, every word escaped


def _branch(cell: Cell, level: int) -> Iterator[str]:
    if cell.tally:
        yield from _tally(cell)
    for is_branch, run in groupby(cell.children, key=_is_branch):
        if not is_branch:
            yield from _cells(list(run))
            continue
        for child in run:
            yield f'<div class="ice-dir"><h{level}>{_link(child)}</h{level}>'
            yield from _tally(child) if child.tally else _cells(list(_ends(child)))
            yield "</div>"


def _is_branch(cell: Cell) -> bool:
    return bool(cell.children or cell.tally)


def _ends(cell: Cell) -> Iterator[Cell]:
    for child in cell.children:
        if child.children:
            yield from _ends(child)
        else:
            yield child


def _cells(cells: Sequence[Cell]) -> list[str]:
    parts = ['<ul class="cells">']
    for cell in cells:
        shape = str(_STATE_SVG[cell.look]) if cell.look else ""
        parts.append(
            f'<li><a class="cell {cell.look}" href="{escape(cell.url)}"><span class="no">'
            f"{escape(cell.code)}{shape}</span><span>{escape(cell.title)}"
            f"{_said(cell.word)}</span></a></li>"
        )
    parts.append("</ul>")
    return parts


def _tally(cell: Cell) -> list[str]:
    parts = ['<ul class="ice-tally">']
    items = gettext("{}件")
    for look, word, number in cell.tally:
        parts.append(f"<li>{_state(look, word)} {escape(items.format(number))}</li>")
    parts.append("</ul>")
    return parts


@lru_cache(maxsize=64)
def _state(look: str, word: str) -> str:
    return str(state(look, word))


def _link(cell: Cell) -> str:
    shape = f" {_STATE_SVG[cell.look]}" if cell.look else ""
    word = (
        f'<span class="vh">{escape(gettext("（{}）").format(cell.word))}</span>'
        if cell.word
        else ""
    )
    return (
        f'<a href="{escape(cell.url)}"><span class="no">{escape(cell.code)}</span> '
        f"{escape(cell.title)}{shape}{word}</a>"
    )


def _said(word: str) -> str:
    return f'<span class="vh">{escape(gettext("（{}）").format(word))}</span>' if word else ""
