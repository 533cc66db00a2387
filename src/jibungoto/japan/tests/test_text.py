"""Search keys: what readers take for the same word has the same key."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jibungoto.japan.text import Term, grams, query_terms, search_key

SAME = [
    ("ハロー", "ﾊﾛｰ"),
    ("ＡＥＤ", "aed"),
    ("ひまわり", "ヒマワリ"),
    ("令和", "㋿"),
    ("㈱", "(株)"),
    ("10時〜12時", "10時～12時"),
    ("2-1-2", "２－１−２"),
    ("2-1-2", "2‐1ー2"),
    ("ハイキングコース", "ハイキングコ－ス"),
    ("自由が丘", "自由ヶ丘"),
    ("自由が丘", "自由ケ丘"),
    ("霞が関", "霞ヶ関"),
    ("ひばりが丘", "ひばりヶ丘"),
    ("三か月", "三ヶ月"),
    ("三カ所", "三箇所"),
    ("澤", "沢"),
    ("髙﨑", "高崎"),
    ("𠮷野家", "吉野家"),
    ("渡邉", "渡辺"),
    ("葛\U000e0100飾", "葛飾"),
    ("神社", "神社"),
    ("一ノ宮", "一の宮"),
    ("緑一丁目", "緑１丁目"),
    ("生産年齢  人    口", "生産年齢 人 口"),
    ("⻑野", "長野"),
]


@pytest.mark.parametrize("one, other", SAME)
def test_spelling_variants_have_one_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("カラオケ大会", "カラオガ大会"),
        ("ケーキ", "ガーキ"),
        ("はし", "ばし"),
        ("びよういん", "びょういん"),
    ],
)
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text())
@example("受ケ入レ")
@example("三ヵ月ー三箇月")
@example("İstanbul")
@example("1-ー-あ-")
@example("ﾞ0 丁目")
def test_a_key_of_a_key_is_the_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


def _found(query: str, text: str) -> bool:
    """What an index does with the grams: phrase of pairs, or a gram by its beginning."""
    stored = grams(text)
    for term in query_terms(query):
        size = len(term.grams)
        windows = [tuple(stored[i : i + size]) for i in range(len(stored))]
        if term.prefix:
            if not any(gram.startswith(term.grams[0]) for gram in stored):
                return False
        elif term.grams not in windows:
            return False
    return True


@pytest.mark.parametrize(
    "query, text",
    [
        ("犬", "子犬のしつけ教室"),
        ("犬", "迷い犬"),
        ("公園", "中央公園まつり"),
        ("公園 犬", "犬と歩く公園"),
        ("公園　犬", "犬と歩く公園"),
        ("山田太郎", "山田 太郎"),
        ("aed", "ＡＥＤ設置箇所"),
        ("AED設置", "ＡＥＤ設置箇所"),
        ("jibun", "Jibungoto"),
        ("緑2丁目", "緑二丁目の会館"),
        ("2026年度", "２０２６年度の計画"),
        ("が丘", "ひばりヶ丘"),
        ("カラオケ", "カラオケ大会"),
        ("𠮷", "𠮷野"),
    ],
)
def test_what_is_in_a_text_is_found(query: str, text: str) -> None:
    assert _found(query, text)


@pytest.mark.parametrize(
    "query, text", [("園公", "公園"), ("京都", "東京タワーと古都"), ("猫", "子犬"), ("2", "2026")]
)
def test_what_is_not_in_a_text_is_not_found(query: str, text: str) -> None:
    assert not _found(query, text)


@given(st.text(alphabet="あいう犬公園まつり広場", min_size=1, max_size=20), st.data())
def test_every_piece_of_a_japanese_run_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    assert _found(text[start:stop], text)


def test_latin_words_and_numbers_stay_whole() -> None:
    assert grams("NPO法人 COVID-19") == ["npo", "法人", "人", "covid", "19"]


def test_a_query_of_signs_only_asks_for_nothing() -> None:
    assert query_terms("！？ ・・・") == []


def test_a_single_character_is_looked_up_by_its_beginning() -> None:
    assert query_terms("犬") == [Term(("犬",), prefix=True)]
