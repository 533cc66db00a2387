"""Votes as everybody may have them, and what marks a group off."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.engines.opinion import (
    Counts,
    Votes,
    assign,
    distinctive,
    places_of,
    robust,
)
from tests.engines.opinion.planting import planted

CASTS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5), st.sampled_from((-1, 0, 1))))


def renamed(votes: Votes, seed: int) -> Votes:
    rng = np.random.default_rng(seed)
    names = rng.permutation(10 * len(votes.people))[: len(votes.people)]
    order = rng.permutation(len(votes.values))
    told = (names[votes.rows][order], votes.columns[order], votes.values[order])
    return Votes.of(*told, all_statements=range(len(votes.statements)))


def cast_by(votes: Votes, person: int) -> dict[int, int]:
    own = slice(votes.starts[person], votes.starts[person + 1])
    names = votes.statements[votes.columns[own]]
    return dict(zip(names.tolist(), votes.values[own].tolist(), strict=True))


@given(CASTS, st.integers(0, 99))
def test_published_votes_tell_neither_names_nor_order(cast, seed):
    people, statements, values = zip(*cast, strict=True) if cast else ((), (), ())
    votes = Votes.of(
        np.array(people, int), np.array(statements, int), values, all_statements=range(6)
    )
    one, _ = votes.published(least=2)
    other, _ = renamed(votes, seed).published(least=2)
    assert one.digest() == other.digest()
    assert one.per_person.all()
    assert len(set(one.columns.tolist())) == len(one.statements)


def test_published_votes_are_those_of_the_same_people_without_rare_statements():
    votes, _groups = planted(300, 40, groups=2, seed=3)
    number = np.bincount(votes.columns, minlength=len(votes.statements))
    few = int(np.median(number))
    told, who = votes.published(least=few)
    assert set(told.statements) == set(votes.statements[number >= few])
    for row, person in enumerate(who[:50].tolist()):
        whole = cast_by(votes, person)
        assert cast_by(told, row) == {n: v for n, v in whole.items() if n in set(told.statements)}


def test_the_analysis_of_published_votes_does_not_hang_on_what_people_were_called():
    votes, _groups = planted(400, 40, groups=2, seed=4)
    one, _ = votes.published(least=10)
    other, _ = renamed(votes, 1).published(least=10)
    found, again = robust(one), robust(other)
    assert (found.groups == again.groups).all()
    assert (found.ground.shared_agree == again.ground.shared_agree).all()


def test_a_group_is_marked_off_by_what_most_of_it_and_few_others_say():
    counts = Counts(
        np.array([[90, 50, 100], [10, 50, 0]]),
        np.array([[10, 50, 0], [90, 50, 100]]),
        np.array([[100, 100, 100], [100, 100, 100]]),
    )
    left_out = np.array([False, False, True])
    first, second = distinctive(counts, left_out)
    assert [(one.statement, one.agrees) for one in first] == [(0, True)]
    assert [(one.statement, one.agrees) for one in second] == [(0, False)]
    assert first[0].share == 0.9
    assert first[0].others == 0.1
    assert 0 < first[0].low < 0.8


def test_nothing_marks_one_group_off():
    counts = Counts(np.array([[9]]), np.array([[1]]), np.array([[10]]))
    assert distinctive(counts, np.zeros(1, dtype=bool)) == [[]]


def test_everybody_is_put_to_their_own_group_by_its_place():
    votes, _groups = planted(400, 40, groups=2, seed=5)
    found = robust(votes)
    own = assign(found.fit, places_of(found.fit, found.groups, found.number))
    inside = found.groups >= 0
    assert (own[inside] == found.groups[inside]).mean() > 0.99
