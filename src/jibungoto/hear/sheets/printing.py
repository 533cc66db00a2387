"""A questionnaire on paper: a tagged PDF of A4 pages, one master or numbered copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.engines.sheets import Identity, Layout, Slot, arranging
from jibungoto.engines.sheets.layout import BITS, BOX, CORNERS, FIDUCIAL, LINE, QR
from jibungoto.ui import pdf
from jibungoto.ui.ruby import plain

from . import setting
from .kinds import Item, Questionnaire

TEMPLATE = "hear/sheets/print/sheet.typ"


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose paper it is."""

    city: str
    colour: str
    sample: str = ""


def sheets_pdf(
    asked: Questionnaire, layout: Layout, *, code: str, serials: Sequence[int], sender: Sender
) -> bytes:
    """The pages of these copies, one after the other. Serial 0 is a master without a number.

    Raises ui.pdf.CannotPrint.
    """
    return pdf.render(TEMPLATE, sheets_data(asked, layout, code, serials, sender))


def sheets_data(
    asked: Questionnaire, layout: Layout, code: str, serials: Sequence[int], sender: Sender
) -> dict[str, Any]:
    """What the template is handed."""
    items = {item.key: item for item in asked.items}
    numbers = numbered(asked.items)
    top = setting.first_top(asked)
    return {
        "title": asked.title,
        "city": sender.city,
        "colour": sender.colour,
        "sample": sender.sample,
        "kind": _("紙で答える用紙"),
        "lead": asked.lead,
        "facts": [list(pair) for pair in asked.facts()],
        "lead_lines": setting.lines(asked.lead, setting.LEAD, 182.0),
        "how_top": top - setting.HOW_HIGH - 2.0,
        "how_high": setting.HOW_HIGH,
        "how": _how(),
        "web": _web(asked),
        "box": BOX,
        "line": LINE,
        "fiducial": FIDUCIAL,
        "corners": [list(c) for c in CORNERS],
        "bits": [list(rows) for rows in BITS],
        "qr": [QR.x, QR.y, QR.w],
        "pages": [
            {
                "marks": [[m.box.x, m.box.y] for m in page.marks],
                "fields": [
                    [f.box.x, f.box.y, f.box.w, f.box.h, f.digits, items[f.item].rows]
                    for f in page.fields
                ],
                "words": [_words(slot, items, numbers) for slot in page.slots],
                "rules": _rules(page.slots, items),
            }
            for page in layout.pages
        ],
        "copies": [_copy(layout, code, serial) for serial in serials],
    }


def numbered(items: Sequence[Any]) -> dict[str, str]:
    """The number printed before each item: questions count on, rows of a table within it.

    Items of a questionnaire or its rows (SheetItem): what has `key`, `grid` and `grid_words`.
    """
    said: dict[str, str] = {}
    asked = {item.grid for item in items if item.grid and item.grid_words}
    question, row, grid = 0, 0, ""
    for item in items:
        if item.grid in asked:
            if item.grid != grid:
                question, row = question + 1, 0
            row += 1
            said[item.key] = f"{question}-{row}"
        else:
            question += 1
            said[item.key] = f"{question}"
        grid = item.grid
    return said


def grouped(code: str) -> str:
    """A code as people read it aloud: ABCD-2345."""
    return f"{code[:4]}-{code[4:]}"


def _how() -> dict[str, str]:
    return {
        "title": _("書き方"),
        "mark": _("選んだ答えの□に、黒いペンか鉛筆で、はっきり印をつけてください。"),
        "fill": _("ぬりつぶす"),
        "tick": _("レ点"),
        "ring": _("○でかこむ"),
        "mend": _("まちがえたときは、二本線を□の外まで引いて消し、正しい□に印をつけてください。"),
        "leave": _("四すみの黒いしるしとQRには、書かないでください。"),
    }


def _web(asked: Questionnaire) -> list[str]:
    if not asked.answer_url:
        return []
    address = settings.BASE_URL + asked.answer_url
    return [pdf.qr(address), _("スマートフォンでも答えられます"), address]


def _words(slot: Slot, items: dict[str, Item], numbers: dict[str, str]) -> dict[str, Any]:
    item = items[slot.item]
    said = {
        "words": lambda: item.words,
        "grid": lambda: item.grid_words,
        "low": lambda: item.low,
        "high": lambda: item.high,
        "unit": lambda: item.unit,
        "option": lambda: _option(item, slot.key),
        "column": lambda: setting.heading(item, _option(item, slot.key)),
    }[slot.role]()
    number = numbers[item.key]
    if slot.role == "grid":
        number = number.partition("-")[0]
    return {
        "role": slot.role,
        "table": item.sort == "table",
        "scale": item.sort == "scale",
        "x": slot.box.x,
        "y": slot.box.y,
        "w": slot.box.w,
        "h": slot.box.h,
        "words": plain(said),
        "hint": item.hint if slot.role == "words" else "",
        "number": number if slot.role in ("words", "grid") else "",
    }


def _option(item: Item, key: str) -> str:
    return next(o.words for o in item.options if o.key == key)


def _rules(slots: Sequence[Slot], items: dict[str, Item]) -> list[float]:
    """Where a hairline runs across the page: above each item, where a table has its own room."""
    return [
        slot.box.y - (0.0 if items[slot.item].sort == "table" else arranging.PAD)
        for slot in slots
        if slot.role == "words"
    ]


def _copy(layout: Layout, code: str, serial: int) -> list[list[Any]]:
    """For each page of one copy: its QR as rows of dots, and the same in words."""
    import segno  # only where a code is drawn: workers stay small

    pages = []
    for page in layout.pages:
        said = Identity(code, serial, page.number, layout.hash).written()
        dots = segno.make(said, error="q", micro=False, boost_error=False).matrix
        rows = ["".join("1" if dot else "0" for dot in row) for row in dots]
        number = _("番号 {:05}").format(serial) if serial else ""
        pages.append([rows, grouped(code), number, page.number])
    return pages
