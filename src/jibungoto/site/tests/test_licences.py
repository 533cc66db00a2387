"""What may be handed on is decided, not assumed."""

import pytest

from jibungoto.site.cli import licences


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("MIT", ""),
        ("GPL-2.0-only OR MIT", ""),
        ("MIT AND OFL-1.1", ""),
        ("", "わかりません"),
        ("AGPL-3.0-or-later", "全体に同じ条件"),
        ("MIT AND GPL-3.0-only", "全体に同じ条件"),
        ("Proprietary", "表"),
    ],
)
def test_a_licence_is_known_and_allowed_or_told(said: str, words: str) -> None:
    fault = licences._fault("something", said)
    assert words in fault
    assert bool(fault) == bool(words)
