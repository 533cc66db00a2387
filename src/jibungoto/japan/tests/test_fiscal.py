"""Fiscal years: April to March, both names for 2019, and the ranges plans use."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.eras import JapaneseDateError
from jibungoto.japan.fiscal import FiscalYear, FiscalYears

YEARS = st.integers(1868, 2199)


@pytest.mark.parametrize(
    "written, year",
    [
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("2026年度", 2026),
        ("２０２６年度", 2026),
        ("R7年度", 2025),
        ("R7", 2025),
        ("令和8（2026）年度", 2026),
        ("令和八年度", 2026),
        ("2026年度（令和8年度）", 2026),
        ("平成34年度", 2022),
    ],
)
def test_a_fiscal_year_is_read_however_it_is_written(written: str, year: int) -> None:
    assert FiscalYear.parse(written) == FiscalYear(year)


@pytest.mark.parametrize(
    "written, reason",
    [
        ("令和8年", "年度のことなら「令和8年度」"),
        ("来年度", "年度として読めませんでした"),
        ("令和8（2025）年度", "合いません"),
        ("8年度", "西暦4けた"),
    ],
)
def test_what_is_no_fiscal_year_is_refused_with_a_reason(written: str, reason: str) -> None:
    with pytest.raises(JapaneseDateError, match=reason):
        FiscalYear.parse(written)


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    year = FiscalYear.of(date(2020, 3, 31))
    assert year == FiscalYear(2019)
    assert (year.first_day, year.last_day) == (date(2019, 4, 1), date(2020, 3, 31))
    assert date(2019, 4, 30) in year
    assert date(2020, 4, 1) not in year
    assert year.months[0] == (2019, 4)
    assert year.months[-1] == (2020, 3)
    assert year + 1 == FiscalYear.of(date(2020, 4, 1)) == FiscalYear(2021) - 1


def test_labels_show_western_year_and_era() -> None:
    assert str(FiscalYear(2026)) == "2026年度（令和8年度）"
    assert FiscalYear(2019).label("era-first") == "令和元年度（2019年度）"
    assert FiscalYear(2018).era == "平成30年度"


@pytest.mark.parametrize(
    "written, first, last",
    [
        ("平成24（2012）年度～平成27（2015）年度", 2012, 2015),
        ("令和5〜9年度", 2023, 2027),
        ("令和5年度から令和9年度まで", 2023, 2027),
        ("平成29年度〜令和3年度", 2017, 2021),
        ("2012-2015年度", 2012, 2015),
        ("2012年度〜2015年度（平成24年度〜平成27年度）", 2012, 2015),
        ("令和8年度", 2026, 2026),
    ],
)
def test_a_run_of_years_is_read_however_it_is_written(written: str, first: int, last: int) -> None:
    assert FiscalYears.parse(written) == FiscalYears(FiscalYear(first), FiscalYear(last))


def test_a_run_of_years_can_be_walked_counted_and_named() -> None:
    years = FiscalYears(FiscalYear(2012), FiscalYear(2015))
    assert [y.year for y in years] == [2012, 2013, 2014, 2015]
    assert len(years) == 4
    assert FiscalYear(2015) in years
    assert FiscalYear(2016) not in years
    assert str(years) == "2012年度〜2015年度（平成24年度〜平成27年度）"


def test_a_run_cannot_end_before_it_begins() -> None:
    with pytest.raises(JapaneseDateError, match="より前になっています"):
        FiscalYears.parse("令和9年度〜令和5年度")
    with pytest.raises(JapaneseDateError, match="西暦と元号の年度が合いません"):
        FiscalYears.parse("2012年度〜2015年度（平成24年度〜平成28年度）")


@given(YEARS, st.integers(0, 1))
def test_every_label_comes_back(year: int, order: int) -> None:
    fiscal = FiscalYear(year)
    assert FiscalYear.parse(fiscal.label(("western-first", "era-first")[order])) == fiscal  # type: ignore[arg-type]
    assert FiscalYear.parse(fiscal.era) == fiscal
    years = FiscalYears(fiscal, fiscal + 1)
    assert FiscalYears.parse(years.label()) == years


@given(st.dates(date(1869, 1, 1), date(2199, 12, 31)))
def test_every_day_lies_in_its_fiscal_year(day: date) -> None:
    assert day in FiscalYear.of(day)
