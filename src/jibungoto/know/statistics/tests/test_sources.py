"""From a number of a district to the rows of the file."""

import json

import pytest

from jibungoto.kernel.links import link
from jibungoto.know.places.models import SmallArea, SmallAreaShape
from jibungoto.know.places.small_areas_intake import KIND as BOUNDARIES
from jibungoto.know.places.tests.factories import a_district, a_membership, a_square
from jibungoto.know.statistics import selectors, services, sources
from jibungoto.know.statistics.census_intake import KIND
from jibungoto.know.statistics.models import Release

from .census import HEAD, a_city, as_file
from .factories import taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(world):
    world.municipality.code, world.municipality.name = "132012", "ここ市"
    world.municipality.save()
    taken_in(KIND, as_file(a_city()), name="census.csv", source="")
    south = a_district("south", name="南地区")
    for code, ratio in (("132010010", "0.5"), ("13201003001", 1), ("13201003002", 1)):
        a_membership(SmallArea.objects.get(code=code), south, ratio)
    return south


def test_each_row_tells_its_share_its_line_and_what_is_withheld(district):
    release = sources.release_on("", "")
    found = sources.made_from(release, district)
    told = [(r.name, r.line, r.total, r.share, r.counted, r.remark) for r in found.rows]
    assert told == [
        ("朝日町", 4, 17, 0.5, 8.5, ""),
        ("南町", 8, 22, 1.0, 22.0, "この町の丁目は秘匿のため、町の数を使っています"),
        ("南町一丁目", 9, None, 1.0, None, "秘匿。南町の数に入っています"),
        ("南町二丁目", 10, None, 1.0, None, "秘匿。南町の数に入っています"),
    ]
    assert found.file_name == "census.csv"


def test_the_rows_make_the_number_of_the_page(district):
    found = sources.made_from(sources.release_on("", ""), district)
    assert found.counted == selectors.population(district).total == 30.5


def test_the_page_and_the_table_to_take_away(world, district, django_assert_max_num_queries):
    client = world.client("guest")
    page = link("statistics:sources_district", slug=district.slug)
    client.get(page)
    with django_assert_max_num_queries(10):
        shown = client.get(page + "?x=1").content.decode()
    assert "秘匿。南町の数に入っています" in shown
    assert "census.csv" in shown
    rows = client.get(page + "?as=csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 5
    assert rows[1].startswith("朝日町,132010010,2020-10-01,17,0.5,8.5,対応表,,国勢調査")
    assert rows[1].endswith("census.csv,4")
    whole = client.get(link("statistics:sources_whole")).content.decode()
    assert "市全体" in whole
    assert client.get(page + "?on=1999-01-01").status_code == 404


def households_of(rows):
    """The same areas as T001081 tells them, in another order: people and households, no ages."""
    codes = [f"T00108100{n}" for n in range(1, 5)]
    table = [[*HEAD, *codes], [*[""] * len(HEAD), "人口総数", "男", "女", "世帯総数"]]
    for row in [rows[0], *reversed(rows[1:])]:
        homes = "X" if row[7] == "X" else "4"
        table.append([*row[:7], row[7], row[12], row[16], homes])
    return "\r\n".join(",".join(row) for row in table).encode("cp932")


def test_ages_kept_of_an_earlier_table_lead_to_its_file_and_line(district):
    taken_in(KIND, households_of(a_city()), name="households.csv", source="")
    release = sources.release_on("", "")
    homes = sources.made_from(release, district, sources.asked("households"))
    ages = sources.made_from(release, district, sources.asked("0-4"))
    assert (homes.file_name, ages.file_name) == ("households.csv", "census.csv")
    first = next(r for r in ages.rows if r.name == "朝日町")
    assert (first.line, first.total) == (4, 4)
    assert next(r for r in homes.rows if r.name == "朝日町").line != 4


def test_households_of_a_boundary_file_lead_to_its_shapes(district):
    shapes = [
        {
            "type": "Feature",
            "properties": {"KEY_CODE": code, "S_NAME": name, "JINKO": people, "SETAI": 9},
            "geometry": a_square(139.4 + n / 100),
        }
        for n, (code, name, people) in enumerate(
            (("132010010", "朝日町", 17), ("13201002001", "北町一丁目", 21),
             ("132010030", "南町", 22)), 1
        )
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": shapes}).encode()
    taken_in(BOUNDARIES, content, name="map.geojson", source="境界", dated="2020-10-01")
    homes = {s.small_area_id: s.households for s in SmallAreaShape.objects.all()}
    run = SmallAreaShape.objects.first().run
    services.add_households(release=Release.objects.get(), households=homes, source="境界", run=run)
    release = sources.release_on("", "")
    homes = sources.made_from(release, district, sources.asked("households"))
    assert homes.file_name == "map.geojson"
    assert [(r.name, r.line, r.total) for r in homes.rows if r.total] == [
        ("朝日町", 1, 9), ("南町", 3, 9),
    ]  # fmt: skip
    whole = sources.made_from(release, None, sources.asked("households"))
    assert [r.line for r in whole.rows if r.total] == [1, 2, 3]
    assert whole.counted == 27
    everybody = sources.made_from(release, district)
    assert (everybody.file_name, everybody.rows[0].line) == ("census.csv", 4)


def test_a_number_of_ours_shows_all_areas(world):
    from jibungoto.know.places.tests.factories import a_small_area

    from .factories import DAY, a_release

    a_release([(a_small_area(f"{i:03}"), [1], [2]) for i in range(3)], lows=(0,))
    found = sources.made_from(sources.release_on(DAY.isoformat(), ""), None)
    assert [r.counted for r in found.rows] == [3, 3, 3]
    assert found.counted == 9
