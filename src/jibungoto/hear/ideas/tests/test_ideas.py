"""Ideas: posted, supported once, remarked on, merged, promised, answered, hidden, forgotten."""

import datetime as dt

import pytest

from jibungoto.hear.ideas import selectors, services
from jibungoto.hear.ideas.models import Comment, Idea, Support
from jibungoto.kernel import clock, registry
from jibungoto.kernel.actor import GUEST, Actor, Grant, Level
from jibungoto.kernel.models import Follow, Node, OutboxEvent
from jibungoto.kernel.registry import role_permissions, text_sources

from .factories import a_campaign, an_idea, somebody

pytestmark = pytest.mark.django_db


def staff(role):
    return Actor(user_id=1, grants=(Grant(role, role_permissions(role)),))


def supports(idea):
    return selectors.idea(GUEST, idea.code).supports


def test_one_person_supports_once_and_may_take_it_back(world):
    made, person = an_idea(), somebody()
    assert services.support(idea=made, participant_id=person.pk)
    assert not services.support(idea=made, participant_id=person.pk)
    assert supports(made) == 1
    services.take_back_support(idea=made, participant_id=person.pk)
    assert supports(made) == 0
    assert not Follow.objects.filter(node=made.node, participant_id=person.pk).exists()


def test_nobody_supports_their_own_idea(world):
    person = somebody()
    made = an_idea(participant_id=person.pk)
    with pytest.raises(services.IdeasError):
        services.support(idea=made, participant_id=person.pk)


def test_merging_counts_each_supporter_once_and_is_undone_as_a_whole(world):
    both, other, author = somebody(), somebody(), somebody()
    head = an_idea()
    second = an_idea("坂にいすがほしい", participant_id=author.pk)
    for idea, person in ((head, both), (second, both), (second, other)):
        services.support(idea=idea, participant_id=person.pk)
    services.comment(idea=second, participant_id=other.pk, text="日陰も考えたいです。")
    merge = services.handling.merge(head, others=[second])
    assert supports(head) == 3  # both once, other, and whoever wrote the second
    assert list(selectors.ideas(GUEST)) == [head]
    assert selectors.idea(GUEST, head.code).comments_shown == 1
    assert Follow.objects.filter(node=head.node).count() == 3
    services.handling.undo_merge(merge)
    assert (supports(head), supports(second)) == (1, 2)
    assert Follow.objects.filter(node=head.node).count() == 1


def test_an_answer_reaches_author_and_supporters_once(world):
    author, person = somebody(), somebody()
    made = an_idea(participant_id=author.pk)
    services.support(idea=made, participant_id=person.pk)
    services.handling.answer(made, text="来月、置きます。", who="道路課")
    made.refresh_from_db()
    assert made.state == Idea.State.RECEIVED
    event = OutboxEvent.objects.get(key="ideas.idea.answered")
    told = Follow.objects.filter(node=event.node).values_list("participant_id", flat=True)
    assert set(told) == {author.pk, person.pk}


def test_a_promise_is_public_and_its_day_gone_by_waits_for_staff(world):
    made = an_idea(district=world.district)
    services.promise_answer(idea=made, by=clock.today() - dt.timedelta(days=1), who="道路課")
    officer = staff("district_officer")
    assert any("返事の日を過ぎた" in w.title for w in registry.waiting(officer))
    services.handling.answer(made, text="おくれました。", who="道路課")
    assert not any("返事の日を過ぎた" in w.title for w in registry.waiting(officer))


def test_what_came_of_an_idea_is_linked_and_moves_it_on(world):
    from jibungoto.know.findings.tests.factories import a_finding

    made, result = an_idea(), a_finding("ベンチが置かれました")
    services.handling.connect_result(made, result=result.node)
    made.refresh_from_db()
    assert made.state == Idea.State.TAKEN_UP
    with pytest.raises(services.IdeasError):
        services.handling.connect_result(made, result=made.node)


def test_a_campaign_takes_ideas_while_it_is_open_and_passes_its_promise_on(world):
    campaign = a_campaign(district=world.district)
    made = an_idea(campaign=campaign)
    assert (made.answer_by, made.answer_from) == (campaign.answer_by, "都市計画課")
    assert made.district == world.district
    over = a_campaign(
        "終わった募集", opens_on=dt.date(2026, 1, 1), closes_on=dt.date(2026, 1, 31), answer_by=None
    )
    with pytest.raises(services.IdeasError):
        an_idea(campaign=over)


def test_words_like_a_name_wait_for_staff_in_ideas_and_comments(world):
    made = an_idea("田中さんの庭を広場に")
    assert made.node.state == Node.State.STAFF
    said = services.comment(
        idea=an_idea(), participant_id=somebody().pk, text="090-1234-5678 に電話を"
    )
    assert said.waits


def test_the_same_comment_twice_is_one_and_its_author_takes_it_back(world):
    made, person = an_idea(), somebody()
    one = services.comment(idea=made, participant_id=person.pk, text="いいですね")
    assert services.comment(idea=made, participant_id=person.pk, text="いいですね") == one
    services.withdraw_comment(comment=one)
    assert selectors.idea(GUEST, made.code).comments_shown == 0


def test_a_municipality_may_ask_for_more_than_a_device(world):
    from jibungoto.kernel.policy import decide

    services.change_reception(level=Level.ACCOUNT, check_first=False, hold_cautions=True)
    refused = decide(Actor(level=Level.DEVICE, participant_id=1), "ideas.idea.post")
    assert not refused
    assert refused.level == Level.ACCOUNT
    assert decide(Actor(level=Level.VERIFIED, participant_id=1), "ideas.idea.post")


def test_near_ones_share_words_that_carry_meaning(world):
    near = an_idea("坂道にベンチを置いてほしい")
    an_idea("図書館を夜まで開ける", text="仕事のあとに寄れます。")
    found = selectors.near(GUEST, title="坂の途中にベンチがほしい", text="坂道で休みたい。")
    assert found == [near]


def test_forgetting_a_person_leaves_the_idea_and_no_tie(world):
    person = somebody()
    made = an_idea(participant_id=person.pk)
    services.comment(idea=an_idea("別の"), participant_id=person.pk, text="はい")
    assert {row["kind"] for row in services.export_person(person)} == {"idea", "comment"}
    assert services.erase_person(person) == 3
    made.refresh_from_db()
    assert made.participant is None
    assert not Support.objects.exists()
    assert Comment.objects.get().participant is None


def test_ideas_offer_their_words_to_be_grouped_to_those_who_sort(world):
    campaign = a_campaign()
    an_idea(campaign=campaign)
    an_idea("別の提案")
    source = text_sources()["ideas"]
    planner = staff("planner")
    assert [(c.key, c.number) for c in source.choices(planner)] == [("all", 2), (campaign.code, 1)]
    (text,) = source.texts(planner, campaign.code)
    assert text.text.startswith("坂の途中に")
    assert not source.texts(GUEST, "all")


def test_a_campaign_begun_by_mistake_is_taken_back_until_ideas_come_in(world):
    campaign = a_campaign(district=world.district)
    services.withdraw_campaign(campaign=campaign)
    assert selectors.campaign(Actor(), campaign.code) is None
    asked = a_campaign("公園で何をしますか", district=world.district)
    an_idea(campaign=asked)
    with pytest.raises(services.IdeasError, match="もう提案が届いている"):
        services.withdraw_campaign(campaign=asked)
    assert selectors.campaign(Actor(), asked.code) == asked
