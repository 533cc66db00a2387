"""Which small areas make up districts: computed, compared, corrected by hand, undone."""

import csv
from decimal import Decimal

import pytest
from django.db import transaction

from jibungoto.japan.text import search_key
from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.models import AuditRecord
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.know.places import belonging, points_intake, services
from jibungoto.know.places.models import (
    Assignment,
    AssignmentRow,
    DistrictKind,
    Membership,
    Method,
    SmallArea,
)

from .factories import a_district, a_kind, a_shape, a_small_area, a_square
from .test_small_areas import taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city):
    """West and east meet at 139.41; areas a, b and c lie west, across the border and outside."""
    kind = a_kind()
    west, east = a_district("west", name="西地区"), a_district("east", name="東地区")
    services.set_boundary(district=west, geojson=a_square(139.40), source="見本の区域")
    services.set_boundary(district=east, geojson=a_square(139.41), source="見本の区域")
    a_shape(a_small_area("a"), a_square(139.401, 35.501, 0.002), people=100)
    a_shape(a_small_area("b"), a_square(139.4075, 35.501, 0.005), people=60)
    a_shape(a_small_area("c"), a_square(139.5, 35.501, 0.002), people=40)
    return kind


def shares():
    rows = Membership.objects.order_by("small_area__code", "district__slug")
    return [
        (m.small_area.code, m.district.slug, str(m.ratio.normalize()), m.method)
        for m in rows.select_related("small_area", "district")
    ]


def apply(kind, method, **how):
    return services.apply_memberships(
        computed=services.compute_memberships(kind=kind, method=method), **how
    )


def test_by_area_a_crossing_area_is_shared_and_the_source_says_what_was_laid_over_what(town):
    made = apply(town, Method.AREA)
    assert shares() == [
        ("a", "west", "1", "area"),
        ("b", "east", "0.5", "area"),
        ("b", "west", "0.5", "area"),
    ]
    assert "見本の区域" in made.source
    assert "見本の図" in made.source


def test_by_point_every_area_is_whole(town):
    apply(town, Method.POINT)
    assert [row[2:] for row in shares()] == [("1", "point")] * 2


def test_what_was_found_is_counted_in_areas_and_in_people(town):
    found = services.compute_memberships(kind=town, method=Method.AREA)
    assert (found.whole, found.shared) == (1, 1)
    assert [area.code for area in found.outside] == ["c"]
    placed = found.placed_people()
    assert (placed.inside, placed.counted, placed.share) == (160, 200, 0.8)
    assert found.placed_people({SmallArea.objects.get(code="c").pk: 5}).share == 0


def test_an_area_with_only_a_point_goes_by_its_point_and_says_so(town):
    a_small_area("d", lon=139.415, lat=35.505, point_source="見本の点")
    lost = a_small_area("e")
    found = services.compute_memberships(kind=town, method=Method.AREA)
    services.apply_memberships(computed=found)
    assert ("d", "east", "1", "point") in shares()
    assert found.lost == (lost,)


def test_computing_again_changes_nothing_and_undoing_brings_back_what_was(town):
    apply(town, Method.POINT)
    before = shares()
    made = apply(town, Method.AREA)
    assert apply(town, Method.AREA) is None
    services.undo_assignment(assignment=made)
    assert shares() == before
    services.undo_assignment(assignment=Assignment.objects.first())
    assert shares() == before


def test_what_changed_since_is_not_undone(town):
    first = apply(town, Method.POINT)
    apply(town, Method.AREA)
    with pytest.raises(services.ChangedSince), transaction.atomic():
        services.undo_assignment(assignment=first)


def test_other_kinds_are_left_alone(town):
    school = a_district("sho", kind=a_kind("shogakkoku", name="小学校区"))
    Membership.objects.create(
        small_area=SmallArea.objects.get(code="a"), district=school, source="表"
    )
    apply(town, Method.AREA)
    assert ("a", "sho", "1", "table") in shares()


@pytest.mark.parametrize("method", [Method.POINT, Method.AREA])
def test_without_polygons_it_says_what_is_missing(city, method):
    kind = a_kind()
    with pytest.raises(belonging.NothingToLayOver, match="地区の区域の図"):
        services.compute_memberships(kind=kind, method=method)
    services.set_boundary(district=a_district("kita"), geojson=a_square(), source="見本")
    a_small_area("a")
    with pytest.raises(belonging.NothingToLayOver, match="町丁・字の位置"):
        services.compute_memberships(kind=kind, method=method)


def correct(kind, code="b", reason="通学の実態", seen=None, **ratios):
    from jibungoto.know.places.models import District

    return services.correct_memberships(
        small_area=SmallArea.objects.get(code=code),
        kind=kind,
        ratios={District.objects.get(slug=s): Decimal(r) for s, r in ratios.items()},
        reason=reason,
        seen=seen,
    )


