"""Dates, years and amounts read as a careful official would write them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.ui.tags import words

NOON = dt.datetime(2026, 12, 12, 14, 0)  # noqa: DTZ001
LATER = dt.datetime(2026, 12, 12, 15, 30)  # noqa: DTZ001


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


def test_a_day_names_both_years() -> None:
    assert words.era_date(dt.date(2026, 10, 1)) == "2026年（令和8年）10月1日"
    assert words.era_date(dt.date(2019, 4, 30)) == "2019年（平成31年）4月30日"
    assert words.era_date(dt.date(2019, 5, 1)) == "2019年（令和元年）5月1日"
    assert words.era_date(dt.date(1860, 1, 1)) == "1860年1月1日"


def test_things_are_counted_as_far_as_the_word_goes() -> None:
    assert [words.pieces(n) for n in (1, 9, 10, 12)] == ["1つ", "9つ", "10個", "12個"]
    with translation.override("en"):
        assert words.pieces(3) == "3"


def test_a_meeting_says_day_weekday_and_hours() -> None:
    assert words.weekday_date(NOON, LATER) == "12月12日（土）14時〜15時30分"
    assert words.weekday_date(dt.date(2026, 12, 12)) == "12月12日（土）"
    night = dt.datetime(2026, 12, 13, 1, 0)  # noqa: DTZ001
    assert words.weekday_date(NOON, night) == "12月12日（土）14時〜12月13日（日）1時"


def test_a_moment_is_told_in_the_time_of_the_place() -> None:
    utc = dt.datetime(2026, 12, 12, 15, 30, tzinfo=dt.UTC)
    assert words.weekday_date(utc) == "12月13日（日）0時30分"
    assert words.long_date(utc) == "2026年12月13日"


def test_a_fiscal_year_names_its_era_and_begins_in_april() -> None:
    assert words.fiscal_year(2026) == "2026年度（令和8年度）"
    assert words.fiscal_years(2022, 2027) == "2022年度〜2027年度（令和4年度〜令和9年度）"
    assert words.fiscal_year(dt.date(2027, 3, 31)) == "2026年度（令和8年度）"
    assert words.fiscal_year(dt.date(2027, 4, 1)) == "2027年度（令和9年度）"


def test_plain_japanese_gives_the_readings() -> None:
    with translation.override("ja"):
        translation.activate("ja-easy")
        assert words.long_date(dt.date(2026, 12, 2)) == "2026年《ねん》12月《がつ》｜2日《ふつか》"
        assert "土曜日《どようび》" in words.weekday_date(NOON)


def test_english_reads_as_english() -> None:
    with translation.override("en"):
        assert words.weekday_date(NOON, LATER) == "Sat 12 Dec 14:00–15:30"
        assert words.era_date(dt.date(2026, 10, 1)) == "1 Oct 2026"
        assert words.yen(842600) == "¥842,600"
        assert words.fiscal_year(2026) == "FY2026"
        assert words.fiscal_years(2022, 2027) == "FY2022–2027"


@pytest.mark.parametrize(
    "left, said", [(21, "あと21日"), (0, "今日まで"), (-3, "3日前に終わりました")]
)
def test_what_is_left_is_said_in_days(left: int, said: str) -> None:
    today = dt.date(2026, 11, 22)
    assert words.days_left(today + dt.timedelta(left), today) == said


def test_amounts() -> None:
    assert words.yen(842_600) == "842,600円"
    assert words.yen(3_000_000) == "300万円"
    assert words.yen(-500) == "−500円"
    assert words.yen_whole(3_000_000) == "3,000,000円"
    assert words.yen_whole(None) == ""
    assert words.num(8412) == "8,412"
    assert words.num(Decimal("-0.04"), 1) == "0.0"
    assert words.percent(0.338) == "33.8%"
    assert words.change(-0.067) == "6.7%減"


@pytest.mark.parametrize("say", [words.num, words.yen, words.era_date, words.long_date])
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_said_of_nothing(say, nothing) -> None:
    assert say(nothing) == ""


@given(st.integers(-(10**12), 10**12))
def test_a_number_can_be_read_back(value: int) -> None:
    assert int(words.num(value).replace(",", "").replace("−", "-")) == value


def test_a_bare_year_has_its_era_beside_it():
    assert words.era_year(1978) == "1978年（昭和53年）"
    assert words.era_year(1600) == "1600年"
    assert words.era_year(None) == ""
    with translation.override("en"):
        assert words.era_year(1978) == "1978"
