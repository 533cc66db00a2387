"""Names and sentences in a row, and numbers with what they count, in each language."""

import pytest
from django.utils.translation import override

from jibungoto.ui.listing import inside, listed, quoted, sentences, with_note
from jibungoto.ui.ruby import cut
from jibungoto.ui.units import unit_after, with_unit


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["a、b", "a・b", "「a」「b」", "「a」など", "あ。い。", "人口（2026）", "1〜3"]),
        (
            "ja-easy",
            ["a、b", "a・b", "「a」「b」", "「a」など", "あ。い。", "人口（2026）", "1〜3"],
        ),
        ("en", ["a, b", "a · b", "“a”, “b”", "“a” and others", "あ。 い。", "人口 (2026)", "1–3"]),
    ],
)
def test_names_and_sentences_are_joined_as_the_language_joins_them(language, said):
    names = ["a", "b"]
    with override(language):
        assert said == [
            listed(names), listed(names, "・"), quoted(names), quoted(names, most=1),
            sentences(["あ。", "", "い。"]), with_note("人口", 2026), listed((1, 3), "〜"),
        ]  # fmt: skip
        assert with_note("人口", "") == "人口"


def test_a_number_has_its_unit_in_the_readers_language():
    with override("ja"):
        assert with_unit("8,412", "人") == "8,412人"
        assert with_unit("1", "か所") == "1か所"
    with override("en"):
        assert with_unit("8,412", "人") == "8,412\xa0people"
        assert with_unit("1", "件") == "1\xa0item"
        assert with_unit("12", "件") == "12\xa0items"
        assert with_unit("33.8", "%") == "33.8%"
        assert with_unit("3", "升") == "3\xa0升"
        assert unit_after(5, "") == with_unit("", "人") == ""


def test_text_that_is_kept_is_cut_without_leaving_half_a_reading():
    assert cut("地域《ちいき》の会議《かいぎ》", 5) == "地域の会議"


def test_marks_within_marks_are_the_inner_ones():
    name = "「協働」推進計画（『白書』）"
    with override("ja"):
        assert inside(name) == "『協働』推進計画（「白書」）"
        assert quoted([name, "北"]) == "「『協働』推進計画（「白書」）」「北」"
        assert inside("犬も入りたい。") == "犬も入りたい"
    with override("en"):
        assert inside(name) == name


def test_names_that_are_sentences_stand_each_in_its_marks():
    said = ["公園を、一つにまとめてもよい。", "犬"]
    with override("ja"):
        assert listed(said) == "「公園を、一つにまとめてもよい」「犬」"
        assert listed(said, most=1) == "「公園を、一つにまとめてもよい」など"
        assert listed(said[:1]) == "公園を、一つにまとめてもよい。"
