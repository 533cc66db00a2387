"""The outbox: what happened is told merged, once a day, to those who follow and may see it."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from jibungoto.kernel import audit, clock, jobs, nodes, outbox, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node, Notice, NoticeLine, OutboxEvent
from jibungoto.kernel.outbox import merging, services
from jibungoto.people import services as people
from jibungoto.people.tests import factories

from .news_cast import a_node, a_reader, happens, withdraw

pytestmark = pytest.mark.django_db

MORNING = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)  # nine o'clock in Japan


@pytest.fixture
def city():
    made = factories.the_city()
    with tenancy.within(made):
        yield made


def told(participant, **actor):
    """{title: words} of everything this person is told."""
    who = Actor(participant_id=participant.pk, **actor)
    return {line.title: line.words for n in outbox.notices(who) for line in n.lines}


def test_a_hundred_events_are_one_notice_a_person_with_the_newest_state_of_each_record(city):
    records = [a_node(number) for number in range(4)]
    reader, other = a_reader(*records), a_reader(records[0])
    for turn in range(25):
        for record in records:
            happens(record, f"{turn}番目")
    assert OutboxEvent.objects.count() == 100
    assert outbox.merge() == 2
    assert Notice.objects.count() == 2
    assert told(reader) == {f"記録その{n}": "「24番目」の段階に入りました。" for n in range(4)}
    assert told(other) == {"記録その0": "「24番目」の段階に入りました。"}
    assert outbox.merge() == 0


def test_a_hundred_events_cost_no_more_queries_than_one(city, django_assert_max_num_queries):
    records = [a_node(number) for number in range(20)]
    for _ in range(10):
        a_reader(*records)
    for turn in range(5):
        for record in records:
            happens(record, str(turn))
    with django_assert_max_num_queries(20):
        assert outbox.merge() == 10


def test_what_happens_later_the_same_day_joins_the_notice_and_makes_it_unread(city):
    record, another = a_node(1), a_node(2)
    reader = a_reader(record, another)
    happens(record, "準備")
    outbox.merge()
    outbox.read_notices(participant_id=reader.pk)
    happens(record, "設立")
    happens(another, "準備")
    outbox.merge()
    assert Notice.objects.get().read_at is None
    assert told(reader)["記録その1"] == "「設立」の段階に入りました。"
    assert len(told(reader)) == 2


def test_every_day_has_a_notice_of_its_own(city):
    record = a_node()
    with time_machine.travel(MORNING, tick=False) as traveller:
        reader = a_reader(record)
        for _ in range(2):
            happens(record)
            outbox.merge()
            traveller.shift(dt.timedelta(days=1))
    assert Notice.objects.filter(participant=reader).count() == 2


def test_nobody_is_told_what_they_did_themselves(city):
    record = a_node()
    doer, watcher = a_reader(record), a_reader(record)
    happens(record, by=doer)
    assert outbox.merge() == 1
    assert told(doer) == {}
    assert told(watcher) != {}


def test_what_somebody_else_did_before_is_told_to_whoever_acted_last(city):
    record = a_node()
    doer, other = a_reader(record), a_reader(record)
    happens(record, "準備", by=other)
    happens(record, "設立", by=doer)
    happens(record, "活動", by=doer)
    outbox.merge()
    assert told(doer) == {"記録その1": "「準備」の段階に入りました。"}
    assert told(other) == {"記録その1": "「活動」の段階に入りました。"}


def test_the_doer_is_the_actor_of_the_request_unless_somebody_else_is_named(city):
    record = a_node()
    doer = a_reader(record)
    with audit.acting(Actor(participant_id=doer.pk)), transaction.atomic():
        outbox.emit("councils.stage.entered", node=record, stage="設立")
    assert outbox.merge() == 0


@pytest.mark.parametrize("state", [Node.State.DRAFT, Node.State.STAFF, Node.State.REMOVED])
def test_what_a_person_may_not_see_is_not_told_and_makes_no_empty_notice(city, state):
    hidden, open_to_all = a_node(1, state=state), a_node(2)
    a_reader(hidden)
    both = a_reader(hidden, open_to_all)
    happens(hidden)
    happens(open_to_all)
    assert outbox.merge() == 1
    assert Notice.objects.get().participant == both
    assert NoticeLine.objects.get().node == open_to_all


def test_staff_are_told_of_what_is_not_public_yet_where_their_role_counts(city):
    here, there = factories.a_district("北地区"), factories.a_district("南地区")
    draft = a_node(1, state=Node.State.DRAFT, district_ids=[here.pk])
    mine = factories.with_role("district_officer", district=here)
    elsewhere = factories.with_role("district_officer", district=there)
    reader = a_reader(draft, user=mine)
    a_reader(draft, user=elsewhere)
    happens(draft)
    assert outbox.merge() == 1
    assert Notice.objects.get().participant == reader
    assert told(reader, grants=factories.actor_of(mine, city).grants) != {}


def test_what_was_withdrawn_after_it_was_told_is_left_out_and_the_empty_notice_with_it(city):
    record = a_node()
    reader = a_reader(record)
    happens(record)
    outbox.merge()
    withdraw(record)
    assert outbox.notices(Actor(participant_id=reader.pk)) == []


def test_another_municipality_neither_hears_nor_merges(city):
    record = a_node()
    a_reader(record)
    happens(record)
    with tenancy.within(factories.a_municipality("asoko", "あそこ市")):
        neighbour = people.participant_of_user(user_id=factories.a_user().pk)
        assert outbox.merge() == 0
        assert told(neighbour) == {}
    assert outbox.merge() == 1


def test_who_follows_a_district_hears_of_the_records_placed_there_once(city):
    district = factories.a_district("北地区")
    record = a_node(district_ids=[district.pk])
    reader = a_reader(district.node, record)
    happens(record)
    assert outbox.merge() == 1
    assert NoticeLine.objects.get().notice.participant == reader


def test_what_happened_before_somebody_followed_is_not_news_to_them(city):
    record = a_node()
    with time_machine.travel(MORNING, tick=False) as traveller:
        happens(record)
        traveller.shift(dt.timedelta(hours=1))
        a_reader(record)
        assert outbox.merge() == 0


def test_a_deed_that_was_rolled_back_tells_nobody(city):
    record = a_node()
    a_reader(record)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        happens(record)
        raise ZeroDivisionError
    assert outbox.merge() == 0
    assert not Notice.objects.exists()


def test_an_event_without_words_is_a_programming_error(city):
    with pytest.raises(outbox.UnknownEvent):
        outbox.emit("councils.nothing.happened", node=a_node())


def test_one_notice_a_person_and_day_is_kept_by_the_database_itself(city):
    reader = a_reader()
    Notice.objects.create(participant=reader, day=clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(participant=reader, day=clock.today())


def test_two_merges_that_read_the_same_events_make_one_notice_with_one_line(city):
    """Both have read before either wrote: the second finds the notice there and tells no twice."""
    record = a_node()
    reader = a_reader(record)
    happens(record, "準備")
    events = list(OutboxEvent.objects.order_by("pk"))
    lines = merging._seen_by_their_readers(merging._lines(merging._news(events)))
    happens(record, "設立")
    assert outbox.merge() == 1
    merging._write(lines)
    assert Notice.objects.count() == NoticeLine.objects.count() == 1
    assert told(reader) == {"記録その1": "「設立」の段階に入りました。"}


def test_a_clock_turned_back_tells_nothing_twice(city):
    record = a_node()
    with time_machine.travel(MORNING, tick=False) as traveller:
        reader = a_reader(record)
        happens(record)
        traveller.shift(dt.timedelta(days=1))
        assert outbox.merge() == 1
        traveller.shift(dt.timedelta(days=-1))
        assert outbox.merge() == 0
        happens(record)
        outbox.merge()
        traveller.shift(dt.timedelta(days=1))
        happens(record)
        outbox.merge()
    days = Notice.objects.filter(participant=reader).order_by("day")
    assert [n.day.day for n in days] == [23, 24]
    assert NoticeLine.objects.count() == 2


def test_every_morning_one_job_merges_and_says_nothing_when_there_is_nothing(city):
    record = a_node()
    a_reader(record)
    happens(record)
    for _ in range(2):
        jobs.enqueue("kernel.outbox.merge")
        assert {job.state for job in jobs.run_due()} == {"done"}
    assert Notice.objects.count() == 1


def test_old_events_are_forgotten_with_their_notices_and_new_ones_stay(city):
    record = a_node()
    with time_machine.travel(MORNING, tick=False) as traveller:
        a_reader(record)
        happens(record)
        outbox.merge()
        traveller.shift(dt.timedelta(days=401))
        happens(record)
        outbox.merge()
        services.forget_old_events()
        assert Notice.objects.get().day == clock.today()
        assert OutboxEvent.objects.count() == 1


def test_an_event_whose_app_is_gone_is_still_a_line_with_its_record(city, monkeypatch):
    record = a_node()
    reader = a_reader(record)
    happens(record)
    outbox.merge()
    monkeypatch.setattr("jibungoto.kernel.registry.event_words", dict)
    assert told(reader) == {"記録その1": ""}


def test_who_stopped_following_is_told_nothing_more(city):
    record = a_node()
    reader = a_reader(record)
    nodes.unfollow(record, participant_id=reader.pk)
    happens(record)
    assert outbox.merge() == 0
