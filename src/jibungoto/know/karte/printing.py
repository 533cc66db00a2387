"""Kartes on paper: the data of the A4 sheets and the A3 summary, typeset once and kept.

A sheet is kept under the digest of all that makes it look as it does; the same karte is never
typeset twice, and a changed one never shown old.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation

from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality
from jibungoto.ui import pdf as typesetter
from jibungoto.ui import renditions
from jibungoto.ui.charts import Key, kept
from jibungoto.ui.charts.signs import sign
from jibungoto.ui.saying import spoken
from jibungoto.ui.tags.words import fiscal_year, long_date

from . import voices
from .contents import LANGUAGE, Contents, Grid, Number, Part, Picture, read
from .footnotes import Footnotes, Line
from .models import Edition, Karte

Paper = Literal["a4", "a3"]
PAPERS: tuple[Paper, ...] = ("a4", "a3")
FOLDER = "kartes"
_HERE = Path(__file__).with_name("print")
_FRONT = ("population", "future", "standing")


def pdf(municipality: Municipality, karte: Karte, edition: Edition | None, paper: Paper) -> bytes:
    """The tagged PDF of a karte or one of its editions. Raises ui.pdf.CannotPrint."""
    found = _found(karte, edition)
    return _pdf(municipality, karte, edition, paper, found, voices.photos(found))


def _pdf(
    municipality: Municipality,
    karte: Karte,
    edition: Edition | None,
    paper: Paper,
    found: Contents,
    known: voices.Photos,
) -> bytes:
    """The sheet as it is kept, or typeset and kept. No query."""
    path = path_of(municipality, karte, edition, paper, _seen(found, known))
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return bytes(file.read())
    made = typeset(municipality, karte, edition, paper, found, known)
    renditions.keep(path, made)
    return made


def pdfs(
    municipality: Municipality,
    kartes: Sequence[Karte],
    *,
    tell: Callable[[int, int], None] | None = None,
    papers: Iterable[Paper] = PAPERS,
    processes: int = 2,
) -> dict[tuple[int, Paper], bytes]:
    """The sheets of many kartes, several at a time, by (karte id, paper); kept as pdf() does.

    What is printed is asked of the database here, so that the threads that typeset need none.
    """
    from jibungoto.kernel import tenancy

    here = tenancy.current_id()
    read_once = [(karte, found, voices.photos(found)) for karte, found in _read_all(kartes)]
    wanted = [(*one, paper) for one in read_once for paper in papers]

    def one(job: tuple[Karte, Contents, voices.Photos, Paper]) -> bytes:
        karte, found, known, paper = job
        with tenancy.within(here):
            return _pdf(municipality, karte, None, paper, found, known)

    made_of = {}
    with ThreadPoolExecutor(max_workers=processes) as pool:
        for done, (job, made) in enumerate(zip(wanted, pool.map(one, wanted), strict=True), 1):
            made_of[job[0].pk, job[3]] = made
            if tell is not None:
                tell(done, len(wanted))
    return made_of


def _read_all(kartes: Sequence[Karte]) -> list[tuple[Karte, Contents]]:
    return [(karte, _found(karte, None)) for karte in kartes]


def typeset(
    municipality: Municipality,
    karte: Karte,
    edition: Edition | None,
    paper: Paper,
    found: Contents,
    known: voices.Photos,
) -> bytes:
    """Typeset without looking whether it is kept. `known` are the photos that may be printed."""
    with translation.override(LANGUAGE):
        data = _common(municipality, karte, edition, found)
        data |= _sheets(found, edition, known) if paper == "a4" else _panels(found, known)
    return typesetter.render(f"know/karte/print/{paper}.typ", data)


def _found(karte: Karte, edition: Edition | None) -> Contents:
    """What is printed, in Japanese whoever asks."""
    with translation.override(LANGUAGE):
        return voices.heard(read((edition or karte).contents))


def _seen(found: Contents, known: voices.Photos) -> str:
    """What of residents' words may be printed today: a sheet of before is not handed out after."""
    part = found.part("findings")
    told = [v.url for v in part.voices] if part else []
    return " ".join([*told, *sorted(a.sha256 for a in known.values())])


def path_of(
    municipality: Municipality, karte: Karte, edition: Edition | None, paper: Paper, seen: str
) -> str:
    """Where the sheet is kept: a digest of everything printed on it."""
    told = [
        paper,
        _templates(),
        (edition or karte).digest,
        str(edition.number if edition else ""),
        str(edition.changes if edition else ""),
        municipality.name,
        municipality.colour,
        municipality.contact_office,
        municipality.contact_phone,
        municipality.contact_hours,
        municipality.sample_note,
        settings.BASE_URL,
        karte.node.title,
        long_date(karte.built_at) if edition is None else "",
        seen,
    ]
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:40]
    return f"{FOLDER}/{digest[:2]}/{digest}.pdf"


