"""Residents within a walk of a place, read from the registers of places, people and facilities."""

import datetime as dt

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.intake.registered import kind as kind_named
from jibungoto.know.facilities.walks import walks
from jibungoto.know.places import services as places
from jibungoto.know.places.models import District, Membership, SmallAreaShape
from jibungoto.know.places.tests.factories import a_district, a_membership, a_small_area
from jibungoto.know.statistics.models import Headcount, Release

from .factories import INSIDE, SQUARE, a_facility

pytestmark = pytest.mark.django_db
NORTH = shapely.box(139.305, 35.611, 139.315, 35.612)  # within 500 m of INSIDE
FAR = shapely.box(139.30, 35.70, 139.31, 35.71)


def lived(code, polygon, total, release, district, ratio=1):
    area = a_small_area(code)
    if polygon is not None:
        SmallAreaShape.objects.create(
            small_area=area, wkb=shapely.to_wkb(polygon), area_km2=1, source="見本の区域"
        )
    a_membership(area, district, ratio)
    Headcount.objects.create(release=release, small_area=area, total=total)
    return area


@pytest.fixture
def release(city):
    return Release.objects.create(
        register="residents", taken_on=dt.date(2026, 10, 1), source="住民基本台帳（見本）"
    )


def of(district, key):
    return next((w for w in walks([district])[district.pk] if w.group.key == key), None)


def test_the_share_is_that_of_the_people_and_says_how_it_was_made(city, release):
    district = a_district()
    lived("1", NORTH, 300, release, district)
    lived("2", FAR, 100, release, district)
    lived("3", None, 50, release, district)
    a_facility(kind="shelter")
    a_facility("場所のわからない避難場所", kind="shelter", point=None)
    walk = of(district, "shelter")
    assert 0.5 < walk.share <= 0.75
    assert walk.reach.people == 400
    assert walk.reach.lost == 50
    for said in ("直線距離500m以内", "均等に住むと仮定", "場所のわからない50人", "1か所を除く"):
        assert said in walk.method
    assert (walk.people_source, walk.people_on) == ("住民基本台帳（見本）", dt.date(2026, 10, 1))
    assert walk.places_on == dt.date(2026, 4, 1)


def test_without_residents_or_without_places_there_is_no_figure(city, release):
    district = a_district()
    a_facility(kind="shelter")
    assert of(district, "shelter") is None
    lived("1", NORTH, 300, release, district)
    assert of(district, "shelter") is not None
    assert of(district, "aed") is None


def test_parks_are_counted_apart_from_counters_and_halls(city, release):
    district = a_district()
    lived("1", NORTH, 300, release, district)
    a_facility("みほん公園", subkind="公園")
    assert of(district, "park").places == 1
    assert of(district, "public") is None


def test_a_district_whose_people_are_told_as_a_whole_is_taken_by_its_own_area(city, release):
    district = a_district()
    places.set_boundary(district=district, geojson=SQUARE, source="見本")
    Headcount.objects.create(release=release, district=district, total=400)
    a_facility(kind="medical", point=INSIDE)
    walk = of(district, "medical")
    assert walk.by == ("district",)
    assert 0.3 < walk.share < 0.7


@pytest.mark.parametrize("number", [1, 12])
def test_the_number_of_questions_does_not_grow_with_the_districts(city, release, number):
    found = [a_district(f"d{n}") for n in range(number)]
    for n, district in enumerate(found):
        lived(str(n), NORTH, 100, release, district)
        a_facility(f"避難場所{n}", kind="shelter")
    with CaptureQueriesContext(connection) as asked:
        walks(found)
    assert len(asked.captured_queries) <= 8


@pytest.mark.data
def test_childcare_in_the_37_districts_of_hachioji(city, data_dir):
    """Polygons and people of 2015, 172 facilities of 2019: most of the city, half of the hills."""
    folder = data_dir / "jp/hachioji-13201"
    for key, name, told in (
        ("places.boundaries", "school_district_junior_high_A32_2016.geojson",
         {"kind": "chugakkoku"}),
        ("places.small_areas", "small_area_census2015_simplified.geojson", {}),
        ("facilities.childcare", "childcare_facilities_2019.csv", {"dated": "2019-04-01"}),
    ):  # fmt: skip
        run = intake.preview(
            kind=kind_named(key), upload=Upload(name, (folder / name).read_bytes()),
            options={"source": "見本", **told}, actor=GUEST,
        )  # fmt: skip
        intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
    made = list(District.objects.filter(kind__key="chugakkoku"))
    computed = places.compute_memberships(kind=made[0].kind, method=Membership.Method.AREA)
    places.apply_memberships(computed=computed)
    found = walks([*made, None])
    shares = {d.name: found[d.pk][0].share for d in made}
    assert len(shares) == 37
    whole = found[None][0]
    assert whole.reach.people == pytest.approx(577_513, abs=0.5)
    assert whole.share == pytest.approx(0.898, abs=0.002)
    assert min(shares.values()) == pytest.approx(0.451, abs=0.002)
    assert max(shares.values()) == pytest.approx(1.0)
