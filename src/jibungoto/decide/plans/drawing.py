"""A plan's tree as HTML, by hand: templates would take a second for a plan of thousands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape  # ours are words: Django's looks at each for laziness, and is slow

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jibungoto.ui.tags.icicles import Cell
from jibungoto.ui.tags.shapes import state

from .selectors.glance import Twig
from .selectors.plans import LOOK

MOST_CELLS = 150  # leaves an icicle shows one by one


def cells(roots: Sequence[Twig], base: str, words: Mapping[str, str], *, most: int) -> list[Cell]:
    """The tree as an icicle; where there are too many leaves, branches tell how many stand how."""
    depth = shown_depth(roots, most)
    return [_cell(root, base, words, depth) for root in roots]


def _cell(twig: Twig, base: str, words: Mapping[str, str], depth: int) -> Cell:
    told = words.get(f"state.{twig.state}", "") if twig.state else ""
    look = LOOK.get(twig.state, "") if twig.state else ""
    children = [_cell(c, base, words, depth - 1) for c in twig.children] if depth > 1 else ()
    tally = tally_of(twig.states, words) if depth == 1 and twig.children else ()
    url = f"{base}{twig.short}/"
    return Cell(twig.code, twig.title, url, look, told, children, tally)


def tally_of(states: Mapping[str, int], words: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """How many measures stand in each state, as (look, word, number) in the order of the words."""
    return [
        (look, words.get(f"state.{key}", key), states[key])
        for key, look in LOOK.items()
        if states.get(key)
    ]


class Outline:
    """The outline of a tree; `depth` is how many levels are shown, deeper ones only counted."""

    def __init__(self, base: str, words: Mapping[str, str], depth: int = 99) -> None:
        self._base, self._depth = base, depth
        self._states = {
            key: str(state(look, words.get(f"state.{key}", key))) for key, look in LOOK.items()
        }
        self._heads = {
            "actor": _("担い手"),
            "done": _("実施したこと"),
            "next_step": _("今後の方向"),
            "references": _("参照"),
        }
        self._more, self._items = _("この先の{}件を見る"), _("{}件")

    def draw(self, roots: Iterable[Twig]) -> SafeString:
        drawn = "".join(self._branches(roots, 1))
        return mark_safe(f'<ul class="tree">{drawn}</ul>')  # noqa: S308 every word escaped

    def _branches(self, twigs: Iterable[Twig], depth: int) -> Iterator[str]:
        for twig in twigs:
            yield "<li>"
            yield from self._measure(twig)
            if twig.children:
                if depth < self._depth:
                    yield "<ul>"
                    yield from self._branches(twig.children, depth + 1)
                    yield "</ul>"
                else:
                    yield self._counted(twig)
            yield "</li>"

    def _measure(self, twig: Twig) -> Iterator[str]:
        sign = ""
        if twig.sign:
            sign = (
                f'<span aria-hidden="true">{escape(twig.sign)} </span>'
                f'<span class="vh">{escape(twig.meaning or "")}</span>'
            )
        called = f'<span class="no">{escape(twig.called)}</span> ' if _adds(twig) else ""
        told = self._states.get(twig.state, "") if twig.state else ""
        others = "" if twig.fits else " others"
        yield (
            f'<p class="measure"><span class="no">{escape(twig.code)}</span> {sign}{called}'
            f'<a class="to{others}" href="{self._base}{twig.short}/">{escape(twig.title)}</a>'
            f" {told}</p>"
        )
        if twig.note:
            yield f'<p class="meta">{escape(twig.note)}</p>'
        for name, head in self._heads.items():
            if words := getattr(twig, name):
                yield f'<p class="meta"><b>{escape(head)}</b>{escape(words)}</p>'

    def _counted(self, twig: Twig) -> str:
        number = twig.size - 1
        told = "".join(
            f"<li>{self._states[key]} {escape(self._items.format(count))}</li>"
            for key, count in twig.states.items()
            if key in self._states
        )
        more = escape(self._more.format(number))
        return (
            f'<ul class="ice-tally">{told}</ul>' if told else ""
        ) + f'<p class="meta"><a class="go" href="{self._base}{twig.short}/">{more}</a></p>'


def _adds(twig: Twig) -> bool:
    """Whether what the document calls it is not in its code already."""
    return bool(twig.called) and not twig.code.startswith(twig.called[:2])


def shown_depth(roots: Sequence[Twig], most: int) -> int:
    """How many levels a page shows so that it has at most so many rows; one at least."""
    depth, row = 0, list(roots)
    shown = 0
    while row:
        shown += len(row)
        if shown > most and depth:
            break
        depth += 1
        row = [child for twig in row for child in twig.children]
    return max(depth, 1)
