"""Free text: the same answer in any order, small and odd inputs, stances never lost."""

import random

import numpy as np
import pytest

from jibungoto.engines import freetext
from jibungoto.engines.freetext.gathering import rand_index
from jibungoto.engines.freetext.words import read

BUS = (
    "バスの本数を増やしてほしい",
    "バスが少なくて不便です",
    "路線バスの本数が足りません",
    "夕方のバスがもう一本あると助かります",
    "バス停に屋根をつけてください",
)
WASTE = (
    "ごみの有料化に反対です",
    "ごみの有料化に賛成します",
    "ゴミ袋が高いのでごみの有料化はやめて",
    "ごみの分別がむずかしい",
    "ごみの収集日をふやしてほしい",
)
ODD = (
    "😀🎉",
    "",
    "   ",
    "はい",
    "https://example.com/x?y=1",
    "Please add more buses!!",
    "あ" * 5_000,
)


def stances(text):
    return set(freetext.group([text]).stances[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("賛成です", {"for"}),
        ("反対します", {"against"}),
        ("反対ではない", {"for"}),
        ("賛成できません", {"against"}),
        ("残してほしい", {"wish"}),
        ("やめてください", {"stop", "wish"}),
        ("やめないで", {"wish"}),
        ("必要ないと思う", {"against"}),
        ("夜道がこわい", {"worry"}),
        ("心配ありません", set()),
        ("いつもありがたいです", {"thanks"}),
        ("反対。公園がない", {"against"}),
    ],
)
def test_stances_are_told_and_a_denial_turns_them(text, said):
    assert stances(text) == said


def test_a_denied_word_is_another_word():
    spellings = {}
    words = {w for part in read("この道は歩けない", spellings).words for w in part}
    assert "~歩く+ない" in words
    assert spellings["~歩く+ない"].most_common(1)[0][0] == "歩けない"


def test_two_subjects_are_two_groups_with_readable_keywords():
    found = freetext.group([*BUS, *WASTE])
    assert len(found.groups) == 2
    assert {"バス", "ごみ"} <= {w for g in found.groups for w in g.keywords}
    for group in found.groups:
        assert len({at < len(BUS) for at in group.members}) == 1
        assert all(sentence for _at, sentence in group.sentences)


def test_opposite_stances_in_one_group_are_said_aloud():
    found = freetext.group([*BUS, *WASTE])
    waste = next(g for g in found.groups if len(BUS) in g.members)
    assert waste.opposed == ("for", "against")
    assert waste.stances["for"] == 1


def test_texts_that_say_the_same_are_a_family_unless_their_stance_differs():
    texts = [
        "ごみ袋の有料化には反対です。",
        "ゴミ袋の有料化には反対です！",
        "ごみ袋の有料化には賛成です。",
    ]
    assert [set(f) for f in freetext.group(texts).families] == [{0, 1}]


def test_about_one_thing_there_is_one_group():
    texts = [
        f"{when}のバスの{what}"
        for when in ("朝", "夕方", "夜", "休日")
        for what in ("本数を増やしてほしい", "本数が足りない", "本数が少なくて困る", "便が少ない")
    ]
    assert len(freetext.group(texts).groups) == 1


@pytest.mark.parametrize("number", range(21))
def test_few_and_odd_texts_are_taken_and_none_is_lost(number):
    texts = ([*ODD, *BUS, *WASTE] * 2)[:number]
    found = freetext.group(texts)
    told = [*found.rest, *(at for g in found.groups for at in g.members)]
    assert sorted(told) == list(range(number))


def test_the_order_of_rows_changes_nothing():
    chance = random.Random(3)  # noqa: S311
    parts = [*BUS, *WASTE, "公園の遊具が古い", "公園の木陰がほしい", "祭りの太鼓を教えたい"]
    texts = ["。".join(chance.sample(parts, 2)) for _ in range(400)] + list(ODD)
    mixed = chance.sample(range(len(texts)), len(texts))
    one, other = freetext.group(texts), freetext.group([texts[at] for at in mixed])
    assert (one.sha256, one.tried) == (other.sha256, other.tried)
    for mine, theirs in zip(one.groups, other.groups, strict=True):
        assert mine.keywords == theirs.keywords
        assert [s for _at, s in mine.sentences] == [s for _at, s in theirs.sentences]
        assert sorted(texts[at] for at in mine.members) == sorted(
            texts[mixed[at]] for at in theirs.members
        )
    assert [one.places[at] for at in mixed] == list(other.places)
    assert freetext.group(texts) == one


def test_planted_subjects_are_found_again():
    from bench.freetext import made

    texts, subjects = made(800, 7)
    found = freetext.group(texts)
    groups = np.full(len(texts), len(found.groups))
    for number, group in enumerate(found.groups):
        groups[list(group.members)] = number
    assert rand_index(groups, np.array(subjects)) > 0.6


def test_a_number_of_groups_can_be_asked_for():
    texts = [f"{a}と{b}" for a in BUS for b in WASTE] * 3
    assert len(freetext.group(texts, number=3).groups) == 3
