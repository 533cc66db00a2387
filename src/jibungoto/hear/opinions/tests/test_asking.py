"""What is asked next: by how much it teaches, never flat, and new statements come up."""

import numpy as np
import pytest

from jibungoto.engines import opinion as engine
from jibungoto.hear.opinions.selectors.asking import Asked, chances, next_statement

WORTHS = (0.02, 0.05, 0.001, 0.1667, 0.03)


def asked(worths=WORTHS):
    return [Asked(n, n, "", "seed", {}, worth) for n, worth in enumerate(worths, 1)]


def test_the_chances_are_those_of_the_engine() -> None:
    open_ = np.array([True, True, False, True, True])
    told = engine.chances(np.array(WORTHS), open_)
    ours = chances([one for one in asked() if one.pk != 3])
    assert ours == pytest.approx(told[open_].tolist(), abs=1e-12)


def test_they_are_not_flat_and_each_has_its_floor() -> None:
    told = chances(asked())
    assert not engine.is_flat(np.array(told))
    assert min(told) >= 0.2 / 5
    assert sum(told) == pytest.approx(1)


def test_a_statement_nobody_voted_on_comes_most_often() -> None:
    draws = [next_statement(asked(), {}, (), n / 1000) for n in range(1000)]
    counted = [sum(one.number == n for one in draws) for n in range(1, 6)]
    assert counted[3] == max(counted)
    assert counted[3] > 400
    assert min(counted) >= 40


def test_what_was_answered_never_comes_and_what_was_put_off_last() -> None:
    some = asked()
    assert {next_statement(some, {1: 1, 2: 0}, (3,), n / 50).number for n in range(50)} == {4, 5}
    assert next_statement(some, {1: 1, 2: 0, 4: 1, 5: 1}, (3,), 0.5).number == 3
    assert next_statement(some, {n: 1 for n in range(1, 6)}, (), 0.5) is None


def test_without_any_reading_all_are_as_likely() -> None:
    assert chances(asked((0.0, 0.0))) == [0.5, 0.5]
