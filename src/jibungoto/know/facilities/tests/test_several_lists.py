"""What only a whole list shows, or several: the datum of points, numbers used twice."""

import pytest

from jibungoto.know.facilities.models import Facility
from jibungoto.know.places import services as places
from jibungoto.know.places.tests.factories import a_shape, a_small_area

from .factories import SQUARE
from .test_register_intake import HALL, OLD, handed_in, remarks, table, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(world):
    places.set_boundary(district=world.district, geojson=SQUARE, source="見本")
    return world


def towns_and_halls(number=6):
    """Areas of about 440 m side by side, and the halls in their middles."""
    halls = []
    for n in range(number):
        west, south = 139.30 + 0.005 * n, 35.60
        area = a_small_area(f"{n:03}", f"みほん町{n + 1}丁目")
        ring = [[west, south], [west + 0.004, south], [west + 0.004, south + 0.003],
                [west, south + 0.003], [west, south]]  # fmt: skip
        a_shape(area, {"type": "Polygon", "coordinates": [ring]})
        halls.append((f"みほん町{n + 1}丁目1-1", west + 0.002, south + 0.0015))
    return halls


def rows_of(halls):
    return table(
        OLD,
        *(
            {"名称": f"会館{n}", "住所": address, "緯度": f"{lat:.6f}", "経度": f"{lon:.6f}"}
            for n, (address, lon, lat) in enumerate(halls)
        ),
    )


def test_positions_of_the_old_datum_are_put_right_and_told(ground):
    """One city's whole list lies some 450 m to the southeast: its addresses say so."""
    halls = towns_and_halls()
    # Some 12 seconds of arc, as the map sheets before 2002 had it.
    content = rows_of([(a, lon + 0.00323, lat - 0.00323) for a, lon, lat in halls])
    run = taken_in(content)
    (said,) = [t for _l, _c, t in remarks(run, "note") if "測地系" in t]
    assert "直すと6か所が住所の町丁・字の中に入り、直さないと入るのは0か所です。" in said
    for hall, (_a, lon, lat) in zip(Facility.objects.order_by("name"), halls, strict=True):
        assert (hall.lon, hall.lat) == (pytest.approx(lon, abs=3e-4), pytest.approx(lat, abs=3e-4))
    assert not handed_in(content).changes_anything
    kept = handed_in(content, datum="new")
    assert kept.changed == 6


def test_positions_of_today_stay_where_they_are(ground):
    halls = towns_and_halls()
    run = taken_in(rows_of(halls))
    assert not any("測地系" in text for _l, _c, text in remarks(run, "note"))
    assert not run.choices.filter(key="datum").exists()
    assert [h.lon for h in Facility.objects.order_by("name")] == [
        pytest.approx(lon) for _a, lon, _lat in halls
    ]


def test_the_same_number_in_two_files_of_a_city_means_two_places(ground):
    halls = table(OLD, {**HALL, "NO": "1"}, {"NO": "2", "名称": "東会館", "住所": "東町1"})
    parks = table(
        OLD,
        {"NO": "1", "名称": "みほん公園", "住所": "西町5"},
        {"NO": "2", "名称": "東公園", "住所": "東町9"},
    )
    taken_in(halls)
    run = taken_in(parks)
    assert (run.added, run.changed, run.removed) == (2, 0, 0)
    assert sorted(Facility.objects.values_list("code", "name")) == [
        ("1", "みほん公園"), ("1", HALL["名称"]), ("2", "東会館"), ("2", "東公園"),
    ]  # fmt: skip
    assert not handed_in(halls).changes_anything
