"""Indicators as plans write them: bare years, years beside values, one line each, values first."""

import pytest

from jibungoto.japan.documents import read

BEFORE = "みどり市計画\n第1章 施策\n"


def told(text):
    return [
        (i.name, i.unit, [(a.year, a.role, a.written) for a in i.amounts])
        for i in read(BEFORE + text).indicators
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指標名　　2023　2028\n加入率（％）　52.3　55.0\n",
        "指標　　2023実績　2028目標\n加入率（％）　52.3　55.0\n",
        "指標　R5　2028目標\n加入率（％）　52.3　55.0\n",
        "指標　現状値　目標値\n　　（令和5年度）　（令和10年度）\n加入率（％）　52.3　55.0\n",
    ],
)
def test_years_of_a_head_are_read_with_and_without_their_era(text):
    assert told(text) == [("加入率", "%", [(2023, "baseline", "52.3"), (2028, "target", "55.0")])]


def test_no_value_moves_under_the_year_of_another():
    head = "指標　　　H30実績　R4実績　R6目標　2028目標\n"
    rows = "協力事業者数（件）　85　102　120　150\n相談件数　－　1,020件　増加　増加\n"
    assert told(head + rows) == [
        ("協力事業者数", "件", [(2018, "baseline", "85"), (2022, "actual", "102"),
                                (2024, "target", "120"), (2028, "target", "150")]),
        ("相談件数", "件", [(2018, "baseline", "－"), (2022, "actual", "1,020件"),
                            (2024, "target", "増加"), (2028, "target", "増加")]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "指標　策定時　目標\n加入率　52.3％(R5)　55％(R10)\n",
        "成果指標①　加入率\n　現状値　52.3％（令和5年度）\n　目標値　55％（令和10年度）\n",
        "【成果指標】加入率：52.3％（R5）→55％（R10）\n",
    ],
)
def test_a_year_in_brackets_belongs_to_the_value_before_it(text):
    assert told(text) == [("加入率", "%", [(2023, "baseline", "52.3％"), (2028, "target", "55％")])]


def test_a_limit_is_of_the_value_and_not_of_its_unit():
    text = "指標　現状値（R5）　目標値（R10）\n満足度　65.2％　70％以上\n不満　20％　10％以下\n"
    assert [unit for _name, unit, _amounts in told(text)] == ["%", "%"]
