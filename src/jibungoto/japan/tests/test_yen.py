"""Whole yen as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.yen import YenError, format_yen, format_yen_short, parse_yen

AMOUNTS = st.integers(-(10**16) + 1, 10**16 - 1)


@pytest.mark.parametrize(
    "written, amount",
    [
        ("1,234円", 1234),
        ("１２３万円", 1_230_000),
        ("▲500", -500),
        ("△1,000", -1000),
        ("−500", -500),
        ("(500)", -500),
        ("￥１，２３４", 1234),
        ("¥ 1,234", 1234),
        ("1,200千円", 1_200_000),
        ("2億3,000万円", 230_000_000),
        ("1.5万円", 15_000),
        ("三百万円", 3_000_000),
        ("金1,000,000円也", 1_000_000),
        ("0円", 0),
    ],
)
def test_an_amount_is_read_however_it_is_written(written: str, amount: int) -> None:
    assert parse_yen(written) == amount


def test_the_unit_of_a_table_counts_only_where_the_cell_names_none() -> None:
    assert parse_yen("1,200", unit=1000) == 1_200_000
    assert parse_yen("▲35", unit=1000) == -35_000
    assert parse_yen("0.5", unit=1000) == 500
    assert parse_yen("1,200円", unit=1000) == 1200
    assert parse_yen("12億", unit=1000) == 1_200_000_000
    assert parse_yen("百万", unit=1000) == 1_000_000


@pytest.mark.parametrize(
    "written, reason",
    [
        ("", "書かれていません"),
        ("1,23円", "読めませんでした"),
        ("未定", "読めませんでした"),
        ("1万2万", "読めませんでした"),
        ("-▲3", "読めませんでした"),
        ("0.5円", "端数"),
        ("99999兆円", "大きすぎます"),
        ("1" * 100, "長すぎます"),
    ],
)
def test_an_amount_that_cannot_be_read_says_why(written: str, reason: str) -> None:
    with pytest.raises(YenError, match=reason):
        parse_yen(written)


def test_amounts_are_written_for_residents_and_for_tables() -> None:
    assert format_yen(1234) == "1,234円"
    assert format_yen(-1234, minus="▲") == "▲1,234円"
    assert format_yen_short(3_000_000) == "300万円"
    assert format_yen_short(8_377_244) == "837万7,244円"
    assert format_yen_short(0) == "0円"
    assert format_yen_short(100_000_001) == "1億1円"


@given(AMOUNTS)
def test_every_amount_comes_back(amount: int) -> None:
    assert parse_yen(format_yen(amount)) == amount
    assert parse_yen(format_yen(amount, minus="▲")) == amount
    assert parse_yen(format_yen_short(amount)) == amount
