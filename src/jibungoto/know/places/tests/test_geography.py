"""Small areas and districts as layers to draw and to compute with."""

import numpy as np
import pytest
import shapely

from jibungoto.know.places import geography, services

from .factories import a_district, a_membership, a_shape, a_small_area, a_square

pytestmark = pytest.mark.django_db


def test_a_small_area_comes_with_its_polygon_its_point_and_its_source(city):
    area = a_shape(a_small_area("0001"), a_square(), people=12)
    layer = geography.small_area_layer()
    assert layer.areas == (area,)
    assert layer.polygons[0].contains(shapely.Point(layer.points[0]))
    assert (layer.people[0], layer.sources) == (12, ("見本の図",))


def test_an_area_without_polygon_has_its_point_and_one_without_either_is_still_there(city):
    a_small_area("0001", lon=139.5, lat=35.5, point_source="見本の点")
    a_small_area("0002")
    layer = geography.small_area_layer()
    assert layer.has_polygon.tolist() == [False, False]
    assert layer.has_point.tolist() == [True, False]
    assert layer.sources == ("見本の点", "")
    assert np.isnan(layer.people).all()


def test_only_the_small_areas_of_a_district_are_asked_for(city):
    north, one = a_district("kita"), a_small_area("0001")
    a_small_area("0002")
    a_membership(one, north)
    layer = geography.small_area_layer(of=geography.in_districts([north]))
    assert layer.areas == (one,)


def test_districts_of_a_kind_come_with_their_polygons(city):
    north = a_district("kita")
    a_district("minami")
    services.set_boundary(district=north, geojson=a_square(), source="見本の図")
    layer = geography.district_layer(kind="chiku")
    assert layer.districts == (north,)
    assert layer.polygons[0].area == pytest.approx(0.0001)


@pytest.mark.parametrize("number", [0, 3, 40])
def test_layers_take_two_queries_however_many_areas(city, number, django_assert_max_num_queries):
    for n in range(number):
        a_shape(a_small_area(f"{n:04}"), a_square(west=139 + n / 100))
    with django_assert_max_num_queries(2):
        layer = geography.small_area_layer()
        drawn = geography.small_area_outlines(layer)
    assert len(drawn) == len(layer) == number


def test_neighbours_that_overlap_a_little_are_drawn_with_one_border(city):
    for n, west in enumerate((139.4, 139.40995)):
        a_shape(a_small_area(f"{n}"), a_square(west=west))
    drawn = geography.small_area_outlines(geography.small_area_layer())
    assert shapely.coverage_is_valid([shapely.geometry.shape(o.geojson) for o in drawn])
