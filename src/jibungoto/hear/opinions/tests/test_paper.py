"""Paper counts as the web does: printed, taken in once, taken back, refused in words."""

import pytest

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Part, Vote
from jibungoto.hear.opinions.paper import KIND, questionnaire
from jibungoto.hear.sheets import kinds
from jibungoto.hear.sheets.kinds import SheetRefused
from jibungoto.hear.sheets.models import Sheet, SheetForm
from jibungoto.kernel import clock
from jibungoto.kernel.actor import GUEST

from .factories import a_conversation


@pytest.fixture
def conversation(world):
    return a_conversation(district=world.district)


@pytest.fixture
def sheet(conversation):
    form = SheetForm.objects.create(
        node=conversation.node, kind=KIND.key, version=1, layout_hash="x", digest="x", pages=1,
        title="足",
    )  # fmt: skip
    return Sheet.objects.create(form=form, channel=Sheet.Channel.KEYED)


ANSWERS = {
    "s1": ("agree",), "s2": ("disagree",), "s3": (), "s9": ("agree",), "age_band": ("70",),
    "district": ("0",),
}  # fmt: skip


def test_what_is_printed_are_the_statements_shown(conversation) -> None:
    one = conversation.statements.get(number=2)
    services.moderate_statements(
        conversation=conversation, statements=[one], state="out", reason="ためし"
    )
    keys = [item.key for item in questionnaire(conversation.node).items]
    assert keys[:3] == ["s1", "s3", "age_band"]
    assert kinds.of_node(conversation.node) is KIND


def test_a_sheet_is_a_part_with_its_votes_and_skips_what_is_gone(conversation, sheet) -> None:
    KIND.take(sheet, ANSWERS, GUEST)
    part = Part.objects.get()
    assert (part.channel, part.age_band, part.participant_id) == ("paper", "70", None)
    votes = Vote.objects.values_list("statement__number", "value")
    assert dict(votes) == {1: 1, 2: -1}


def test_it_is_taken_back_whole(conversation, sheet) -> None:
    KIND.take(sheet, ANSWERS, GUEST)
    KIND.withdraw(sheet, GUEST)
    assert (Part.objects.count(), Vote.objects.count()) == (0, 0)
    KIND.take(sheet, ANSWERS, GUEST)
    assert Vote.objects.count() == 2


def test_two_weeks_after_the_close_nothing_is_taken(conversation, sheet, monkeypatch) -> None:
    services.close_conversation(conversation=conversation, reason="ためし")
    KIND.take(sheet, ANSWERS, GUEST)
    KIND.withdraw(sheet, GUEST)
    later = clock.now() + services.paper.GRACE * 2
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(SheetRefused):
        KIND.take(sheet, ANSWERS, GUEST)
    assert KIND.closed(conversation.node)
