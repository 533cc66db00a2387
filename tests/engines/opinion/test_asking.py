"""Statements are asked where an answer teaches most, and made votes are noticed."""

import numpy as np
import pytest

from jibungoto.engines.opinion import (
    Counts,
    Votes,
    chances,
    compared,
    flag,
    is_flat,
    next_statement,
    robust,
    worth,
)
from tests.engines.opinion.conversations import all_conversations
from tests.engines.opinion.planting import planted

COUNTS = Counts(
    np.array([[0, 5, 50], [0, 5, 50]]),
    np.array([[0, 5, 50], [0, 5, 0]]),
    np.array([[0, 10, 100], [0, 10, 50]]),
)
ALL = np.ones(3, dtype=bool)


def test_the_statement_known_least_is_asked_most():
    chance = chances(worth(COUNTS), ALL)
    assert chance.sum() == pytest.approx(1)
    assert chance[0] > chance[1] > chance[2] >= 0.2 / 3
    assert not is_flat(chance)


def test_what_is_answered_or_left_out_is_never_asked():
    open_ = np.array([False, True, True])
    chance = chances(worth(COUNTS, group=1), open_)
    assert chance[0] == 0
    drawn = {next_statement(chance, draw) for draw in np.linspace(0, 0.999999, 400)}
    assert drawn == {1, 2}
    assert next_statement(chances(worth(COUNTS), ~ALL), 0.5) is None


def test_an_even_draw_is_noticed():
    assert is_flat(np.full(4, 0.25))
    assert not is_flat(np.array([1.0]))


def test_every_statement_is_reached_when_people_come_one_by_one():
    rng = np.random.default_rng(3)
    seen = np.zeros((1, 30), dtype=int)
    for _ in range(60):
        open_ = np.ones(30, dtype=bool)
        for _ in range(10):
            counts = Counts(seen // 2, seen - seen // 2, seen)
            asked = next_statement(chances(worth(counts), open_), rng.random())
            seen[0, asked] += 1
            open_[asked] = False
    assert seen.min() >= 10


def test_a_botnet_is_flagged_and_its_effect_shown():
    honest, _ = planted(400, 40, groups=2, median=20, seed=4)
    bots = np.repeat(np.arange(1000, 1300), 40)
    votes = Votes.of(
        np.concatenate([honest.rows, bots]),
        np.concatenate([honest.columns, np.tile(np.arange(40), 300)]),
        np.concatenate([honest.values, np.ones(len(bots), dtype=int)]),
    )
    flags = flag(votes)
    bot = votes.people >= 1000
    assert flags.constant[bot].all()
    assert flags.alike[bot].all()
    assert flags.any[~bot].mean() < 0.02
    found = compared(votes, flags)
    assert found.changed
    assert found.without.ground.states == robust(votes.of_people(~flags.any)).ground.states


def test_near_copies_are_found_although_each_differs_a_little():
    honest, _ = planted(300, 60, groups=2, median=25, seed=5)
    rng = np.random.default_rng(6)
    copies = np.tile(rng.choice([-1, 0, 1], 60), (20, 1))
    copies[np.arange(20), rng.integers(60, size=20)] = 0
    rows, columns = np.indices(copies.shape).reshape(2, -1)
    votes = Votes.of(
        np.concatenate([honest.rows, rows + 1000]),
        np.concatenate([honest.columns, columns]),
        np.concatenate([honest.values, copies.ravel()]),
    )
    found = flag(votes).alike
    copied = votes.people >= 1000
    assert found[copied].mean() > 0.9
    assert not found[~copied].any()


def test_a_crowd_in_one_minute_is_a_burst():
    arrivals = np.concatenate([np.arange(0, 36_000, 60.0), np.full(80, 7_200.5)])
    votes = Votes.of(np.arange(len(arrivals)), np.zeros(len(arrivals), int), [1] * len(arrivals))
    found = flag(votes, arrivals).burst
    assert found[-80:].all()
    assert found[:-80].sum() == 1


@pytest.mark.data
def test_few_real_people_are_flagged(data_dir):
    for name, votes in all_conversations(data_dir).items():
        flags = flag(votes)
        assert flags.alike.mean() < 0.01, name
        assert flags.constant.mean() < 0.1, name
