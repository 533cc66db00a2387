"""Cells to values: what is mended is noted, what cannot be read becomes a fault with its place."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.codes import MunicipalityCode
from jibungoto.japan.tables.columns import standard
from jibungoto.japan.tables.marks import CENSUS, STANDARD, Mark, Number, is_mark, read_number
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import Records, Value, read_records


def _records(text: str, dataset: str, own: str | None = None) -> Records:
    table = read_table(text.encode())
    match = standard().match(table.headers, dataset)
    return read_records(table, match, own=MunicipalityCode(own) if own else None)


def _value(header: str, field: str, cell: str, dataset: str = "01") -> Value:
    read = _records(f'名称,{header}\n会館,"{cell}"\n', dataset)
    assert [fault for fault in read.faults if fault.row] == []
    return read.records[0].values[field]


@pytest.mark.parametrize(
    "header, field, cell, value, dataset",
    [
        ("緯度", "latitude", "３５．５４６", Decimal("35.546"), "01"),
        ("電話番号", "phone", "(042)722-3111", "0427223111", "01"),
        ("電話番号", "phone", "+81 (42)722-3111", "0427223111", "01"),
        ("電話番号", "phone", "427223111", "0427223111", "01"),
        ("郵便番号", "postcode", "〒194－8520", "1948520", "01"),
        ("郵便番号", "postcode", "606601", "0606601", "01"),
        ("開始時間", "opens", "9時30分", "09:30", "01"),
        ("開始時間", "opens", "9:00", "09:00", "01"),
        ("終了時間", "closes", "24", "24:00", "01"),
        ("終了時間", "closes", "24:00", "24:00", "01"),
        ("小児対応設備の有無", "child_pads", "有", True, "08"),
        ("小児対応設備の有無", "child_pads", "0", False, "08"),
        ("認可等年月日", "approved_on", "44698", date(2022, 5, 17), "05"),
        ("認可等年月日", "approved_on", "R5.７.1", date(2023, 7, 1), "05"),
        ("認可等年月日", "approved_on", "2026-04-01T00:00:00", date(2026, 4, 1), "05"),
        ("収容定員", "capacity", "1,200", 1200, "05"),
        ("収容定員", "capacity", "-", None, "05"),
        ("診療科目", "departments", "内科;外科；小児科", ("内科", "外科", "小児科"), "10"),
        ("名称_カナ", "name_kana", "ﾋﾅﾀ会館", "ﾋﾅﾀ会館", "01"),
        ("名称_カナ", "name_kana", "ひなたかいかん", "ヒナタカイカン", "01"),
    ],
)
def test_a_cell_becomes_the_value_it_means(
    header: str, field: str, cell: str, value: Value, dataset: str
) -> None:
    assert _value(header, field, cell, dataset) == value


@pytest.mark.parametrize(
    "header, cell, reason, dataset",
    [
        ("緯度", "北緯35度", "日本の緯度・経度として読めません", "01"),
        ("電話番号", "722-3111", "市外局番から", "01"),
        ("郵便番号", "194", "7けた", "01"),
        ("終了時間", "日没", "時刻として読めません", "01"),
        ("終了時間", "25:00", "時刻として読めません", "01"),
        ("小児対応設備の有無", "たぶん", "はい（1）かいいえ（0）", "08"),
        ("認可等年月日", "去年", "日付として読めません", "05"),
        ("収容定員", "約50", "数として読めません", "05"),
        ("全国地方公共団体コード", "132090", "正しくは132098", "01"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_fault_with_its_place(
    header: str, cell: str, reason: str, dataset: str
) -> None:
    read = _records(f"題,\n名称,{header}\n会館,{cell}\n", dataset)
    fault = next(f for f in read.faults if f.column == header)
    assert fault.row == 3
    assert reason in fault.sentence
    assert fault.where == f"3行目「{header}」"


def test_a_dropped_zero_is_given_back_and_told_once() -> None:
    text = "全国地方公共団体コード,ID,名称\n92011,1,会館\n92011,2,公園\n"
    read = _records(text, "01", own="092011")
    assert [r.values["localgov_code"] for r in read.records] == ["092011", "092011"]
    assert read.faults == ()
    assert len(read.notes) == 1
    assert "補って読みました（2、3行目）" in read.notes[0]


def test_swapped_coordinates_are_put_back_and_told() -> None:
    read = _records("名称,緯度,経度\n会館,139.44,35.54\n公園,35.55,139.45\n", "01")
    assert read.records[0].values["latitude"] == Decimal("35.54")
    assert read.records[1].values["longitude"] == Decimal("139.45")
    assert "入れかわっていたので、戻して読みました（2行目）" in read.notes[0]


def test_a_place_that_is_twice_north_is_a_fault() -> None:
    read = _records("名称,緯度,経度\n会館,35.54,35.54\n", "01")
    assert read.records[0].values["latitude"] is None
    assert "日本の中の場所になりません" in read.faults[0].sentence


def test_missing_columns_and_blank_required_cells_are_faults() -> None:
    read = _records("名称,緯度\n会館,35.5\n", "08")
    assert [(f.row, f.column) for f in read.faults] == [(None, "設置位置")]
    read = _records("名称,設置位置\n会館,\n", "08")
    assert [(f.row, f.column) for f in read.faults] == [(2, "設置位置")]


def test_a_blank_hazard_stays_unknown() -> None:
    read = _records("名称,災害種別_洪水,災害種別_地震\n広場,1,\n", "03")
    assert read.records[0].values["hazard_flood"] is True
    assert read.records[0].values["hazard_earthquake"] is None
    assert all(fault.row is None for fault in read.faults)


def test_ids_that_are_empty_or_used_twice_are_told() -> None:
    assert "IDの列は空です" in "".join(_records("ID,名称\n,会館\n,公園\n", "01").notes)
    twice = _records("NO,名称\n1,会館\n1,公園\n2,駅\n", "01")
    assert "同じIDが2回以上使われています（2、3行目）" in twice.notes[0]


def test_a_whole_address_in_the_city_column_is_told() -> None:
    read = _records("名称,所在地_市区町村\n会館,ひなた市本町1-2-3\n公園,ひなた市\n", "01")
    assert "番地まで書かれています" in read.notes[0]
    assert "（2行目）" in read.notes[0]


def test_unknown_suppressed_and_zero_are_three_things() -> None:
    table = read_table("地域名,総人口,0-4歳の男性,85歳以上の男性\n緑,x,-,…\n本,120,0,X\n".encode())
    match = standard().match(table.headers, "04")
    census = read_records(table, match, policy=CENSUS)
    assert census.records[0].values["population"] == Number(None, Mark.SUPPRESSED)
    assert census.records[0].ages == (Number(0, Mark.ZERO), Number(None, Mark.MISSING))
    assert census.records[1].ages == (Number(0, Mark.VALUE), Number(None, Mark.SUPPRESSED))
    assert read_records(table, match).records[0].ages[0] == Number(None, Mark.MISSING)


@pytest.mark.parametrize("cell", ["12.5", "-3", "約百人"])
def test_people_are_counted_in_whole_numbers(cell: str) -> None:
    read = _records(f"地域名,総人口\n緑,{cell}\n本,100\n", "04")
    assert read.records[0].values["population"] == Number(None, Mark.MISSING)
    assert "0以上の整数" in read.faults[0].sentence


@pytest.mark.parametrize(
    "cell, census, standard_list",
    [
        ("", Mark.MISSING, Mark.MISSING),
        ("−", Mark.ZERO, Mark.MISSING),
        ("－", Mark.ZERO, Mark.MISSING),
        ("Ｘ", Mark.SUPPRESSED, Mark.SUPPRESSED),
        ("*", Mark.SUPPRESSED, Mark.SUPPRESSED),
        ("***", Mark.MISSING, Mark.MISSING),
        ("0..", Mark.MISSING, Mark.MISSING),
        ("不詳", Mark.MISSING, Mark.MISSING),
        ("12", Mark.VALUE, Mark.VALUE),
    ],
)
def test_marks_mean_what_their_publisher_says(cell: str, census: Mark, standard_list: Mark) -> None:
    assert CENSUS.meaning(cell) is census
    assert STANDARD.meaning(cell) is standard_list
    assert is_mark(cell) == (census is not Mark.VALUE)


def test_numbers_are_read_in_every_dress() -> None:
    assert read_number("１，２３４") == Number(1234, Mark.VALUE)
    assert read_number("▲3") == Number(-3, Mark.VALUE)
    assert read_number("0.50") == Number(Decimal("0.50"), Mark.VALUE)
    assert read_number("1,23") is None
    assert read_number("12人") is None


def test_a_novel_in_a_narrow_column_is_not_repeated_in_its_fault() -> None:
    read = _records(f"名称,電話番号\n会館,{'0' * 5000}\n", "01")
    assert (
        read.faults[0].sentence == "5,000文字も書かれています。この列には短い値を書いてください。"
    )
    assert read_number("1" * 5000) is None


@given(st.integers(-(10**12), 10**12))
def test_every_number_comes_back(number: int) -> None:
    assert read_number(str(number)) == Number(number, Mark.VALUE)
    assert read_number(f"{number:,}") == Number(number, Mark.VALUE)
