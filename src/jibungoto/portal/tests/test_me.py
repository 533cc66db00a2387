"""My page and where signing in leads."""

import datetime as dt

from jibungoto.decide.councils import services as councils
from jibungoto.decide.councils.tests.factories import a_council, a_seat, a_term
from jibungoto.kernel import clock, nodes, outbox, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.people import services as people
from jibungoto.people.models import Participant, Role, User


def page(client, address="/koko/me/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_may_choose_a_district_without_registering(world, client):
    assert "登録をしなくても" in page(client)
    client.post("/koko/me/district/", {"district": world.district.pk})
    assert Participant.objects.get().district == world.district
    assert "北地区" in page(client)


def test_a_district_can_be_changed_and_forgotten(world):
    client = world.client("resident")
    client.post("/koko/me/district/", {"district": world.district.pk})
    client.post("/koko/me/district/", {"district": ""})
    assert Participant.objects.get(user=world.users["resident"]).district is None


def test_a_district_of_another_city_cant_be_chosen(world, client):
    answer = client.post("/koko/me/district/", {"district": 10**6}, follow=True)
    assert "その地区は選べません" in answer.content.decode()


def whose_role_ends_in(days, world):
    """The browser of a secretary whose term is nearly over."""
    user = User.objects.create_user("term@example.jp", "x")
    end = clock.today() + dt.timedelta(days=days)
    people.grant_role(
        role=Role.objects.get(key="secretary"), user=user, district=world.district, ends_on=end
    )
    client = world.client("guest")
    client.force_login(user)
    return client


def test_my_roles_are_shown_with_their_end(world):
    found = page(whose_role_ends_in(30, world))
    assert "あと30日" in found
    assert "北地区" in found


def test_what_waits_for_me_stands_on_top_and_in_the_bar(world):
    a_term(a_seat(a_council(district=world.district)), days_left=20)
    found = page(world.client("secretary"))
    assert "「会長」の次の方を決める" in found
    assert 'class="badge"' in found
    assert "「会長」の次の方を決める" not in page(world.client("resident"))


def test_what_i_follow_is_listed_once(world):
    client = world.client("resident")
    client.post(f"/koko/n/{world.district.node.short_code}/follow/")
    participant = Participant.objects.get(user=world.users["resident"])
    assert nodes.Follow.objects.filter(participant=participant).count() == 1
    assert "見守っているもの（1件）" in page(client)


def test_whoever_follows_a_district_hears_of_what_is_placed_in_it(world):
    client = world.client("resident")
    client.post(f"/koko/n/{world.district.node.short_code}/follow/")
    here, elsewhere = a_council(district=world.district), a_council()
    for council in (here, elsewhere):
        councils.enter_stage(
            council=council, stage="founding", entered_on=clock.today(), actor=Actor()
        )
    outbox.merge()
    found = page(client)
    assert here.name in found
    assert "「設立」の段階に入りました" in found
    assert elsewhere.name not in found


def test_signing_in_leads_to_the_only_city_one_belongs_to(world):
    answer = world.client("planner").get("/me/")
    assert answer["Location"] == "/koko/me/"


def test_somebody_of_two_cities_chooses(world):
    with tenancy.within(world.other_municipality):
        people.grant_role(role=Role.objects.get(key="planner"), user=world.users["planner"])
    found = page(world.client("planner"), "/me/")
    assert "ここ市" in found
    assert "あそこ市" in found


def test_somebody_without_a_city_chooses_and_a_guest_goes_home(world, client):
    assert "どのまちのことを見ますか" in page(world.client("resident"), "/me/")
    assert client.get("/me/")["Location"] == "/"


def test_whoever_served_finds_the_records_of_their_term(world):
    user = User.objects.create_user("former@example.jp", "x")
    today = clock.today()
    people.grant_role(
        role=Role.objects.get(key="secretary"),
        user=user,
        district=world.district,
        starts_on=today - dt.timedelta(days=400),
        ends_on=today - dt.timedelta(days=30),
    )
    client = world.client("guest")
    client.force_login(user)
    assert "/koko/audit/term/" in page(client)
    assert "/koko/audit/term/" not in page(world.client("resident"))


def test_a_role_that_ends_says_whom_to_tell(world):
    found = page(whose_role_ends_in(30, world))
    assert 'href="/koko/me/#roles"' in found
    assert "次の方が決まったら、市の担当へお知らせください" in found
