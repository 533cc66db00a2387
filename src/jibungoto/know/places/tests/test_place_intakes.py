"""Polygons and mapping tables from files: shown, taken in, undone, refused in words."""

import json
from decimal import Decimal

import pytest
from django.db import transaction

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.know.places import (
    boundaries_intake,
    membership_intake,
    services,
    small_areas_intake,
)
from jibungoto.know.places.models import Boundary, District, Membership, SmallArea

from .factories import a_district, a_kind, a_membership, a_small_area, a_square

pytestmark = pytest.mark.django_db


def geojson(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": told, "geometry": shape}
                for told, shape in features
            ],
        }
    ).encode()


TWO = geojson(
    ({"名称": "北地区", "番号": "01"}, a_square()),
    ({"名称": "南地区", "番号": "02"}, a_square(south=35.4)),
)


def handed_in(intake_kind, content, name, **options):
    told = {"kind": "chiku", "source": "見本の図", **options}
    return intake.preview(kind=intake_kind, upload=Upload(name, content), options=told, actor=GUEST)


def taken_in(intake_kind, content, name, **options):
    run = handed_in(intake_kind, content, name, **options)
    assert run.state == "previewed", run.verdict
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def drawn(content=TWO, **options):
    return taken_in(boundaries_intake.KIND, content, "map.geojson", **options)


def test_a_map_makes_new_districts_and_redraws_known_ones(city):
    known = a_district("kita", name="北地区")
    run = drawn()
    assert (run.added, run.changed) == (1, 1)
    assert Boundary.objects.get(district=known).area_km2 == pytest.approx(1.0045, rel=0.01)
    assert District.objects.get(name="南地区").kind.key == "chiku"


def test_the_same_map_again_changes_nothing_and_undoing_restores_all(city):
    known = a_district("kita", name="北地区")
    services.set_boundary(district=known, geojson=a_square(side=0.02), source="前の図")
    before = Boundary.objects.get(district=known).geojson
    run = drawn()
    assert not handed_in(boundaries_intake.KIND, TWO, "map.geojson").changes_anything
    intake.undo(run=run)
    restored = Boundary.objects.get(district=known)
    assert (restored.geojson, restored.source) == (before, "前の図")
    assert not District.objects.filter(name="南地区").exists()


def test_a_map_that_was_drawn_over_since_is_not_undone(city):
    run = drawn()
    services.set_boundary(
        district=District.objects.get(name="南地区"), geojson=a_square(), source="別の図"
    )
    with pytest.raises(CannotUndo, match="南地区"), transaction.atomic():
        intake.undo(run=run)


def test_the_property_of_the_name_can_be_chosen_otherwise(city):
    a_kind()
    run = handed_in(boundaries_intake.KIND, TWO, "map.geojson")
    choices = {c.key: c for c in intake_selectors.preview(run).choices}
    assert [o.value for o in choices["name_property"].options if o.chosen] == ["名称"]
    run = intake.choose_otherwise(run=run, options={"name_property": "番号"}, actor=GUEST)
    assert [r.title for r in intake_selectors.preview(run).records] == ["01", "02"]


def test_parts_of_one_district_are_put_together_and_a_broken_one_is_mended(city):
    bow = [[139.0, 35.0], [139.1, 35.1], [139.1, 35.0], [139.0, 35.1], [139.0, 35.0]]
    run = drawn(
        geojson(
            ({"name": "島地区"}, a_square()),
            ({"name": "島地区"}, a_square(west=139.6)),
            ({"name": "ねじれ地区"}, {"type": "Polygon", "coordinates": [bow]}),
        )
    )
    shown = intake_selectors.preview(run)
    assert Boundary.objects.get(district__name="島地区").geojson["type"] == "MultiPolygon"
    assert any("2個の図形を合わせました" in n.text for n in shown.notes)
    assert "直して読みました" in shown.doubts[0].text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"not json", "a.geojson", "GeoJSONとして読めません"),
        (b"{}", "a.geojson", "FeatureCollectionではありません"),
        (b'{"type":"FeatureCollection","features":[]}', "a.geojson", "図形が1つもありません"),
        (b"PK\x03\x04", "a.geojson", "こわれていて開けません"),
        (TWO, "a.csv", "読める種類のファイルではありません"),
        (
            geojson(({"name": "点"}, {"type": "Point", "coordinates": [139, 35]})),
            "a.json",
            "点のデータ",
        ),
        (b"[" * 100_000, "a.json", "GeoJSONとして読めません"),
    ],
)
def test_a_wrong_map_is_refused_in_a_sentence(city, content, name, said):
    run = handed_in(boundaries_intake.KIND, content, name)
    assert run.state == "refused"
    assert said in run.verdict
    assert not District.objects.exists()


