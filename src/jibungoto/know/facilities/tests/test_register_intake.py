"""The lists of facilities: both generations of columns, the dirt they come with, and back again."""

import csv
import datetime as dt
import io
from collections import Counter

import pytest
from django.db import transaction
from django.db.models import Count

from jibungoto.kernel import jobs, search
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.kernel.intake.registered import kind as kind_named
from jibungoto.kernel.models import Municipality, Node
from jibungoto.know.facilities import selectors
from jibungoto.know.facilities.models import Facility
from jibungoto.know.places import services as places

from .factories import SQUARE

pytestmark = pytest.mark.django_db
OLD = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,名称_通称,POIコード,住所,方書,緯度,経度,電話番号,内線番号,法人番号,団体名,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,説明,バリアフリー情報,URL,備考"  # noqa: E501
NEW = "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,名称_英字,所在地_全国地方公共団体コード,町字ID,所在地_連結表記,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,建物名等(方書),緯度,経度,高度の種別,高度の値,電話番号,内線番号,連絡先メールアドレス,連絡先FormURL,連絡先備考（その他、SNSなど）,郵便番号,法人番号,団体名,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,説明,バリアフリー情報,URL,画像,画像_ライセンス,備考"  # noqa: E501


def table(header, *rows, encoding="utf-8-sig"):
    """A file with this header and rows told as dicts by header."""
    names = header.split(",")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        assert set(row) <= set(names), set(row) - set(names)
        writer.writerow([row.get(name, "") for name in names])
    return out.getvalue().encode(encoding)


def handed_in(content, kind="public", **options):
    options = {"source": "一覧（見本）", "dated": "2026-04-01", **options}
    return intake.preview(
        kind=kind_named(f"facilities.{kind}"),
        upload=Upload("list.csv", content),
        options=options,
        actor=GUEST,
    )


def taken_in(content, kind="public", **options):
    run = handed_in(content, kind, **options)
    assert run.state == "previewed", (run.verdict, list(run.remarks.all()))
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def remarks(run, role):
    return [(r.line, r.column, r.text) for r in run.remarks.filter(role=role)]


def snapshot():
    fields = [f.attname for f in Facility._meta.concrete_fields if f.name != "line"]
    return {
        f.name: (
            {name: getattr(f, name) for name in fields},
            [(d.key, d.order, d.value) for d in f.details.all()],
            (f.node.title, f.node.summary),
            sorted(f.node.placed.values_list("district__slug", flat=True)),
        )
        for f in Facility.objects.all()
    }


HALL = {
    "名称": "みほん公民館",
    "名称_カナ": "ミホンコウミンカン",
    "緯度": "35.61",
    "経度": "139.31",
}


@pytest.fixture
def ground(world):
    places.set_boundary(district=world.district, geojson=SQUARE, source="見本")
    return world


def test_the_old_generation_is_read(ground):
    taken_in(table(OLD, {**HALL, "NO": "1", "住所": "みほん町一丁目1-1", "方書": "市役所の別館",
                         "電話番号": "042-000-0000", "利用可能曜日": "火水木金土日",
                         "開始時間": "09:00", "終了時間": "21:30", "団体名": "みほん市",
                         "説明": "集会室が4つあります。"}))  # fmt: skip
    hall = Facility.objects.get()
    assert (hall.code, hall.address, hall.building) == ("1", "みほん町一丁目1-1", "市役所の別館")
    assert (hall.lat, hall.lon) == (35.61, 139.31)
    assert (hall.open_days, hall.opens, hall.closes) == ("火水木金土日", "09:00", "21:30")
    assert (hall.phone, hall.operator) == ("042-000-0000", "みほん市")
    assert hall.kana == "ミホンコウミンカン"
    assert hall.source == "一覧（見本）"
    assert hall.dated == dt.date(2026, 4, 1)


def test_the_new_generation_is_read_and_its_address_put_together(ground):
    taken_in(table(NEW, {**HALL, "ID": "A001", "所在地_市区町村": "みほん市",
                         "所在地_町字": "みほん町一丁目", "所在地_番地以下": "1-1",
                         "連絡先メールアドレス": "hall@example.jp", "郵便番号": "1920000",
                         "画像": "https://example.jp/a", "画像_ライセンス": "CC BY"}))  # fmt: skip
    hall = Facility.objects.get()
    assert hall.address == "みほん市みほん町一丁目1-1"
    assert (hall.code, hall.email, hall.postcode) == ("A001", "hall@example.jp", "1920000")
    assert dict(hall.details.values_list("key", "value"))["image_licence"] == "CC BY"


