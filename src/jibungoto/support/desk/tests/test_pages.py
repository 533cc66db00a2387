"""Pages of the desk, its columns in the cockpit and the sheet for whoever comes next."""

import pytest

from jibungoto.decide.councils.tests.factories import a_council, a_seat, a_term
from jibungoto.kernel import clock
from jibungoto.people import services as people
from jibungoto.people.models import Role
from jibungoto.support.desk import module, selectors, services
from jibungoto.support.desk.models import Contact

from .factories import a_contact, a_district, an_officer, days


@pytest.fixture
def city(world):
    """Somebody who looks after the whole city."""
    return an_officer(world.users["planner"])


def test_a_contact_is_written_in_one_go_and_found_on_the_page(world):
    client = world.client("district_officer")
    answer = client.post(
        "/koko/desk/new/",
        {
            "district": world.district.pk,
            "kind": "phone",
            "note": "総会の日取りのこと",
            "on": clock.today().isoformat(),
        },
    )
    assert answer["Location"] == f"/koko/desk/districts/{world.district.slug}/"
    page = client.get(answer["Location"]).content.decode()
    assert "総会の日取りのこと" in page
    assert Contact.objects.get().by_id == world.users["district_officer"].pk


def test_a_promise_without_a_day_is_asked_for_one(world):
    answer = world.client("district_officer").post(
        "/koko/desk/new/",
        {
            "district": world.district.pk,
            "kind": "phone",
            "note": "話した",
            "follow_up": "返事する",
            "on": clock.today().isoformat(),
        },
    )
    assert answer.status_code == 422
    assert "いつまでにするのかを選んでください" in answer.content.decode()


def test_the_form_offers_only_ones_own_districts(world):
    elsewhere = a_district(name="よその地区")
    page = world.client("district_officer").get("/koko/desk/new/").content.decode()
    assert world.district.name in page
    assert elsewhere.name not in page


def test_done_is_one_tap_and_its_undo_another(world, city):
    contact = a_contact(
        an_officer(world.users["district_officer"], world.district),
        world.district,
        follow_up="鍵を返す",
        follow_up_on=days(0),
    )
    client = world.client("district_officer")
    page = client.post(f"/koko/desk/contacts/{contact.pk}/done/", follow=True).content.decode()
    assert "「鍵を返す」を済みにしました" in page
    client.post(f"/koko/desk/contacts/{contact.pk}/done/", {"undo": "1"})
    contact.refresh_from_db()
    assert contact.done_on is None


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("page", ["desk/", "desk/districts/kita/", "desk/districts/kita/handover/"])
def test_pages_cost_the_same_however_long_the_log(
    world, city, django_assert_max_num_queries, rows, page
):
    for number in range(rows):
        a_contact(
            city,
            world.district,
            organisation=world.organisation,
            follow_up="返事する",
            follow_up_on=days(number),
        )
    client = world.client("planner")
    with django_assert_max_num_queries(12):
        assert client.get(f"/koko/{page}").status_code == 200


def test_a_district_left_alone_is_late_after_as_many_days_as_the_city_set(world, city):
    silent, fresh, never = world.district, a_district(), a_district()
    a_contact(city, silent, on=days(-61))
    a_contact(city, fresh, on=days(-59))
    cells = module.last_contact_cells(city, [silent, fresh, never], *module.last_contact_rows(city))
    assert [cells[d.pk].state for d in (silent, fresh, never)] == ["late", "", "wait"]
    assert cells[never.pk].text == "記録なし"
    services.change_silent_after(days=90, actor=city)
    rows = module.last_contact_rows(city)
    assert module.last_contact_cells(city, [silent], *rows)[silent.pk].state == ""


def test_late_follow_ups_are_counted_by_district(world, city):
    for number in (-3, -1, 5):
        a_contact(city, world.district, on=days(-9), follow_up="返事", follow_up_on=days(number))
    cells = module.late_cells(city, [world.district, a_district()], *module.late_rows(city))
    assert (cells[world.district.pk].text, cells[world.district.pk].state) == ("2件", "late")
    assert {c.text for c in cells.values()} == {"2件", "0"}


def test_the_number_of_days_has_sensible_ends(world):
    client = world.client("administrator")
    assert client.post("/koko/desk/settings/", {"silent_after_days": "3"}).status_code == 422
    assert client.post("/koko/desk/settings/", {"silent_after_days": "45"}).status_code == 302
    assert selectors.silent_after_days() == 45


def test_the_sheet_for_the_next_officer_holds_promises_contacts_and_ending_roles(world, city):
    a_contact(
        city, world.district, note="夜の灯りのこと", follow_up="鍵の返事", follow_up_on=days(9)
    )
    council = a_council(district=world.district)
    a_term(a_seat(council, title="会長"), days_left=90)
    people.grant_role(
        role=Role.objects.get(key="secretary"),
        user=world.users["resident"],
        district=world.district,
        ends_on=days(100),
    )
    page = world.client("planner").get("/koko/desk/districts/kita/handover/").content.decode()
    for words in ("鍵の返事", "夜の灯りのこと", "会長", "事務局"):
        assert words in page
