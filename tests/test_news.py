"""What followers of a district, an organisation or a plan hear the next morning: one line each."""

import datetime as dt

import pytest

from jibungoto.decide.plans import services as plans
from jibungoto.kernel import nodes, outbox, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.know.organisations import services as organisations
from jibungoto.know.places import services as places
from jibungoto.know.statistics import services as statistics
from jibungoto.know.statistics.models import Headcount, Release
from jibungoto.people import services as people
from jibungoto.people.models import Role
from jibungoto.people.tests import factories
from tests import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = worlds.build()
    with tenancy.within(made.municipality):
        outbox.merge()  # what building it told
        yield made


def square(size):
    west, south = 139.0, 35.0
    corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    ring = [[west + x / 100, south + y / 100] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def follower(*followed):
    participant = people.participant_of_user(user_id=factories.a_user().pk)
    for thing in followed:
        nodes.follow(thing.node, participant_id=participant.pk)
    return participant


def morning(participant):
    """{title: words} of the newest notice."""
    outbox.merge()
    found = outbox.notices(Actor(participant_id=participant.pk))
    return {line.title: line.words for line in found[0].lines} if found else {}


def test_a_district_with_a_new_name(world):
    reader = follower(world.district)
    places.rename_district(district=world.district, name="新北地区")
    assert morning(reader) == {"新北地区": "地区の名前が「北地区」から「新北地区」に変わりました。"}


def test_a_district_that_ends_and_goes_on_after_all(world):
    reader = follower(world.district)
    places.end_district(district=world.district, on=dt.date(2027, 3, 31))
    assert "までです" in morning(reader)["北地区"]
    places.reopen_district(district=world.district)
    assert morning(reader)["北地区"] == "この地区は、これからも続きます。"


def test_a_boundary_is_told_when_it_moves_and_not_when_it_is_drawn_first_or_again(world):
    reader = follower(world.district)
    places.set_boundary(district=world.district, geojson=square(1), source="見本")
    places.set_boundary(district=world.district, geojson=square(1), source="見本")
    assert morning(reader) == {}
    places.set_boundary(district=world.district, geojson=square(2), source="見本")
    assert list(morning(reader)) == ["北地区"]


def test_many_new_organisations_are_one_line_of_their_district(world):
    reader = follower(world.district)
    for number in range(5):
        organisations.create_organisation(
            slug=f"o{number}",
            name=f"町内会{number}",
            footing="place",
            kind="自治会",
            districts=[world.district],
        )
    assert morning(reader) == {"北地区": "地区の団体の名簿に、団体が加わりました。"}


def test_an_organisation_that_ends(world):
    reader = follower(world.organisation)
    organisations.end_organisation(organisation=world.organisation, on=dt.date(2027, 3, 31))
    assert list(morning(reader)) == [world.organisation.node.title]


def test_a_new_table_of_people_is_one_line_for_each_district_followed(world):
    reader = follower(world.district)
    statistics.store_release(
        register=Release.Register.values[0],
        taken_on=dt.date(2026, 10, 1),
        source="見本",
        classes="",
        headcounts=[Headcount(total=10, men=5, women=5)],
    )
    assert list(morning(reader)) == ["北地区"]


def test_a_plan_that_grows_and_is_continued(world):
    plan = plans.create_plan(slug="ichi", title="第1期計画")
    outbox.merge()
    reader = follower(plan)
    for code in ("1", "2", "3"):
        plans.add_measure(plan=plan, code=code, title=f"施策{code}", level=1)
    assert morning(reader) == {"第1期計画": "計画に、することが加わりました。"}
    plans.create_plan(slug="ni", title="第2期計画", continues=plan)
    assert morning(reader)["第1期計画"] == "次の計画「第2期計画」ができました。"


def test_a_role_is_told_without_a_name_and_not_to_who_gave_it(world):
    reader, giver = follower(world.district), follower(world.district)
    user, giving = factories.a_user(), factories.a_user()
    grant = people.grant_role(
        role=Role.objects.get(key="district_officer"),
        user=user,
        district=world.district,
        starts_on=dt.date(2026, 4, 1),
        actor=Actor(user_id=giving.pk, participant_id=giver.pk, grants=worlds_grants(world)),
    )
    told = morning(reader)["北地区"]
    assert grant.role.name in told
    assert user.email not in told
    assert morning(giver) == {}


def worlds_grants(world):
    return factories.actor_of(world.users["administrator"], world.municipality).grants
