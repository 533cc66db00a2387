"""From the files cities publish to kartes: read by what is in them, in the order they need."""

import pytest
from django.test import Client

from jibungoto.kernel import jobs, registry
from jibungoto.kernel.actor import GUEST, Actor, Grant
from jibungoto.kernel.intake import selectors as intake
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.models import Job
from jibungoto.know.karte import contents, policies, reading, services, whole
from jibungoto.know.karte.models import Karte
from jibungoto.know.places import services as places
from jibungoto.know.places.models import SmallArea
from jibungoto.know.places.tests.factories import a_membership
from jibungoto.know.statistics.population_intake import KIND as POPULATION
from jibungoto.know.statistics.tests.factories import (
    TOWNS,
    a_mapping,
    as_csv,
    standard_header,
    standard_row,
    taken_in,
)

from .factories import a_karte, some_people


def upload(path) -> Upload:
    return Upload(path.name, path.read_bytes())


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("HYOSYO,KEY_CODE,HTKSYORI,HTKSAKI", "statistics.census"),
        (",".join(standard_header()), "statistics.population"),
        (",".join(standard_header(old=True)), "statistics.population"),
        ("大字町丁目コード,大字町丁目名,緯度,経度", "places.points"),
        ("名称,名称_カナ,住所,緯度,経度,災害種別_洪水", "facilities.shelter"),
        ("町丁目名,地区,割合", "places.membership"),
        ("名前,成り立ち,種類", "organisations.register"),
        ("name,lat,lon,要素,住所,説明", "findings.charms"),
        ("番号,魅力・課題,内容,場所", "findings.findings"),
        ("町丁目コード,町丁目名,緯度,経度", "places.points"),
        ("品目,分別区分", ""),
    ],
)
def test_a_table_is_known_by_its_header(city, header, kind) -> None:
    width = header.count(",")
    content = "\r\n".join([header, *["1" + ",2" * width] * 3]).encode("utf-8-sig")
    found = whole.recognise(Upload("file.csv", content))
    assert found.kind == kind
    assert bool(found.reason) == (kind == "")


@pytest.mark.parametrize("key", sorted(k for k, v in registry.intakes().items() if v.sample))
def test_every_kind_of_intake_is_known_by_its_own_columns(city, key) -> None:
    header = [column.name for column in registry.intakes()[key].sample]
    content = "\r\n".join([",".join(header), ",".join(["1"] * len(header))]).encode()
    assert whole.recognise(Upload("file.csv", content)).kind == key


def test_a_list_of_charms_tells_its_source_by_its_name() -> None:
    content = "name,lat,lon,要素,住所,説明\n坂,35.6,139.2,No.1,緑町,海が見えます\n".encode()
    found = whole.recognise(Upload("landscape_01-見本八景_2024.csv", content))
    assert (found.kind, found.options["source"]) == ("findings.charms", "見本八景")
    assert found.assumed == ("出典は「見本八景」",)


def test_a_table_whose_reading_was_saved_is_read_by_it(city) -> None:
    a_mapping(name="町の人口")
    found = whole.recognise(Upload("machi_20260401.csv", TOWNS.encode()))
    assert (found.kind, found.options["taken_on"]) == ("statistics.table", "2026-04-01")


def test_a_file_nobody_can_read_has_a_reason() -> None:
    assert whole.recognise(Upload("karte.pdf.csv", b"%PDF-1.7 ...")).reason


def test_a_file_that_is_refused_says_where(city) -> None:
    row = standard_row("001", "北町", some_people(), some_people())
    row[6] = "九十九"
    taken = whole.take(
        "statistics.population",
        Upload("jinko.csv", as_csv([standard_header(), row])),
        {"register": "residents"},
    )
    assert not taken.ok
    assert "2行め" in taken.faults[0]


def test_what_must_be_told_and_is_not_is_asked_for_with_what_it_may_be(city) -> None:
    one = whole.take("places.boundaries", Upload("a.geojson", b"{}"), {})
    assert one.state == "refused"
    assert "「地区の種類」を --kind=… で" in one.said
    assert "shogakkoku（小学校区" in one.said


def test_a_new_table_makes_the_kartes_anew_by_a_job_that_touches_only_what_changed(city) -> None:
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    district = places.create_district(kind=kind, slug="kita", name="北地区")
    a_karte(district)
    header = standard_header()
    rows = [standard_row("", "北地区", some_people(), some_people())]
    run = taken_in(POPULATION, as_csv([header, *rows]))
    job = Job.objects.get(name="karte.rebuild")
    assert [s.words for s in intake.sequels(GUEST, run)] == [
        "このあと、地域カルテも新しい内容につくり直します。"
    ]
    jobs.run_due()
    job.refresh_from_db()
    assert [s.words for s in intake.sequels(GUEST, run)] == [
        "地域カルテも、取りこんだあとの内容になっています。"
    ]
    assert (job.state, job.outcome) == ("done", "地域カルテを0つくり、1を新しくしました。")
    number = contents.read(Karte.objects.get().contents).numbers[0]
    assert number.value == sum(some_people()) * 2


