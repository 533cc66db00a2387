"""e-Stat census tables: every person once, withheld areas within their receiver, wrong files."""

import io
import zipfile
from pathlib import Path

import pytest

from jibungoto.japan.codes import check_digit
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import Unfit, Upload
from jibungoto.know.places.models import SmallArea
from jibungoto.know.places.tests.factories import a_district, a_membership
from jibungoto.know.statistics import selectors
from jibungoto.know.statistics.arranging import arrange
from jibungoto.know.statistics.census_file import read_census
from jibungoto.know.statistics.census_intake import KIND
from jibungoto.know.statistics.mapping_intake import KIND as TABLE
from jibungoto.know.statistics.models import AreaFigure, Headcount, Indicator, Release

from .census import a_city, as_file, changed, row
from .factories import handed_in, taken_in


def read(content, code="132012", name="ここ市", **options):
    return read_census(Upload("table.csv", content), options, code=code, name=name)


def test_each_person_is_counted_once():
    found = read(as_file(a_city()))
    assert found.problems == []
    assert [(r.code, r.name, r.total) for r in found.rows] == [
        ("", "", 60),
        ("132010010", "朝日町", 17),
        ("13201002001", "北町一丁目", 21),
        ("13201002002", "北町二丁目", None),
        ("132010030", "南町", 22),
        ("13201003001", "南町一丁目", None),
        ("13201003002", "南町二丁目", None),
    ]
    assert "丁目のある町の合計の1行は、二重に数えないように外しました。" in found.notes
    assert "町丁・字を足すと60人で、ここ市の総人口と合っています。" in found.notes


def test_a_first_line_that_was_cut_off_does_not_hide_which_column_is_wrong():
    lines = as_file(a_city()).decode("cp932").split("\r\n")
    lines[0] = ",".join(lines[0].split(",")[:10])  # the line of labels below it is whole
    lines[3] = lines[3].rsplit(",", 1)[0] + ",?"
    (problem,) = read("\r\n".join(lines).encode("cp932")).problems
    assert (problem.line, problem.value) == (4, "?")
    assert problem.column == "女10歳以上"


def test_withheld_areas_name_the_area_they_are_counted_in():
    found = read(as_file(a_city()))
    assert {r.code: r.merged_into for r in found.rows if r.suppressed} == {
        "13201002002": "13201002001",
        "13201003001": "132010030",
        "13201003002": "132010030",
    }


def test_people_of_unknown_age_are_what_the_classes_leave():
    town = read(as_file(a_city())).rows[1]
    assert (town.men, sum(town.men_by_age), town.men_unknown) == (11, 6, 5)
    assert (town.women, town.women_unknown) == (6, 0)


def test_sums_between_the_classes_are_no_class():
    found = read(as_file(a_city()))
    assert found.lows == (0, 5, 10)
    assert found.rows[1].men_by_age == (1, 2, 3)


def test_a_town_with_one_part_told_and_others_merged_into_it_tells_only_the_rest():
    rows = [
        row("13201", 1, "", [9, 9, 9], [9, 9, 9]),
        row("132010030", 3, "南町", [9, 9, 9], [9, 9, 9], handling="1", from_="003001"),
        row("13201003001", 4, "南町一丁目", [], [], handling="2", into="0030"),
        row("13201003002", 4, "南町二丁目", [4, 4, 4], [0, 0, 0]),
    ]
    found = read(as_file(rows))
    assert found.problems == []
    town = next(r for r in found.rows if r.code == "132010030")
    assert (town.total, town.men_by_age, town.women_by_age) == (42, (5, 5, 5), (9, 9, 9))


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-8", "utf-16"])
def test_any_encoding_is_read(encoding):
    assert read(as_file(a_city(), encoding)).rows[0].total == 60


def test_the_zip_as_downloaded_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tblT001082C13.txt", as_file(a_city()))
    assert read(packed.getvalue()).rows[0].total == 60


def test_a_city_with_wards_takes_them_all_and_names_areas_by_ward():
    rows = [
        row("14101", 1, "", [1, 1, 1], [1, 1, 1], city="みなと市西区"),
        row("141010010", 2, "本町", [1, 1, 1], [1, 1, 1], city="みなと市西区"),
        row("14102", 1, "", [2, 2, 2], [2, 2, 2], city="みなと市東区"),
        row("141020010", 2, "本町", [2, 2, 2], [2, 2, 2], city="みなと市東区"),
        row("14131", 1, "", [9, 9, 9], [9, 9, 9], city="べつの市北区"),
    ]
    found = read(as_file(rows), code="14100" + check_digit("14100"), name="みなと市")
    assert [(r.name, r.total) for r in found.rows] == [("", 18), ("西区本町", 6), ("東区本町", 12)]
    assert found.rows[0].men_by_age == (3, 3, 3)


