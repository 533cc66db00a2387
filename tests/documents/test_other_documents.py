"""The reader of plan documents on ways of writing that no real document here uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.documents import Item, read
from jibungoto.japan.documents.lines import split
from jibungoto.japan.documents.markers import CIRCLED

COLUMNS = """
みどり市地域づくり推進計画（第2次）
第１章　計画の策定にあたって
計画期間は、令和6年度から令和10年度までの5年間とします。
第２章　施策の体系

基本目標              施策                          主な取組
１ つながりをつくる   1-1 交流の場づくり            ① 居場所の開設
                                                    ② 多世代交流の
                                                       つどい
                      1-2 情報の共有                ◎③ 地域だよりの発行
２ 担い手をそだてる   2-1 学びの場                  ① 地域講座
                      2-2 若者の参加を
                          すすめる                  ② 学生ボランティア

◎：重点取組

第３章　施策の展開
基本目標１　つながりをつくる
施策1-1　交流の場づくり
　空き家などを使い、だれもが立ち寄れる場をふやします。
【指標】
指標名                     単位   現状値(R4)   目標値(R10)
居場所の数                 か所   12           30
居場所に通う人の割合       ％     8.5          15.0

施策1-2　情報の共有
　紙とインターネットの両方で伝えます。
"""

WORD = """
第３次あおば市協働のまちづくり指針（案）

Ⅰ　はじめに
本指針の期間は、２０２４年度（令和６年度）から２０２８年度（令和10年度）までとします。

Ⅱ　成果指標
　　　　　　　　　　　　　　　基準値　　　実績値　　　目標値
指　　標　　　　　　　　　　　令和元年度　令和５年度　令和10年度
①自治会加入率（％）　　　　　　68.2　　　　63.5　　　　65.0
②ボランティア登録者数（人）　　　1,024　　　1,180　　　1,300
③苦情件数（件）　　　　　　　　　120　　　　98　　　　減少

Ⅲ　取組の体系
１．参加のきっかけをつくります
（１）はじめての人への案内
　ア　転入者パンフレットの配布（市民課）
　イ　体験会の開催（市民課・生涯学習課）
（２）学生とのつながり
　ア　学校との連携（再掲）
２．続けられるしくみをつくります
（１）役割の見直し
　ア　会議の回数を減らす
　イ　役員の任期の見直し（「地域福祉計画」参照）
　　ウ　行事の整理

