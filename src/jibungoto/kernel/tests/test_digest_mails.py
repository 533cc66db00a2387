"""Digest mails: once per person and period, to those who asked for it, and never twice."""

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from jibungoto.kernel import clock, jobs, outbox, tenancy
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.jobs.pulse import Pulse
from jibungoto.kernel.models import DigestMail, Notice
from jibungoto.kernel.outbox import mails, sending
from jibungoto.people.models import User
from jibungoto.people.tests import factories

from .news_cast import a_node, a_reader, happens, withdraw

pytestmark = pytest.mark.django_db

MORNING = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)  # nine o'clock in Japan
DAY = dt.timedelta(days=1)


@pytest.fixture
def city():
    made = factories.the_city()
    with tenancy.within(made):
        yield made


@pytest.fixture
def traveller():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server(monkeypatch):
    """A mail server whose next answers are given: an exception to raise, or None to take it."""
    answers = []
    take = EmailBackend.send_messages

    def send_messages(backend, messages):
        answer = answers.pop(0) if answers else None
        if answer is not None:
            raise answer
        return take(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return answers


def subscriber(*followed, frequency="daily"):
    reader = a_reader(*followed)
    outbox.choose_frequency(participant_id=reader.pk, frequency=frequency)
    return reader


def morning_after(record, stage="設立"):
    """Something happens, and the morning's job takes its mails together."""
    happens(record, stage)
    outbox.merge()
    return mails.collect()


def send():
    with Pulse().at_work(beating=False) as pulse:
        return mails.send(Progress(pulse))


def states():
    return list(DigestMail.objects.order_by("pk").values_list("state", flat=True))


def test_the_morning_brings_one_mail_with_a_line_for_each_record(city, traveller):
    records = [a_node(1), a_node(2)]
    reader = subscriber(*records)
    for turn in range(10):
        for record in records:
            happens(record, f"{turn}番目")
    jobs.enqueue("kernel.outbox.merge")
    assert {job.state for job in jobs.run_due()} == {"done"}
    (letter,) = mail.outbox
    assert letter.to == [reader.user.email]
    assert letter.subject == "ここ市: 見守っている2件に動きがありました"
    assert letter.body.count("「9番目」の段階に入りました。") == 2
    assert "「8番目」" not in letter.body
    assert "/koko/x/1/" in letter.body
    assert states() == ["sent"]


def test_the_mail_says_how_to_stop_it_to_people_and_to_mail_programs(city, traveller):
    record = a_node()
    subscriber(record)
    morning_after(record)
    send()
    (letter,) = mail.outbox
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.body
    assert stop.startswith("http")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("frequency", ["none", ""])
def test_nobody_gets_mail_who_did_not_ask_for_it(city, traveller, frequency):
    record = a_node()
    reader = a_reader(record)
    if frequency:
        outbox.choose_frequency(participant_id=reader.pk, frequency=frequency)
    assert morning_after(record) == 0
    assert Notice.objects.get().mail is None


def test_nobody_gets_mail_at_an_address_that_was_not_confirmed(city, traveller):
    record = a_node()
    reader = subscriber(record)
    reader.user.emailaddress_set.update(verified=False)
    assert morning_after(record) == 0


@pytest.mark.parametrize("change", [{"is_active": False}, {"erase_on": MORNING.date()}])
def test_nobody_gets_mail_whose_account_is_closed_or_about_to_be_erased(city, traveller, change):
    record = a_node()
    reader = subscriber(record)
    User.objects.filter(pk=reader.user_id).update(**change)
    assert morning_after(record) == 0


def test_a_daily_mail_comes_once_a_day(city, traveller):
    record = a_node()
    subscriber(record)
    assert [morning_after(record), morning_after(record)] == [1, 0]
    traveller.shift(DAY)
    assert morning_after(record) == 1
    assert send() == 2


def test_a_weekly_mail_comes_once_a_week_and_tells_each_record_once(city, traveller):
    record = a_node()
    subscriber(record, frequency="weekly")
    came = []
    for _ in range(15):
        came.append(morning_after(record, f"{len(came)}日目"))
        send()
        traveller.shift(DAY)
    assert [day for day, number in enumerate(came) if number] == [0, 7, 14]
    assert mail.outbox[1].body.count("段階に入りました") == 1
    assert "「7日目」" in mail.outbox[1].body


def test_what_was_read_on_the_page_is_not_mailed(city, traveller):
    record = a_node()
    reader = subscriber(record)
    happens(record)
    outbox.merge()
    outbox.read_notices(participant_id=reader.pk)
    assert mails.collect() == 0


def test_a_clock_turned_back_sends_no_second_mail(city, traveller):
    record = a_node()
    subscriber(record)
    assert morning_after(record) == 1
    traveller.shift(-DAY)
    assert morning_after(record) == 0
    traveller.shift(2 * DAY)
    assert morning_after(record) == 1


def test_whoever_stopped_the_mails_meanwhile_gets_none_and_keeps_the_notice(city, traveller):
    record = a_node()
    reader = subscriber(record)
    morning_after(record)
    outbox.choose_frequency(participant_id=reader.pk, frequency="none")
    assert send() == 0
    assert mail.outbox == []
    assert Notice.objects.get().mail is None


def test_what_was_withdrawn_meanwhile_is_not_mailed(city, traveller):
    record = a_node()
    subscriber(record)
    morning_after(record)
    withdraw(record)
    assert send() == 0
    assert mail.outbox == []


def test_a_worker_that_dies_between_marking_and_sending_sends_at_most_once(city, traveller, server):
    record = a_node()
    subscriber(record)
    morning_after(record)
    server.append(SystemExit())
    with pytest.raises(SystemExit):
        send()
    assert states() == ["sending"]
    assert send() == 0
    traveller.shift(2 * sending.ABANDONED)
    assert send() == 0
    assert states() == ["unsure"]
    assert mail.outbox == []


def test_a_worker_that_dies_after_sending_does_not_send_again(city, traveller, monkeypatch):
    record = a_node()
    subscriber(record)
    morning_after(record)
    take = EmailBackend.send_messages

    def takes_it_and_dies(backend, messages):
        take(backend, messages)
        raise SystemExit

    monkeypatch.setattr(EmailBackend, "send_messages", takes_it_and_dies)
    with pytest.raises(SystemExit):
        send()
    monkeypatch.setattr(EmailBackend, "send_messages", take)
    traveller.shift(2 * sending.ABANDONED)
    assert send() == 0
    assert len(mail.outbox) == 1


def test_a_broken_connection_in_the_middle_is_never_tried_again_and_the_rest_go_out(
    city, traveller, server
):
    record = a_node()
    subscriber(record)
    subscriber(record)
    morning_after(record)
    server.append(smtplib.SMTPServerDisconnected("gone"))
    assert send() == 1
    assert states() == ["unsure", "sent"]


def test_two_rounds_at_once_send_each_mail_once(city, traveller):
    record = a_node()
    subscriber(record)
    morning_after(record)
    waiting = list(DigestMail.objects.select_related("participant"))
    late = mails._Round.of(waiting)
    assert send() == 1
    assert late.send(waiting[0]) == 0
    assert len(mail.outbox) == 1


def test_a_server_that_puts_a_mail_off_is_asked_again_by_the_job(city, traveller, server):
    record = a_node()
    subscriber(record)
    morning_after(record)
    server.append(smtplib.SMTPDataError(451, b"later"))
    job = jobs.enqueue("kernel.outbox.mail")
    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, states()) == ("queued", ["waiting"])
    traveller.move_to(job.run_after)
    jobs.run_due()
    assert states() == ["sent"]
    assert len(mail.outbox) == 1


