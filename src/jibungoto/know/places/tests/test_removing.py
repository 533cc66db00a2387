"""A district made by mistake goes; one that others speak of stays, and the refusal says of what."""

import pytest

from jibungoto.know.organisations.tests.factories import an_organisation
from jibungoto.know.places import services
from jibungoto.know.places.models import Boundary, District

from .factories import a_district, a_membership, a_small_area, a_square

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(world):
    return world.client("planner")


def page(world, district, what):
    return f"/{world.municipality.slug}/districts/{district.slug}/{what}/"


def test_a_district_nothing_hangs_on_is_removed(world, planner) -> None:
    district = a_district("machigai")
    answer = planner.post(page(world, district, "remove"), follow=True)
    assert "を消しました" in answer.content.decode()
    assert not District.objects.filter(slug="machigai").exists()


def test_what_hangs_on_a_district_is_said_and_keeps_it(world, planner) -> None:
    district = a_district("kitahara")
    a_membership(a_small_area("001"), district)
    an_organisation("kitahara-jichikai", districts=[district])
    answer = planner.post(page(world, district, "remove"), follow=True).content.decode()
    assert "町丁・字の割り当て" in answer
    assert "団体・施設・気づき" in answer
    assert District.objects.filter(slug="kitahara").exists()


def test_a_polygon_is_taken_away_and_brought_back_as_it_was(world, planner) -> None:
    district = a_district("kitahara")
    services.set_boundary(district=district, geojson=a_square(), source="見本の図")
    before = Boundary.objects.values("geojson", "source", "dated", "area_km2").get()
    shown = planner.post(page(world, district, "boundary/remove"), follow=True).content.decode()
    assert not Boundary.objects.exists()
    assert "区域を元に戻す" in shown
    planner.post(page(world, district, "boundary/restore"))
    assert Boundary.objects.values("geojson", "source", "dated", "area_km2").get() == before
