"""Readings (フリガナ)."""

import pytest

from jibungoto.japan.kana import FuriganaError, furigana


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
