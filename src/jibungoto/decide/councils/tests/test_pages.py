"""Pages, cockpit and measure of councils."""

import datetime as dt

import pytest

from jibungoto.decide.councils import module, selectors, services
from jibungoto.decide.councils.models import Council
from jibungoto.kernel import clock, registry, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.measures import Period
from jibungoto.kernel.models import Word

from .factories import a_council, a_district, a_seat, a_term

A = Actor()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_however_many_councils(
    world, client, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        a_council()
    with django_assert_max_num_queries(10):
        assert client.get("/koko/councils/").status_code == 200


def test_a_councils_page_costs_the_same_however_long_its_story(
    world, client, django_assert_max_num_queries
):
    council = a_council(district=world.district)
    for number in range(12):
        a_term(a_seat(council, title=f"役{number}"), holder=world.users["officer"])
    for stage in ("founding", "karte", "vision", "plan", "action", "review"):
        services.enter_stage(council=council, stage=stage, entered_on=clock.today(), actor=A)
    with django_assert_max_num_queries(18):
        page = client.get(f"/koko/councils/{council.slug}/").content.decode()
    assert "振り返り" in page


def test_the_city_says_what_its_councils_are_called(world, client):
    Word.objects.update_or_create(key="council", defaults={"text": "住民協議会"})
    assert "<h1>住民協議会</h1>" in client.get("/koko/councils/").content.decode()


def test_a_planner_begins_a_council_on_the_page(world):
    client = world.client("planner")
    found = client.post(
        "/koko/councils/new/", {"name": "北まちづくり協議会", "districts": [world.district.pk]}
    )
    council = Council.objects.get()
    assert found["Location"] == f"/koko/councils/{council.slug}/"
    assert council.stage == Council.Stage.PREPARATION


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(world):
    council = a_council(district=world.district, stage=Council.Stage.PLAN)
    answer = world.client("planner").post(
        f"/koko/councils/{council.slug}/stage/",
        {"stage": "karte", "entered_on": clock.today().isoformat(), "note": ""},
    )
    assert answer.status_code == 422
    assert "理由を書いてください" in answer.content.decode()


def test_two_people_changing_one_council_are_told(world):
    council = a_council(district=world.district)
    client = world.client("planner")
    data = {"name": "改めた名前", "districts": [world.district.pk], "version": 1}
    assert client.post(f"/koko/councils/{council.slug}/edit/", data).status_code == 302
    answer = client.post(f"/koko/councils/{council.slug}/edit/", data)
    assert answer.status_code == 422
    assert "ほかの方が書きかえました" in answer.content.decode()


def test_the_measure_counts_councils_founded_by_a_day_and_opens_its_rows(world):
    day = dt.date(2024, 4, 1)
    a_council(district=world.district, founded_on=day)
    a_council(founded_on=dt.date(2026, 1, 1))
    a_council()
    measure = registry.measures()["councils.founded"]
    by = Period(dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    assert measure.value(None, by) == 1
    assert [row.date for row in measure.rows(None, by)] == [day]
    assert measure.value(a_district(), by) == 0


@pytest.mark.parametrize("rows", [12, 60])
def test_the_cockpits_column_costs_two_queries(world, django_assert_max_num_queries, rows):
    districts = [a_district() for _ in range(rows)]
    for district in districts[:5]:
        a_council(district=district, stage=Council.Stage.PLAN)
    with django_assert_max_num_queries(3):
        cells = module.stage_cells(A, districts, *module.stage_rows(A))
    assert {cell.text for cell in cells.values()} == {"計画"}
    assert len(cells) == 5


def test_a_council_of_the_next_city_is_not_found(world):
    council = a_council(district=world.district)
    with tenancy.within(world.other_municipality):
        assert selectors.council(A, council.slug) is None


def test_the_wheel_says_how_far_the_council_is_and_nothing_where_there_is_none(world):
    assert module.summary(A, world.district, *module.summary_rows(A, world.district)) == ""
    assert module.section(A, world.district) is None
    a_council(district=world.district, stage=Council.Stage.PLAN)
    assert "「計画」の段階です" in module.summary(
        A, world.district, *module.summary_rows(A, world.district)
    )
    assert module.section(A, world.district)["stage"] == "計画"
