"""Answering by the mailed link alone: what it opens, until when, and what the log says of it."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from jibungoto.decide.plans.models import Progress
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.audit import reading
from jibungoto.kernel.models import AuditRecord, Letter
from jibungoto.review.reviews import keys, services
from jibungoto.review.reviews.models import ReviewContact
from jibungoto.review.reviews.views import links

from .factories import EMAILS, PARKS, a_planner, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def contact(world):
    a_round()
    return ReviewContact.objects.get(request__department=PARKS)


def url(name, contact, **kwargs):
    told = {"municipality": "koko", "token": keys.token_of(contact), **kwargs}
    return reverse(f"reviews:{name}", kwargs=told)


def report(client, contact, item, **fields):
    data = {f"m{item.measure_id}-{name}": v for name, v in {"version": 0, **fields}.items()}
    code = item.measure.node.short_code
    return client.post(url("link_report", contact, code=code), data)


def test_the_mail_to_an_address_without_an_account_leads_to_a_page_that_opens_alone(world, contact):
    letter = Letter.objects.get(email=EMAILS[PARKS])
    assert url("link_view", contact) in letter.body
    assert "サインインはいりません" in letter.body
    page = world.client("guest").get(url("link_view", contact))
    assert page.status_code == 200
    assert "公園をひらく" in page.text
    assert "見守りをひろげる" not in page.text  # of another department
    assert "no-store" in page["Cache-Control"]


def test_everything_is_reported_and_answered_by_the_link_and_the_log_names_the_address(
    world, contact
):
    client = world.client("guest")
    for item in contact.request.items.all():
        answer = report(client, contact, item, state="done", done="花を植えた")
        assert answer["Location"].startswith(url("link_view", contact))
    client.post(url("link_answer", contact))
    contact.request.refresh_from_db()
    assert contact.request.answered_by_link == contact
    assert Progress.objects.filter(state="done").count() == 2
    deeds = AuditRecord.objects.filter(action__startswith="reviews.link.")
    lines = reading.lines(a_planner(world.users["planner"]), deeds)
    assert {line.title for line in lines} == {f"{EMAILS[PARKS]}・{PARKS}"}
    page = world.client("planner").get(
        reverse("reviews:round_view", args=["koko", contact.request.round.public_id])
    )
    assert f"リンクから（{EMAILS[PARKS]}）" in page.text
    client.post(url("link_reopen", contact))
    contact.request.refresh_from_db()
    assert contact.request.answered_at is None


def test_a_link_opens_only_the_measures_of_its_request(world, contact):
    other = ReviewContact.objects.exclude(pk=contact.pk).get()
    assert report(world.client("guest"), contact, other.request.items.get()).status_code == 404
    assert not Progress.objects.exists()


def test_a_link_that_was_stopped_or_renewed_or_is_late_opens_nothing_and_says_why(world, contact):
    client, old = world.client("guest"), url("link_view", contact)
    services.stop_link(contact=contact, actor=Actor())
    assert "止めました" in client.get(old).text
    services.renew_link(contact=contact, actor=Actor())
    contact.refresh_from_db()
    assert "新しいリンクに替わって" in client.get(old).text
    new = url("link_view", contact)
    assert client.get(new).status_code == 200
    assert [new in one.body for one in Letter.objects.filter(email=contact.email)] == [False, True]
    later = clock.now() + dt.timedelta(days=21 + 31)
    with time_machine.travel(later, tick=False):
        assert "期限は過ぎました" in client.get(new).text
    services.close_round(found=contact.request.round, actor=Actor())
    assert "締め切りました" in client.get(new).text


def test_trying_links_is_limited(world, contact, monkeypatch):
    monkeypatch.setitem(links._RATES, "review_link_ip", "3/5m/ip")
    client = world.client("guest")
    forged = reverse("reviews:link_view", args=["koko", "1.1:forged"])
    assert client.get(forged).status_code == 403
    codes = [client.get(forged).status_code for _ in range(3)]
    assert codes[-1] == 429


def test_who_has_an_account_gets_no_link(world):
    found = a_round(departments={PARKS: [world.users["department"].email]})
    contact = ReviewContact.objects.get(request__round=found)
    assert "/by-link/" not in Letter.objects.get().body
    with pytest.raises(services.ReviewsError, match="アカウントがあります"):
        services.renew_link(contact=contact, actor=Actor())
