"""Still maps: every district drawn or listed, pins by shape and number, a true scale."""

import re
from xml.etree import ElementTree

from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from jibungoto.ui.maps import Area, Place, StillMap, plane
from jibungoto.ui.maps.still import WIDTH


def _square(west: float, south: float, size: float = 0.01) -> dict[str, object]:
    ring = [(west, south), (west + size, south), (west + size, south + size), (west, south + size)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


AREAS = [Area("つつじ台", _square(139.40, 35.60), here=True), Area("北原", _square(139.41, 35.60))]


def test_of_many_areas_a_few_are_read_aloud() -> None:
    many = [Area(f"{n}丁目", _square(139.40 + n / 100, 35.60)) for n in range(84)]
    assert 'aria-label="地図：0丁目、1丁目、2丁目など84の区域"' in StillMap(many).svg()


def test_a_long_name_stands_in_rows_rather_than_off_the_map() -> None:
    long = "国分寺台ニュータウン第三住宅"
    svg = StillMap([Area(long, _square(139.40, 35.60, 0.1))]).svg()
    assert re.findall(r"<text class=\"mid[^>]*>([^<]*)<", svg) == [
        "国分寺台",
        "ニュータウン第三住宅",
    ]


def test_the_district_is_indigo_and_the_others_are_named_in_sand() -> None:
    svg = StillMap(AREAS).svg()
    assert svg.count("c-here") == 1
    assert svg.count("c-land") == 1
    assert "つつじ台" in svg
    assert "北原" in svg
    assert "北</text>" in svg
    ElementTree.fromstring(svg)  # noqa: S314 our own drawing


def test_places_are_numbered_on_the_map_and_listed_beside_it() -> None:
    still = StillMap(
        AREAS,
        [
            Place("散歩道", 139.402, 35.604, "charm", "/p/"),
            Place("暗い道", 139.407, 35.606, "issue"),
        ],
    )
    page = str(
        engines["django"]
        .from_string("{% load ui %}{% map_figure still %}")
        .render({"still": still})
    )
    assert page.count("<li>") == 4
    assert '<a href="/p/">散歩道</a>' in page
    assert [key.word for key in still.legend] == ["魅力", "課題"]


def test_the_scale_is_true_within_a_hundredth() -> None:
    svg = StillMap([Area("a", _square(139.40, 35.60, 0.1))]).svg()
    pixels = float(re.search(r"v4h([\d.]+)v-4", svg)[1])  # type: ignore[index]
    metres = int(re.search(r">(\d+) km<", svg)[1]) * 1000  # type: ignore[index]
    across = 0.1 * 111_195 * 0.8127  # at 35.65 degrees north
    assert abs(metres / pixels * (WIDTH - 16) / across - 1) < 0.12


def test_a_map_of_one_spot_still_has_ground_to_stand_on() -> None:
    svg = StillMap([], [Place("井戸", 139.4, 35.6)]).svg()
    assert "NaN" not in svg
    assert "inf" not in svg
    assert StillMap([]).svg() == ""


def test_words_on_a_map_cannot_become_tags() -> None:
    assert "<b>" not in StillMap([Area("<b>", _square(139, 35))]).svg()


@given(
    st.lists(st.tuples(st.floats(138, 141), st.floats(34, 37)), min_size=1, max_size=12),
    st.floats(0.001, 0.5),
)
def test_every_point_falls_inside_the_picture(
    spots: list[tuple[float, float]], size: float
) -> None:
    areas = [Area(f"地区{n}", _square(x, y, size)) for n, (x, y) in enumerate(spots)]
    svg = StillMap(areas).svg()
    box = re.search(r'viewBox="0 0 360 (\d+)"', svg)
    assert box
    for path in re.findall(r'class="c-land edge" d="([^"]+)"', svg):
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path):
            assert -0.1 <= float(x) <= 360.1
            assert -0.1 <= float(y) <= float(box[1])


ring = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=4, max_size=40, unique=True
)


@given(ring, st.floats(0, 5))
def test_thinning_keeps_the_ends_and_strays_no_further_than_asked(
    points: list[tuple[float, float]], least: float
) -> None:
    closed = [*points, points[0]]
    thin = plane.thinned(closed, least)
    assert thin[0] == closed[0]
    assert thin[-1] == closed[-1]
    assert set(thin) <= set(closed)
    line = LineString(thin)
    assert thin == closed or all(line.distance(Point(p)) <= least + 1e-6 for p in closed)


def test_a_name_stands_inside_its_district_even_in_a_crescent() -> None:
    crescent = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 8), (8, 8), (8, 2), (0, 2)]
    x, y = plane.middle([[(float(a), float(b)) for a, b in crescent]])
    assert x > 8 or y < 2 or y > 8
    assert 0 < x < 10


def test_several_parts_and_holes_are_drawn_and_points_are_not() -> None:
    square = _square(0, 0, 1)["coordinates"]
    assert len(plane.polygons({"type": "MultiPolygon", "coordinates": [square, square]})) == 2
    assert plane.polygons({"type": "Point", "coordinates": [0, 0]}) == []
    assert plane.area([(0, 0), (2, 0), (2, 2), (0, 2)]) == 4


def test_small_areas_and_points_people_know_stand_on_the_ground_with_their_names() -> None:
    still = StillMap(
        AREAS,
        pieces=[Area("一丁目", _square(139.402, 35.602, 0.004))],
        marks=[Place("市民センター", 139.404, 35.606), Place("となりの館", 139.4041, 35.606)],
    )
    svg = still.svg()
    assert svg.count('class="piece"') == 1
    assert svg.count("mark-point") == 2
    assert "市民センター" in svg
    assert "となりの館" not in svg, "a name without room is left out"
    ElementTree.fromstring(svg)  # noqa: S314 our own drawing
    live = still.live()
    assert [piece["properties"]["name"] for piece in live["pieces"]] == ["一丁目"]
    assert [mark["title"] for mark in live["marks"]] == ["市民センター", "となりの館"]
    assert {"pieces", "marks"}.isdisjoint(StillMap(AREAS).live())