def test_the_first_kartes_wait_until_somebody_asks_for_them(city) -> None:
    kind = places.create_district_kind(key="chiku", name="地区")
    places.create_district(kind=kind, slug="kita", name="北地区")
    rows = [standard_row("", "北地区", some_people(), some_people())]
    run = taken_in(POPULATION, as_csv([standard_header(), *rows]))
    assert not Job.objects.filter(name="karte.rebuild").exists()
    assert not intake.sequels(GUEST, run)
    builder = Actor(grants=(Grant("planner", frozenset({policies.BUILD})),))
    assert [s.words for s in intake.sequels(builder, run)] == [
        "地域カルテは、まだつくっていません。"
    ]


def test_points_get_the_wards_that_the_citys_own_areas_carry(city) -> None:
    rows = [standard_row("", "中央区旭ケ丘１丁目", some_people(), some_people())]
    taken_in(POPULATION, as_csv([standard_header(), *rows]))
    points = (
        '"市区町村名","大字町丁目コード","大字町丁目名","緯度","経度"\r\n'
        '"札幌市中央区","011010001001","旭ケ丘一丁目","43.042230","141.319722"\r\n'
    )
    file = Upload("points.csv", points.encode("utf-8-sig"))
    taken = whole.take("places.points", file, {})
    assert (taken.state, taken.changed) == ("applied", 1)
    assert any("区の名前を補いました" in note for note in taken.notes)


def test_a_census_table_of_families_becomes_a_table_of_the_karte(city) -> None:
    """Handed in with the others: nobody says what its columns are."""
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    district = places.create_district(kind=kind, slug="kita", name="北地区")
    rows = [standard_row("132010010", "朝日町", some_people(), some_people())]
    taken_in(POPULATION, as_csv([standard_header(), *rows]))
    a_membership(SmallArea.objects.get(), district)
    head = "KEY_CODE,HYOSYO,CITYNAME,NAME,HTKSYORI,HTKSAKI,GASSAN"
    labels = "一般世帯総数,親族のみの世帯,核家族世帯"
    content = "\r\n".join(
        [f"{head},T001084001,T001084002,T001084003", f",,,,,,,{labels}",
         f"13201,1,{city.name},,0,,,200,150,100", f"132010010,2,{city.name},朝日町,0,,,80,60,60"]
    ).encode("cp932")  # fmt: skip
    file = Upload("tblT001084C13.txt", content)
    known = whole.recognise(file)
    assert (known.kind, known.options["register"]) == ("statistics.table", "census")
    taken = whole.take(known.kind, file, known.options)
    assert taken.state == "applied", (taken.said, taken.faults)
    services.build(kind)
    found = contents.read(Karte.objects.get().contents)
    (grid,) = found.part("households").grids
    assert grid.rows == (("核家族", "60世帯", "75.0%", "50.0%"),)
    assert Client().get(grid.links[0]).status_code == 200
    assert [n.label for n in found.part("indicators").numbers] == ["親族のみの世帯"]


@pytest.mark.data
def test_kadomas_census_files_become_kartes_that_add_up_to_the_official_number(
    city, data_dir
) -> None:
    city.code, city.name = "272230", "門真市"
    city.save()
    folder = data_dir / "jp/kadoma-27223"
    for name in (
        "27223_small_area_boundary_census2020.geojson",
        "census2020_small_area_age5_sex_T001082_osaka_pref.utf8.csv",
    ):
        file = upload(folder / name)
        known = whole.recognise(file)
        taken = whole.take(known.kind, file, known.options)
        assert taken.state == "applied", (taken.said, taken.faults)
    laid = whole.lay_out()
    assert any("そのまま地区にしました" in sentence for sentence in laid.said)
    (kind,) = reading.kinds()
    services.build(kind)
    kartes = [contents.read(k.contents) for k in Karte.objects.all()]
    totals = [next(n for n in k.numbers if n.key == "population.total") for k in kartes]
    assert sum(n.value for n in totals) == 119_764
    assert {n.city for n in totals} == {119_764}
    homes = [next(n for n in k.numbers if n.key == "households.total") for k in kartes]
    assert sum(n.value for n in homes) == homes[0].city == 57_379
    assert all(p.missing or p.source.line for k in kartes for p in k.parts if p.key == "population")
    page = Client().get(f"/{city.slug}/karte/{kartes[0].slug}/")
    assert page.status_code == 200


@pytest.mark.data
def test_hachiojis_school_districts_get_all_people_by_area(city, data_dir) -> None:
    city.code, city.name = "132012", "八王子市"
    city.save()
    folder = data_dir / "jp/hachioji-13201"
    for name in (
        "small_area_census2015_simplified.geojson",
        "school_district_junior_high_A32_2016.geojson",
    ):
        file = upload(folder / name)
        known = whole.recognise(file)
        assert whole.take(known.kind, file, known.options).state == "applied"
    laid = whole.lay_out()
    assert any("577,513人" in sentence for sentence in laid.said)
    (kind,) = reading.kinds()
    assert kind.name == "中学校区"
    material = reading.material(kind)
    assert len(material.districts) == 37
    placed = sum(p.total for area, p in material.now.people.items() if area is not None)
    assert placed == pytest.approx(577_513, rel=0.002)
