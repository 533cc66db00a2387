"""Findings: pinned, found again, noticed too, merged, answered, hidden, forgotten."""

import jaconv
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.text import grams
from jibungoto.kernel import nodes
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.contributions import caution
from jibungoto.kernel.models import Follow, Node, OutboxEvent
from jibungoto.know.findings import selectors, services
from jibungoto.know.findings.models import Finding, MeToo
from jibungoto.know.findings.selectors.near import telling
from jibungoto.know.places import services as places
from jibungoto.know.places.tests.factories import a_district, a_square

from .factories import a_finding, a_photo, a_resource, an_issue, somebody

pytestmark = pytest.mark.django_db


def me_toos(finding):
    return selectors.finding(GUEST, finding.code).me_toos


def test_a_finding_with_a_spot_belongs_to_every_district_around_it(world):
    school = places.create_district_kind(key="sho", name="小学校区")
    inner = a_district("inner", kind=school)
    for district in (world.district, inner):
        places.set_boundary(district=district, geojson=a_square(), source="見本")
    made = a_finding(lat=35.505, lon=139.405)
    assert made.district == world.district
    assert made in selectors.findings(GUEST, district=inner)
    assert selectors.counts(GUEST, inner) == {"charm": 1, "issue": 0, "resource": 0}


def test_near_ones_are_found_by_place_and_by_words(world):
    by_words = an_issue("夜の通学路が暗くてこわい", district=world.district)
    by_place = an_issue("溝のふたが外れています", lat=35.5001, lon=139.4001)
    far = an_issue("バスの本数が少ない", lat=35.6, lon=139.6)
    found = selectors.near(
        GUEST, sort="issue", title="通学路が夜になると暗い",
        lat=35.5, lon=139.4, district=world.district,
    )  # fmt: skip
    assert [n.finding for n in found] == [by_words, by_place] or {n.finding for n in found} == {
        by_words,
        by_place,
    }
    assert far not in [n.finding for n in found]


@pytest.mark.parametrize(
    ("there", "now"),
    [
        ("公園のベンチが足りません", "公園のﾍﾞﾝﾁを増やしてほしい"),
        ("公園のベンチが足りません", "べんちがない"),
        ("ベンチがこわれています", "こわれたベンチ"),
        ("ごみのポイ捨てが多い", "ゴミのぽいすて"),
        ("トイレが使えません", "といれがよごれている"),
        ("カーブミラーが見にくい", "ｶｰﾌﾞﾐﾗｰの向きがちがう"),
        ("バス停に屋根がほしい", "バス停の屋根"),
        ("ＡＥＤの場所がわからない", "AEDがどこかわからない"),
        ("通学路の街灯が切れています", "街燈が切れていて通学路が暗い"),
    ],
)
def test_a_word_is_the_same_in_whatever_it_is_written(world, there, now):
    made = an_issue(there, text="", district=world.district)
    found = selectors.near(GUEST, sort="issue", title=now, district=world.district)
    assert [n.finding for n in found] == [made]


def test_one_word_says_little_from_afar_and_much_around_the_corner(world):
    made = an_issue("街灯がつきません", text="", district=world.district, lat=35.5, lon=139.4)
    asked = {"sort": "issue", "title": "街灯を増やしてほしい", "district": world.district}
    assert selectors.near(GUEST, **asked, lat=35.51, lon=139.4) == []
    (found,) = selectors.near(GUEST, **asked, lat=35.501, lon=139.4)
    assert (found.finding, found.metres) == (made, 111)


@pytest.mark.parametrize(
    ("there", "now"),
    [
        ("バスの本数が少ないです", "通学路が暗くてこわいです"),
        ("ベンチが足りません", "街灯が足りません"),
        ("こわれているところがあります", "さびしいところがあります"),
        ("犬のふんがあります", "段差があります"),
        ("草が伸びていて通れません", "車が止まっていて見えません"),
        ("してほしいことがあります", "直してほしいです"),
    ],
)
def test_words_that_every_sentence_has_make_no_two_findings_alike(world, there, now):
    an_issue(there, text="", district=world.district)
    assert selectors.near(GUEST, sort="issue", title=now, district=world.district) == []


