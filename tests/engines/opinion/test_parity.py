"""What pol.is published is what we compute."""

from dataclasses import replace

import pytest

from jibungoto.engines.opinion import compare, polis
from tests.engines.opinion.conversations import all_conversations, blobs


@pytest.mark.data
def test_every_figure_pol_is_published_comes_out_again(data_dir):
    found = {name: compare(votes, blob) for name, (votes, blob) in blobs(data_dir).items()}
    assert found
    for parity in found.values():
        assert parity.is_equal
        assert parity.group_votes == 0
        assert parity.group_votes_cells > 500
        assert parity.group_aware_consensus <= 1e-12
        assert parity.representative_lists == 0
        assert parity.consensus_lists == 0
        assert parity.extremity <= 1e-12
        assert parity.priorities <= 1e-12
        assert parity.smallest_cosine >= 0.999


@pytest.mark.data
def test_a_blob_that_says_something_else_is_found_out(data_dir):
    votes, blob = next(iter(blobs(data_dir).values()))
    wrong = {**blob, "consensus": {**blob["consensus"], "agree": []}}
    assert not compare(votes, wrong).is_equal
    assert not replace(compare(votes, blob), group_votes=1).is_equal


@pytest.mark.data
def test_priorities_all_49_are_pol_is_own_fault_and_not_judged(data_dir):
    votes, blob = blobs(data_dir)["150ptpt-3gp-no-strict-no-meta"]
    alike = {**blob, "comment-priorities": dict.fromkeys(blob["comment-priorities"], 49)}
    parity = compare(votes, alike)
    assert parity.priorities_all_alike
    assert parity.is_equal


@pytest.mark.data
def test_every_real_conversation_has_groups(data_dir):
    for name, votes in all_conversations(data_dir).items():
        assert 2 <= polis(votes).number <= 5, name
