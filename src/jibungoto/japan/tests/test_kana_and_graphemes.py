"""Readings, their order, characters as people count them, and 外字."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.graphemes import graphemes, length, private_characters, shorten
from jibungoto.japan.kana import FuriganaError, furigana, kana_row, kana_sort_key


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("やまだ たろう", "ヤマダ　タロウ"),
        ("ﾔﾏﾀﾞ  ﾀﾛｳ", "ヤマダ　タロウ"),
        ("か\u3099き", "ガキ"),
        ("セ－ラ-", "セーラー"),
        ("ヴァイオリン", "ヴァイオリン"),
    ],
)
def test_a_reading_is_stored_in_full_width_katakana(typed: str, stored: str) -> None:
    assert furigana(typed) == stored
    assert furigana(stored) == stored


@pytest.mark.parametrize("typed, named", [("山田", "山"), ("ヤマダ2", "2"), ("Yamada", "Y")])
def test_a_reading_that_is_not_kana_is_refused_by_name(typed: str, named: str) -> None:
    with pytest.raises(FuriganaError, match=f"「{named}」は使えません"):
        furigana(typed)


@pytest.mark.parametrize(
    "ordered",
    [
        ["はは", "はば", "はぱ", "ばは", "ばば", "ぱぱ"],
        ["ハー", "ハァ", "はあ", "ハア", "ハイ"],
        ["かつこ", "がっこ"],
        ["びょういん", "びよういん"],
        ["すゝき", "すすき", "すずき"],
        ["さとう　あ", "さとういちろう", "さとうう"],
        ["3丁目", "abc", "あ", "ん", "犬"],
        ["は", "ば", "はあ"],
    ],
)
def test_readings_sort_like_a_japanese_index(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=kana_sort_key) == ordered


def test_a_reading_is_listed_under_its_row() -> None:
    assert [kana_row(r) for r in ("ガッコウ", "ヴァ", "ん", "ぱん", "犬", "")] == [
        "か",
        "あ",
        "わ",
        "は",
        "他",
        "他",
    ]


def test_characters_are_counted_as_people_count_them() -> None:
    assert length("葛\U000e0100飾区") == 3
    assert length("か\u3099") == 1
    assert length("👨‍👩‍👧と🇯🇵と👍🏽") == 5
    assert length("一行目\r\n二行目") == 7
    assert shorten("葛\U000e0100飾区役所", 3) == "葛\U000e0100飾…"
    assert shorten("葛\U000e0100飾区", 3) == "葛\U000e0100飾区"


@given(st.text())
def test_cutting_a_text_into_characters_loses_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_gaiji_are_found_and_asked_about() -> None:
    found = private_characters("山\ue000田\U000f0001")
    assert [(c.position, c.character) for c in found] == [(2, "\ue000"), (4, "\U000f0001")]
    assert "2文字目は外字（U+E000）" in found[0].sentence
    assert private_characters("髙﨑𠮷葛\U000e0100") == []
