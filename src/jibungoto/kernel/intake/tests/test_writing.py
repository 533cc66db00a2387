"""Tables that are taken away are safe to open, whatever somebody wrote into a name."""

import io

import pytest
from openpyxl import load_workbook

from jibungoto.kernel.intake import books, writing

CALLS = [
    '=HYPERLINK("//a")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\n=1",
    "＝1+1",
    "＠A",
]


@pytest.mark.parametrize("text", CALLS)
def test_no_text_of_a_table_is_run_as_a_formula(text: str) -> None:
    told = writing.csv_bytes([["名前"], [text]]).decode("utf-8-sig")
    assert told.split("\r\n", 1)[1].lstrip('"').startswith("'")
    (found,) = load_workbook(io.BytesIO(writing.xlsx_bytes([[text]], title="x"))).active["A1:A1"][0]
    assert (found.data_type, found.value[:1]) == ("s", "'")
    page = books.Page(title="x", heads=["名前"], rows=[[text]])
    kept = load_workbook(io.BytesIO(books.book([page]))).active["A2"]
    assert kept.data_type == "s"


def test_numbers_stay_numbers() -> None:
    assert writing.csv_bytes([["-5", "+3.5", -2, None]]) == b"\xef\xbb\xbf-5,+3.5,-2,\r\n"
    assert (
        writing.records_csv([{"a": "=1"}, {"b": 2}]).decode("utf-8-sig") == "a,b\r\n'=1,\r\n,2\r\n"
    )