def test_a_facility_lies_in_the_districts_around_its_point_and_is_found_by_search(ground):
    taken_in(table(OLD, HALL, {"名称": "となりの図書館", "緯度": "35.7", "経度": "139.5"}))
    assert [s.name for s in selectors.spots(GUEST, ground.district)] == ["みほん公民館"]
    assert [hit.node.title for hit in search.find(GUEST, "公民館").items] == ["みほん公民館"]
    inside = search.find(GUEST, "みほん", district_id=ground.district.pk)
    assert [hit.node.title for hit in inside.items] == ["みほん公民館"]


def test_the_same_list_again_changes_nothing_even_without_ids(ground):
    content = table(OLD, HALL, {"名称": "みほん図書館", "住所": "みほん町2"})
    taken_in(content)
    again = handed_in(content)
    assert not again.changes_anything
    assert again.unchanged == 2
    # Written in another hand it is still the same place.
    other = table(
        OLD, {**HALL, "名称": "みほん　公民館"}, {"名称": "みほん図書館", "住所": "みほん町２"}
    )
    run = handed_in(other, covers="whole")
    assert (run.added, run.removed) == (0, 0)


def test_a_row_number_that_moved_on_does_not_make_one_place_of_two(ground):
    taken_in(table(OLD, {**HALL, "NO": "1", "住所": "みほん町1"},
                   {"名称": "みほん図書館", "NO": "2", "住所": "みほん町2"}))  # fmt: skip
    newer = table(OLD, {**HALL, "NO": "1", "住所": "みほん町1"},
                  {"名称": "みほん会館", "NO": "2", "住所": "みほん町9"},
                  {"名称": "みほん図書館", "NO": "3", "住所": "みほん町2"})  # fmt: skip
    run = handed_in(newer, dated="2027-04-01")
    assert (run.added, run.removed) == (1, 0)


def test_a_place_that_got_another_name_is_known_by_its_id_and_address(ground):
    taken_in(table(OLD, {**HALL, "NO": "1", "住所": "みほん町1"}))
    code = Facility.objects.get().node.short_code
    taken_in(
        table(OLD, {**HALL, "名称": "みほん交流館", "NO": "1", "住所": "みほん町1"}),
        dated="2027-04-01",
    )
    hall = Facility.objects.get()
    assert (hall.name, hall.node.title, hall.node.short_code) == (
        "みほん交流館",
        "みほん交流館",
        code,
    )


def test_what_a_newer_list_no_longer_names_is_ended_and_stays_findable(ground):
    taken_in(table(OLD, HALL, {"名称": "古い会館"}))
    run = taken_in(table(OLD, HALL), dated="2027-04-01")
    assert run.removed == 1
    old = Facility.objects.get(name="古い会館")
    assert old.ended_on == dt.date(2027, 4, 1)
    assert [s.name for s in selectors.spots(GUEST)] == ["みほん公民館"]
    page = ground.client("guest").get(f"/koko/facilities/{old.node.short_code.lower()}/")
    assert page.status_code == 200
    intake.undo(run=run)
    assert len(selectors.spots(GUEST)) == 2


def test_a_list_of_other_places_does_not_end_those_we_know(ground):
    taken_in(table(OLD, *({"名称": f"会館{n}"} for n in range(5))))
    run = handed_in(table(OLD, {"名称": "新しい会館"}))
    assert (run.added, run.removed) == (1, 0)
    assert handed_in(table(OLD, {"名称": "新しい会館"}), covers="whole").removed == 5


def test_an_older_list_does_not_overwrite_a_newer_one(ground):
    taken_in(table(OLD, {**HALL, "電話番号": "042-111-1111"}), dated="2026-04-01")
    run = handed_in(table(OLD, {**HALL, "電話番号": "042-999-9999"}), dated="2020-04-01")
    assert not run.changes_anything
    assert any("もっと新しい一覧" in text for _l, _c, text in remarks(run, "note"))


def test_undoing_restores_every_field_every_detail_and_every_place(ground):
    first = table(
        OLD, {**HALL, "NO": "1", "住所": "みほん町1", "POIコード": "1307"}, {"名称": "古い会館"}
    )
    taken_in(first)
    before = snapshot()
    run = taken_in(
        table(OLD, {"名称": "みほん公民館", "NO": "7", "住所": "みほん町1", "緯度": "35.7",
                    "経度": "139.5", "POIコード": "1309", "備考": "移りました"},
              {"名称": "新しい会館"}),
        dated="2027-04-01", covers="whole",
    )  # fmt: skip
    assert snapshot() != before
    intake.undo(run=run)
    assert snapshot() == before
    assert not Node.objects.filter(title="新しい会館").exists()


