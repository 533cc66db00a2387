"""The pages of notices: one's own list, marking it read, choosing the mail and stopping it."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from jibungoto.kernel import nodes, outbox, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import AuditRecord, DigestChoice, Notice
from jibungoto.kernel.outbox import services
from jibungoto.people.tests import factories

from .news_cast import a_node, a_reader, happens, withdraw
from .test_digest_mails import DAY, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = factories.the_city()
    with tenancy.within(made):
        yield made


def at(name, **kwargs):
    return reverse(f"kernel:{name}", kwargs={"municipality": "koko", **kwargs})


def page(client):
    return client.get(at("notice_list")).content.decode()


def news_of(days, *followed):
    """A reader with a notice on each of so many days; their browser."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        reader = a_reader(*followed)
        for day in range(days):
            for record in followed:
                happens(record, f"{day}日目")
            outbox.merge()
            traveller.shift(DAY)
    return factories.signed_in(reader.user), reader


def test_the_page_tells_what_became_of_what_one_follows_with_the_way_there(city):
    record = a_node()
    client, _ = news_of(1, record)
    text = page(client)
    assert "記録その1" in text
    assert "「0日目」の段階に入りました。" in text
    assert 'href="/koko/x/1/"' in text
    assert "まだ読んでいません" in text


def test_a_device_without_an_account_has_its_notices_too_and_no_mail(city):
    client = Client()
    participant = factories.enter_device(client, city)
    record = a_node()
    nodes.follow(record, participant_id=participant.pk)
    happens(record)
    outbox.merge()
    assert "記録その1" in page(client)
    assert 'name="frequency"' not in page(client)


@pytest.mark.parametrize("days", [1, 30])
def test_the_page_costs_few_queries_whatever_there_is_to_tell(
    city, days, django_assert_max_num_queries
):
    client, _ = news_of(days, a_node(1), a_node(2))
    page(client)
    with django_assert_max_num_queries(10):
        text = page(client)
    assert text.count("段階に入りました") == 2 * days


def test_an_empty_page_says_how_to_follow_something(city):
    assert "「見守る」を押すと" in page(Client())


def test_all_is_marked_as_read_at_once_and_only_ones_own(city):
    record = a_node()
    client, reader = news_of(2, record)
    _, other = news_of(1, record)
    assert client.post(at("notice_read")).status_code == 302
    assert not Notice.objects.filter(participant=reader, read_at=None).exists()
    assert Notice.objects.filter(participant=other, read_at=None).exists()
    assert "まだ読んでいません" not in page(client)


def test_reading_the_page_marks_nothing(city):
    client, reader = news_of(1, a_node())
    page(client)
    assert outbox.unread(Actor(participant_id=reader.pk)) == 1
    assert client.get(at("notice_read")).status_code == 405


def test_other_peoples_notices_are_not_found(city):
    news_of(1, a_node())
    stranger = factories.signed_in(factories.a_user())
    for client in (stranger, Client()):
        assert "記録その1" not in page(client)


def test_notices_of_another_city_are_not_found_here(city):
    client, _ = news_of(1, a_node())
    factories.a_municipality("asoko", "あそこ市")
    assert "記録その1" not in client.get("/asoko/notices/").content.decode()


def test_what_was_withdrawn_is_no_longer_told(city):
    record = a_node()
    client, _ = news_of(1, record)
    withdraw(record)
    assert "記録その1" not in page(client)


def test_the_mail_is_chosen_on_the_page_and_the_choice_is_in_the_log(city):
    client, reader = news_of(1, a_node())
    assert client.post(at("digest_choose"), {"frequency": "weekly"}).status_code == 302
    assert outbox.frequency(Actor(participant_id=reader.pk)) == "weekly"
    assert 'value="weekly" checked' in page(client)
    assert AuditRecord.objects.filter(action="kernel.digest.choose").count() == 1


def test_a_frequency_that_does_not_exist_changes_nothing(city):
    client, _ = news_of(1, a_node())
    assert client.post(at("digest_choose"), {"frequency": "hourly"}).status_code == 422
    assert not DigestChoice.objects.exists()


def a_stop_link():
    reader = a_reader()
    choice = outbox.choose_frequency(participant_id=reader.pk, frequency="daily")
    return choice, at("digest_stop", token=services.stop_token(choice))


def test_the_link_in_the_mail_asks_first_and_a_look_changes_nothing(city):
    choice, link = a_stop_link()
    answer = Client().get(link)
    assert "お知らせのメールをやめますか" in answer.content.decode()
    choice.refresh_from_db()
    assert choice.frequency == "daily"


def test_the_link_stops_the_mails_without_signing_in(city):
    choice, link = a_stop_link()
    answer = Client().post(link)
    assert "お知らせのメールを止めました" in answer.content.decode()
    choice.refresh_from_db()
    assert choice.frequency == "none"
    assert "お知らせのメールを止めました" in Client().get(link).content.decode()


def test_a_mail_program_stops_the_mails_by_itself(city):
    choice, link = a_stop_link()
    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    choice.refresh_from_db()
    assert choice.frequency == "none"


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.split(".")[0]])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_tampered_with_is_refused_in_words(city, spoil, method):
    choice, _ = a_stop_link()
    link = at("digest_stop", token=spoil(services.stop_token(choice)))
    answer = getattr(Client(), method)(link)
    assert answer.status_code == 403
    assert "このリンクは、途中で切れているか" in answer.content.decode()
    choice.refresh_from_db()
    assert choice.frequency == "daily"


def test_a_link_of_one_city_stops_nothing_in_another(city):
    choice, link = a_stop_link()
    factories.a_municipality("asoko", "あそこ市")
    assert Client().post(link.replace("/koko/", "/asoko/")).status_code == 403
    choice.refresh_from_db()
    assert choice.frequency == "daily"


def test_days_are_told_newest_first(city):
    client, reader = news_of(3, a_node())
    days = [n.day for n in outbox.notices(Actor(participant_id=reader.pk))]
    assert days == sorted(days, reverse=True)
    assert page(client).index("「2日目」") < page(client).index("「0日目」")