@given(
    word=st.sampled_from(["ベンチ", "トイレ", "ブランコ", "フェンス", "カーブミラー", "ポスト"]),
    rest=st.sampled_from(["", "がこわれています", "がほしいです", "の場所がわかりません"]),
    write=st.sampled_from([str, jaconv.z2h, jaconv.kata2hira]),
)
def test_every_dress_of_a_katakana_word_leaves_it_what_it_is(word, rest, write):
    pairs = telling(grams(word))
    assert len(pairs) >= 2
    assert pairs <= telling(grams(write(word) + rest))


def test_the_same_person_counts_once_however_often_and_may_take_it_back(world):
    made, person = a_finding(), somebody()
    assert services.say_me_too(finding=made, participant_id=person.pk)
    assert not services.say_me_too(finding=made, participant_id=person.pk)
    assert me_toos(made) == 1
    assert services.take_back_me_too(finding=made, participant_id=person.pk)
    assert me_toos(made) == 0
    assert not Follow.objects.filter(node=made.node, participant_id=person.pk).exists()


def test_nobody_says_me_too_to_themselves(world):
    person = somebody()
    made = a_finding(participant_id=person.pk)
    with pytest.raises(services.FindingsError):
        services.say_me_too(finding=made, participant_id=person.pk)


def test_merging_unites_people_without_counting_one_twice_and_can_be_undone(world):
    author, both, other, writer = somebody(), somebody(), somebody(), somebody()
    head = an_issue(participant_id=author.pk)
    second = an_issue("街灯がつきません", participant_id=writer.pk)
    for person in (both, other):
        services.say_me_too(finding=head, participant_id=person.pk)
    for person in (both, author):
        services.say_me_too(finding=second, participant_id=person.pk)
    assert (me_toos(head), me_toos(second)) == (2, 2)
    merge = services.handling.merge(head, others=[second])
    # both once, other, and whoever wrote the second one
    assert me_toos(head) == 3
    assert list(selectors.findings(GUEST)) == [head]
    assert selectors.finding(GUEST, second.code).merged_into == head
    assert Follow.objects.filter(node=head.node).count() == 4
    services.handling.undo_merge(merge)
    assert (me_toos(head), me_toos(second)) == (2, 2)
    assert set(selectors.findings(GUEST)) == {head, second}
    assert Follow.objects.filter(node=head.node).count() == 3


def test_a_merge_that_was_built_upon_is_undone_from_its_end(world):
    first, second, third = an_issue("あ"), an_issue("い"), an_issue("う")
    inner = services.handling.merge(second, others=[third])
    outer = services.handling.merge(first, others=[second])
    third.refresh_from_db()
    assert third.merged_into == first
    with pytest.raises(services.CannotMerge), transaction.atomic():
        services.handling.undo_merge(inner)
    services.handling.undo_merge(outer)
    third.refresh_from_db()
    assert third.merged_into == second


def test_charms_and_issues_are_not_put_together(world):
    with pytest.raises(services.CannotMerge):
        services.handling.merge(a_finding(), others=[an_issue()])


def test_an_answer_tells_finder_and_followers_once_and_receives_the_finding(world):
    author, person = somebody(), somebody()
    made = an_issue(participant_id=author.pk)
    services.say_me_too(finding=made, participant_id=person.pk)
    services.handling.answer(made, text="来週、直します。", who="道路課")
    made.refresh_from_db()
    assert made.state == Finding.State.RECEIVED
    event = OutboxEvent.objects.get(key="findings.finding.answered")
    followers = Follow.objects.filter(node=event.node).values_list("participant_id", flat=True)
    assert set(followers) == {author.pk, person.pk}


