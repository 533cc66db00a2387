"""Pages of paper ask for as much with thirty rows as with one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jibungoto.hear.sheets import policies, selectors, services
from jibungoto.kernel.actor import GUEST, Actor, Grant
from jibungoto.know.places import services as places

from . import factories as make

pytestmark = pytest.mark.django_db
ANSWERS = {"s1": ("agree",), "q2": "3"}


def page(world, name, **kwargs):
    return reverse(f"sheets:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


def asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def filled(node, number: int):
    stack = make.a_stack(node, actor=GUEST, expected=40)
    for n in range(1, number + 1):
        services.key_sheet(stack=stack, position=n, answers=ANSWERS, actor=GUEST)
    return stack


def _differing(node, world) -> None:
    """Five sheets that two people read apart."""
    first, second = (Actor(user_id=world.users[r].pk) for r in ("secretary", "planner"))
    stack = make.a_stack(node, actor=first, is_double=True)
    for n in range(1, 6):
        sheet = services.key_sheet(stack=stack, position=n, answers=ANSWERS, actor=first)
        services.key_second(sheet=sheet, answers={}, actor=second)


def test_the_list_and_the_page_of_a_questionnaire(world, room):
    node = make.a_node(world.district)
    filled(node, 1)
    client = world.client("planner")
    addresses = [page(world, "form_list"), page(world, "form_view", code=node.short_code)]
    before = [asked(client, address) for address in addresses]
    for _ in range(29):
        filled(make.a_node(world.district), 1)
        services.print_sheets(node=node, copies=100, actor=GUEST)
        make.a_stack(node, actor=GUEST)
    after = [asked(client, address) for address in addresses]
    assert after == before
    assert max(before) <= 10


def test_the_typing_page_and_a_scan_with_many_sheets(world, room):
    node = make.a_node(world.district)
    stack = filled(node, 1)
    upload = make.a_scan(node, actor=GUEST)
    client = world.client("planner")
    addresses = [
        page(world, "stack_key", number=stack.pk),
        page(world, "scan_view", public_id=upload.public_id),
        page(world, "check_next", code=node.short_code),
    ]
    for n in range(2, 31):
        services.key_sheet(stack=stack, position=n, answers=ANSWERS, actor=GUEST)
    stack.sheets.update(upload=upload)
    _differing(node, world)
    after = [asked(client, address) for address in addresses]
    assert max(after) <= 10


def test_one_sheet(world, room):
    node = make.a_node(world.district)
    sheet = filled(node, 1).sheets.get()
    here = page(world, "sheet_view", public_id=sheet.public_id)
    assert asked(world.client("planner"), here) <= 10


def test_what_is_asked_now_is_offered_to_be_printed_where_one_may(world):
    there = places.create_district(kind=world.district.kind, slug="minami", name="南地区")
    own, other = make.a_node(world.district), make.a_node(there)
    make.a_node(world.district, title="受付の終わった問い")
    make.a_room(asked=(own.pk, other.pk))
    secretary = Actor(
        grants=(Grant("secretary", frozenset({policies.PRINT}), district_id=world.district.pk),)
    )
    assert list(selectors.printable(secretary)) == [own]
    assert list(selectors.printable(GUEST)) == []
    shown = world.client("secretary").get(page(world, "form_list")).content.decode()
    assert f"/sheets/{own.short_code}/" in shown
    make.a_form(own)
    assert list(selectors.printable(secretary)) == []
