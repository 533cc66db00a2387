"""Era years and dates: what plans, tables and people write, and what is refused in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.eras import (
    FIRST_SOLAR_DAY,
    JapaneseDateError,
    era_date,
    era_of,
    era_year,
    find_date,
    find_day_counted,
    from_excel_serial,
    is_phantom,
    parse_date,
    parse_year,
    western_date,
    year_with_era,
)

SOLAR_DAYS = st.dates(FIRST_SOLAR_DAY, date(2199, 12, 31))
YEARS = st.integers(1868, 2200)


@pytest.mark.parametrize(
    "written, day",
    [
        ("R7.4.1", date(2025, 4, 1)),
        ("r7/4/1", date(2025, 4, 1)),
        ("Ｒ５．７．１", date(2023, 7, 1)),
        ("R5.７.1", date(2023, 7, 1)),
        ("R070401", date(2025, 4, 1)),
        ("令7.4.1", date(2025, 4, 1)),
        ("令和 7年 4月 1日", date(2025, 4, 1)),
        ("令和七年四月一日", date(2025, 4, 1)),
        ("令和十一年十二月三十一日", date(2029, 12, 31)),
        ("㋿元年5月1日", date(2019, 5, 1)),
        ("㍻31年4月30日", date(2019, 4, 30)),
        ("H31.4.30", date(2019, 4, 30)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和六十四年一月七日", date(1989, 1, 7)),
        ("令和元年５月１日", date(2019, 5, 1)),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("2026/4/1 0:00", date(2026, 4, 1)),
        ("2026-04-01T00:00:00", date(2026, 4, 1)),
        ("２０２６年４月１日", date(2026, 4, 1)),
        ("二〇二六年四月一日", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("2026年（令和8年）4月1日", date(2026, 4, 1)),
        ("令和8（2026）年4月1日", date(2026, 4, 1)),
        ("令和8年4月1日（水）", date(2026, 4, 1)),
        ("平成34年4月1日", date(2022, 4, 1)),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, day: date) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize(
    "written, reason",
    [
        ("26/4/1", "元号をつけるか、西暦4けた"),
        ("元年4月1日", "元号がありません"),
        ("1867-12-31", "1868年（明治元年）より前"),
        ("明治3年1月1日", "旧暦"),
        ("慶応3年1月1日", "読めませんでした"),
        ("令和8年", "年だけ"),
        ("令和8年4月", "年と月だけ"),
        ("2026-04-01 10:00", "時刻も書かれています"),
        ("令和8年4月1日（木）", "2026年4月1日は水曜日"),
        ("令和8（2025）年4月1日", "2つの年が合いません"),
        ("令和0年1月1日", "最初の年は元年"),
        ("令和8年2月30日", "暦にありません"),
        ("令和8年13月1日", "暦にありません"),
        ("9999-12-31", "先すぎます"),
        ("平成99年4月1日", "平成99年という年はありません。平成は31年までです"),
        ("44698", "読めませんでした"),
        ("4月1 2日", "読めませんでした"),
        ("", "日付が書かれていません"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(written: str, reason: str) -> None:
    with pytest.raises(JapaneseDateError, match=reason):
        parse_date(written)


@pytest.mark.parametrize(
    "written, year",
    [
        ("令和8年", 2026),
        ("令7", 2025),
        ("R7", 2025),
        ("H32", 2020),
        ("平成34年", 2022),
        ("平成38年", 2026),
        ("昭和100年", 2025),
        ("令和元年", 2019),
        ("令和1年", 2019),
        ("2026", 2026),
        ("令和8（2026）年", 2026),
        ("2026年（令和8年）", 2026),
    ],
)
def test_a_year_is_read_however_it_is_written(written: str, year: int) -> None:
    assert parse_year(written) == year


def test_a_year_without_era_or_century_is_refused() -> None:
    with pytest.raises(JapaneseDateError, match="西暦4けた"):
        parse_year("８")


def test_the_day_decides_between_two_eras_of_one_year() -> None:
    assert era_date(date(2019, 4, 30)) == "平成31年4月30日"
    assert era_date(date(2019, 5, 1)) == "令和元年5月1日"
    assert era_date(date(1989, 1, 7)) == "昭和64年1月7日"
    assert era_date(date(1989, 1, 8)) == "平成元年1月8日"
    assert era_of(date(1926, 12, 24)).name == "大正"


def test_a_bare_year_takes_the_era_of_its_last_day() -> None:
    assert [era_year(y) for y in (2026, 2019, 2018, 1989, 1926, 1868)] == [
        "令和8",
        "令和元",
        "平成30",
        "平成元",
        "昭和元",
        "明治元",
    ]


def test_both_years_stand_side_by_side_in_the_order_asked_for() -> None:
    assert year_with_era(2022) == "2022年（令和4年）"
    assert year_with_era(2019, "era-first") == "令和元年（2019年）"


def test_a_phantom_year_stays_as_written_and_gets_its_real_name_beside_it() -> None:
    assert year_with_era(2022, written="平成34年") == "平成34年（令和4年）"
    assert year_with_era(2022, written="令和4年") == "令和4年（2022年）"
    assert year_with_era(2022, written="2022年") == "2022年（令和4年）"
    with pytest.raises(JapaneseDateError, match="2022年ではありません"):
        year_with_era(2022, written="平成30年")


def test_only_years_beyond_their_era_are_phantoms() -> None:
    assert is_phantom("平成32年")
    assert is_phantom("平成31年5月1日")
    assert not is_phantom("平成31年4月30日")
    assert not is_phantom("平成31年")
    assert not is_phantom("令和40年")
    assert not is_phantom("2022年")


def test_what_lies_before_the_eras_is_shown_in_western_years_only() -> None:
    assert year_with_era(1603) == "1603年"
    with pytest.raises(JapaneseDateError, match="明治より前"):
        era_of(date(1868, 1, 24))
    with pytest.raises(JapaneseDateError, match="旧暦"):
        era_date(date(1872, 12, 31))


def test_excel_serials_are_read_only_when_asked() -> None:
    assert from_excel_serial(44698) == date(2022, 5, 17)
    assert from_excel_serial(61) == date(1900, 3, 1)
    assert from_excel_serial(43236, since_1904=True) == date(2022, 5, 17)
    for serial in (0, 60, 10**7):
        with pytest.raises(JapaneseDateError, match="Excel"):
            from_excel_serial(serial)


def test_the_date_of_a_title_line_is_found() -> None:
    assert find_date("令和3年4月1日現在、条丁目別の世帯数") == date(2021, 4, 1)
    assert find_date("人口（2020/10/1、住民基本台帳）") == date(2020, 10, 1)
    assert find_date("平成31年（2019年）4月1日現在") == date(2019, 4, 1)
    assert find_date("令和8年2月末日現在の人口") == date(2026, 2, 28)
    assert find_date("jinko_r080401.csv") == date(2026, 4, 1)
    assert find_date("r8.4.1.csv") == date(2026, 4, 1)
    assert find_date("人口20260401.xlsx") == date(2026, 4, 1)
    assert find_date("ver8.4.1、20261399、T001082_27.csv") is None
    assert find_date("電話042-722-3111、2020年99月1日") is None


@given(SOLAR_DAYS)
def test_every_day_comes_back_from_its_era_date(day: date) -> None:
    assert parse_date(era_date(day)) == day
    assert parse_date(western_date(day)) == day
    assert parse_date(day.isoformat()) == day


@given(YEARS)
def test_every_year_comes_back_from_its_era(year: int) -> None:
    assert parse_year(era_year(year)) == year
    assert parse_year(year_with_era(year)) == year
    assert not is_phantom(era_year(year))


@given(st.text())
def test_nothing_but_a_sentence_comes_from_nonsense(text: str) -> None:
    try:
        parse_date(text)
    except JapaneseDateError as error:
        sentence = str(error)
    else:
        sentence = "読めました。"
    assert sentence.endswith("。")


def test_the_day_that_is_counted_is_told_from_the_day_a_table_was_made() -> None:
    made, counted = "令和7年10月15日更新", "令和7年9月末日現在"
    assert find_day_counted([made, counted]) == date(2025, 9, 30)
    assert find_day_counted([f"{made}　{counted}"]) == date(2025, 9, 30)
    assert find_day_counted(["作成日：令和7年10月15日"]) is None
    assert find_day_counted(["人口（2025年10月1日）"]) == date(2025, 10, 1)
    assert find_day_counted(["令和6年度末現在"]) == date(2025, 3, 31)