Ⅳ　進行管理
毎年度、実施状況を公表します。
"""


def codes(text: str) -> list[tuple[str, str]]:
    return [(item.code, item.title) for item in read(text).walk()]


def test_a_table_that_kept_its_columns_becomes_a_tree() -> None:
    assert codes(COLUMNS) == [
        ("1", "つながりをつくる"),
        ("1-1", "交流の場づくり"),
        ("1-1-①", "居場所の開設"),
        ("1-1-②", "多世代交流のつどい"),
        ("1-2", "情報の共有"),
        ("1-2-③", "地域だよりの発行"),
        ("2", "担い手をそだてる"),
        ("2-1", "学びの場"),
        ("2-1-①", "地域講座"),
        ("2-2", "若者の参加をすすめる"),
        ("2-2-②", "学生ボランティア"),
    ]


def test_levels_marks_period_and_passages_come_with_it() -> None:
    said = read(COLUMNS)
    assert said.title == "みどり市地域づくり推進計画（第2次）"
    assert said.period == (2024, 2028)
    by_code = {item.code: item for item in said.walk()}
    assert [by_code[c].level_name for c in ("1", "1-1", "1-1-①")] == [
        "基本目標",
        "施策",
        "主な取組",
    ]
    assert by_code["1-2-③"].mark == "◎"
    assert by_code["1-1"].narrative.startswith("空き家などを使い")
    assert by_code["1-2"].narrative.endswith("伝えます。")


def test_numbers_kana_and_brackets_nest_as_they_first_appear() -> None:
    said = read(WORD)
    by_code = {item.code: item for item in said.walk()}
    assert list(by_code) == [
        *("1", "1-(1)", "1-(1)-ア", "1-(1)-イ", "1-(2)", "1-(2)-ア"),
        *("2", "2-(1)", "2-(1)-ア", "2-(1)-イ", "2-(1)-ウ"),
    ]
    assert by_code["1-(1)-イ"].departments == ("市民課", "生涯学習課")
    assert by_code["2-(1)-イ"].references[0].text == "地域福祉計画"
    assert by_code["1-(2)-ア"].doubts == ["再掲です。"]


@pytest.mark.parametrize(
    "text, name, unit, amounts",
    [
        (
            COLUMNS,
            "居場所に通う人の割合",
            "％",
            [(2022, "baseline", "8.5"), (2028, "target", "15.0")],
        ),
        (
            WORD,
            "自治会加入率",
            "％",
            [(2019, "baseline", "68.2"), (2023, "actual", "63.5"), (2028, "target", "65.0")],
        ),
        (
            "指標　基準値（平成30年度）　目標値（平成35年度）\n"
            "防災訓練の参加者　1,200人　2,000人\n",
            "防災訓練の参加者",
            "人",
            [(2018, "baseline", "1200"), (2023, "target", "2000")],
        ),
    ],
)
def test_indicators_are_read_whatever_the_head_looks_like(text, name, unit, amounts) -> None:
    found = next(i for i in read(text).indicators if i.name == name)
    assert found.unit in (unit, unit.replace("％", "%"))
    assert [(a.year, a.role, str(a.value)) for a in found.amounts] == amounts


def test_a_target_in_words_is_kept_as_written_and_is_no_number() -> None:
    found = next(i for i in read(WORD).indicators if i.name == "苦情件数")
    assert (found.amounts[-1].value, found.amounts[-1].written) == (None, "減少")
    assert found.confidence < 0.9


def test_cells_that_say_the_same_between_numbers_are_no_heads_of_pages() -> None:
    rows = [f"{n}\n（{n}）取組その{n}\n協働課\n未実施\n{n * 10}" for n in range(1, 6)]
    kept = [line.text for line in split("\n".join(rows)).lines]
    assert kept.count("未実施") == 5


def test_what_stands_at_the_head_of_every_page_stands_once() -> None:
    pages = [f"あおば市総合計画　{n}\n" + f"地域の話{n}です。\n" * 20 for n in range(1, 5)]
    kept = [line.text for line in split("\f".join(pages)).lines]
    assert sum(line.startswith("あおば市総合計画") for line in kept) == 1


def test_text_without_a_plan_proposes_nothing() -> None:
    said = read("きょうは晴れです。公園で会いましょう。\n")
    assert not any((said.items, said.indicators, said.tasks, said.outcomes, said.pairings))


def test_nothing_to_read_is_said() -> None:
    assert read(" \n\f\n").notes == ["読める文字がありません。"]


LINES = st.lists(
    st.sampled_from([*COLUMNS.splitlines(), *WORD.splitlines()])
    | st.text(
        st.sampled_from("１2（）①・◎※第章施策指標値年度令和平成。、 　-－「」参照課未実施成果方向"),
        max_size=30,
    ),
    max_size=40,
)


@given(LINES)
def test_no_text_is_too_strange_and_every_proposal_stands_in_the_text(lines: list[str]) -> None:
    said = read("\n".join(lines))
    items = [*said.walk(), *said.principles, *said.viewpoints]
    for item in items:
        assert item.title or item.children
        assert 1 <= item.source.first <= item.source.last <= len(lines)
        assert 0 < item.confidence <= 1
    for indicator in said.indicators:
        assert len(indicator.amounts) >= 2


@given(st.integers(2, 6), st.integers(2, 6), st.integers(1, 6))
def test_a_regular_tree_comes_back_as_it_was_written(tops: int, middles: int, leaves: int) -> None:
    rows = ["施策の体系"]
    for a in range(1, tops + 1):
        rows.append(f"{a}　大きな目標その{a}")
        for b in range(1, middles + 1):
            rows.append(f"（{b}）中くらいの施策")
            rows += [f"{CIRCLED[c]}小さな取組" for c in range(leaves)]
    rows[0] = "Ⅱ　施策の体系"
    said = read("\n".join(rows))
    counted = [shape(item) for item in said.items]
    assert counted == [[[[]] * leaves] * middles] * tops


def shape(item: Item) -> list:
    return [shape(child) for child in item.children]


def test_a_document_in_another_language_is_told_and_not_misread() -> None:
    reading = read("Plan 2030\n1.1 Background\nThe city began in 2005.\n2 Goals\n2.1 Share\n" * 5)
    assert not reading.items
    assert not reading.indicators
    assert "日本語の文字がほとんどない" in reading.notes[0]


def test_a_sentence_that_explains_marks_is_no_measure() -> None:
    reading = read(
        "第３章　施策の展開\n基本目標１　知る\n施策の柱１－１　共有\n★１－１－①　たよりの発行\n"
        "◆１－１－②　案内\n　★は重点事業、◆は新規事業を示します。\n"
    )
    assert {m.sign: m.meaning for m in reading.marks} == {"★": "重点事業", "◆": "新規事業"}
    assert not [i for i in reading.walk() if "示します" in i.title]


def test_a_part_of_a_whole_is_kept_as_written_for_a_person_to_decide() -> None:
    reading = read(
        "数値目標\n指標 現状（R5年度） R7 R11\n懇談会の開催地区数（地区） 3/12 5/12 12/12\n"
    )
    amounts = reading.indicators[0].amounts
    assert [(a.value, a.written) for a in amounts] == [
        (None, "3/12"),
        (None, "5/12"),
        (None, "12/12"),
    ]
