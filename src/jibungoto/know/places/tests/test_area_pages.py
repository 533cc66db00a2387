"""Pages on which districts are put together from small areas."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from jibungoto.know.places import services
from jibungoto.know.places.models import Assignment, Membership, SmallArea

from .factories import a_district, a_kind, a_membership, a_shape, a_small_area, a_square

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world):
    """North and south meet at 35.51; area "b" lies across."""
    services.set_boundary(district=world.district, geojson=a_square(), source="見本の区域")
    south = a_district("minami", name="南地区")
    services.set_boundary(district=south, geojson=a_square(south=35.49), source="見本の区域")
    a_shape(a_small_area("a", name="甲町"), a_square(139.401, 35.503, 0.002), people=100)
    a_shape(a_small_area("b", name="乙町"), a_square(139.404, 35.4975, 0.005), people=60)
    return world


def page(world, name, **kwargs):
    return reverse(f"places:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


def computed(world, **told):
    asked = {"kind": "chiku", "method": "area", "sliver": "0.05", **told}
    client = world.client("planner")
    seen = client.get(page(world, "membership_preview"), asked).context["preview"].digest
    return client.post(page(world, "membership_apply"), {**asked, "seen": seen}, follow=True)


def ratios():
    rows = Membership.objects.select_related("small_area", "district")
    return {(m.small_area.code, m.district.slug): m.ratio for m in rows}


def test_a_planner_looks_applies_and_undoes(town):
    client = town.client("planner")
    asked = {"kind": "chiku", "method": "area", "sliver": "0.05"}
    text = client.get(page(town, "membership_preview"), asked).text
    assert "まるごと一つの地区に入る町丁・字　1件" in text
    assert "160人のうち、160人（100.00%）" in text
    assert not Membership.objects.exists()
    assert "決めました" in computed(town).text
    assert ratios()[("b", "kita")] == pytest.approx(Decimal("0.5"), abs=Decimal("0.001"))
    undo = page(town, "assignment_undo", public_id=Assignment.objects.get().public_id)
    client.post(undo)
    assert ratios() == {}


def test_what_was_looked_at_is_what_is_applied(town):
    asked = {"kind": "chiku", "method": "area", "sliver": "0.05", "seen": "something else"}
    answer = town.client("planner").post(page(town, "membership_apply"), asked, follow=True)
    assert "もう一度ご確認ください" in answer.text
    assert not Membership.objects.exists()


def test_without_polygons_the_page_says_what_is_missing(world):
    asked = {"kind": "chiku", "method": "area", "sliver": "0.05"}
    text = world.client("planner").get(page(world, "membership_preview"), asked).text
    assert "区域の図が、まだありません" in text


def test_a_district_shows_everybody_what_it_is_made_of(town):
    computed(town)
    text = town.client("guest").get(page(town, "district_areas", slug="kita")).text
    for said in ("2件の町丁・字", "甲町", "南地区と分け合う", "面積按分", "<svg", "見本の区域"):
        assert said in text
    assert "直す" not in text


def test_a_share_far_from_the_map_is_marked_and_a_missing_area_named(town):
    a_membership(SmallArea.objects.get(code="b"), town.district)
    text = town.client("planner").get(page(town, "district_areas", slug="kita")).text
    assert "確かめる" in text
    assert "区域にかかるのに、入っていない町丁・字" in text


def correct(town, **told):
    client = town.client("planner")
    address = page(town, "area_correct", pk=SmallArea.objects.get(code="b").pk, kind="chiku")
    form = client.get(address).context["form"]
    hidden = {"seen": form["seen"].value()}
    return client, address, client.post(address, {**hidden, "reason": "川の北側", **told})


def test_a_person_moves_an_area_with_a_reason_and_everybody_reads_why(town):
    computed(town)
    _client, _address, answer = correct(town, whole="minami")
    assert answer.status_code == 302
    assert ratios()[("b", "minami")] == 1
    area = SmallArea.objects.get(code="b")
    assert "理由：川の北側" in town.client("guest").get(page(town, "area_view", pk=area.pk)).text
    assert "手作業で直したところ" in town.client("planner").get(
        page(town, "membership_preview"), {"kind": "chiku", "method": "area", "sliver": "0.05"}
    ).text  # fmt: skip


def test_a_whole_area_is_shown_as_100_percent(town):
    computed(town)
    correct(town, whole="minami")
    client, address, _answer = correct(town, whole="minami")
    shown = client.get(address).text
    assert 'value="100"' in shown
    assert "1E+2" not in shown


def test_shares_over_one_and_a_missing_reason_are_refused_in_words(town):
    computed(town)
    percent = {
        f"percent_{m.district_id}": "70" for m in Membership.objects.filter(small_area__code="b")
    }
    _client, _address, answer = correct(town, **percent)
    assert answer.status_code == 422
    assert "1をこえます" in answer.text
    _client, _address, answer = correct(town, whole="minami", reason="")
    assert answer.status_code == 422
    assert ratios()[("b", "kita")] == pytest.approx(Decimal("0.5"), abs=Decimal("0.001"))


def test_the_second_of_two_editors_sees_that_somebody_was_first(town):
    computed(town)
    client, address, _answer = correct(town, whole="minami")
    late = client.post(address, {"seen": "old", "whole": "kita", "reason": "あと"})
    assert late.status_code == 409
    assert ratios()[("b", "minami")] == 1


def test_a_small_area_ends_is_continued_and_goes_on_again(town):
    client, old, new = town.client("planner"), *SmallArea.objects.order_by("code")
    client.post(page(town, "area_end", pk=old.pk), {"on": "2020-03-31", "into": new.name})
    text = client.get(page(town, "area_view", pk=old.pk)).text
    assert "2020年" in text
    assert "乙町" in text
    assert "甲町" in client.get(page(town, "area_view", pk=new.pk)).text
    client.post(page(town, "area_reopen", pk=old.pk))
    old.refresh_from_db()
    assert old.valid_until is None


@pytest.mark.parametrize("number", [1, 30])
def test_pages_need_few_queries_however_many_areas(town, number, django_assert_max_num_queries):
    for n in range(number):
        area = a_small_area(f"n{n:02}")
        a_shape(area, a_square(139.4 + n / 5000, 35.505, 0.0002))
        a_membership(area, town.district, "0.5")
    a_kind("shogakkoku", name="小学校区")
    pk = SmallArea.objects.get(code="n00").pk
    asked = "?kind=chiku&method=area&sliver=0.05"
    for address in (
        page(town, "district_areas", slug="kita"),
        page(town, "area_view", pk=pk),
        page(town, "area_correct", pk=pk, kind="chiku"),
        page(town, "membership_list"),
        page(town, "membership_preview") + asked,
    ):
        client = town.client("planner")
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200


def test_the_page_of_a_district_tells_its_days_its_names_and_what_it_goes_back_to(town):
    old = a_district("mukashi", name="むかし地区", kind=town.district.kind)
    services.end_district(district=old, on=dt.date(2020, 3, 31), successors=[town.district])
    services.rename_district(district=town.district, name="北部地区", on=dt.date(2026, 4, 1))
    computed(town)
    address = reverse(
        "portal:district_stage",
        kwargs={"municipality": town.municipality.slug, "district": "kita", "stage": "know"},
    )
    text = town.client("guest").get(address).text
    for said in ("範囲と沿革", "2件の町丁・字でできています", "むかし地区", "前の名前"):
        assert said in text


def test_a_city_registers_a_kind_of_its_own_and_renames_it(world):
    client = world.client("planner")
    told = {"name": "消防団の区域", "key": "shobo", "order": "50"}
    assert client.post(page(world, "kind_list"), told).status_code == 302
    assert client.post(page(world, "kind_list"), told).status_code == 422
    client.post(page(world, "kind_edit", kind="shobo"), {"name": "分団の区域", "order": "5"})
    text = client.get(page(world, "kind_list")).text
    assert "分団の区域" in text