def test_a_crash_in_the_middle_leaves_no_district(city, monkeypatch):
    run = handed_in(boundaries_intake.KIND, TWO, "map.geojson")

    def explode(**told):
        raise RuntimeError

    monkeypatch.setattr(services, "set_boundary", explode)
    with pytest.raises(RuntimeError), transaction.atomic():
        intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
    assert not District.objects.exists()


@pytest.mark.data
def test_the_school_districts_of_hachioji_come_in_whole(city, data_dir):
    path = data_dir / "jp/hachioji-13201/school_district_junior_high_A32_2016.geojson"
    run = drawn(path.read_bytes(), kind="chugakkoku")
    assert run.added == District.objects.filter(kind__key="chugakkoku").count() == 37
    intake.undo(run=run)
    assert not District.objects.exists()


TABLE = (
    "町丁目コード,町丁目名,学区,割合\r\n0001,北町一丁目,北地区,1\r\n"
    "0002,北町二丁目,北地区,0.25\r\n0002,北町二丁目,南地区,75\r\n"
)


@pytest.fixture
def mapped(city):
    a_district("kita", name="北地区")
    a_district("minami", name="南地区")

    def take_in(text=TABLE):
        return taken_in(membership_intake.KIND, text.encode(), "table.csv")

    return take_in


def shares():
    rows = Membership.objects.values_list("small_area__name", "district__slug", "ratio")
    return {(name, slug): ratio for name, slug, ratio in rows}


def test_a_table_says_which_share_of_an_area_belongs_where(mapped):
    mapped()
    assert shares() == {
        ("北町一丁目", "kita"): Decimal(1),
        ("北町二丁目", "kita"): Decimal("0.25"),
        ("北町二丁目", "minami"): Decimal("0.75"),
    }


def test_the_table_is_whole_what_it_leaves_out_goes_and_undoing_brings_it_back(mapped):
    mapped()
    before = shares()
    run = mapped("町丁目コード,町丁目名,学区\r\n0001,北町一丁目,南地区\r\n")
    assert (run.added, run.removed) == (1, 3)
    assert shares() == {("北町一丁目", "minami"): Decimal(1)}
    intake.undo(run=run)
    assert shares() == before


def test_undoing_the_first_table_forgets_its_small_areas(mapped):
    run = mapped()
    intake.undo(run=run)
    assert not Membership.objects.exists()
    assert not SmallArea.objects.exists()


def test_tables_of_other_kinds_of_district_are_left_alone(mapped):
    school = a_district("sho", kind=a_kind("shogakkoku", name="小学校区"))
    a_membership(a_small_area("0009"), school)
    mapped()
    assert ("0009番町", "sho") in shares()


def test_shares_over_one_and_unknown_districts_are_named(mapped):
    run = handed_in(
        membership_intake.KIND,
        "町丁目名,学区,割合\r\nA町,北地区,0.8\r\nA町,南地区,0.4\r\nB町,どこか,1\r\n".encode(),
        "table.csv",
    )
    faults = [(f.line, f.column) for f in intake_selectors.preview(run).faults]
    assert faults == [(3, "割合"), (4, "地区")]


def doubts(run):
    return list(run.remarks.filter(role="doubt").values_list("text", flat=True))


def test_a_map_of_another_place_is_doubted(city):
    drawn()
    assert doubts(handed_in(boundaries_intake.KIND, TWO, "map.geojson")) == []
    elsewhere = geojson(
        ({"名称": "東地区"}, a_square(west=135.5)), ({"名称": "西地区"}, a_square(west=135.4))
    )
    (doubt,) = doubts(handed_in(boundaries_intake.KIND, elsewhere, "map.geojson"))
    assert "ほかのまちのファイルではないか" in doubt
    one = geojson(({"名称": "北地区"}, a_square()), ({"名称": "西地区"}, a_square(west=135.4)))
    (doubt,) = doubts(handed_in(boundaries_intake.KIND, one, "map.geojson"))
    assert "km離れています。図形を確かめて" in doubt


def test_a_town_and_the_number_of_its_block_are_one_name(city):
    blocks = geojson(
        ({"町名": "緑町", "丁目": 1}, a_square()),
        ({"町名": "緑町", "丁目": 2}, a_square(south=35.4)),
        ({"町名": "本町", "丁目": None}, a_square(south=35.3)),
    )
    taken_in(small_areas_intake.KIND, blocks, "map.geojson")
    names = SmallArea.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["緑町一丁目", "緑町二丁目", "本町"]
