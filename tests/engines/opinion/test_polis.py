"""The formulas of pol.is on votes small enough to reckon by hand, and rules that always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibungoto.engines.opinion import (
    NO_GROUP,
    Side,
    VoteError,
    Votes,
    components,
    consensus,
    count,
    count_everybody,
    extremity,
    figures,
    group_aware_consensus,
    polis,
    positions,
    priorities,
    representative,
)

CAST = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 8), st.sampled_from([-1, 0, 1])),
    min_size=1,
    max_size=120,
)


def made(*rows: str) -> Votes:
    """One word a person: + agree, - disagree, o pass, . not voted."""
    cast = [
        (person, statement, {"+": 1, "-": -1, "o": 0}[sign])
        for person, row in enumerate(rows)
        for statement, sign in enumerate(row)
        if sign != "."
    ]
    return Votes.of(*zip(*cast, strict=True), all_statements=range(len(rows[0])))


TWO_CAMPS = made(*["++--+"] * 10, *["--+++"] * 10)


def test_the_later_vote_replaces_the_earlier():
    votes = Votes.of([1, 1, 2], [5, 5, 5], [1, -1, 0])
    assert votes.values.tolist() == [-1, 0]
    assert Votes.of([1, 1], [5, 5], [1, -1], order=[2, 1]).values.tolist() == [1]


def test_what_is_no_vote_is_refused():
    with pytest.raises(VoteError):
        Votes.of([1], [1], [2])
    with pytest.raises(VoteError):
        Votes.of([1, 2], [1], [1])


def test_two_camps_come_out_as_two_groups_with_what_they_share():
    found = polis(TWO_CAMPS)
    assert found.number == 2
    assert len(set(found.groups[:10])) == len(set(found.groups[10:])) == 1
    assert found.counts.votes.tolist() == [[10] * 5] * 2
    assert [one.statement for one in found.consensus[Side.AGREE]] == [4]
    assert found.consensus[Side.DISAGREE] == []
    assert found.group_aware_consensus[4] == pytest.approx((11 / 12) ** 2)
    told = [{one.statement: one.side for one in group} for group in found.representative]
    first, second = told if found.groups[0] == 0 else told[::-1]
    assert {first[j] for j in (0, 1)} == {Side.AGREE}
    assert {second[j] for j in (0, 1)} == {Side.DISAGREE}


def test_the_figures_are_those_reckoned_by_hand():
    groups = np.array([0] * 10 + [1] * 10)
    counts = count(TWO_CAMPS, groups, 2)
    found = figures(counts)
    assert found.agree[0, 0] == 11 / 12
    assert found.agree_test[0, 0] == pytest.approx(2 * 11**0.5 / 2)
    assert found.agree_ratio[0, 0] == pytest.approx((11 / 12) / (1 / 12))
    pooled = (11 + 1) / 22
    z = (1 - 1 / 11) / (pooled * (1 - pooled) * 2 / 11) ** 0.5
    assert found.agree_ratio_test[0, 0] == pytest.approx(z)


def test_priority_is_that_reckoned_by_hand():
    counts = count(made("+", "+", "-", "o"), np.zeros(4, dtype=int), 1)
    importance = (1 - 2 / 6) * 1.5 * 3 / 6
    expected = (importance * (1 + 8 * 2 ** (-4 / 5))) ** 2
    assert priorities(counts, np.array([0.5]), np.array([False])) == pytest.approx([expected])
    assert priorities(counts, np.array([0.5]), np.array([True])) == pytest.approx([49])


def test_a_statement_taken_out_moves_nobody_but_keeps_its_votes():
    out = np.array([True, False, False, False, False])
    found = polis(TWO_CAMPS, left_out=out)
    assert found.components.axes[:, 0].tolist() == [0, 0]
    assert found.extremity[0] == 0
    assert found.counts.votes[:, 0].tolist() == [10, 10]
    assert all(one.statement != 0 for group in found.representative for one in group)
    assert all(one.statement != 0 for side in found.consensus.values() for one in side)


def test_people_with_few_votes_have_a_place_but_no_group():
    votes = made(*["++--++-+"] * 8, *["--++--+-"] * 8, "+.......")
    found = polis(votes)
    assert found.groups[16] == NO_GROUP
    assert (found.groups[:16] != NO_GROUP).all()
    assert np.abs(found.positions[16]).max() > 0


def test_one_person_or_one_statement_is_no_failure():
    assert polis(made("+-o")).number == 1
    assert polis(made("+", "-", "-")).components.axes.shape == (2, 1)


def test_the_axes_are_those_of_the_filled_matrix():
    rng = np.random.default_rng(1)
    dense = np.sign(rng.normal(size=(90, 3)) @ rng.normal(size=(3, 60)))
    there = rng.random(dense.shape) < 0.4
    votes = Votes.of(*np.nonzero(there), dense[there].astype(int), all_statements=range(60))
    means = np.array([dense[there[:, j], j].mean() for j in range(60)])
    filled = np.where(there, dense, means) - means
    expected = np.linalg.svd(filled)[2][:2]
    found = components(votes)
    assert np.abs((found.axes * expected).sum(axis=1)) == pytest.approx(1, abs=1e-9)
    scale = np.sqrt(60 / there.sum(axis=1))[:, None]
    assert positions(votes, found) == pytest.approx(filled @ found.axes.T * scale)
    assert extremity(found)[3] == pytest.approx(
        60**0.5 * abs(1 - means[3]) * np.hypot(*found.axes[:, 3])
    )


@given(cast=CAST, seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_nothing(cast, seed):
    latest = list({(person, statement): v for person, statement, v in cast}.items())
    rows = [(person, statement, v) for (person, statement), v in latest]
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    one, other = (Votes.of(*zip(*told, strict=True)) for told in (rows, shuffled))
    assert one.digest() == other.digest()
    first, second = polis(one), polis(other)
    assert first.positions.tobytes() == second.positions.tobytes()
    assert first.groups.tobytes() == second.groups.tobytes()


@given(cast=CAST)
@settings(max_examples=60, deadline=None)
def test_what_always_holds(cast):
    votes = Votes.of(*zip(*cast, strict=True))
    found = polis(votes)
    counts = found.counts
    assert (counts.agrees + counts.disagrees <= counts.votes).all()
    assert counts.votes.sum() == votes.per_person[found.groups != NO_GROUP].sum()
    everybody = count_everybody(votes)
    assert everybody.votes.sum() == len(votes.values)
    assert ((found.group_aware_consensus > 0) & (found.group_aware_consensus < 1)).all()
    assert np.isfinite(found.positions).all()
    assert (found.priorities > 0).all()
    nothing_out = np.zeros(len(votes.statements), dtype=bool)
    assert max(map(len, representative(counts, nothing_out)), default=0) <= 5
    lists = consensus(everybody, nothing_out)
    assert not {o.statement for o in lists[Side.AGREE]} & {
        o.statement for o in lists[Side.DISAGREE]
    }
    assert group_aware_consensus(everybody) == pytest.approx(
        (everybody.agrees[0] + 1) / (everybody.votes[0] + 2)
    )
