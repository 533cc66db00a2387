"""The trace reads both ways, hides what the reader may not see, and never bites its tail."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jibungoto.kernel import nodes, tenancy, trace
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.models import Link, Municipality, Node


@pytest.fixture
def city(db):
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city


def a_node(number, **fields):
    return nodes.register(
        kind="x",
        title=f"n{number}",
        path=f"x/{number}/",
        occurred_on=dt.date(2026, 1, 1) + dt.timedelta(days=number),
        **fields,
    )


def test_a_story_runs_from_the_voice_to_the_result_wherever_one_begins(city):
    voice, decision, deed = a_node(1), a_node(2), a_node(3)
    trace.connect(decision, voice, Link.Relation.CAME_OF)
    trace.connect(deed, decision, Link.Relation.DECIDED_IN)
    for node in (voice, decision, deed):
        steps = trace.story(GUEST, node)
        assert [s.node.title for s in steps] == ["n1", "n2", "n3"]
        assert [s.distance for s in steps][["n1", "n2", "n3"].index(node.title)] == 0


def test_an_older_record_that_takes_up_a_voice_is_told_after_it(city):
    measure, voice, other = a_node(1), a_node(5), a_node(3)
    trace.connect(measure, voice, Link.Relation.CAME_OF)
    trace.connect(other, voice, Link.Relation.CAME_OF)
    assert [s.node.title for s in trace.story(GUEST, voice)] == ["n5", "n1", "n3"]
    assert [s.node.title for s in trace.story(GUEST, measure)] == ["n5", "n1"]


def test_what_is_not_public_is_left_out_of_the_story_of_a_guest(city):
    voice, draft = a_node(1), a_node(2, state=Node.State.DRAFT)
    trace.connect(draft, voice, Link.Relation.CAME_OF)
    assert [s.node for s in trace.story(GUEST, voice)] == [voice]


def test_the_same_link_twice_is_one(city):
    a, b = a_node(1), a_node(2)
    trace.connect(b, a, Link.Relation.CAME_OF)
    trace.connect(b, a, Link.Relation.CAME_OF, note="総会で")
    assert [link.note for link in Link.objects.all()] == ["総会で"]


def test_a_story_costs_the_same_queries_for_one_link_and_for_thirty(
    city, django_assert_max_num_queries
):
    middle = a_node(0)
    for number in range(1, 31):
        trace.connect(a_node(number), middle, Link.Relation.CAME_OF)
    with django_assert_max_num_queries(4):
        assert len(trace.story(GUEST, middle)) == 31


class NoLinkMakesAThingComeOfItself(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
    def test_links_that_close_a_ring_are_refused_and_all_others_kept(self, pairs):
        city = Municipality.objects.create(slug="koko", name="ここ市")
        with tenancy.within(city):
            made = [a_node(n) for n in range(5)]
            reach = {n: {n} for n in range(5)}
            for later, earlier in pairs:
                if later in reach[earlier]:
                    with pytest.raises(trace.LinkLoop):
                        trace.connect(made[later], made[earlier], Link.Relation.CAME_OF)
                    continue
                trace.connect(made[later], made[earlier], Link.Relation.CAME_OF)
                for n in range(5):
                    if later in reach[n]:
                        reach[n] |= reach[earlier]