def test_a_correction_is_kept_with_its_reason_and_survives_computing_again(town):
    apply(town, Method.AREA)
    correct(town, west="0.9", east="0.1")
    found = services.compute_memberships(kind=town, method=Method.POINT)
    comparison = belonging.compare(town, found.shares)
    assert {d.small_area_id for d in comparison.by_hand} == {SmallArea.objects.get(code="b").pk}
    services.apply_memberships(computed=found)
    assert [s for s in shares() if s[0] == "b"] == [
        ("b", "east", "0.1", "hand"),
        ("b", "west", "0.9", "hand"),
    ]
    assert Membership.objects.filter(method="hand").first().reason == "通学の実態"
    assert "places.membership.set" in AuditRecord.objects.values_list("action", flat=True)


def test_computing_may_override_a_correction_when_told_to(town):
    apply(town, Method.AREA)
    correct(town, west="0.9", east="0.1")
    apply(town, Method.AREA, override_hand=True)
    assert ("b", "east", "0.5", "area") in shares()
    assert belonging.set_by_hand(town) == {}


def test_taking_an_area_out_of_all_districts_by_hand_survives_too(town):
    apply(town, Method.AREA)
    correct(town)
    apply(town, Method.AREA)
    assert [s for s in shares() if s[0] == "b"] == []


def test_undoing_a_correction_lets_computing_decide_again(town):
    apply(town, Method.AREA)
    before = shares()
    services.undo_assignment(assignment=correct(town, west="1"))
    assert shares() == before
    assert belonging.set_by_hand(town) == {}


def test_shares_over_one_are_refused_in_a_sentence(town):
    with pytest.raises(services.TooMuch, match="1をこえます"), transaction.atomic():
        correct(town, west="0.9", east="0.2")
    assert not AssignmentRow.objects.exists()


def test_the_second_of_two_editors_is_told(town):
    apply(town, Method.AREA)
    area = SmallArea.objects.get(code="b")
    seen = belonging.state_of(belonging.memberships_of(area, town))
    correct(town, west="1", seen=seen)
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        correct(town, east="1", seen=seen)


@pytest.mark.parametrize("number", [2, 40])
def test_storing_takes_as_many_queries_however_many_areas(
    town, number, django_assert_max_num_queries
):
    for n in range(number):
        a_shape(a_small_area(f"n{n}"), a_square(139.4 + n / 10000, 35.505, 0.0001))
    with django_assert_max_num_queries(28):
        apply(town, Method.AREA)


# Real files.


def drawn_districts(path, kind, name="name"):
    from jibungoto.know.places import boundaries_intake

    run = intake.preview(
        kind=boundaries_intake.KIND,
        upload=Upload(path.name, path.read_bytes()),
        options={"kind": kind, "source": "国土数値情報"},
        actor=GUEST,
    )
    intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
    return DistrictKind.objects.get(key=kind)


@pytest.mark.data
def test_hachioji_is_placed_whole_by_area_and_nearly_whole_by_point(city, data_dir):
    folder = data_dir / "jp/hachioji-13201"
    kind = drawn_districts(folder / "school_district_junior_high_A32_2016.geojson", "chugakkoku")
    small = folder / "small_area_census2015_simplified.geojson"
    taken_in(small.read_bytes())
    assert SmallArea.objects.count() == 210

    area = services.compute_memberships(kind=kind, method=Method.AREA)
    placed = area.placed_people()
    assert placed.counted == 577_513
    assert placed.share > 0.999
    assert (len(area.outside), area.whole + area.shared) == (0, 210)
    services.apply_memberships(computed=area)
    assert Membership.objects.values("district").distinct().count() == 37
    point = services.compute_memberships(kind=kind, method=Method.POINT)
    assert point.placed_people().share > 0.99
    assert (point.shared, point.whole + len(point.outside)) == (0, 210)


@pytest.mark.data
def test_of_sapporos_people_997_in_a_thousand_live_in_a_school_district(city, data_dir):
    folder = data_dir / "jp/sapporo-01100"
    kind = drawn_districts(folder / "Elementary.geojson", "shogakkoku")
    with (folder / "population_age5_by_jochome_2020-10-01.csv").open(encoding="utf-8-sig") as file:
        table = [row for row in csv.DictReader(file) if row["区"] != row["区分"]]
    assert len(table) == 5_447
    SmallArea.objects.bulk_create(
        SmallArea(name=row["区分"], search_key=search_key(row["区分"])) for row in table
    )
    points = Upload("isj.csv", (folder / "jochome_location_isj.csv").read_bytes())
    run = intake.preview(
        kind=points_intake.KIND, upload=points, options={"source": "位置参照情報"}, actor=GUEST
    )
    intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())

    found = services.compute_memberships(kind=kind, method=Method.POINT)
    people = {row["区分"]: int(row["人口"]) for row in table if row["人口"].isdigit()}
    weights = {area.pk: float(people.get(area.name, 0)) for area in found.layer.areas}
    placed = found.placed_people(weights)
    assert placed.counted == 1_961_682
    assert placed.share >= 0.997
    assert len(found.districts) == 202
    services.apply_memberships(computed=found)
    assert Membership.objects.filter(ratio=1, method=Method.POINT).count() == found.whole > 5_400
