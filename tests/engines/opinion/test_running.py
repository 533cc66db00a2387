"""A conversation kept up to date is the conversation counted anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibungoto.engines.opinion import Running, VoteError, components
from tests.engines.opinion.planting import planted
from tests.engines.opinion.test_polis import CAST


@given(cast=CAST, seed=st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_vote_by_vote_is_exactly_all_at_once(cast, seed):
    running = Running(9)
    for person, statement, value in cast:
        running.cast(person, statement, value)
    anew = Running.of(running.votes())
    assert np.array_equal(running.values, anew.values)
    assert np.array_equal(running.mixed, anew.mixed)
    assert np.array_equal(running.voted, anew.voted)
    one, other = running.components(), anew.components()
    assert one.axes.tobytes() == other.axes.tobytes()
    assert one.centre.tobytes() == other.centre.tobytes()


def test_the_axes_are_those_of_the_votes():
    votes, _ = planted(400, 60, median=20)
    kept, whole = Running.of(votes).components(), components(votes)
    assert np.abs((kept.axes * whole.axes).sum(axis=1)) == pytest.approx(1, abs=1e-9)
    assert kept.centre == pytest.approx(whole.centre)
    out = np.arange(60) < 7
    kept, whole = Running.of(votes).components(out), components(votes, out)
    assert np.abs((kept.axes * whole.axes).sum(axis=1)) == pytest.approx(1, abs=1e-9)


def test_a_new_statement_finds_room():
    running = Running(1)
    running.cast("a", 0, 1)
    assert running.open_statement() == 1
    running.cast("a", 1, -1)
    assert running.values.tolist() == [[1, -1], [-1, 1]]


def test_what_is_no_vote_changes_nothing():
    running = Running(2)
    for statement, value in ((0, 2), (2, 1), (-1, 1)):
        with pytest.raises(VoteError):
            running.cast("a", statement, value)
    assert not running.voted.any()
    assert len(running.votes().values) == 0