@pytest.mark.parametrize(
    "file, said",
    [
        (as_file(a_city()[-2:]), "ここ市（13201）の行がありません。入っているのは、となり市"),
        (b"a,b\r\n1,2\r\n", "国勢調査の小地域集計（e-Stat）の様式ではありません"),
        (as_file(a_city()).replace(b"HTKSAKI", b"SAKI"), "「HTKSAKI」の列がありません"),
        (as_file([]), "データの行がありません"),
        ("\r\n".join(as_file(a_city()).decode("cp932").splitlines()[:1]).encode(), "2行目"),
        (as_file(a_city()).replace("総数、年齢「不詳」含む".encode("cp932"), b"?"), "総数の列が"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(file, said):
    with pytest.raises(Unfit) as refusal:
        read(file)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    "key, cells, said",
    [
        ("132010010", {"T001082007": "12人くらい"}, "「12人くらい」を人数として読めません"),
        ("132010010", {"T001082007": ""}, "人数が書かれていません"),
        ("13201002002", {"HTKSAKI": "009009"}, "秘匿の人数を合わせた先（HTKSAKI）の行がありません"),
        ("132010010", {"HYOSYO": "9"}, "HYOSYOは1から4までの数字です"),
        ("132010010", {"T001082001": "18"}, "町丁・字を足すと61人で、総人口（60人）と合いません"),
        ("132010010", {"KEY_CODE": "132010020"}, "同じKEY_CODEの行がもう一度"),
    ],
)
def test_a_fault_is_named_by_line_and_column(key, cells, said):
    found = read(as_file(changed(a_city(), key, cells)))
    faults = [p for p in found.problems if said in p.sentence]
    assert faults
    assert all(p.blocks and p.line for p in faults)


def test_a_cut_file_does_not_add_up_and_is_kept_out():
    cut = b"\r\n".join(as_file(a_city()).split(b"\r\n")[:6])
    assert any("ファイルが途中で切れていないか" in p.sentence for p in read(cut).problems)


def test_a_table_of_another_census_asks_for_its_day():
    found = read(as_file(a_city(), table="T009999"))
    assert [p.column for p in found.problems] == ["基準日"]
    told = read(as_file(a_city(), table="T009999"), taken_on="2025-10-01")
    assert told.rows[0].taken_on.year == 2025


@pytest.mark.parametrize("table, year", [("T001082", 2020), ("T000849", 2015), ("T000573", 2010)])
def test_the_number_of_a_known_table_tells_its_day(table, year):
    found = read(as_file(a_city(), table=table))
    assert found.problems == []
    assert str(found.rows[0].taken_on) == f"{year}-10-01"


@pytest.mark.django_db
def test_a_census_becomes_areas_people_and_merged_units_and_can_be_undone(city):
    run = taken_in(KIND, as_file(a_city()), source="", taken_on="")
    assert run.added == 7
    assert SmallArea.objects.get(code="132010030").name == "南町"
    release = Release.objects.get()
    assert (release.register, str(release.taken_on)) == ("census", "2020-10-01")
    assert release.source == "国勢調査 小地域集計（e-Stat）"
    hidden = Headcount.objects.get(small_area__code="13201002002")
    assert (hidden.status, hidden.merged_into.code, hidden.line) == (
        "suppressed", "13201002001", 7,
    )  # fmt: skip
    again = handed_in(KIND, as_file(a_city()))
    assert "変わるところはありません" in again.verdict
    south = a_district("south")
    for code in ("13201003001", "13201003002"):
        a_membership(SmallArea.objects.get(code=code), south)
    assert selectors.population(south).total == 22
    SmallArea.objects.get(code="13201003001").memberships.all().delete()
    SmallArea.objects.get(code="13201003002").memberships.all().delete()
    intake.undo(run=run)
    assert not Release.objects.exists()
    assert not SmallArea.objects.exists()


@pytest.mark.django_db
def test_the_preview_shows_the_sum_to_check(city):
    shown = intake_selectors.preview(handed_in(KIND, as_file(a_city())))
    totals = {t.column: t.value for t in shown.totals}
    assert totals["町丁・字を足した人口"] == "60"
    assert totals["人数が秘匿の町丁・字"] == "3"


@pytest.mark.django_db
def test_households_come_from_a_second_table_without_losing_the_ages(city):
    taken_in(KIND, as_file(a_city()), source="")
    codes = ",".join(f"T00108100{i}" for i in range(1, 5))
    lines = [
        f"KEY_CODE,HYOSYO,CITYNAME,NAME,HTKSYORI,HTKSAKI,GASSAN,{codes}",
        ",,,,,,,人口総数,男,女,世帯総数",
    ]
    for key, level, name, total, households in (
        ("13201", 1, "", "60,35,25", 30), ("132010010", 2, "朝日町", "17,11,6", 8),
        ("132010020", 3, "北町", "21,11,10", 10), ("13201002001", 4, "北町一丁目", "21,11,10", 10),
        ("132010030", 3, "南町", "22,13,9", 12),
    ):  # fmt: skip
        handling = {"13201002001": "1,,002002", "132010030": "1,,003001;003002"}.get(key, "0,,")
        lines.append(f"{key},{level},ここ市,{name},{handling},{total},{households}")
    for key, name, into in (
        ("13201002002", "北町二丁目", "002001"), ("13201003001", "南町一丁目", "0030"),
        ("13201003002", "南町二丁目", "0030"),
    ):  # fmt: skip
        lines.append(f"{key},4,ここ市,{name},2,{into},,X,X,X,X")
    run = taken_in(KIND, "\r\n".join(lines).encode("cp932"), source="")
    assert any("年齢の数は、先に取りこんだ表" in r.text for r in run.remarks.filter(role="note"))
    people = selectors.population(None)
    assert people.households == 30
    assert sum(people.both_by_age) == 55
    assert people.method == "年齢の数は「file.csv」から"
    again = handed_in(KIND, "\r\n".join(lines).encode("cp932"), source="")
    assert "変わるところはありません" in again.verdict


@pytest.mark.data
@pytest.mark.parametrize(
    "five, name, total, hidden",
    [
        ("27223", "門真市", 119_764, 0),
        ("27207", "高槻市", 352_698, 12),
        ("27227", "東大阪市", 493_940, 12),
        ("27140", "堺市", 826_161, 16),
        ("27341", "忠岡町", 16_567, 2),
    ],
)
def test_the_published_table_adds_up_to_the_official_number(
    data_dir: Path, five, name, total, hidden
):
    folder = data_dir / "jp" / "kadoma-27223"
    file = folder / "census2020_small_area_age5_sex_T001082_osaka_pref.utf8.csv"
    found = read(file.read_bytes(), code=five + check_digit(five), name=name)
    assert found.problems == []
    assert found.rows[0].total == total
    assert sum(row.total or 0 for row in found.rows[1:]) == total
    assert sum(row.suppressed for row in found.rows) == hidden
    ages = [sum(r.men_by_age) + sum(r.women_by_age) for r in found.rows]
    assert sum(ages[1:]) == ages[0]


@pytest.mark.data
def test_the_cp932_head_is_read_and_the_other_cities_are_named(data_dir: Path):
    folder = data_dir / "jp" / "kadoma-27223"
    file = folder / "census2020_small_area_age5_sex_T001082_osaka_pref.cp932.head200.csv"
    first = read(file.read_bytes(), code="27102" + check_digit("27102"), name="大阪市都島区")
    assert first.rows[0].total == 107_904
    with pytest.raises(
        Unfit, match=r"門真市（27223）の行がありません。入っているのは、大阪市都島区"
    ):
        read(file.read_bytes(), code="272230", name="門真市")


def a_table(table, labels):
    """A census table with these labels under its codes."""
    codes = [f"{table}{n:03}" for n in range(1, len(labels) + 1)]
    head = ["KEY_CODE", "HYOSYO", "CITYNAME", "NAME", "HTKSYORI", "HTKSAKI", "GASSAN"]
    rows = [
        [*head, *codes], [*[""] * len(head), *labels],
        ["13201", "1", "ここ市", "", "0", "", "", *["30"] * len(labels)],
        ["132010010", "2", "ここ市", "朝日町", "0", "", "", *["30"] * len(labels)],
    ]  # fmt: skip
    return "\r\n".join(",".join(row) for row in rows).encode("cp932")


def test_the_table_of_people_and_households_is_read_under_its_published_header():
    """T001081 of 2020 and T000848 of 2015, whose labels begin with a blank."""
    for table, labels in (
        ("T001081", ["人口総数", "男", "女", "世帯総数"]),
        ("T000848", ["　人口総数", "　男", "　女", "　世帯総数"]),
    ):
        whole, leaf = read(a_table(table, labels)).rows
        assert (whole.total, leaf.men, leaf.women, leaf.households) == (30, 30, 30, 30)


@pytest.mark.parametrize("last", ["世帯総数", "世帯数"])
@pytest.mark.parametrize("first", ["人口総数", "総数", "人口"])
def test_people_and_households_of_t001081_are_read_by_their_labels(first, last):
    whole, leaf = read(a_table("T001081", [first, "男", "女", last])).rows
    assert (whole.total, leaf.men, leaf.women, leaf.households) == (30, 30, 30, 30)


def test_people_of_households_are_no_households():
    whole, _leaf = read(a_table("T001081", ["人口総数", "男", "女", "一般世帯人員総数"])).rows
    assert whole.households is None


# As published for 2020; those of 2015 begin with a blank.
OTHERS = {
    "T001083": ["一般世帯数（世帯人員６人以上含む）", "世帯人員１人", "世帯人員２人",
                "世帯人員３人", "世帯人員４人", "世帯人員５人", "一般世帯人員", "１世帯当たり人員"],
    "T001084": ["一般世帯総数", "親族のみの世帯", "核家族世帯", "うち夫婦のみの世帯",
                "うち夫婦と子供から成る世帯", "核家族以外の世帯",
                "６歳未満世帯員のいる一般世帯総数", "１８歳未満世帯員のいる一般世帯総数",
                "６５歳以上世帯員のいる一般世帯総数"],
    "T001085": ["住宅に住む一般世帯", "持ち家", "民営借家"],
    "T001086": ["主世帯数", "一戸建", "長屋建", "共同住宅", "共同住宅１・２階建",
                "共同住宅３～５階建", "共同住宅６～１０階建", "共同住宅１１階建以上", "その他"],
    "T001103": ["総数", "Ａ農業、林業", "雇用者（役員を含む）"],
    "T001104": ["総数", "Ａ管理的職業従事者", "Ｂ専門的・技術的職業従事者"],
    "T000851": ["　一般世帯総数", "　親族のみの世帯", "　核家族世帯"],
}  # fmt: skip
FIRST = {
    "T001083": "一般世帯数（世帯人員6人以上含む）／世帯",
    "T001103": "総数（産業・従業上の地位別の働く人）／人",
    "T001104": "総数（職業別の働く人）／人",
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(OTHERS))
def test_tables_of_households_and_workers_are_never_read_as_people(city, table):
    run = handed_in(KIND, a_table(table, OTHERS[table]))
    assert run.state == "refused"
    assert f"「{table}」は世帯・住宅・仕事の表" in run.verdict
    assert "statistics.table" in KIND.instead
    found = arrange(run, {})
    meanings = [(u.meaning, u.detail) for u in found.how.uses if table in u.header]
    assert {m for m, _detail in meanings} == {"indicator"}
    assert all(detail.endswith(("／世帯", "／人")) for _m, detail in meanings)
    assert meanings[0][1] == FIRST.get(table, meanings[0][1])


@pytest.mark.django_db
def test_a_census_table_of_families_is_read_by_its_number_without_a_persons_word(city):
    labels = OTHERS["T001084"]
    run = taken_in(TABLE, a_table("T001084", labels), register="census", taken_on="")
    notes = [r.text for r in run.remarks.filter(role="note")]
    assert "列の意味は、e-Statの表の番号（T001084）から決めました。" in notes
    assert Indicator.objects.count() == len(labels)
    nuclear = Indicator.objects.get(name="核家族世帯")
    assert (nuclear.unit, nuclear.adds_up) == ("世帯", True)
    (town,) = AreaFigure.objects.filter(indicator=nuclear)
    assert (town.value, str(town.last_on), town.small_area.name) == (30, "2020-10-01", "朝日町")
    again = handed_in(TABLE, a_table("T001084", labels), register="census", taken_on="")
    assert not again.changes_anything


def test_a_total_of_nobody_knows_what_is_not_taken_for_people():
    with pytest.raises(Unfit, match="人口の総数の列がありません"):
        read(a_table("T009999", ["総数", "Ａ農業、林業"]), taken_on="2025-10-01")
    whole, _leaf = read(a_table("T009999", ["人口総数", "男", "女"]), taken_on="2025-10-01").rows
    assert whole.total == 30


def test_places_the_city_numbers_in_its_own_way_are_known_by_their_names(city):
    for code, name in (("A-1", "朝日町"), ("A-2", "北町１丁目"), ("A-3", "南町")):
        SmallArea.objects.create(code=code, name=name, search_key=search_key(name))
    run = taken_in(KIND, as_file(a_city()), "census.csv")
    texts = list(run.remarks.filter(role="note").values_list("text", flat=True))
    assert any(
        text.startswith("3件は、登録されている町丁・字とコードがちがいます") for text in texts
    )
    counted = Headcount.objects.exclude(small_area=None)
    known = {h.small_area.code: h.total for h in counted.select_related("small_area")}
    assert (known["A-1"], known["A-2"], known["A-3"]) == (17, 21, 22)
    withheld = counted.get(small_area__name="北町二丁目")
    assert withheld.merged_into.code == "A-2"
