"""What a karte says, as one value: cover, sections, figures, tables, sentences. Pure.

The page, the sheets, the summary, the table and the API all read this and nothing else, so that
they can never tell different things. It is written in Japanese and kept with the parts
of its sentences (ui/saying.py), so that a page says them in its language; an edition is a document,
not a view. A value that is not known is None and carries the reason.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.charts import Chart, Figure, Key, Making, Table, key_of
from jibungoto.ui.saying import Said, amount, counted, read_all
from jibungoto.ui.saying import stored as kept_as

LANGUAGE = "ja"  # a karte is written once, and frozen as written
EDITION = 1  # raise it when stored contents of before can no longer be read


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: their day, who published them, how they were put together."""

    date: str = ""
    source: str = ""
    method: str = ""

    @property
    def line(self) -> str:
        said = (("基準日", self.date), ("出典", self.source), ("方法", self.method))
        return "　".join(f"{word} {text}" for word, text in said if text)


@dataclass(frozen=True, slots=True)
class Number:
    """One figure with the city's and an earlier one beside it.

    `value`, `city`, `then` are in `unit`; shares are percent. `missing` says why there is none.
    `url` is where its rows are shown, `city_url` and `then_url` where those of the values beside
    it are. `about` marks a value to be said as 「約」, `signed` one
    that is a change: what grew is said with its plus.
    """

    key: str
    label: str
    value: float | None
    unit: str = ""
    places: int = 0
    city: float | None = None
    then: float | None = None
    then_when: str = ""
    beside: str = ""
    missing: str = ""
    url: str = ""
    city_url: str = ""
    then_url: str = ""
    about: bool = False
    signed: bool = False

    @property
    def said(self) -> str:
        """8,412人, 約6,500人, or データなし."""
        if self.value is None:
            return _("データなし")
        return self._about(self._grown(self.value, counted(self.value, self.unit, self.places)))

    @property
    def said_city(self) -> str:
        if self.city is None:
            return ""
        return self._grown(self.city, counted(self.city, self.unit, self.places))

    @property
    def said_then(self) -> str:
        return "" if self.then is None else counted(self.then, self.unit, self.places)

    @property
    def shown(self) -> str:
        """The value without its unit, as big figures show it."""
        if self.value is None:
            return ""
        return self._about(self._grown(self.value, counted(self.value, "", self.places)))

    def _grown(self, value: float, number: str) -> str:
        return f"+{number}" if self.signed and round(value, self.places) > 0 else number

    def _about(self, number: str) -> str:
        return _("約{}").format(number) if self.about else number


