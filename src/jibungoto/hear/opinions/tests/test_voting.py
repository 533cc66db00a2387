"""One person, one vote: cast, changed, taken back, and refused in words."""

import datetime as dt

import pytest

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Part, Vote
from jibungoto.kernel import clock
from jibungoto.people.services import join_participations, participant_of_device
from jibungoto.people.tests.factories import a_user

from .factories import a_conversation


@pytest.fixture
def conversation(world):
    return a_conversation(district=world.district)


def a_part(conversation, device="one"):
    return services.part_for(
        conversation=conversation, participant=participant_of_device(secret=device)
    )


def cast(conversation, part, number, value):
    statement = conversation.statements.get(number=number)
    services.cast_vote(conversation=conversation, part=part, statement=statement, value=value)


def values(part):
    return dict(Vote.objects.filter(part=part).values_list("statement__number", "value"))


def test_the_latest_vote_counts_and_only_once(conversation) -> None:
    part = a_part(conversation)
    cast(conversation, part, 1, 1)
    cast(conversation, part, 1, 1)
    cast(conversation, part, 1, -1)
    assert values(part) == {1: -1}
    assert Vote.objects.get(part=part).changed == 1


def test_one_person_has_one_part(conversation) -> None:
    assert a_part(conversation).pk == a_part(conversation).pk
    assert Part.objects.count() == 1


def test_a_vote_asks_one_query(conversation, django_assert_num_queries) -> None:
    part = a_part(conversation)
    statement = conversation.statements.get(number=1)
    with django_assert_num_queries(1):
        services.cast_vote(conversation=conversation, part=part, statement=statement, value=0)


@pytest.mark.parametrize("value", [2, -2, 7])
def test_no_other_value_is_a_vote(conversation, value) -> None:
    with pytest.raises(services.OpinionProblem):
        cast(conversation, a_part(conversation), 1, value)


def test_a_closed_conversation_takes_no_vote_and_keeps_those_it_has(conversation) -> None:
    part = a_part(conversation)
    cast(conversation, part, 1, 1)
    services.close_conversation(conversation=conversation, reason="ためし")
    with pytest.raises(services.ConversationClosed):
        cast(conversation, part, 2, 1)
    assert values(part) == {1: 1}


def test_the_day_after_the_last_one_is_closed_before_the_job_has_run(conversation, monkeypatch):
    services.change_conversation(conversation=conversation, closes_on=clock.today())
    part = a_part(conversation)
    cast(conversation, part, 1, 1)
    tomorrow = clock.today() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    with pytest.raises(services.ConversationClosed):
        cast(conversation, part, 2, 1)
    assert services.close_due() == 1


def test_a_statement_out_of_sight_takes_no_vote_and_says_so(conversation) -> None:
    part = a_part(conversation)
    gone = conversation.statements.get(number=2)
    services.moderate_statements(
        conversation=conversation, statements=[gone], state="out", reason="お名前があるため"
    )
    with pytest.raises(services.StatementGone):
        cast(conversation, part, 2, 1)


def test_a_statement_of_another_conversation_takes_no_vote(conversation, world) -> None:
    other = a_conversation("ほかのこと", district=world.district)
    with pytest.raises(services.OpinionProblem):
        cast(other, a_part(conversation), 1, 1)


def test_a_device_joined_to_an_account_hands_its_votes_over(conversation) -> None:
    device, user = participant_of_device(secret="two"), a_user()
    part = services.part_for(conversation=conversation, participant=device)
    cast(conversation, part, 1, 1)
    own = join_participations(participant=device, user=user)
    assert values(Part.objects.get(participant=own)) == {1: 1}