def test_undoing_is_refused_after_a_newer_list(ground):
    run = taken_in(table(OLD, HALL))
    taken_in(table(OLD, {**HALL, "備考": "改修中"}), dated="2027-04-01")
    with pytest.raises(CannotUndo, match="みほん公民館"), transaction.atomic():
        intake.undo(run=run)
    assert Facility.objects.get().note == "改修中"


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("35.610000", "139.310000"),
        ("139.31", "35.61"),
        ("３５．６１", "１３９．３１"),
        ("35°36′36″", "139°18′36″"),
        ("35度36分36秒", "139度18分36秒"),
        ("北緯35.61", "東経139.31"),
        ("353636", "1391836"),
    ],
)
def test_positions_are_read_however_they_are_written(ground, lat, lon):
    run = taken_in(table(OLD, {**HALL, "緯度": lat, "経度": lon}))
    hall = Facility.objects.get()
    assert (round(hall.lat, 5), round(hall.lon, 5)) == (35.61, 139.31)
    assert remarks(run, "doubt") == []


@pytest.mark.parametrize(
    ("lat", "lon"), [("", ""), ("0", "0"), ("0.0", "0.000"), ("35.6", ""), ("不明", "不明")]
)
def test_without_a_position_a_place_is_listed_and_says_so(ground, lat, lon):
    run = taken_in(table(OLD, {**HALL, "緯度": lat, "経度": lon}))
    hall = Facility.objects.get()
    assert (hall.lat, hall.lon) == (None, None)
    assert remarks(run, "note") or remarks(run, "doubt")
    page = ground.client("guest").get(f"/koko/facilities/{hall.node.short_code.lower()}/").text
    assert "地図には出していません" in page


def test_a_place_far_from_the_city_is_doubted_with_its_row(ground):
    run = handed_in(table(OLD, HALL, {"名称": "遠い会館", "緯度": "34.7", "経度": "135.5"}))
    ((line, column, text),) = remarks(run, "doubt")
    assert (line, column) == (3, "緯度・経度")
    assert "km離れています" in text
    assert run.state == "previewed"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9:00", "09:00"),
        ("９時", "09:00"),
        ("0900", "09:00"),
        ("午後5時半", "17:30"),
        ("24", "24:00"),
    ],
)
def test_times_are_read_however_they_are_written(ground, written, read):
    taken_in(table(OLD, {**HALL, "開始時間": written}))
    assert Facility.objects.get().opens == read


def test_a_time_in_words_is_kept_where_people_read_it(ground):
    run = taken_in(table(OLD, {**HALL, "終了時間": "日没", "利用可能日時特記事項": "雨の日は休み"}))
    hall = Facility.objects.get()
    assert hall.closes == ""
    assert hall.hours_note == "終わり：日没。雨の日は休み"
    assert [(line, column) for line, column, _text in remarks(run, "doubt")] == [(2, "終了時間")]


@pytest.mark.parametrize(
    ("written", "read"),
    [("月〜金", "月火水木金"), ("月・水・金", "月水金"), ("毎日", "月火水木金土日"),
     ("月曜日;火曜日", "月火"), ("平日", "月火水木金"), ("第2月曜は休み", "第2月曜は休み")],
)  # fmt: skip
def test_days_are_read_or_left_in_words(ground, written, read):
    taken_in(table(OLD, {**HALL, "利用可能曜日": written}))
    assert Facility.objects.get().open_days == read


def test_a_row_without_a_name_keeps_the_file_out(ground):
    run = handed_in(table(OLD, HALL, {"住所": "みほん町2"}))
    assert run.state == "refused"
    assert [(line, column) for line, column, _text in remarks(run, "fault")] == [(3, "名称")]
    assert not Facility.objects.exists()


def test_two_rows_that_nothing_tells_apart_are_two_places_and_doubted(ground):
    content = table(OLD, HALL, HALL)
    run = taken_in(content)
    assert Facility.objects.count() == 2
    assert "2行目と名前も所在地も同じ" in remarks(run, "doubt")[0][2]
    assert not handed_in(content).changes_anything