@dataclass(frozen=True, slots=True)
class Pin:
    """A line of the list beside a map, numbered like its pin."""

    title: str
    text: str = ""
    url: str = ""
    ink: str = "ink"
    shape: str = "square"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart or a map: its drawing by name, and all that must stand around it."""

    heading: str
    key: str = ""
    alt: str = ""
    reading: str = ""
    source: Source = field(default_factory=Source)
    missing: str = ""
    legend: tuple[tuple[str, str, str], ...] = ()  # ink, word, shape
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    here: int | None = None
    pins: tuple[Pin, ...] = ()
    print_as: str = "half"  # half or whole width of a sheet
    made: Mapping[str, Any] = field(default_factory=dict)  # as `Making`: to draw it anew
    spec: dict[str, Any] | None = field(default=None, compare=False)  # only until it is drawn

    @classmethod
    def of(cls, figure: Figure, **more: Any) -> "Picture":
        """The picture of a figure of ui.charts, not drawn yet."""
        chart = figure.chart
        told: dict[str, Any] = {
            "heading": _kept(figure.heading),
            "reading": _kept(figure.reading),
            "source": Source(_kept(figure.date), _kept(figure.source), _kept(figure.method)),
            "missing": _kept(figure.missing),
        }
        if chart is not None:
            told |= {
                "key": key_of(chart.spec),
                "spec": chart.spec,
                "alt": _kept(chart.alt),
                "legend": tuple((k.ink, _kept(k.word), k.shape) for k in chart.legend),
                "columns": tuple(_kept(c) for c in chart.table.columns),
                "rows": tuple(tuple(_kept(c) for c in row) for row in chart.table.rows),
                "here": chart.table.here,
            }
            if chart.made is not None:
                told["made"] = dataclasses.asdict(chart.made)
        return cls(**{**told, **more})

    def drawn_anew(self) -> Chart | None:
        """The chart in the language of the moment; None for a map and for kartes of before."""
        if not self.made:
            return None
        made = read_all(dict(self.made))
        return Making(made["builder"], made["args"], made["named"]).again()

    @property
    def figure(self) -> Figure:
        """The same for templates of ui; its chart has no spec, the drawing is asked for by key."""
        chart = None
        if self.key:
            legend = [Key(*one) for one in self.legend]
            chart = Chart({}, self.alt, Table(self.columns, self.rows, self.here), legend)
        return Figure(
            self.heading,
            chart=chart,
            reading=self.reading,
            date=self.source.date,
            source=self.source.source,
            method=self.source.method,
            missing=self.missing,
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words and numbers. `here` tints a row; `links` are addresses by row, "" for none;
    `words` are the columns that hold words; `ways` are addresses by column, where the rows behind
    its figures are shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    here: int | None = None
    links: tuple[str, ...] = ()
    words: tuple[int, ...] = (0,)
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what there is to say of it."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A charm or an issue in a resident's words, never mixed with statistics."""

    kind: str  # 魅力・自然
    title: str
    text: str = ""
    meta: str = ""
    url: str = ""
    image: str = ""  # address of a small photo
    image_alt: str = ""
    photo: str = ""  # the public id of that photo, for paper
    issue: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section: figures first, then pictures and tables, the sentence that reads them, the source.

    `voices` are residents' words. With nothing to show `missing` says why.
    """

    key: str
    title: str
    intro: str = ""
    reading: str = ""
    numbers: tuple[Number, ...] = ()
    pictures: tuple[Picture, ...] = ()
    grids: tuple[Grid, ...] = ()
    facts: tuple[Fact, ...] = ()
    texts: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    source: Source = field(default_factory=Source)
    missing: str = ""
    url: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A karte as a whole. `numbers` are the eight figures of the cover."""

    district: str
    slug: str
    city: str
    kind: str
    lead: str = ""
    sub: str = ""
    numbers: tuple[Number, ...] = ()
    facts: tuple[Fact, ...] = ()
    locator: Picture | None = None
    parts: tuple[Part, ...] = ()
    date: str = ""
    sources: str = ""
    edition: int = EDITION

    def part(self, key: str) -> Part | None:
        return next((p for p in self.parts if p.key == key), None)

    def pictures(self) -> Iterator[Picture]:
        if self.locator is not None:
            yield self.locator
        for part in self.parts:
            yield from part.pictures

    def all_numbers(self) -> Iterator[tuple[str, Source, Number]]:
        """(title of the part, its source, number), each key once."""
        seen: set[str] = set()
        for part in self.parts:
            for number in part.numbers:
                if number.key not in seen:
                    seen.add(number.key)
                    yield part.title, part.source, number

    def to_json(self) -> dict[str, Any]:
        return _plain(self)  # type: ignore[no-any-return]

    def digest(self) -> str:
        """Equal for two kartes that say the same."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _kept(words: Any) -> str:
    """Words with their parts, where they have any."""
    return words if isinstance(words, str) else str(words)


def said(value: float, unit: str = "", places: int = 0) -> Said:
    """A value as people read it, with a real minus sign."""
    return amount(value, unit, places)


def _plain(value: Any) -> Any:
    # A city's kartes hold a million of these: what is met most often is asked first.
    if isinstance(value, str):
        return kept_as(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if (fields := _fields(value.__class__)) is not None:
        found = {}
        for name, default in fields:
            inner = getattr(value, name)
            # What stands at its default needs no room: kartes are stored by the hundred.
            # A zero is a figure: only what equals a default of its own kind is left out.
            same = inner == default and type(inner) is type(default)
            if inner is not None and inner not in ("", (), {}) and not same:
                found[name] = _plain(inner)
        return found
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, Mapping) else value


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...] | None:
    """What is stored of a dataclass, each field with its default; None of any other kind."""
    kept = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else None
    return None if kept is None else tuple((o.name, o.default) for o in kept if o.name != "spec")


def read(found: Mapping[str, Any]) -> Contents:
    """What to_json() was asked of, its words in the language of the moment."""
    stored = read_all(dict(found), frozenset(("made",)))
    locator = stored.get("locator")
    return Contents(
        **{
            **_rest(stored, "numbers", "facts", "locator", "parts"),
            "numbers": _numbers(stored),
            "facts": _facts(stored),
            "locator": _picture(locator) if locator else None,
            "parts": tuple(_part(one) for one in stored.get("parts", ())),
        }
    )


def _rest(stored: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {k: v for k, v in stored.items() if k not in without}


def _numbers(stored: Mapping[str, Any]) -> tuple[Number, ...]:
    return tuple(Number(**{"value": None, **one}) for one in stored.get("numbers", ()))


def _facts(stored: Mapping[str, Any]) -> tuple[Fact, ...]:
    return tuple(Fact(**{"value": "", **one}) for one in stored.get("facts", ()))


def _source(stored: Mapping[str, Any]) -> Source:
    return Source(**stored.get("source", {}))


def _rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _picture(stored: Mapping[str, Any]) -> Picture:
    return Picture(
        **{
            **_rest(stored, "source", "legend", "rows", "columns", "pins"),
            "source": _source(stored),
            "legend": tuple((a, b, c) for a, b, c in stored.get("legend", ())),
            "columns": tuple(stored.get("columns", ())),
            "rows": _rows(stored.get("rows", ())),
            "pins": tuple(Pin(**{"title": "", **one}) for one in stored.get("pins", ())),
        }
    )


def _grid(stored: Mapping[str, Any]) -> Grid:
    return Grid(
        **{
            **_rest(stored, "columns", "rows", "links", "words", "ways"),
            "columns": tuple(stored.get("columns", ())),
            "rows": _rows(stored.get("rows", ())),
            "links": tuple(stored.get("links", ())),
            "words": tuple(stored.get("words", (0,))),
            "ways": tuple(stored.get("ways", ())),
        }
    )


def _part(stored: Mapping[str, Any]) -> Part:
    lists = ("numbers", "pictures", "grids", "facts", "texts", "voices", "source")
    return Part(
        **{
            **_rest(stored, *lists),
            "numbers": _numbers(stored),
            "pictures": tuple(_picture(one) for one in stored.get("pictures", ())),
            "grids": tuple(_grid(one) for one in stored.get("grids", ())),
            "facts": _facts(stored),
            "texts": tuple(stored.get("texts", ())),
            "voices": tuple(
                Voice(**{"kind": "", "title": "", **one}) for one in stored.get("voices", ())
            ),
            "source": _source(stored),
        }
    )