@lru_cache(maxsize=1)
def _templates() -> str:
    shared = Path(typesetter.__file__).with_name("print") / "base.typ"
    texts = [p.read_bytes() for p in (*sorted(_HERE.glob("*.typ")), shared)]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _common(
    municipality: Municipality, karte: Karte, edition: Edition | None, found: Contents
) -> dict[str, Any]:
    address = settings.BASE_URL.rstrip("/") + link("karte:karte_view", slug=found.slug)
    version = f"{long_date(karte.built_at)}のデータまで"
    if edition is not None:
        version = f"{fiscal_year(edition.year)}版　第{edition.number}版"
    return {
        "title": found.district,
        "kind": "地域カルテ",
        "edition": version,
        "city": municipality.name,
        "colour": municipality.colour,
        "sub": found.sub,
        "sample": municipality.sample_note,
        "date": f"{found.date}（ことわりのあるものを除く）" if found.date else "",
        "source": found.sources,
        "office": municipality.contact_office,
        "phone": municipality.contact_phone,
        "hours": municipality.contact_hours,
        "url": address,
        "qr": typesetter.qr(address),
    }


def _sheets(found: Contents, edition: Edition | None, known: voices.Photos) -> dict[str, Any]:
    front = [found.locator] if found.locator else []
    for key in _FRONT:
        part = found.part(key)
        front += [p for p in part.pictures if p.key][:1] if part else []
    part = found.part("findings")
    told = [voices.printed(v, known) for v in part.voices] if part else []
    notes = Footnotes(found)
    return {
        "stats": [_stat(n) for n in found.numbers],
        "front": [_chart(p) for p in front[:4]],
        "charms": [v["title"] for v in told if not v["issue"]][:4],
        "issues": [v["title"] for v in told if v["issue"]][:4],
        "photos": any(v["photo"] for v in told),
        "charm-photos": [v for v in told if v["photo"] and not v["issue"]][:2],
        "issue-photos": [v for v in told if v["photo"] and v["issue"]][:1],
        "parts": [_part(p, told, notes) for p in found.parts],
        "notes": _noted(notes),
        "changes": [spoken(words) for words in edition.changes] if edition else [],
    }


def _panels(found: Contents, known: voices.Photos) -> dict[str, Any]:
    by_key = {p.key: p for p in found.parts}
    notes = Footnotes(found)
    qr = typesetter.qr(settings.BASE_URL.rstrip("/") + link("karte:karte_view", slug=found.slug))
    population, future = by_key.get("population"), by_key.get("future")
    people = _panel(
        notes,
        "くらす人",
        population,
        3,
        charts=1,
        skip=("population.five", "population.ten", "population.density"),
    )
    if found.locator:
        people["charts"] = [
            _chart(found.locator, told=notes.of_picture(found.locator), bare=True),
            *people["charts"],
        ]
    households, children = by_key.get("households"), by_key.get("children")
    homes = _panel(notes, "世帯と子ども", households, 2, charts=1)
    if children and children.numbers:
        homes["stats"] = [*homes["stats"], _stat(children.numbers[0])][:3]
        drawn = [p for p in children.pictures[:1] if p.key]
        homes["charts"] += [_chart(p, told=notes.of_picture(p, children)) for p in drawn]
    together = _panel(notes, "つながりと施設", by_key.get("organisations"), 3, charts=0)
    places = by_key.get("facilities")
    if places and not places.missing:
        together["charts"] = [
            _chart(p, told=notes.of_picture(p, places), pins=False) for p in places.pictures[:1]
        ]
        together["list"] = [places.reading]
    if not together["charts"] and by_key.get("organisations"):
        together["list"] = _listed(by_key["organisations"], 9)
    if together["missing"] and not together["charts"]:
        together["lead"] = "この地区の団体や集まる場所を書きこんで、話し合いに使ってください。"
        together |= {"missing": "", "memo": 6}
    standing = _panel(notes, "ほかの地区とともに", by_key.get("standing"), 0, charts=1)
    standing["list"] = _alike(by_key.get("standing"))
    talk = _panel(notes, "魅力と課題", None, 0, charts=0)
    noticed = by_key.get("findings")
    told = [voices.printed(v, known) for v in noticed.voices] if noticed else []
    talk |= {
        "missing": "",
        "lead": noticed.intro.partition("。")[0] + "。"
        if told and noticed
        else "気づいたことを書きこんで、話し合いに使ってください。",
        "list": [f"{v['kind']}：{v['title']}" for v in told[:6]],
        "photos": [v for v in told if v["photo"]][:3],
        "memo": 3 if told else 6,
        "qr": qr,
    }
    panels = [
        people,
        _panel(notes, "これから", future, 3, charts=2),
        homes,
        standing,
        together,
        talk,
    ]
    used = {chart["note"] for panel in panels for chart in panel["charts"]}
    return {"panels": panels, "notes": [n for n in _noted(notes) if n[0] in used]}


