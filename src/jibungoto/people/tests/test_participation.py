"""Taking part before registering: letters, counter, and joining all of it to an account."""

import datetime as dt
from urllib.parse import urljoin

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.kernel import clock, nodes, tenancy
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.models import AuditRecord, Follow
from jibungoto.people import devices, services
from jibungoto.people.models import Code, Participant
from jibungoto.people.services.codes import code_hash
from jibungoto.people.services.privacy import inactive_since

from . import factories as make

STAFF = Actor(user_id=None)


def a_batch(**changed):
    told = {
        "title": "アンケート",
        "kind": "household",
        "district": None,
        "size": 3,
        "uses_each": 2,
        "expires_on": clock.today() + dt.timedelta(days=10),
        "actor": STAFF,
    }
    return services.create_batch(**{**told, **changed})


def a_node(path="x/1/"):
    return nodes.register(kind="x", title="記録", path=path)


def a_device():
    return services.participant_of_device(secret=devices.new_secret())


def test_a_letter_raises_a_device_to_its_level_and_district(city):
    district = make.a_district()
    _batch, letters = a_batch(district=district)
    participant = services.redeem_code(typed=letters[0].grouped, participant=a_device())
    assert (participant.level, participant.district) == (Level.CODE, district)


def test_codes_are_kept_as_hashes_only(city):
    _batch, letters = a_batch()
    kept = set(Code.objects.values_list("code_hash", flat=True))
    assert not kept & {letter.code for letter in letters}
    assert {code_hash(letter.code) for letter in letters} == kept


@given(lower=st.booleans(), mark=st.sampled_from(["", "-", " "]))
def test_a_code_is_read_as_people_write_it(lower, mark):
    from jibungoto.kernel.identity import read_code

    code = "0123ABCDXYZ9"
    typed = mark.join(code.replace("0", "O"))
    assert read_code(typed.lower() if lower else typed) == code


def test_one_letter_serves_a_household_and_no_more(city):
    _batch, letters = a_batch(uses_each=2)
    for _ in range(2):
        services.redeem_code(typed=letters[0].code, participant=a_device())
    with pytest.raises(services.CodeProblem, match="2人が使い終わりました"):
        services.redeem_code(typed=letters[0].code, participant=a_device())


def test_the_same_person_using_a_code_again_changes_nothing(city):
    _batch, letters = a_batch(uses_each=1)
    participant = a_device()
    for _ in range(3):
        services.redeem_code(typed=letters[0].code, participant=participant)
    assert Code.objects.get(number=1).used == 1


@pytest.mark.parametrize(
    ("when", "words"),
    [("unknown", "見つかりません"), ("expired", "終わりました"), ("withdrawn", "取りやめ")],
)
def test_a_code_that_cannot_be_used_says_why(city, when, words):
    batch, letters = a_batch()
    typed = letters[0].code
    if when == "unknown":
        typed = "ZZZZZZZZZZZZ"
    elif when == "expired":
        type(batch).objects.update(expires_on=clock.today() - dt.timedelta(days=1))
    else:
        services.withdraw_batch(batch=batch, actor=STAFF)
    with pytest.raises(services.CodeProblem, match=words):
        services.redeem_code(typed=typed, participant=a_device())


def test_a_code_of_one_municipality_opens_nothing_in_another(city):
    _batch, letters = a_batch()
    there = make.a_municipality("asoko", "あそこ市")
    with tenancy.within(there), pytest.raises(services.CodeProblem):
        services.redeem_code(typed=letters[0].code, participant=a_device())


def test_guessing_codes_is_stopped_and_says_when_to_come_back(city, client):
    answers = [client.post(f"/{city.slug}/code/", {"code": f"ZZZZZZZZZZ{n:02}"}) for n in range(22)]
    assert {a.status_code for a in answers[:20]} == {422}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 60


def test_a_letter_typed_on_a_phone_opens_the_way_without_registering(city, client):
    _batch, letters = a_batch()
    answer = client.post(f"/{city.slug}/code/", {"code": letters[0].grouped.lower()})
    assert answer.status_code == 302
    participant = Participant.objects.get()
    assert participant.level == Level.CODE
    assert client.get(f"/{city.slug}/").wsgi_request.actor.level == Level.CODE


def test_whoever_typed_a_code_lands_on_the_page_of_their_district(city, client):
    district = make.a_district()
    _batch, letters = a_batch(district=district)
    answer = client.post(f"/{city.slug}/code/", {"code": letters[0].grouped}, follow=True)
    assert answer.redirect_chain == [(f"/{city.slug}/districts/{district.slug}/", 302)]
    assert f"お住まいの{district.name}のページです" in answer.content.decode()


def test_a_failed_code_makes_nobody_a_participant_of_its_level(city, client):
    client.post(f"/{city.slug}/code/", {"code": "ZZZZZZZZZZZZ"})
    assert not Participant.objects.filter(level=Level.CODE).exists()


def test_at_the_counter_staff_write_for_somebody_else(city):
    node = a_node()
    staff = make.with_role("department")
    client = make.signed_in(staff)
    district = make.a_district()
    client.post(f"/{city.slug}/counter/", {"district": district.pk})
    client.post(f"/{city.slug}/n/{node.short_code}/follow/")
    someone = Follow.objects.get().participant
    assert (someone.level, someone.recorded_by, someone.user) == (Level.COUNTER, staff, None)
    assert someone.district == district
    actor = client.get(f"/{city.slug}/").wsgi_request.actor
    assert (actor.level, actor.grants) == (Level.COUNTER, ())
    client.post(f"/{city.slug}/counter/stop/")
    assert client.get(f"/{city.slug}/").wsgi_request.actor.grants


