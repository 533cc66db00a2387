"""町丁・字 with polygons and points from files: matched, joined, ended, undone."""

import json
from decimal import Decimal

import pytest
from django.db import transaction

from jibungoto.kernel import jobs, tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.kernel.models import Municipality
from jibungoto.know.places import geography, points_intake, small_areas_intake
from jibungoto.know.places.models import SmallArea, SmallAreaLineage, SmallAreaShape

from .factories import a_district, a_membership, a_small_area, a_square
from .test_shape_files import TOWN, a_shapefile

pytestmark = pytest.mark.django_db


def features(*rows):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": told, "geometry": shape} for told, shape in rows
            ],
        }
    ).encode()


def handed_in(content, *, name="map.geojson", kind=small_areas_intake.KIND, **options):
    told = {"source": "見本の境界", **options}
    return intake.preview(kind=kind, upload=Upload(name, content), options=told, actor=GUEST)


def taken_in(content, **options):
    run = handed_in(content, **options)
    assert run.state == "previewed", run.verdict
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def totals(run):
    return {t.column: t.value for t in intake_selectors.preview(run).totals}


def notes(run):
    return "".join(n.text for n in intake_selectors.preview(run).notes)


CENSUS = features(
    (
        {"code": "0010", "S_NAME": "朝日町", "HCODE": 8101, "JINKO": 120, "SETAI": 50},
        a_square(),
    ),
    (
        {"code": "0020", "S_NAME": "横地", "KIGO_E": "E1", "JINKO": 30, "SETAI": 9},
        a_square(139.5),
    ),
    ({"code": "0020", "S_NAME": "横地", "KIGO_E": "E2", "JINKO": 0}, a_square(139.6)),
    ({"code": "0099", "S_NAME": "", "HCODE": 8154, "JINKO": 0}, a_square(139.7)),
)


def test_a_census_file_becomes_areas_its_parts_joined_and_water_left_out(city):
    run = taken_in(CENSUS)
    assert list(SmallArea.objects.values_list("code", "name")) == [
        ("0010", "朝日町"),
        ("0020", "横地"),
    ]
    assert SmallAreaShape.objects.get(small_area__code="0020").people == 30
    assert geography.small_area_layer().polygons[1].geom_type == "MultiPolygon"
    assert totals(run)["境界ファイルの人口の合計"] == "150"
    assert "水面" in notes(run)
    assert "2個の図形を合わせました" in notes(run)


def test_a_count_repeated_in_each_part_counts_once(city):
    told = {"code": "0020", "S_NAME": "横地", "JINKO": 30}
    run = taken_in(features((told, a_square()), (told, a_square(139.5))))
    assert SmallAreaShape.objects.get().people == 30
    assert "一度だけ" in notes(run)


def test_the_same_file_again_changes_nothing(city):
    taken_in(CENSUS)
    again = handed_in(CENSUS)
    assert not again.changes_anything
    assert again.unchanged == 2


def test_areas_known_by_name_alone_get_their_polygon_and_their_code(city):
    known = a_small_area("", name="朝日町")
    run = taken_in(CENSUS)
    known.refresh_from_db()
    assert (known.code, known.shape.people) == ("0010", 120)
    intake.undo(run=run)
    known.refresh_from_db()
    assert (known.code, known.lon) == ("", None)
    assert not SmallAreaShape.objects.exists()
    assert SmallArea.objects.get() == known


def test_two_areas_of_one_name_are_not_mixed_up(city):
    a_small_area("9001", name="朝日町")
    a_small_area("9002", name="朝日町")
    taken_in(CENSUS)
    assert SmallArea.objects.filter(name="朝日町").count() == 3


def test_undoing_brings_the_former_polygon_back(city):
    taken_in(features(({"code": "0010", "S_NAME": "朝日町", "JINKO": 100}, a_square())))
    before = bytes(SmallAreaShape.objects.get().wkb)
    run = taken_in(CENSUS)
    assert bytes(SmallAreaShape.objects.get(small_area__code="0010").wkb) == before
    assert (run.added, run.changed) == (1, 1)
    intake.undo(run=run)
    kept = SmallAreaShape.objects.get()
    assert (bytes(kept.wkb), kept.people, kept.source) == (before, 100, "見本の境界")


def test_areas_that_count_in_a_district_are_not_taken_back(city):
    run = taken_in(CENSUS)
    a_membership(SmallArea.objects.get(code="0010"), a_district("kita"))
    with pytest.raises(CannotUndo, match="朝日町"), transaction.atomic():
        intake.undo(run=run)


def test_areas_gone_from_a_later_file_end_and_go_on_in_those_that_overlap(city):
    taken_in(features(({"code": "01", "S_NAME": "大町"}, a_square(side=0.02))))
    later = features(
        ({"code": "0101", "S_NAME": "大町一丁目"}, a_square()),
        ({"code": "0102", "S_NAME": "大町二丁目"}, a_square(south=35.51)),
        ({"code": "02", "S_NAME": "遠い町"}, a_square(west=139.8)),
    )
    assert not SmallArea.objects.exclude(valid_until=None).exists()
    run = taken_in(later, missing="end", dated="2020-10-01")
    old = SmallArea.objects.get(code="01")
    assert old.valid_until.isoformat() == "2020-09-30"
    assert set(SmallAreaLineage.objects.values_list("after__code", flat=True)) == {"0101", "0102"}
    intake.undo(run=run)
    old.refresh_from_db()
    assert old.valid_until is None
    assert not SmallAreaLineage.objects.exists()
    assert SmallArea.objects.get() == old