def _noted(notes: Footnotes) -> list[tuple[str, str, str]]:
    return [(n.name, n.source, n.method) for n in notes]


def _listed(part: Part, most: int) -> list[str]:
    """The rows of a section's first table as lines."""
    rows = part.grids[0].rows if part.grids else ()
    return [f"{row[0]}（{'、'.join(row[1:])}）" for row in rows[:most]]


def _alike(part: Part | None) -> list[str]:
    """The districts most like this one, with what they have in common."""
    if part is None or not part.grids:
        return []
    grid = part.grids[0]
    return [
        f"{row[0]}："
        + "、".join(
            f"{head} {cell}" for head, cell in list(zip(grid.columns, row, strict=True))[1:4]
        )
        for row in grid.rows[1:]
    ]


def _panel(
    notes: Footnotes,
    title: str,
    part: Part | None,
    stats: int,
    *,
    charts: int,
    skip: tuple[str, ...] = (),
) -> dict[str, Any]:
    numbers = [n for n in part.numbers if n.key not in skip][:stats] if part else []
    pictures = [p for p in part.pictures if p.key][:charts] if part else []
    return {
        "title": title,
        "lead": part.reading if part else "",
        "stats": [_stat(n) for n in numbers],
        "charts": [_chart(p, told=notes.of_picture(p, part)) for p in pictures],
        "list": [],
        "photos": [],
        "missing": part.missing if part else "",
        "memo": 0,
        "qr": "",
    }


def _stat(n: Number) -> dict[str, str]:
    if n.value is None:
        return {"label": n.label, "value": "", "unit": "", "vs": n.missing[:60]}
    return {"label": n.label, "value": n.shown, "unit": n.unit, "vs": n.beside}


def _number(n: Number) -> dict[str, str]:
    return {
        "label": n.label,
        "value": n.said,
        "city": n.said_city or "—",
        "then": n.said_then or "—",
        "when": n.then_when,
        "missing": n.missing if n.value is None else "",
    }


def _part(part: Part, told: list[dict[str, Any]], notes: Footnotes) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "intro": part.intro,
        "reading": part.reading,
        "missing": part.missing,
        "numbers": [_number(n) for n in part.numbers],
        "charts": [_chart(p, told=notes.of_picture(p, part)) for p in part.pictures],
        "grids": [_grid(g) for g in part.grids],
        "facts": [(f.label, f.value) for f in part.facts],
        "texts": list(part.texts),
        "voices": told if part.voices else [],
        "source": notes.of_part(part).words,
    }


def _grid(g: Grid) -> dict[str, Any]:
    return {
        "title": g.title,
        "columns": list(g.columns),
        "rows": [list(row) for row in g.rows],
        "here": -1 if g.here is None else g.here,
        "words": list(g.words),
    }


def _chart(
    p: Picture, *, told: Line | None = None, bare: bool = False, pins: bool = True
) -> dict[str, Any]:
    """A picture; `told` stands under it of its day, source and method."""
    svg = kept(p.key) if p.key else ""
    return {
        "heading": p.heading,
        "svg": svg or "",
        "alt": p.alt,
        "ratio": _ratio(svg) if svg else 1.0,
        "legend": [{"svg": sign(Key(*one)), "word": one[1]} for one in p.legend],
        "reading": "" if bare else p.reading,
        "source": told.words if told else "",
        "note": told.note.name if told and told.note else "",
        "missing": p.missing
        or ("" if svg else "図を描けませんでした。数字は画面の表で見られます。"),
        "pins": [f"{x.title}" + (f"（{x.text}）" if x.text else "") for x in p.pins]
        if pins
        else [],
    }


def _ratio(svg: str) -> float:
    """Height for a width of 1."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return float(box[2]) / float(box[1]) if box else 1.0
