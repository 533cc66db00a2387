"""ひなた市 is the same at every load, whole, and plainly invented."""

import csv
import io

import pytest
from shapely.ops import unary_union

from jibungoto.demo.hinata import city, land, people, plan


def test_the_twelve_districts_tile_the_city_without_gap_or_overlap():
    shapes = land.districts()
    assert len(shapes) == 12
    whole = unary_union(list(shapes.values()))
    assert whole.area == pytest.approx(land.outline().area, rel=1e-6)
    assert sum(s.area for s in shapes.values()) == pytest.approx(whole.area, rel=1e-6)
    assert all(s.is_valid for s in shapes.values())


def test_the_areas_of_a_district_tile_it():
    shapes = land.districts()
    for code, parts in land.chome().items():
        assert sum(p.area for p in parts.values()) == pytest.approx(shapes[code].area, rel=1e-6)


def test_the_city_lies_where_no_real_place_is():
    ring = land.to_geojson(land.outline())["coordinates"][0]
    assert all(142.9 < lon < 143.5 and 33.2 < lat < 33.6 for lon, lat in ring)


def test_the_land_is_the_same_at_every_load():
    drawn = land.to_geojson(land.districts()["01"])
    for kept in (land.outline, land.districts):
        kept.cache_clear()
    assert land.to_geojson(land.districts()["01"]) == drawn


@pytest.mark.parametrize("date", people.DATES)
def test_every_row_of_a_published_file_adds_up(date):
    text = people.standard_file(date).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        if row["男性"] == "x":
            continue
        ages = [int(v) for k, v in row.items() if "歳" in k]
        assert sum(ages) == int(row["総人口"]) == int(row["男性"]) + int(row["女性"])


def test_an_area_too_small_is_suppressed_and_says_so():
    text = people.standard_file(people.DATES[-1]).decode("utf-8-sig")
    small = next(r for r in csv.DictReader(io.StringIO(text)) if r["地域名"] == "奥山")
    assert small["0-4歳の男性"] == "x"
    assert "伏せています" in small["備考"]


def test_old_districts_shrink_and_young_ones_grow():
    def count(date, code):
        return sum(a.total for a in people.areas(date) if a.district == code)

    first, last = people.DATES[0], people.DATES[-1]
    assert count(last, "08") < count(first, "08")
    assert count(last, "12") > count(first, "12")


def test_every_organisation_has_its_own_address_and_a_district():
    found = city.organisations()
    assert len({o.slug for o in found}) == len(found)
    codes = {d.code for d in land.DISTRICTS}
    assert all(o.districts and set(o.districts) <= codes for o in found)


def test_the_plan_hangs_together():
    told = plan.facts()
    codes = [item["code"] for item in told["item"]]
    assert len(set(codes)) == len(codes)
    assert {c.rpartition("-")[0] for c in codes} <= {*codes, ""}
    assert {hurdle["at"] for hurdle in told["hurdle"]} <= set(codes)
    lengths = [len(year[2]) for item in told["item"] for year in item.get("years", ())]
    assert max(lengths) <= 600