def test_without_being_asked_nothing_ends(city):
    taken_in(CENSUS)
    run = taken_in(features(({"code": "03", "S_NAME": "新町"}, a_square(139.9))))
    assert "このファイルにない町丁・字が2件" in notes(run)
    assert not SmallArea.objects.exclude(valid_until=None).exists()


def test_another_citys_file_is_refused_and_a_prefectures_is_cut(city):
    Municipality.objects.filter(pk=city.pk).update(code="272230")
    other = {"KEY_CODE": "27227005001", "S_NAME": "新喜多１丁目"}
    run = handed_in(features((other, a_square())))
    assert "27227005001" in run.verdict
    ours = {"KEY_CODE": "272230010", "S_NAME": "朝日町"}
    run = taken_in(features((other, a_square()), (ours, a_square(139.6))))
    assert (run.added, "ほかの市区町村の図形1個" in notes(run)) == (1, True)


def test_a_zipped_shapefile_in_cp932_becomes_small_areas(city):
    taken_in(a_shapefile(TOWN, folder="A002/"), name="A002.zip")
    assert set(SmallArea.objects.values_list("name", flat=True)) == {"北町一丁目", "南町ー髙﨑"}


POINTS = (
    "大字町丁目コード,大字町丁目名,緯度,経度\r\n"
    "01,新川三条十九丁目,43.1,141.3\r\n02,旭ケ丘一丁目,43.0,141.32\r\n03,北郷,43.05,141.4\r\n"
)


def test_points_find_their_areas_however_the_names_are_spelled(city):
    for name in ("新川３条１９丁目", "旭ヶ丘1丁目", "北郷（番地）", "どこにもない町"):
        a_small_area("", name=name)
    run = taken_in(POINTS.encode(), name="isj.csv", kind=points_intake.KIND)
    placed = dict(SmallArea.objects.values_list("name", "lat"))
    assert placed == {
        "新川３条１９丁目": 43.1,
        "旭ヶ丘1丁目": 43.0,
        "北郷（番地）": 43.05,
        "どこにもない町": None,
    }
    assert [d.value for d in intake_selectors.preview(run).doubts] == ["どこにもない町"]
    assert "条・丁目の外" in notes(run)
    intake.undo(run=run)
    assert not SmallArea.objects.exclude(lon=None).exists()


def test_points_become_areas_where_the_city_has_none(city):
    run = taken_in(POINTS.encode(), name="isj.csv", kind=points_intake.KIND)
    assert SmallArea.objects.count() == 3
    intake.undo(run=run)
    assert not SmallArea.objects.exists()


def test_an_area_with_a_polygon_keeps_the_point_inside_it(city):
    taken_in(CENSUS)
    table = "町丁目コード,町丁目名,緯度,経度\r\n0010,朝日町,43.1,141.3\r\n"
    run = handed_in(table.encode(), name="isj.csv", kind=points_intake.KIND)
    assert not run.changes_anything
    assert "図の中の点" in notes(run)


def test_swapped_coordinates_are_named_with_their_row(city):
    table = "町丁目名,緯度,経度\r\n朝日町,141.3,43.1\r\n"
    run = handed_in(table.encode(), name="isj.csv", kind=points_intake.KIND)
    fault = intake_selectors.preview(run).faults[0]
    assert (fault.line, "逆" in fault.text) == (2, True)


@pytest.mark.data
def test_kadoma_comes_in_whole_with_the_count_of_the_census(data_dir):
    city = Municipality.objects.create(slug="kadoma", name="門真市", code="272230")
    with tenancy.within(city):
        path = data_dir / "jp/kadoma-27223/27223_small_area_boundary_census2020.geojson"
        run = taken_in(path.read_bytes(), name=path.name, dated="2020-10-01")
        assert "86個の図形を読みました" in notes(run)
        # 大字横地 comes in three parts.
        assert run.added == 84
        assert totals(run)["境界ファイルの人口の合計"] == "119,764"
        layer = geography.small_area_layer()
        assert sum(layer.people) == 119_764
        assert Decimal(f"{sum(a.shape.area_km2 for a in layer.areas):.1f}") == Decimal("12.3")


@pytest.mark.data
def test_the_areas_of_higashiosaka_are_refused_in_kadoma(data_dir):
    city = Municipality.objects.create(slug="kadoma", name="門真市", code="272230")
    with tenancy.within(city):
        path = data_dir / "jp/kadoma-27223/27227_small_area_boundary_census2015.geojson"
        assert "門真市（27223）の町丁・字がありません" in handed_in(path.read_bytes()).verdict


@pytest.mark.data
@pytest.mark.parametrize(
    ("folder", "areas", "people"),
    [
        ("hachioji-13201", 210, 577_513),
        ("mitaka-13204", 62, 186_936),
        ("machida-13209", 184, 432_348),
    ],
)
def test_small_areas_of_2015_come_in_whole(city, data_dir, folder, areas, people):
    content = (data_dir / "jp" / folder / "small_area_census2015_simplified.geojson").read_bytes()
    run = taken_in(content)
    assert run.added == areas
    assert totals(run)["境界ファイルの人口の合計"] == f"{people:,}"


def test_people_are_read_however_a_map_writes_their_number(city):
    told = [
        ("朝日町", "1,200", 1200),
        ("横地", "９８", 98),
        ("元町", "x", None),
        ("栄町", -1, None),
    ]
    shapes = [
        ({"S_NAME": name, "JINKO": people}, a_square(139.4 + n / 10))
        for n, (name, people, _number) in enumerate(told)
    ]
    taken_in(features(*shapes))
    found = SmallAreaShape.objects.values_list("small_area__name", "people")
    assert dict(found) == {name: number for name, _people, number in told}
