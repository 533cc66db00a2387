"""Excel books as offices make them: merged cells, many sheets, dates, numbers, traps."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jibungoto.japan.tables.model import Limits, TableError
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.workbook import sheet_names


def _saved(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _book(*rows: tuple[object, ...]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "施設"
    for row in rows:
        sheet.append(row)
    return book, sheet


def test_values_come_as_a_person_reads_them() -> None:
    book, _ = _book(
        ("名称", "数", "率", "日", "開始", "終了", "時点", "可否"),
        (
            "会館",
            10.0,
            0.1 + 0.2,
            date(2026, 4, 1),
            time(9, 0),
            timedelta(hours=24),
            datetime.combine(date(2026, 4, 1), time(10, 30)),
            True,
        ),
    )
    table = read_table(_saved(book))
    assert table.rows[0].cells == (
        "会館",
        "10",
        "0.3",
        "2026-04-01",
        "09:00",
        "24:00",
        "2026-04-01T10:30:00",
        "TRUE",
    )
    assert table.source.kind == "xlsx"
    assert table.source.sheet == "施設"


def test_cells_merged_downwards_hold_for_every_row() -> None:
    book, sheet = _book(
        ("地区", "町名", "人口"), ("東", "緑", 100), (None, "本", 200), ("西", "橋", 300)
    )
    sheet.merge_cells("A2:A3")
    table = read_table(_saved(book))
    assert table.values("地区") == ("東", "東", "西")
    assert "結合されたセル1か所（A2:A3）" in "".join(table.notes)


def test_merged_headers_give_their_name_to_every_column_under_them() -> None:
    book, sheet = _book(
        ("町丁別人口", None, None, None),
        ("町名", "人口", None, "世帯数"),
        (None, "男", "女", None),
        ("緑", 48, 52, 40),
        ("本", 90, 110, 90),
    )
    for merged in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(merged)
    table = read_table(_saved(book))
    assert table.headers == ("町名", "人口_男", "人口_女", "世帯数")
    assert table.preamble == ("町丁別人口",)
    assert table.rows[0].number == 4


def test_one_sheet_of_many_is_read_and_the_others_are_named() -> None:
    book, _ = _book(("名称", "住所"), ("会館", "本町"))
    book.create_sheet("R8.5.1 ").append(("名称", "住所"))
    book["R8.5.1 "].append(("公園", "緑"))
    hidden = book.create_sheet("作業用")
    hidden.append(("秘密", "x"))
    hidden.sheet_state = "hidden"
    data = _saved(book)
    table = read_table(data)
    assert table.values("名称") == ("会館",)
    assert "シート「施設」を読みました。ほかのシート（「R8.5.1」）" in "".join(table.notes)
    assert "かくれているシートが1枚" in "".join(table.notes)
    assert read_table(data, sheet="R8.5.1").values("名称") == ("公園",)
    assert sheet_names(io.BytesIO(data)) == ["施設", "R8.5.1 "]
    with pytest.raises(TableError, match="「なし」というシートがありません"):
        read_table(data, sheet="なし")


def test_a_book_called_csv_is_read_and_said() -> None:
    book, _ = _book(("名称", "住所"), ("会館", "本町"))
    table = read_table(_saved(book), name="施設.csv")
    assert "中身はExcelでした" in table.notes[0]


def test_a_book_inside_a_zip_is_read() -> None:
    book, _ = _book(("名称", "住所"), ("会館", "本町"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("施設.xlsx", _saved(book))
    table = read_table(packed.getvalue())
    assert table.source.member == "施設.xlsx"
    assert table.values("名称") == ("会館",)


def test_an_empty_book_is_refused() -> None:
    with pytest.raises(TableError, match="どのシートにも何も書かれていません"):
        read_table(_saved(Workbook()))


def test_one_stray_cell_far_away_does_not_take_the_memory() -> None:
    book, sheet = _book(("名称", "住所"), ("会館", "本町"))
    sheet["XFD1048576"] = "x"
    with pytest.raises(TableError, match="1,048,576行"):
        read_table(_saved(book))
    del sheet._cells[(1048576, 16384)]
    sheet["XFD10"] = "x"
    with pytest.raises(TableError, match="XFD10のセルまで広がっています"):
        read_table(_saved(book))


def test_empty_cells_with_a_border_do_not_count() -> None:
    book, sheet = _book(("名称", "住所"), ("会館", "本町"))
    sheet["C100000"].number_format = "0.00"
    table = read_table(_saved(book), limits=Limits(max_rows=100))
    assert len(table.rows) == 1


def test_a_book_that_unfolds_too_far_is_refused() -> None:
    book, _ = _book(("名称", "備考"), *(("会館", "あ" * 1000) for _ in range(300)))
    with pytest.raises(TableError, match="大きくなりすぎる"):
        read_table(_saved(book), limits=Limits(max_expanded_bytes=5_000))


def test_a_merge_over_the_whole_sheet_is_harmless() -> None:
    book, _ = _book(("名称", "住所"), ("会館", "本町"), ("公園", "緑"))
    data = _saved(book)
    source = zipfile.ZipFile(io.BytesIO(data))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.endswith("sheet1.xml"):
                merge = b'</sheetData><mergeCells count="1"><mergeCell ref="B3:XFD1048576"/>'
                content = content.replace(b"</sheetData>", merge + b"</mergeCells>")
            archive.writestr(item, content)
    assert len(read_table(packed.getvalue()).rows) == 2


def test_a_book_that_ends_its_reader_ends_nothing_else() -> None:
    book, _ = _book(("名称", "住所"), ("会館", "本町"))
    source = zipfile.ZipFile(io.BytesIO(_saved(book)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for item in source.infolist():
            content = source.read(item).replace(b'r="B2"', b"r = 'XFD1048576'")
            archive.writestr(item, content)
    with pytest.raises(TableError, match="Excelのファイルとして開けませんでした"):
        read_table(packed.getvalue())
