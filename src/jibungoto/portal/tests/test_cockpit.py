"""The cockpit: every district at a glance, never a rank."""

import csv
import datetime as dt
import io

import pytest

from jibungoto.decide.councils.tests.factories import a_council, a_district
from jibungoto.kernel import clock, vocabulary
from jibungoto.portal.cockpit import board
from jibungoto.support.desk.tests.factories import a_contact


@pytest.fixture
def planner(world):
    from jibungoto.kernel.actor import Actor, Grant

    allowed = frozenset(["portal.cockpit.read", "desk.contact.write", "desk.contact.read"])
    return Actor(user_id=world.users["planner"].pk, grants=(Grant("planner", allowed),))


def silent(planner, district):
    a_contact(planner, district, on=clock.today() - dt.timedelta(days=99))


def test_every_district_has_a_row_in_its_own_order(world, planner):
    second = a_district(order=2)
    first = a_district(order=1)
    found = board(planner)
    assert [row.district for row in found.rows] == [first, second, world.district]
    assert found.total == 3


def test_districts_can_be_narrowed_to_those_that_are_late(world, planner):
    late = a_district()
    silent(planner, late)
    a_contact(planner, world.district)
    assert [row.district for row in board(planner, state="late").rows] == [late]
    assert board(planner).late == 1
    assert next(row.district for row in board(planner, first="concern").rows) == late
    assert [row.district for row in board(planner).concerns] == [late]


def test_districts_can_be_grouped_by_the_stage_of_their_council(world, planner):
    a_council(district=world.district, stage="plan")
    other = a_district()
    found = board(planner)
    assert list(found.stages) == ["計画"]
    assert [(stage, [r.district for r in rows]) for stage, rows in found.groups] == [
        ("計画", [world.district]),
        ("まだ始まっていません", [other]),
    ]
    assert [r.district for r in board(planner, stage="計画").rows] == [world.district]


def test_the_stages_stand_in_the_order_of_the_journey(world, planner):
    for stage in ("review", "karte", "action"):
        a_council(stage=stage)
    found = board(planner, words=vocabulary.words()).stages
    assert list(found) == ["カルテ", "実行", "振り返り"]


def test_an_officer_sees_the_own_districts_only(world):
    from jibungoto.kernel.actor import Actor, Grant

    a_district()
    inside = a_district(parent=world.district)
    grant = Grant(
        "district_officer", frozenset(["portal.cockpit.read"]), district_id=world.district.pk
    )
    found = {row.district for row in board(Actor(user_id=1, grants=(grant,))).rows}
    assert found == {world.district, inside}


@pytest.mark.parametrize("number", [12, 60])
def test_the_board_costs_the_same_for_twelve_and_sixty_districts(
    world, planner, django_assert_max_num_queries, number
):
    for n in range(number):
        district = a_district()
        if n % 3 == 0:
            a_council(district=district)
            silent(planner, district)
    client = world.client("planner")
    client.get("/koko/cockpit/")
    with django_assert_max_num_queries(10):
        assert client.get("/koko/cockpit/").status_code == 200


def test_the_board_opens_unharmed_in_a_spreadsheet(world, planner):
    silent(planner, world.district)
    answer = world.client("planner").get("/koko/cockpit/board.csv?state=late")
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == "地区"
    assert rows[1][0] == world.district.name
    assert "99日前" in rows[1]
    assert "遅れ" in rows[1]


def test_a_name_is_never_a_formula(world, planner):
    a_district(name="=HYPERLINK(1)")
    told = world.client("planner").get("/koko/cockpit/board.csv").content.decode()
    assert "\r\n'=HYPERLINK(1)," in told


def test_no_district_is_ranked(world, planner):
    page = world.client("planner").get("/koko/cockpit/").content.decode()
    assert "順位ではありません" in page
    assert "1位" not in page


def test_a_district_is_found_by_its_name_among_many(world, planner):
    wanted = a_district(name="坂の上地区")
    assert [row.district for row in board(planner, name="坂の上").rows] == [wanted]
    assert board(planner, name="坂の上").total == 2


def test_the_lead_goes_to_the_districts_it_counts(world, planner):
    silent(planner, world.district)
    page = world.client("planner").get("/koko/cockpit/").content.decode()
    assert 'href="?state=late"' in page
    assert 'href="#concerns"' in page
    assert 'id="concerns"' in page
    assert 'name="name"' not in page
