"""Sentences are made by rule: small differences are none, and nothing is praised or blamed."""

import pytest

from jibungoto.know.karte import words
from jibungoto.know.karte.likeness import Traits, most_like


@pytest.mark.parametrize(
    ("own", "city", "said"),
    [
        (27.9, 27.4, "市（27.4%）とほぼ同じ"),
        (33.8, 27.4, "市（27.4%）より6.4ポイント高い"),
        (20.0, 27.4, "市（27.4%）より7.4ポイント低い"),
    ],
)
def test_a_share_beside_the_citys(own, city, said) -> None:
    assert words.against_city(own, city) == said


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (1004, 1000, "ほとんど変わっていません"),
        (933, 1000, "6.7%減りました"),
        (1100, 1000, "10.0%増えました"),
    ],
)
def test_a_change_of_a_count(now, then, said) -> None:
    assert words.changed(now, then) == said


@pytest.mark.parametrize(
    ("value", "rounded"), [(47.4, 47), (6514, 6510), (65_149, 65_100), (999.6, 1000)]
)
def test_a_projected_number_is_never_more_exact_than_it_can_be(value, rounded) -> None:
    assert words.rounded(value) == rounded


def test_the_nearest_in_every_trait_is_most_like() -> None:
    traits = {
        1: Traits(0.12, 0.15, 0.15, -0.02),
        2: Traits(0.12, 0.15, 0.16, -0.02),
        3: Traits(0.20, 0.08, 0.06, 0.05),
        4: Traits(0.09, 0.18, 0.25, -0.10),
    }
    assert most_like(traits, 1, 1) == [2]
    assert most_like(traits, 9, 1) == []