def test_another_layout_and_another_city_are_refused_with_a_sentence(ground):
    aed = table("名称,設置位置,小児対応設備の有無", {"名称": "駅", "設置位置": "改札"})
    assert "AED設置箇所一覧" in handed_in(aed, kind="care").verdict
    assert "名前" in handed_in(table("住所,緯度,経度", {"住所": "みほん町1"})).verdict
    Municipality.objects.filter(slug="koko").update(code="132012")
    run = handed_in(table(OLD, {**HALL, "都道府県コード又は市区町村コード": "13101"}))
    assert "ほかの自治体" in run.verdict
    fine = handed_in(table(OLD, {**HALL, "都道府県コード又は市区町村コード": "13201"}))
    assert fine.state == "previewed"


def test_a_list_in_cp932_is_read(ground):
    taken_in(table(OLD, HALL, encoding="cp932"))
    assert Facility.objects.get().name == "みほん公民館"


def test_parks_are_told_from_other_public_facilities(ground):
    taken_in(table(OLD, HALL, {"名称": "みほん中央公園"}))
    assert Facility.objects.get(subkind="公園").name == "みほん中央公園"


@pytest.mark.data
def test_the_childcare_facilities_of_hachioji_come_in_whole(city, data_dir):
    """The layout of 保育園マップ, 2019: 172 facilities, each in one junior-high district."""
    folder = data_dir / "jp/hachioji-13201"
    districts = (folder / "school_district_junior_high_A32_2016.geojson").read_bytes()
    drawn = intake.preview(
        kind=kind_named("places.boundaries"), upload=Upload("a.geojson", districts),
        options={"kind": "chugakkoku", "source": "国土数値情報"}, actor=GUEST,
    )  # fmt: skip
    intake.apply(run=drawn, proposal=intake.read_again(drawn), progress=jobs.Progress())
    content = (folder / "childcare_facilities_2019.csv").read_bytes()
    run = taken_in(content, "childcare", dated="2019-04-01")
    assert run.added == Facility.objects.count() == 172
    kinds = Counter(Facility.objects.values_list("subkind", flat=True))
    assert kinds == {"認可保育所": 110, "幼稚園": 32, "認可外": 30}
    koyasu = Facility.objects.get(name="八王子市立子安保育園")
    assert koyasu.address == "八王子市子安町四丁目31ｰ1"
    assert (koyasu.opens, koyasu.closes, koyasu.capacity) == ("07:30", "18:30", 85)
    assert [(f.label, f.value) for f in selectors.facts(koyasu)] == [
        ("受入年齢", "1歳"), ("一時預かり", "はい"), ("公立・私立", "公"),
    ]  # fmt: skip
    placed = Facility.objects.annotate(n=Count("node__placed"))
    assert Counter(placed.values_list("n", flat=True))[1] >= 165
    assert not handed_in(content, "childcare", dated="2019-04-01").changes_anything
    intake.undo(run=run)
    assert not Facility.objects.exists()


@pytest.mark.parametrize(
    ("kind", "header", "told"),
    [
        ("public", "ID,名称,種別,緯度,経度", {"種別": "公園"}),
        ("childcare", "ID,名称,種別,緯度,経度", {"種別": "認可保育所"}),
        ("medical", "ID,名称,医療機関の種類,緯度,経度", {"医療機関の種類": "診療所"}),
    ],
)
def test_a_list_that_was_written_out_changes_nothing_when_handed_in(ground, kind, header, told):
    row = {"ID": "7", "名称": "坂の上", "緯度": "35.61", "経度": "139.31", **told}
    taken_in(table(header, row), kind)
    name, *_rest = kind_named(f"facilities.{kind}").exports(GUEST, [])
    assert name[0] == "いまの一覧（Excel）"
    out = io.StringIO()
    csv.writer(out).writerows(selectors.table(selectors.facilities(GUEST, kind=kind)))
    again = handed_in(out.getvalue().encode("utf-8-sig"), kind)
    assert (again.added, again.changed, again.removed) == (0, 0, 0), remarks(again, "note")


def test_a_list_that_says_its_positions_are_old_has_them_put_right_and_its_sum_left_out(ground):
    rows = [["公共施設一覧（緯度経度は日本測地系）"], ["名称", "所在地", "緯度", "経度"]]
    rows += [["ひなた会館", "朝日町1", "35.61", "139.31"], ["合計", "", "", ""]]
    run = taken_in("\r\n".join(",".join(row) for row in rows).encode())
    hall = Facility.objects.get()
    assert hall.name == "ひなた会館"
    assert (round(hall.lat, 4), round(hall.lon, 4)) == (35.6132, 139.3068)
    assert any("日本測地系" in text for _line, _column, text in remarks(run, "note"))
