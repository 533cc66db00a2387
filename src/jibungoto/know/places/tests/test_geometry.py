"""Polygons: repaired, measured on the ellipsoid, simplified without tearing neighbours apart."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from jibungoto.know.places.geometry import BadShape, read_shape, simplified

from .factories import a_square


def test_the_area_is_that_on_the_ellipsoid():
    # Found another way: the radii of curvature M·N·cos φ summed from 35° to 36° over one degree.
    cell = read_shape(a_square(139, 35, 1))
    assert cell.area_km2 == pytest.approx(10066.27520, rel=1e-9)


def test_a_polygon_that_crosses_itself_is_repaired_and_says_so():
    bow = [[139.0, 35.0], [139.1, 35.1], [139.1, 35.0], [139.0, 35.1], [139.0, 35.0]]
    repaired = read_shape({"type": "Polygon", "coordinates": [bow]})
    assert repaired.repaired
    assert shape(repaired.geojson).is_valid
    assert not read_shape(a_square()).repaired


def test_rings_turn_as_the_standard_wants():
    clockwise = a_square()
    clockwise["coordinates"][0].reverse()
    assert shape(read_shape(clockwise).geojson).exterior.is_ccw


@pytest.mark.parametrize(
    ("given_shape", "said"),
    [
        ({"type": "Point", "coordinates": [139.4, 35.5]}, "面のある図形"),
        ({"type": "Polygon", "coordinates": [[[35.0, 139.0], [35.1, 139.0], [35.1, 139.1]]]}, "逆"),
        (
            {"type": "Polygon", "coordinates": [[[-9e3, -3e4], [-9e3, -2e4], [-8e3, -2e4]]]},
            "メートル",
        ),
        ({"type": "Polygon", "coordinates": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9]]]}, "日本の外"),
        ({"type": "Polygon", "coordinates": "x"}, "読めません"),
        ({"type": "Banana"}, "読めません"),
        ({"type": "FeatureCollection", "features": []}, "1つだけ"),
        ({"type": "Polygon", "coordinates": []}, "空"),
    ],
)
def test_a_shape_that_is_none_is_refused_in_a_sentence(given_shape, said):
    if given_shape["type"] == "Polygon" and isinstance(given_shape["coordinates"], list):
        for ring in given_shape["coordinates"]:
            ring.append(ring[0])
    with pytest.raises(BadShape, match=said):
        read_shape(given_shape)


def test_a_feature_and_a_collection_of_one_are_read_like_their_geometry():
    feature = {"type": "Feature", "properties": {}, "geometry": a_square()}
    wrapped = {"type": "FeatureCollection", "features": [feature]}
    assert read_shape(feature) == read_shape(wrapped) == read_shape(a_square())


def test_simplified_neighbours_still_touch():
    def ring(side):
        wiggle = [[139.5 + 0.0004 * (n % 2), 35.5 + 0.001 * n] for n in range(11)]
        return [*wiggle, [side, 35.51], [side, 35.5], wiggle[0]]

    west = {"type": "Polygon", "coordinates": [ring(139.49)]}
    east = {"type": "Polygon", "coordinates": [ring(139.51)]}
    drawn = [shape(g) for g in simplified([west, east], tolerance_degrees=0.002)]
    assert len(drawn[0].exterior.coords) < 14
    assert drawn[0].intersection(drawn[1]).area == pytest.approx(0, abs=1e-12)
    assert drawn[0].intersection(drawn[1]).length > 0.009


@given(west=st.floats(123, 150), south=st.floats(21, 44), side=st.floats(0.001, 0.5))
def test_cutting_a_district_in_two_keeps_its_area(west, south, side):
    half = side / 2
    whole = read_shape(a_square(west, south, side)).area_km2
    parts = sum(
        read_shape(a_square(west + dx, south + dy, half)).area_km2
        for dx in (0, half)
        for dy in (0, half)
    )
    assert parts == pytest.approx(whole, rel=1e-2)


@pytest.mark.data
def test_the_school_districts_of_hachioji_are_as_large_as_the_city(data_dir):
    path = data_dir / "jp/hachioji-13201/school_district_junior_high_A32_2016.geojson"
    features = json.loads(path.read_text())["features"]
    total = sum(read_shape(f).area_km2 for f in features)
    assert total == pytest.approx(186.4, rel=0.01)  # 国土地理院 全国都道府県市区町村別面積調