def test_passing_on_needs_its_reason(world):
    with pytest.raises(services.FindingsError):
        services.handling.change_state(an_issue(), state="passed")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("電話は 090-1234-5678 です", ("phone",)),
        ("電話は０９０１２３４５６７８です", ("phone",)),
        ("たより @ なし", ()),
        ("write@example.jp へ", ("mail",)),
        ("田中さんの家の前", ("name",)),
        ("店員さんとお客さんが親切です。みなさんで", ()),
        ("2026年11月27日の朝、100-0001", ()),
        ("お地蔵さまと神さま", ()),
    ],
)
def test_words_that_may_tell_who_somebody_is_are_noticed(text, found):
    assert caution.cautions(text) == found


def test_what_needs_a_look_waits_for_staff_and_its_author_still_sees_it(world):
    person = somebody()
    made = a_finding("田中さんの庭のさくら", participant_id=person.pk)
    assert made.node.state == Node.State.STAFF
    assert selectors.finding(GUEST, made.code) is None
    assert selectors.finding(Actor(participant_id=person.pk), made.code) == made
    services.handling.check(made)
    assert selectors.finding(GUEST, made.code) == made


def test_a_municipality_may_look_first_at_everything(world):
    services.change_reception(check_first=True, hold_cautions=True)
    assert a_finding().node.state == Node.State.STAFF


def test_what_is_hidden_is_seen_by_its_author_with_the_reason_and_can_be_shown(world):
    person = somebody()
    made = a_finding(participant_id=person.pk)
    services.handling.hide(made, reason="お名前が入っていました。")
    assert selectors.finding(GUEST, made.code) is None
    own = selectors.finding(Actor(participant_id=person.pk), made.code)
    assert own.hidden_reason == "お名前が入っていました。"
    services.handling.show(own)
    assert selectors.finding(GUEST, made.code) == made


def test_a_withdrawn_finding_is_gone_for_others_and_can_come_back(world):
    made = a_finding(participant_id=somebody().pk)
    services.handling.withdraw(made)
    assert selectors.finding(GUEST, made.code) is None
    services.handling.restore(made)
    assert made in selectors.findings(GUEST)


def test_a_photo_is_shown_with_words_and_only_pictures_are_taken(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from jibungoto.kernel.files import FileRefused

    made = a_finding()
    services.add_photo(finding=made, upload=a_photo())
    (card,) = selectors.cards(selectors.findings(GUEST))
    assert card.photo.alt == "「坂の上から海が見えます」の写真"
    with pytest.raises(FileRefused):
        services.add_photo(finding=made, upload=SimpleUploadedFile("a.jpg", b"%PDF-1.4 nothing"))


def test_a_resource_goes_through_its_verbs_and_shows_in_the_matrix(world):
    made = a_resource()
    assert selectors.resource_matrix(GUEST)["place"]["latent"][0] == 1
    services.record_deed(finding=made, verb="used", who="北町自治会", text="花を植えました")
    matrix = selectors.resource_matrix(GUEST)
    assert (matrix["place"]["latent"][0], matrix["place"]["manifest"][0]) == (0, 1)
    with pytest.raises(services.FindingsError):
        services.record_deed(finding=made, verb="used", who="山田さん")


def test_forgetting_a_person_leaves_the_finding_and_no_tie(world):
    person, other = somebody(), somebody()
    made = a_finding(participant_id=person.pk)
    services.say_me_too(finding=a_finding("ほか"), participant_id=person.pk)
    services.say_me_too(finding=made, participant_id=other.pk)
    rows = services.export_person(person)
    assert {row["kind"] for row in rows} == {"finding", "me_too"}
    services.erase_person(person)
    made.refresh_from_db()
    assert made.participant is None
    assert services.export_person(person) == []
    assert MeToo.objects.get().participant == other


def test_the_list_is_searched_by_its_words(world):
    made = a_finding(text="夕方には富士山も見えます", place="坂の上公園")
    a_finding("朝市のにぎわい")
    assert list(selectors.findings(GUEST, words="富士山")) == [made]
    assert list(selectors.findings(GUEST, words="坂の上 公園")) == [made]
    assert nodes.by_code(GUEST, made.code) == made.node
