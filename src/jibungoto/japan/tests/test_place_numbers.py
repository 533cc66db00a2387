"""丁目 in kanji and digits, and the names that only look as if they had one."""

import pytest

from jibungoto.japan.numerals import half_width_digits, kanji_number, parse_integer
from jibungoto.japan.place_numbers import block_name, write_blocks


@pytest.mark.parametrize(
    "kanji, digits",
    [
        ("緑二丁目", "緑2丁目"),
        ("四谷三丁目", "四谷3丁目"),
        ("十条一丁目", "十条1丁目"),
        ("東十条三丁目", "東十条3丁目"),
        ("一の宮十二丁目", "一の宮12丁目"),
        ("北二十四条西三丁目", "北24条西3丁目"),
        ("七五三二丁目", "七五三2丁目"),
    ],
)
def test_blocks_are_written_in_either_style(kanji: str, digits: str) -> None:
    assert write_blocks(kanji, "digits") == digits
    assert write_blocks(digits, "kanji") == kanji


@pytest.mark.parametrize(
    "name", ["八王子市", "四谷", "一の宮", "十条", "三丁目町", "二丁目通り", "三鷹"]
)
def test_names_that_only_contain_numerals_are_left_alone(name: str) -> None:
    assert write_blocks(name, "digits") == name
    assert write_blocks(name, "kanji") == name


def test_a_bare_number_is_a_block_only_when_asked() -> None:
    assert write_blocks("本町2", "kanji") == "本町2"
    assert write_blocks("本町２", "kanji", bare=True) == "本町二丁目"
    assert write_blocks("霞が関2-1", "kanji", bare=True) == "霞が関2-1"
    assert block_name("霞が関", "2") == "霞が関二丁目"
    assert block_name("霞が関", "２丁目", "digits") == "霞が関2丁目"


@pytest.mark.parametrize(
    "text, number",
    [
        ("２０２６", 2026),
        ("二〇二六", 2026),
        ("二千二十六", 2026),
        ("十", 10),
        ("百五", 105),
        ("三万", 30000),
    ],
)
def test_numbers_are_read_from_every_script(text: str, number: int) -> None:
    assert parse_integer(text) == number


@pytest.mark.parametrize("text", ["", "十十", "二三十", "-1", "1.5", "²", "万"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="読めません"):
        parse_integer(text)


@pytest.mark.parametrize("number", [0, 1, 10, 11, 21, 100, 1234, 10000, 10010, 123456789, 10**12])
def test_kanji_numbers_come_back(number: int) -> None:
    assert parse_integer(kanji_number(number)) == number


def test_only_digits_are_made_half_width() -> None:
    assert half_width_digits("第１－２号") == "第1－2号"
