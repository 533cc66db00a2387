"""The default analysis finds the groups there are, no others, and says how sure it is."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibungoto.engines.opinion import (
    NO_GROUP,
    Counts,
    State,
    Votes,
    adjusted_rand,
    ground,
    robust,
    robust_told,
    wilson,
)
from jibungoto.engines.opinion.agreeing import found_again
from tests.engines.opinion.conversations import all_conversations
from tests.engines.opinion.holding_out import errors
from tests.engines.opinion.planting import planted
from tests.engines.opinion.test_polis import CAST, TWO_CAMPS


def recovered(votes: Votes, own: np.ndarray) -> tuple[int, float]:
    found = robust(votes)
    inside = found.groups != NO_GROUP
    return found.number, adjusted_rand(found.groups[inside], own[inside])


def test_two_camps_and_what_they_share():
    found = robust(TWO_CAMPS)
    assert found.number == 2
    assert found.sizes.tolist() == [10, 10]
    assert found.stability.min() > 0.9
    assert found.shared() == [4]
    assert sorted(found.divisive()) == [0, 1, 2, 3]


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_groups_are_found(groups):
    number, alike = recovered(*planted(1500, 150, groups=groups, median=20))
    assert number == groups
    assert alike > 0.6


def test_three_groups_of_ten_thousand_people_are_found_in_eleven_votes_each():
    number, alike = recovered(*planted(10_000, 1_000))
    assert number == 3
    assert alike >= 0.5


@pytest.mark.parametrize("seed", range(3))
def test_one_group_is_an_answer(seed):
    found = robust(planted(300, 40, groups=1, median=15, seed=seed, spread=0.0)[0])
    assert found.number == 1
    assert found.divisive() == []


def test_no_group_is_smaller_than_five_people():
    few = Votes.of(np.repeat(np.arange(44), 20), np.tile(np.arange(20), 44), [1] * 800 + [-1] * 80)
    found = robust(few)
    assert found.sizes.min() >= 5


def test_nobody_and_nothing_to_vote_on_are_no_failure():
    nobody = TWO_CAMPS.of_people(np.zeros(20, dtype=bool))
    assert robust(nobody).sizes.tolist() == [0]
    nothing = robust(TWO_CAMPS, left_out=np.ones(5, dtype=bool))
    assert nothing.number == 1
    assert nothing.shared() == []


def test_passing_is_not_disagreeing():
    passing = np.tile(np.arange(8), 20)
    half = np.repeat(np.arange(20), 8) < 10
    votes = Votes.of(np.repeat(np.arange(20), 8), passing, np.where(half, 1, 0))
    found = robust(votes)
    told = robust_told(votes, found)["statements"][0]
    assert told["everybody"] == {"agree": 10, "disagree": 0, "pass": 10, "votes": 20}
    assert all(group["disagree_share"][0] == 0 for group in told["groups"])


def test_few_votes_are_called_few():
    counts = Counts(np.array([[9, 40], [8, 38]]), np.zeros((2, 2), int), np.array([[9, 40]] * 2))
    found = ground(counts, np.array([40, 40]))
    assert found.states == (State.NEEDS_VOTES, State.SHARED_AGREE)
    whole = ground(counts, np.array([9, 9]))
    assert whole.states[0] is State.SHARED_AGREE


def test_a_small_difference_is_chance():
    counts = Counts(np.array([[12], [8]]), np.array([[8], [12]]), np.array([[20], [20]]))
    assert ground(counts, np.array([20, 20])).states == (State.MIXED,)


def test_wilson_is_that_of_the_books():
    found = wilson(np.array([[8]]), np.array([[10]]))
    assert found.low[0, 0] == pytest.approx(0.4902, abs=1e-4)
    assert found.high[0, 0] == pytest.approx(0.9433, abs=1e-4)
    unknown = wilson(np.array([[0]]), np.array([[0]]))
    assert (unknown.low[0, 0], unknown.high[0, 0]) == (0, 1)


def test_agreement_of_groupings():
    one = np.array([0, 0, 1, 1])
    assert adjusted_rand(one, 1 - one) == 1
    assert adjusted_rand(one, np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert found_again(one, np.array([0, 0, 0, 1])).tolist() == [2 / 3, 1 / 2]


@given(cast=CAST, seed=st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_no_byte(cast, seed):
    rows = [(p, s, v) for (p, s), v in {(p, s): v for p, s, v in cast}.items()]
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    told = []
    for some in (rows, shuffled):
        votes = Votes.of(*zip(*some, strict=True))
        found = robust(votes)
        told.append(json.dumps(robust_told(votes, found)))
        assert np.isfinite(found.positions).all()
        assert found.sizes.sum() == (found.groups != NO_GROUP).sum()
        shares = found.ground.agree
        assert (shares.low <= shares.share).all()
        assert (shares.share <= shares.high).all()
    assert told[0] == told[1]


@pytest.mark.data
@pytest.mark.parametrize("thinned", [1.0, 0.5, 0.2])
def test_held_out_votes_are_foretold_better_than_by_pol_is(data_dir, thinned):
    for name, votes in all_conversations(data_dir).items():
        found = np.array([errors(votes, thinned, seed) for seed in range(6)])
        ours, theirs = found.mean(axis=0)
        assert ours < theirs, name
        assert math.isfinite(ours)