def test_a_page_says_that_it_is_written_at_the_counter(city):
    client = make.signed_in(make.with_role("department"))
    client.post(f"/{city.slug}/counter/", {})
    assert (
        "窓口にいらした方の代わりに" in client.get(f"/{city.slug}/personal-data/").content.decode()
    )


def test_everything_a_device_did_is_handed_to_the_account(city):
    user = make.a_user()
    device = a_device()
    node = a_node()
    nodes.follow(node, participant_id=device.pk)
    own = services.join_participations(participant=device, user=user)
    assert Follow.objects.get().participant == own
    device.refresh_from_db()
    assert (device.joined_to, device.token_hash) == (own, "")


def test_what_both_did_counts_once(city):
    user = make.a_user()
    own = services.participant_of_user(user_id=user.pk)
    device = a_device()
    both, only = a_node("x/1/"), a_node("x/2/")
    for participant, node in [(own, both), (device, both), (device, only)]:
        nodes.follow(node, participant_id=participant.pk)
    services.join_participations(participant=device, user=user)
    assert set(Follow.objects.values_list("node", "participant")) == {
        (both.pk, own.pk),
        (only.pk, own.pk),
    }


def test_joining_twice_is_the_same_as_once_and_is_written_down(city):
    user = make.a_user()
    device = a_device()
    first = services.join_participations(participant=device, user=user)
    assert services.join_participations(participant=device, user=user) == first
    assert AuditRecord.objects.filter(action="people.participant.join").count() == 1


def test_signing_in_asks_whether_the_device_was_me(city):
    user = make.a_user(password="a-long-secret-word")
    client = Client()
    node = a_node()
    client.post(f"/{city.slug}/n/{node.short_code}/follow/")
    onward = f"/{city.slug}/personal-data/"
    answer = client.post(
        f"/account/login/?next={onward}", {"login": user.email, "password": "a-long-secret-word"}
    )
    assert answer["Location"].startswith("/account/join/?next=")
    page = client.get(answer["Location"])
    assert city.name in page.content.decode()
    answer = client.post(answer["Location"], {"join": "yes", "next": onward})
    assert answer["Location"] == onward
    assert Follow.objects.get().participant.user == user
    assert not client.cookies[devices.COOKIE].value


def test_somebody_else_s_device_is_left_alone(city):
    user = make.a_user()
    client = Client()
    client.post(f"/{city.slug}/n/{a_node().short_code}/follow/")
    client.force_login(user)
    client.post("/account/join/", {"join": "no"})
    assert Follow.objects.get().participant.user is None
    assert client.cookies[devices.COOKIE].value


@pytest.mark.parametrize(
    "next_url",
    [
        "https://elsewhere.example/", "//elsewhere.example/x", "/\\elsewhere.example",
        "///elsewhere", "/\t/elsewhere.example", " //elsewhere.example",
        "javascript:alert(1)", "elsewhere.example",
        "http:elsewhere.example", "//testserver@elsewhere.example/", "/\r\nSet-Cookie: a=1",
    ],
)  # fmt: skip
def test_the_way_on_never_leads_out_of_the_house(city, next_url):
    user = make.a_user(password="a-long-secret-word")
    client, told = make.signed_in(user), {"next": next_url}
    answers = [
        client.get("/account/join/", told),
        client.post("/preferences/", told),
        client.post("/account/logout/", told),
        client.post(
            "/account/login/", {**told, "login": user.email, "password": "a-long-secret-word"}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 302
        onward = urljoin("http://testserver/a/", answer["Location"])
        assert onward.startswith("http://testserver/")
        assert "\n" not in onward


def test_who_no_longer_comes_becomes_nobody_in_particular(city, settings):
    settings.FORGET_AFTER_MONTHS = 24
    district = make.a_district()
    gone, here = a_device(), a_device()
    account = services.participant_of_user(user_id=make.a_user().pk)
    old = inactive_since() - dt.timedelta(days=1)
    Participant.objects.filter(pk__in=[gone.pk, account.pk]).update(seen_at=old, district=district)
    assert services.forget_inactive(before=inactive_since()) == 1
    gone.refresh_from_db()
    assert (gone.token_hash, gone.district) == ("", district)
    here.refresh_from_db()
    assert here.token_hash
    account.refresh_from_db()
    assert account.user


def test_forgetting_is_on_the_calendar_and_runs(city):
    from jibungoto.kernel import jobs

    jobs.enqueue("people.forget_inactive")
    jobs.enqueue("people.erase_due")
    jobs.enqueue("people.clear_sessions")
    assert {job.state for job in jobs.run_due()} == {"done"}


def test_who_needs_a_letter_s_code_is_told_why_and_led_to_where_it_is_entered(city, rf):
    from jibungoto.kernel.policy import Refused, participates
    from jibungoto.ui.errors import handler403

    request = rf.get(f"/{city.slug}/x/")
    request.municipality, request.actor = city, Actor(level=Level.DEVICE)
    refusal = Refused(participates(request.actor, Level.CODE, "一世帯に一度だけ数えるためです。"))
    page = handler403(request, refusal).content.decode()
    assert "一世帯に一度だけ数えるためです。" in page
    assert str(Level.CODE.how()) in page
    assert f"/{city.slug}/code/" in page
