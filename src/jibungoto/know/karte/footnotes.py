"""Where the figures of a karte come from, told once: numbered notes at its end. Pure.

Many figures rest on one register and one way of counting. Each shows its day and its source; the
way they were put together stands in a note, to which its number leads, on the page and on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from .contents import Contents, Part, Picture, Source

SHORT = 30  # letters of a source that stand under a figure as they are


@dataclass(frozen=True, slots=True)
class Note:
    """A source with its method, under its number."""

    number: int
    source: str
    method: str

    @property
    def name(self) -> str:
        """注1: what stands under a figure."""
        return _("注{}").format(self.number)

    @property
    def anchor(self) -> str:
        return f"note-{self.number}"


@dataclass(frozen=True, slots=True)
class Line:
    """What stands under a figure: its day, its source, the note that tells the rest."""

    date: str
    source: str
    note: Note | None

    @property
    def link(self) -> tuple[str, str] | None:
        """The note's name and where it stands on the page."""
        return (self.note.name, f"#{self.note.anchor}") if self.note else None

    @property
    def words(self) -> str:
        """The same on paper."""
        return Source(self.date, self.source, self.note.name if self.note else "").line


class Footnotes:
    """The notes of a karte, in the order in which its figures need them."""

    def __init__(self, contents: Contents) -> None:
        self._found: dict[tuple[str, str], Note] = {}
        for source in _sources(contents):
            told = (source.source, source.method)
            if (source.method or len(source.source) > SHORT) and told not in self._found:
                self._found[told] = Note(len(self._found) + 1, *told)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._found.values())

    def __bool__(self) -> bool:
        return bool(self._found)

    def of_part(self, part: Part) -> Line:
        """The line of a section's figures."""
        return self._line(part.source)

    def of_picture(self, picture: Picture, part: Part | None = None) -> Line:
        """The line of a picture, in its section or alone."""
        return self._line(_whole(picture, part))

    def _line(self, source: Source) -> Line:
        note = self._found.get((source.source, source.method))
        return Line(source.date, _shortened(source.source), note)


def _sources(contents: Contents) -> Iterator[Source]:
    if contents.locator is not None:
        yield contents.locator.source
    for part in contents.parts:
        yield from (_whole(picture, part) for picture in part.pictures)
        yield part.source


def _whole(picture: Picture, part: Part | None) -> Source:
    """A picture that tells no method of its own was made as its section says of that source."""
    found = picture.source
    if part is not None and not found.method and found.source == part.source.source:
        return replace(found, method=part.source.method)
    return found


def _shortened(source: str) -> str:
    """A long list of sources by its first name: the note tells them all."""
    if len(source) <= SHORT:
        return source
    first = source.partition("・")[0]
    # A short first piece may be half of a name, as in 町丁・字.
    return _("{}ほか").format(first if SHORT // 5 < len(first) <= SHORT else f"{source[:SHORT]}…")
