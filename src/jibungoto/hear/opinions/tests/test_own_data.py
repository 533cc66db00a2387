"""A person's votes: merged when devices join, given out, and gone when the person goes."""

import datetime as dt

import pytest

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Part, Statement, Vote
from jibungoto.hear.opinions.services import privacy
from jibungoto.kernel import clock
from jibungoto.people.services import join_participations, participant_of_device
from jibungoto.people.services.participation import participant_of_user
from jibungoto.people.tests.factories import a_user

from .factories import a_conversation


@pytest.fixture
def conversation(world):
    return a_conversation(district=world.district)


def cast(conversation, who, answers):
    part = services.part_for(conversation=conversation, participant=who)
    for number, value in answers.items():
        statement = conversation.statements.get(number=number)
        services.cast_vote(conversation=conversation, part=part, statement=statement, value=value)
    return part


def values(who):
    rows = Vote.objects.filter(part__participant=who)
    return dict(rows.values_list("statement__number", "value"))


def test_two_parts_of_one_person_become_one_and_no_vote_is_lost(conversation) -> None:
    user = a_user()
    device, own = participant_of_device(secret="one"), participant_of_user(user_id=user.pk)
    cast(conversation, own, {1: 1, 2: 1})
    cast(conversation, device, {2: -1, 3: 0})
    Vote.objects.filter(part__participant=own, statement__number=2).update(
        cast_at=clock.now() - dt.timedelta(hours=1)
    )
    Part.objects.filter(participant=device).update(age_band="40")
    join_participations(participant=device, user=user)
    assert values(own) == {1: 1, 2: -1, 3: 0}
    part = Part.objects.get(conversation=conversation)
    assert (part.participant_id, part.age_band) == (own.pk, "40")


def test_an_earlier_vote_of_the_device_does_not_replace_the_accounts(conversation) -> None:
    user = a_user()
    device, own = participant_of_device(secret="one"), participant_of_user(user_id=user.pk)
    cast(conversation, device, {1: -1})
    cast(conversation, own, {1: 1})
    join_participations(participant=device, user=user)
    assert values(own) == {1: 1}


def test_votes_are_given_out_in_words(conversation) -> None:
    device = participant_of_device(secret="one")
    cast(conversation, device, {2: -1})
    (row,) = privacy.export_votes(device)
    assert row["vote"] == -1
    assert "ベンチ" in row["statement"]


def test_while_it_runs_votes_leave_with_the_person(conversation) -> None:
    device = participant_of_device(secret="one")
    cast(conversation, device, {2: -1})
    assert privacy.erase_votes(device)
    assert Vote.objects.count() == 0


def test_after_the_end_they_stay_and_are_nobodys(conversation) -> None:
    device = participant_of_device(secret="one")
    cast(conversation, device, {2: -1})
    services.close_conversation(conversation=conversation, reason="ためし")
    privacy.erase_votes(device)
    assert Vote.objects.count() == 1
    assert Part.objects.get().participant_id is None
    assert privacy.export_votes(device) == []


def test_a_written_statement_stays_and_becomes_nobodys(conversation) -> None:
    device = participant_of_device(secret="one")
    one = services.add_statement(
        conversation=conversation,
        text="公園に、木かげがもっとほしい。",
        origin=Statement.Origin.WRITTEN,
        participant=device,
    )
    privacy.erase_statements(device)
    one.refresh_from_db()
    assert one.participant_id is None
