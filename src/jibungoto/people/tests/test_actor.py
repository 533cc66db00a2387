"""Who is asking: from cookie, session and roles to one Actor."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.actor import Level
from jibungoto.kernel.models import Follow, Node
from jibungoto.people import devices, services, sessions
from jibungoto.people.backends import AccountBackend
from jibungoto.people.models import Participant
from jibungoto.people.selectors.standing import is_current, standing_of

from . import factories as make

pytestmark = pytest.mark.django_db


def asking(city, client=None):
    """The Actor a request of this client would get."""
    request = RequestFactory().get(f"/{city.slug}/")
    request.COOKIES = {k: v.value for k, v in client.cookies.items()} if client else {}
    request.municipality = city
    known = client is not None and "sessionid" in client.cookies
    request.session = client.session if known else {}  # asking a client for one would make it
    request.user = AnonymousUser()
    if pk := request.session.get("_auth_user_id"):
        request.user = make.User.objects.get(pk=pk)
    return sessions.actor_of(request)


def test_a_visitor_without_cookies_costs_no_query(city, django_assert_num_queries):
    with django_assert_num_queries(0):
        actor = asking(city)
    assert (actor.is_guest, actor.participant_id, actor.level) == (True, None, Level.DEVICE)


def test_a_known_device_is_recognised_and_remembered_apart_in_each_municipality(city):
    there = make.a_municipality("asoko", "あそこ市")
    client = Client()
    participant = make.enter_device(client, city)
    assert asking(city, client).participant_id == participant.pk
    with tenancy.within(there):
        assert asking(there, client).participant_id is None


@pytest.mark.parametrize("forged", ["", "x", "secret:signature", "あ"])
def test_a_cookie_somebody_tampered_with_is_nobody(city, forged, django_assert_num_queries):
    client = Client()
    make.enter_device(client, city)
    value = client.cookies[devices.COOKIE].value
    client.cookies[devices.COOKIE] = forged or value[:-1] + ("A" if value[-1] != "A" else "B")
    with django_assert_num_queries(0):
        assert asking(city, client).participant_id is None


def test_the_secret_itself_is_not_in_the_database(city):
    client = Client()
    participant = make.enter_device(client, city)
    secret = client.cookies[devices.COOKIE].value.split(":")[0]
    assert secret not in participant.token_hash


def test_reading_makes_nobody_a_participant(city, client):
    assert client.get(f"/{city.slug}/").status_code == 200
    assert devices.COOKIE not in client.cookies
    assert not Participant.objects.exists()


def test_a_first_action_makes_a_participant_and_sets_a_careful_cookie(city, client):
    node = Node.objects.create(kind="x", title="記録", path="")
    for _ in range(2):
        client.post(f"/{city.slug}/n/{node.short_code}/follow/")
    with tenancy.within(city):
        assert (Participant.objects.count(), Follow.objects.count()) == (1, 1)
    cookie = client.cookies[devices.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_role_counts_in_its_own_municipality_only(city):
    there = make.a_municipality("asoko", "あそこ市")
    user = make.with_role("administrator")
    client = make.signed_in(user)
    assert asking(city, client).may("people.role.grant")
    with tenancy.within(there):
        assert asking(there, client).grants == ()


def test_account_and_standing_of_a_signed_in_person_are_one_query(city, django_assert_num_queries):
    user = make.with_role("administrator")
    with django_assert_num_queries(1):
        found = AccountBackend().get_user(user.pk)
        stands = standing_of(found, city.pk, clock.today())
    assert found == user
    assert [grant.role for grant in stands.grants] == ["administrator"]
    there = make.a_municipality("asoko", "あそこ市")
    with django_assert_num_queries(1):
        assert not standing_of(found, there.pk, clock.today()).grants


def test_an_account_that_was_closed_is_nobody(city):
    user = make.with_role("administrator")
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert AccountBackend().get_user(user.pk) is None
    assert AccountBackend().get_user(user.pk + 1) is None


def test_a_role_in_a_district_counts_in_the_districts_inside_it(city):
    outer = make.a_district("北部")
    inner = make.a_district("北町", parent=outer)
    other = make.a_district("南部")
    actor = asking(city, make.signed_in(make.with_role("district_officer", district=outer)))
    assert actor.may("people.counter.record", district_path=inner.lineage)
    assert not actor.may("people.counter.record", district_path=other.lineage)


def test_a_role_that_is_over_leaves_a_past_term_to_read(city):
    district = make.a_district()
    user = make.a_user()
    today = clock.today()
    grant = services.grant_role(
        role="secretary", user=user, district=district, ends_on=today + dt.timedelta(days=1)
    )
    since, until = today - dt.timedelta(days=400), today - dt.timedelta(days=30)
    type(grant).objects.filter(pk=grant.pk).update(starts_on=since, ends_on=until)
    actor = asking(city, make.signed_in(user))
    assert actor.grants == ()
    assert actor.past_terms == ((since, until, district.pk),)


_days = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))


@given(starts=_days, length=st.none() | st.integers(0, 800), today=_days)
def test_a_term_holds_from_its_first_to_its_last_day_and_on_no_other(starts, length, today):
    ends = None if length is None else starts + dt.timedelta(days=length)
    days_in = today >= starts and (ends is None or today <= ends)
    assert is_current(starts, ends, today) is days_in


def test_staff_roles_sleep_until_a_second_factor_is_set_up(city, settings):
    settings.STAFF_MFA = True
    actor = asking(city, make.signed_in(make.with_role("planner")))
    assert (actor.grants, actor.second_factor_missing) == ((), True)


def test_a_resident_with_a_role_needs_no_second_factor(city, settings):
    settings.STAFF_MFA = True
    district = make.a_district()
    actor = asking(city, make.signed_in(make.with_role("secretary", district=district)))
    assert actor.grants
    assert not actor.second_factor_missing


def test_a_second_factor_must_have_been_used_in_this_session(city, settings):
    from allauth.mfa.models import Authenticator

    settings.STAFF_MFA = True
    user = make.with_role("planner")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    client = make.signed_in(user)
    assert asking(city, client).second_factor_missing
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1.0}]
    session.save()
    assert asking(city, client).may_somewhere("people.role.read")


def test_recovery_codes_alone_are_no_second_factor(city, settings):
    from allauth.mfa.models import Authenticator

    settings.STAFF_MFA = True
    user = make.with_role("planner")
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert asking(city, make.signed_in(user)).second_factor_missing


def test_signing_out_everywhere_ends_the_other_sessions(city):
    user = make.a_user()
    client = make.signed_in(user)
    assert client.get(f"/{city.slug}/").wsgi_request.user.is_authenticated
    services.end_other_sessions(user=user)
    assert not client.get(f"/{city.slug}/").wsgi_request.user.is_authenticated
