"""What is pasted from a spreadsheet comes out as it was there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.decide.plans.pasting import rows_of, written

CELLS = st.text(alphabet=st.sampled_from('ab12 　"\t\n\r,年度◎'), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6)


@given(ROWS)
def test_what_excel_puts_on_the_clipboard_comes_out_cell_by_cell(rows):
    expected = [] if rows == [[""]] else rows
    assert rows_of(written(rows)) == expected


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault_and_nothing_but_quotes_is_lost(text):
    found = rows_of(text)
    said = "".join(cell for row in found for cell in row)
    dropped = str.maketrans("", "", '\t\r\n"')
    assert said.translate(dropped) == text.translate(dropped)


@pytest.mark.parametrize(
    "text, rows",
    [
        ("", []),
        ("a", [["a"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\r\n", [["a", ""]]),
        ('"二行\nの文"\tb', [["二行\nの文", "b"]]),
        ('"開いたまま\tb', [['"開いたまま', "b"]]),
        ('24"型\tb', [['24"型', "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_cells_and_rows_are_parted_as_in_a_spreadsheet(text, rows):
    assert rows_of(text) == rows


def test_no_more_rows_are_read_than_asked_for():
    assert len(rows_of("a\n" * 500, most=100)) == 100
