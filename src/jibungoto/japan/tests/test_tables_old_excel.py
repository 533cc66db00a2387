"""Files named .xls: books of Excel 97–2003, and what other systems call so."""

import pytest

from jibungoto.japan.tables.model import TableError
from jibungoto.japan.tables.reading import read_grids, read_table

from .old_excel import a_book

ROWS = [("町名", "総数", "率"), ("緑町", 1234.0, 12.5), ("本町", 0.0, None), ("南町", "x", 3.25)]


def test_an_old_book_is_read_as_a_new_one() -> None:
    table = read_table(a_book({"人口": ROWS}), name="人口.xls")
    assert (table.source.kind, table.source.sheet) == ("xls", "人口")
    assert list(table.headers) == ["町名", "総数", "率"]
    assert [row.cells for row in table.rows] == [
        ("緑町", "1234", "12.5"), ("本町", "0", None), ("南町", "x", "3.25")
    ]  # fmt: skip


def test_every_sheet_of_an_old_book_is_read() -> None:
    grids = read_grids(a_book({"4月": ROWS, "5月": ROWS[:2]}), name="人口.xls")
    assert [(g.source.sheet, len(g.rows)) for g in grids] == [("4月", 4), ("5月", 2)]


def test_an_old_book_under_any_other_name_is_still_one() -> None:
    assert len(read_table(a_book({"人口": ROWS}), name="人口.csv").rows) == 3


def test_text_with_tabs_called_xls_is_read_as_text() -> None:
    table = read_table("町名\t総数\n緑町\t10\n本町\t20\n".encode("cp932"), name="人口.xls")
    assert [row.cells for row in table.rows] == [("緑町", "10"), ("本町", "20")]


@pytest.mark.parametrize(
    "content, said",
    [
        (a_book({"人口": ROWS}, locked=True), "パスワードのかかった"),
        (a_book({"人口": ROWS})[:1100], "開けませんでした"),
        (a_book({"人口": []}), "何も書かれていません"),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>', "ウェブページ（HTML）"),
        (b"\r\n<style>td{}</style><table><tr>", "ウェブページ（HTML）"),
        (b"<meta charset=Shift_JIS><TABLE>", "ウェブページ（HTML）"),
        (b"<div><table border=1>", "ウェブページ（HTML）"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "ウェブページ（MHTML）"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "XML"),
    ],
)
def test_what_only_is_called_xls_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(TableError) as refused:
        read_table(content, name="一覧.xls")
    assert said in str(refused.value)
    assert str(refused.value).endswith("。")
