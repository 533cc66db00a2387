"""The workbook itself: a sheet that says how to use it, then one for each kind of record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel.intake.books import Page, book
from jibungoto.ui.listing import listed

from .columns import BY_KIND, GUIDE, SHEETS, Column, Sheet
from .records import HURDLE, MEASURE, PLAN, PROGRESS, Told

Words = Mapping[str, Mapping[str, str]]  # form of a column -> key -> word
_NUMBERS = ("number", "yen", "count", "decimals")
_YEARS = {"fiscal": "年度", "plain_year": "年"}


def book_bytes(told: Told, words: Words) -> bytes:
    """A plan as a workbook."""
    pages = [_guide(words)]
    pages += [_page(sheet, _rows(sheet, told, words), words) for sheet in SHEETS]
    return book(pages)


def template_bytes(words: Words) -> bytes:
    """The empty workbook to start from, with one invented row in those sheets that need one."""
    pages = [_guide(words)]
    for sheet in SHEETS:
        example = [column.example for column in sheet.columns]
        pages.append(_page(sheet, [example] if any(example) else [], words))
    return book(pages)


def progress_bytes(told: Told, words: Words, year: int) -> bytes:
    """One fiscal year of a plan to be filled in: a row for each measure nothing hangs below."""
    above = {fields.get("parent") for fields in told.of(MEASURE).values()}
    leaves = [code for code in told.order if code not in above]
    asked = Told(dict(told.of(MEASURE)))
    for code in leaves:
        key = (PROGRESS, code, str(year))
        asked.records[key] = told.records.get(key, {})
    asked.records |= {k: f for k, f in told.of(HURDLE).items() if k[2] == str(year)}
    ((_kind, slug), plan) = next(iter(told.of(PLAN).items()))
    which = BY_KIND[PLAN]
    heads = [which.column(name).head for name in ("slug", "title")]
    # What is filled in stands first: a workbook opens on its first sheet.
    sheets = [BY_KIND[kind] for kind in (PROGRESS, HURDLE)]
    pages = [_page(sheet, _rows(sheet, asked, words), words) for sheet in sheets]
    pages.append(Page(which.title, heads, [[slug, plan["title"]]], widths=[20, 44]))
    pages.append(_progress_guide(words))
    return book(pages)


def _progress_guide(words: Words) -> Page:
    lines = [
        [_("この表の使い方"), ""],
        ["", _("「進みぐあい」のシートに書きこみ、そのまま「データの取りこみ」で選んでください。")],
        ["", _("取りこむ前に、変わるところをお見せします。あとから取り消すこともできます。")],
        ["", _("何も書いていない行は、そのままにします。書いてあった欄を空けると、空になります。")],
        ["", _("「計画」のシートは、どの計画のことかを知るために読みます。変えないでください。")],
    ]
    for kind in (PROGRESS, HURDLE):
        sheet = BY_KIND[kind]
        lines += [["", ""], [sheet.title, str(sheet.help)]]
        for column in sheet.columns:
            said = str(column.help)
            if column.form == "state":
                said = listed(words["state"].values(), "・")
            lines.append([f"　{column.head}", said])
    return Page(title=GUIDE, heads=[], rows=lines, widths=[24, 90])


def _page(sheet: Sheet, rows: Iterable[Sequence[Any]], words: Words) -> Page:
    return Page(
        title=sheet.title,
        heads=[column.head for column in sheet.columns],
        rows=rows,
        widths=[column.width for column in sheet.columns],
        choices={
            number: list(words[column.form].values())
            for number, column in enumerate(sheet.columns)
            if column.form in words
        },
        musts=[column.must for column in sheet.columns],
        texts=[n for n, column in enumerate(sheet.columns) if column.form not in _NUMBERS],
    )


def _rows(sheet: Sheet, told: Told, words: Words) -> Iterable[list[Any]]:
    keys = [column.field for column in sheet.columns if column.is_key]
    for key, fields in told.of(sheet.kind).items():
        # The year of a value stands among its fields, as it was written.
        row = {**dict(zip(keys, key[1:], strict=True)), **fields}
        if sheet.kind in (PROGRESS, HURDLE):
            row["title"] = told.records.get((MEASURE, key[1]), {}).get("title", "")
        yield [_cell(column, row.get(column.field, ""), words) for column in sheet.columns]


def _cell(column: Column, text: str, words: Words) -> Any:
    if column.form in words:
        return words[column.form].get(text, text)
    if column.form in _NUMBERS and text:
        digits = text.replace(".", "").replace("-", "").lstrip("0")
        if len(digits) <= 15:
            return float(text) if "." in text else int(text)
    if column.form in _YEARS and text.isdecimal():
        return f"{text}{_YEARS[column.form]}"
    return text


def _guide(words: Words) -> Page:
    lines: list[list[str]] = [
        [_("この表の使い方"), ""],
        ["", _("書きこんで、「データの取りこみ」の「計画（Excel）」から読みこんでください。")],
        ["", _("取りこむ前に、変わるところをお見せします。あとから取り消すこともできます。")],
        ["", _("行を消しても、登録済みのものは消えません。空けた欄は、空になります。")],
        ["", _("使わない列やシートは、消してかまいません。その内容はそのまま残ります。")],
        ["", _("確定した実績は、ここでは書きかえられません。画面の「訂正」を使ってください。")],
    ]
    for sheet in SHEETS:
        lines += [["", ""], [sheet.title, str(sheet.help)]]
        for column in sheet.columns:
            said = [_("（必須）")] if column.must else []
            said.append(str(column.help))
            if column.form == "state":
                said.append(listed(words["state"].values(), "・"))
            lines.append([f"　{column.head}", "　".join(one for one in said if one)])
    return Page(title=GUIDE, heads=[], rows=lines, widths=[24, 90])
