"""Holidays and the days a city office is closed."""

from datetime import date

import pytest

from jibungoto.japan.holidays import (
    add_open_days,
    closed_reason,
    holiday_name,
    holidays_between,
    is_open,
    next_open_day,
    open_days,
)


def test_substitute_and_citizens_holidays_are_known() -> None:
    assert holiday_name(date(2026, 5, 6)) == "憲法記念日 振替休日"
    assert holiday_name(date(2026, 9, 22)) == "国民の休日"
    assert holiday_name(date(2026, 9, 24)) is None
    assert [name for _, name in holidays_between(date(2026, 9, 1), date(2026, 9, 30))] == [
        "敬老の日",
        "国民の休日",
        "秋分の日",
    ]


@pytest.mark.parametrize(
    "day, reason",
    [
        (date(2026, 12, 28), None),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 3), "年末年始"),
        (date(2027, 1, 4), None),
        (date(2026, 11, 21), "土曜日"),
        (date(2026, 11, 22), "日曜日"),
        (date(2026, 11, 23), "勤労感謝の日"),
    ],
)
def test_a_closed_office_says_why(day: date, reason: str | None) -> None:
    assert closed_reason(day) == reason
    assert is_open(day) == (reason is None)


def test_a_deadline_on_a_closed_day_moves_to_the_next_open_one() -> None:
    assert next_open_day(date(2026, 12, 29)) == date(2027, 1, 4)
    assert next_open_day(date(2026, 11, 24)) == date(2026, 11, 24)


def test_open_days_are_counted_without_the_first() -> None:
    assert add_open_days(date(2026, 9, 18), 1) == date(2026, 9, 24)
    assert add_open_days(date(2026, 9, 19), 0) == date(2026, 9, 24)
    assert open_days(date(2026, 9, 18), date(2026, 9, 25)) == [
        date(2026, 9, 18),
        date(2026, 9, 24),
        date(2026, 9, 25),
    ]
    with pytest.raises(ValueError, match="0日以上"):
        add_open_days(date(2026, 9, 18), -1)
