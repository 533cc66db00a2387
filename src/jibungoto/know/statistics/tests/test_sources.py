"""From a number of a district to the rows of the file."""

import pytest

from jibungoto.kernel.links import link
from jibungoto.know.places.models import SmallArea
from jibungoto.know.places.tests.factories import a_district, a_membership
from jibungoto.know.statistics import selectors, sources
from jibungoto.know.statistics.census_intake import KIND

from .census import a_city, as_file
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


def test_a_number_of_ours_shows_all_areas(world):
    from jibungoto.know.places.tests.factories import a_small_area

    from .factories import DAY, a_release

    a_release([(a_small_area(f"{i:03}"), [1], [2]) for i in range(3)], lows=(0,))
    found = sources.made_from(sources.release_on(DAY.isoformat(), ""), None)
    assert [r.counted for r in found.rows] == [3, 3, 3]
    assert found.counted == 9