def test_a_server_that_is_not_there_changes_nothing_and_is_tried_again(
    city, traveller, monkeypatch
):
    record = a_node()
    subscriber(record)
    morning_after(record)

    def away(backend):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", away)
        with pytest.raises(ConnectionRefusedError):
            send()
    assert states() == ["waiting"]
    assert send() == 1


def test_an_address_the_server_refuses_is_not_tried_for_ever(city, traveller, server):
    record = a_node()
    reader = subscriber(record)
    morning_after(record)
    server.append(smtplib.SMTPRecipientsRefused({reader.user.email: (550, b"unknown")}))
    assert send() == 0
    assert states() == ["failed"]
    assert send() == 0


def test_a_mail_put_off_again_and_again_is_given_up(city, traveller, server):
    record = a_node()
    subscriber(record)
    morning_after(record)
    for _ in range(sending.MAX_TRIES - 1):
        server.append(smtplib.SMTPDataError(451, b"later"))
        with pytest.raises(mails.MailsLeft):
            send()
    server.append(smtplib.SMTPDataError(451, b"later"))
    assert send() == 0
    assert states() == ["failed"]


def test_a_mail_left_over_from_yesterday_goes_out_without_any_news_today(city, traveller):
    record = a_node()
    subscriber(record)
    morning_after(record)
    traveller.shift(DAY)
    jobs.enqueue("kernel.outbox.merge")
    jobs.run_due()
    assert len(mail.outbox) == 1


def test_news_older_than_a_fortnight_is_no_news_by_mail(city, traveller):
    record = a_node()
    reader = a_reader(record)
    happens(record)
    outbox.merge()
    traveller.shift(mails.OLDEST)
    outbox.choose_frequency(participant_id=reader.pk, frequency="daily")
    assert mails.collect() == 0
    assert clock.today() - Notice.objects.get().day >= mails.OLDEST
