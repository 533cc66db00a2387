"""Typing stacks: once, twice, and what happens where two people read a sheet differently."""

import pytest
from django.urls import reverse

from jibungoto.hear.sheets import selectors, services
from jibungoto.hear.sheets.models import Mark, Sheet, Stack
from jibungoto.kernel.actor import Actor

from . import factories as make

pytestmark = pytest.mark.django_db

FIRST = {"s1": ("agree",), "s2": ("pass",), "q1": ("a", "b"), "q2": "12", "q3": "花がきれい"}


def page(world, name, **kwargs):
    return reverse(f"sheets:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


def person(world, role: str) -> Actor:
    return Actor(world.municipality.pk, user_id=world.users[role].pk)


@pytest.fixture
def node(world, room):
    return make.a_node(world.district)


@pytest.fixture
def anna(world):
    return person(world, "secretary")


@pytest.fixture
def ben(world):
    return person(world, "district_officer")


def test_a_typed_sheet_goes_to_its_room_at_once(world, room, node, anna):
    stack = make.a_stack(node, actor=anna)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    assert sheet.state == "entered"
    assert room.taken == {sheet.pk: FIRST}


def test_typing_a_place_again_replaces_what_the_room_has(world, room, node, anna):
    stack = make.a_stack(node, actor=anna)
    services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    again = services.key_sheet(
        stack=stack, position=1, answers={**FIRST, "s1": ("disagree",)}, actor=anna
    )
    assert Sheet.objects.count() == 1
    assert room.taken[again.pk]["s1"] == ("disagree",)


def test_two_people_who_type_the_same_enter_the_sheet(world, room, node, anna, ben):
    stack = make.a_stack(node, actor=anna, is_double=True)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    assert (sheet.state, room.taken) == ("read", {})
    with pytest.raises(services.SheetError, match="別の方"):
        services.key_second(sheet=sheet, answers=FIRST, actor=anna)
    assert services.key_second(sheet=sheet, answers=FIRST, actor=ben).state == "entered"
    assert room.taken == {sheet.pk: FIRST}


def test_where_they_differ_a_third_look_decides(world, room, node, anna, ben):
    stack = make.a_stack(node, actor=anna, is_double=True)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    other = {**FIRST, "s2": ("disagree",), "q3": "花がきれい！"}
    assert services.key_second(sheet=sheet, answers=other, actor=ben).state == "doubtful"
    assert room.taken == {}
    client = world.client("planner")
    here = page(world, "check_next", code=node.short_code)
    for said in ({"value": "disagree"}, {"value": "花がきれい"}):
        found, _left = selectors.next_open(node)
        asked = client.get(here).text
        assert "一人目" in asked
        assert "二人目" in asked
        item = found.line.item
        client.post(here, {"sheet": sheet.pk, "item": item.pk, f"i{item.pk}": said["value"]})
    sheet.refresh_from_db()
    assert sheet.state == "entered"
    assert room.taken[sheet.pk] == {**FIRST, "s2": ("disagree",)}
    assert selectors.next_open(node) == (None, 0)


def test_the_second_person_does_not_see_what_the_first_typed(world, room, node, anna):
    stack = make.a_stack(node, actor=anna, is_double=True)
    services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    shown = world.client("district_officer").get(page(world, "stack_second", number=stack.pk)).text
    assert "1枚目の用紙" in shown
    assert "花がきれい" not in shown
    assert "checked" not in shown.replace(" data-none checked", "")
    mine = world.client("secretary").get(page(world, "stack_second", number=stack.pk)).text
    assert "ほかの方にお願い" in mine


def test_a_stack_is_typed_without_a_script_and_says_how_far_it_is(world, room, node):
    client = world.client("secretary")
    client.post(page(world, "stack_open", code=node.short_code), {"expected": "2"})
    stack = Stack.objects.get()
    here = page(world, "stack_key", number=stack.pk)
    items = {i.key: i for i in selectors.items_of(stack.form)}
    told = {
        "n": "1",
        f"i{items['s1'].pk}": "agree",
        f"i{items['q1'].pk}": ["a", "b"],
        f"i{items['q2'].pk}": "１２",
    }
    assert client.post(here, told).url == here
    assert "2枚中 1枚" in client.get(here).text
    (answers,) = room.taken.values()
    assert answers == {"s1": ("agree",), "s2": (), "q1": ("a", "b"), "q2": "12", "q3": ""}
    back = client.get(f"{here}?n=1").text
    assert "前に打った用紙です" in back


def test_the_same_number_is_not_typed_twice(world, room, node, anna):
    services.print_sheets(node=node, copies=10, actor=anna)
    stack = make.a_stack(node, actor=anna)
    services.key_sheet(stack=stack, position=1, answers=FIRST, serial=7, actor=anna)
    with pytest.raises(services.SheetError, match="7番の用紙は、すでに"):
        services.key_sheet(stack=stack, position=2, answers=FIRST, serial=7, actor=anna)
    with pytest.raises(services.SheetError, match="11番"):
        services.key_sheet(stack=stack, position=2, answers=FIRST, serial=11, actor=anna)
    assert len(room.taken) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"s1": ("agree", "pass")}, "一つだけ"),
        ({"s1": ("nonsense",)}, "用紙にない"),
        ({"q2": "たくさん"}, "2けた"),
        ({"q3": "あ" * 4001}, "4000字"),
    ],
)
def test_wrong_answers_are_refused_and_nothing_is_kept(world, room, node, anna, wrong, words):
    stack = make.a_stack(node, actor=anna)
    with pytest.raises(services.SheetError, match=words):
        services.key_sheet(stack=stack, position=1, answers={**FIRST, **wrong}, actor=anna)
    assert not Sheet.objects.exists()
    assert not Mark.objects.exists()


def test_a_closed_questionnaire_keeps_the_sheet_and_says_why(world, room, node, anna):
    room.closed = "受付は終わりました。"
    stack = make.a_stack(node, actor=anna)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    assert (sheet.state, sheet.reason, room.taken) == ("confirmed", "受付は終わりました。", {})
    room.closed = ""
    assert services.enter_sheet(sheet=sheet, actor=anna).state == "entered"
    assert room.taken == {sheet.pk: FIRST}


def test_what_the_room_refuses_leaves_no_trace_in_it(world, room, node, anna):
    room.refuses = "この意見は、いまは答えられません。"
    stack = make.a_stack(node, actor=anna)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    assert (sheet.state, sheet.reason) == ("confirmed", "この意見は、いまは答えられません。")


def test_a_sheet_is_taken_back_from_its_room_and_may_come_again(world, room, node, anna):
    stack = make.a_stack(node, actor=anna)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    services.withdraw_sheet(sheet=sheet, actor=anna)
    assert room.taken == {}
    back = services.restore_sheet(sheet=sheet, actor=anna)
    assert back.state == "read"
    services.enter_sheet(sheet=back, actor=anna)
    services.enter_sheet(sheet=back, actor=anna)
    assert room.taken == {sheet.pk: FIRST}


def test_mending_an_entered_answer_hands_the_sheet_over_anew(world, room, node, anna):
    stack = make.a_stack(node, actor=anna)
    sheet = services.key_sheet(stack=stack, position=1, answers=FIRST, actor=anna)
    item = next(i for i in selectors.items_of(sheet.form) if i.key == "s1")
    mended = services.settle_item(sheet=sheet, item=item, value=("pass",), actor=anna)
    assert mended.state == "entered"
    assert room.taken[sheet.pk]["s1"] == ("pass",)
