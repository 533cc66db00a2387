"""Nodes are seen by those who should, changed by one person at a time, and followed once."""

import pytest

from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.actor import GUEST, Actor, Grant
from jibungoto.kernel.models import Municipality, Node
from jibungoto.know.places import services as places
from jibungoto.people.models import Participant

pytestmark = pytest.mark.django_db

READ = frozenset({"kernel.node.read_staff"})


@pytest.fixture
def city():
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city


def a_node(title="記録", **fields):
    return nodes.register(kind="x", title=title, path=f"x/{title}/", **fields)


def test_a_list_shows_exactly_what_the_state_and_the_role_allow(city):
    kind = places.create_district_kind(key="chiku", name="地区")
    mine = places.create_district(kind=kind, slug="a", name="甲地区")
    other = places.create_district(kind=kind, slug="b", name="乙地区")
    made = {
        (state, d.slug): a_node(f"{state}-{d.slug}", state=state, district_ids=[d.pk])
        for state in Node.State
        for d in (mine, other)
    }
    shown = {
        "guest": nodes.nodes(GUEST, kind="x"),
        "officer of a": nodes.nodes(Actor(grants=(Grant("r", READ, mine.pk),)), kind="x"),
        "whole city": nodes.nodes(Actor(grants=(Grant("r", READ),)), kind="x"),
    }
    seen = {who: {k for k, n in made.items() if n in set(found)} for who, found in shown.items()}
    public = {("public", "a"), ("public", "b")}
    assert seen["guest"] == public
    assert seen["officer of a"] == public | {("draft", "a"), ("staff", "a")}
    assert seen["whole city"] == {k for k in made if k[0] != "removed"}


def test_the_later_of_two_people_on_one_record_is_told_and_nothing_is_lost(city):
    node = a_node()
    first = nodes.change(node, expected_version=1, title="先に直した題名")
    with pytest.raises(nodes.ChangedMeanwhile):
        nodes.change(node, expected_version=1, title="あとから直した題名")
    assert Node.objects.get().title == first.title


def test_every_public_change_makes_the_kept_pages_old(city):
    before = Municipality.objects.get().revision
    nodes.change(a_node(), title="新しい題名")
    assert Municipality.objects.get().revision > before


def test_following_twice_is_the_same_as_once_and_can_be_stopped(city):
    node, somebody = a_node(), Participant.objects.create()
    assert nodes.follow(node, participant_id=somebody.pk) is True
    assert nodes.follow(node, participant_id=somebody.pk) is False
    assert list(nodes.followed(Actor(participant_id=somebody.pk))) == [node]
    assert nodes.unfollow(node, participant_id=somebody.pk) is True
    assert nodes.unfollow(node, participant_id=somebody.pk) is False
