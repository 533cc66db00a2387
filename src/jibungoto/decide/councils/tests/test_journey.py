"""How councils go on, back, and are taken back."""

import datetime as dt

import pytest

from jibungoto.decide.councils import journey, selectors, services
from jibungoto.decide.councils.models import Council, StageEntry
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node, OutboxEvent

from .factories import a_council

A = Actor()
S = Council.Stage


def ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def test_a_council_goes_on_and_its_page_and_its_district_tell_so(world):
    council = a_council(district=world.district)
    entry = services.enter_stage(
        council=council, stage=S.FOUNDING, entered_on=ago(10), note="規約ができました", actor=A
    )
    council.refresh_from_db()
    assert (council.stage, council.stage_since) == (S.FOUNDING, ago(10))
    assert entry.node.title == f"{council.name}が「設立」の段階に入りました"
    assert entry.node.summary == "規約ができました"
    assert [p.district for p in entry.node.placed.all()] == [world.district]


def test_those_who_follow_the_council_hear_of_the_new_stage(world):
    council = a_council()
    services.enter_stage(council=council, stage=S.FOUNDING, entered_on=ago(1), actor=A)
    event = OutboxEvent.objects.latest("pk")
    assert (event.key, event.node) == ("councils.stage.entered", council.node)
    assert event.data == {"stage": "設立"}


def test_going_back_needs_a_reason_that_everybody_can_read(world):
    council = a_council(stage=S.VISION)
    with pytest.raises(services.StepBackUnexplained) as refusal:
        services.enter_stage(council=council, stage=S.KARTE, entered_on=ago(1), actor=A, note="  ")
    assert "理由" in str(refusal.value)
    services.enter_stage(
        council=council, stage=S.KARTE, entered_on=ago(1), actor=A, note="数字が古くなりました"
    )
    council.refresh_from_db()
    assert council.stage == S.KARTE


def test_after_a_review_a_new_round_begins_without_an_excuse(world):
    council = a_council(stage=S.REVIEW)
    services.enter_stage(council=council, stage=S.KARTE, entered_on=ago(1), actor=A)
    assert selectors.rounds(selectors.entries(council)) == 2


def test_a_stage_can_lie_neither_in_the_future_nor_before_the_last_one(world):
    council = a_council(entered_on=ago(30))
    for day in (clock.today() + dt.timedelta(days=1), ago(31)):
        with pytest.raises(services.StageOutOfOrder):
            services.enter_stage(council=council, stage=S.FOUNDING, entered_on=day, actor=A)


def test_entering_the_same_stage_twice_is_the_same_as_once(world):
    council = a_council()
    for _ in range(2):
        services.enter_stage(council=council, stage=S.FOUNDING, entered_on=ago(1), actor=A)
    assert StageEntry.objects.count() == 2


def test_a_mistaken_step_is_taken_back_and_leaves_no_public_trace(world):
    council = a_council(entered_on=ago(30))
    entry = services.enter_stage(council=council, stage=S.FOUNDING, entered_on=ago(1), actor=A)
    services.undo_stage(council=council, actor=A)
    council.refresh_from_db()
    entry.node.refresh_from_db()
    assert (council.stage, council.stage_since) == (S.PREPARATION, ago(30))
    assert entry.node.state == Node.State.REMOVED
    again = services.enter_stage(council=council, stage=S.KARTE, entered_on=ago(0), actor=A)
    assert again.node.path != entry.node.path


def test_the_beginning_cant_be_taken_back(world):
    with pytest.raises(services.NothingToUndo):
        services.undo_stage(council=a_council(), actor=A)


def test_a_district_has_one_council_at_most(world):
    council = a_council(district=world.district)
    with pytest.raises(services.DistrictTaken) as refusal:
        a_council(district=world.district)
    assert council.name in str(refusal.value)
    assert world.district not in selectors.free_districts()
    assert world.district in selectors.free_districts(council)


def test_steps_know_what_is_past_here_and_ahead():
    words = {f"stage.{key}": key for key in journey.ORDER}
    found = [step.position for step in journey.steps(S.KARTE, words, {})]
    assert found == ["past", "past", "here", "ahead", "ahead", "ahead", "ahead"]


@pytest.mark.parametrize("stage", journey.ORDER)
def test_every_stage_has_a_part_a_task_and_one_that_follows(stage):
    assert journey.PART[S(stage)]
    assert journey.TASK[stage]
    assert journey.following(stage) in journey.ORDER
    assert not journey.is_step_back(stage, journey.following(stage))
