"""Tables of people as cities print them: sexes and ages in rows, 丁目 beside their towns."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from jibungoto.kernel.intake.kinds import Unfit, Upload
from jibungoto.know.places.tests.factories import a_small_area
from jibungoto.know.statistics.population_file import read_population
from jibungoto.know.statistics.population_intake import KIND

from .factories import handed_in

BANDS = [f"{low}～{low + 4}歳" for low in range(0, 85, 5)] + ["85歳以上"]
TITLE = ["町丁別人口（令和8年4月1日現在）"]


def read(*rows, name="table.csv"):
    """What a table of these rows says; its cells are written as anybody would."""
    text = "\r\n".join(",".join("" if c is None else str(c) for c in row) for row in rows)
    book = read_population(Upload(name, text.encode()), {}, city_code="132012")
    return book.files[0]


def figures(file):
    return {row.name: (row.total, row.men, row.women, row.households) for row in file.rows}


def test_a_row_for_each_sex_makes_one_row_an_area():
    rows = [TITLE, ["町名", "区分", "総数", *BANDS]]
    for name in ("東町", "西町"):
        rows += [[name, "計", 54, *[3] * 18], [None, "男", 18, *[1] * 18]]
        rows += [[None, "女", 36, *[2] * 18]]
    file = read(*rows)
    assert figures(file) == {"東町": (54, 18, 36, None), "西町": (54, 18, 36, None)}
    assert file.rows[0].women_by_age == (2,) * 18
    assert file.rows[0].taken_on == dt.date(2026, 4, 1)
    assert any("「区分」が行に分かれている" in note for note in file.notes)


def test_a_row_for_each_age_leaves_out_means_and_what_is_told_twice():
    rows = [TITLE, ["町名", "年齢", "総数", "男", "女"]]
    for name in ("東町", "西町"):
        rows += [[name, "総数", 57, 20, 37], *([None, band, 3, 1, 2] for band in BANDS)]
        rows += [[None, "不詳", 3, 2, 1], [None, "平均年齢", 45.2, 44.1, 46.3]]
        rows += [[None, "15歳未満", 9, 3, 6], [None, "65歳以上", 15, 5, 10]]
    file = read(*rows)
    assert figures(file)["西町"] == (57, 20, 37, None)
    assert file.rows[0].men_by_age == (1,) * 18
    assert file.rows[0].men_unknown == 2
    assert not file.problems


def test_a_row_for_each_sex_and_age_makes_the_total_that_nobody_wrote():
    rows = [["地域名", "男女別", "年齢", "人口", "基準日"]]
    for sex in ("男", "女"):
        rows += [["東町", sex, band, 2, "令和8年4月1日"] for band in BANDS]
    file = read(*rows)
    assert (file.rows[0].total, file.rows[0].men_by_age) == (72, (2,) * 18)


@pytest.mark.parametrize(
    "write",
    [
        lambda band, sex: f"{band}{sex}",
        lambda band, sex: f"{band}（{sex}）",
        lambda band, sex: f"{sex}（{band}）",
        lambda band, sex: f"{sex}性{band}".replace("歳以上", "～").replace("歳", ""),
        lambda band, sex: f"{band}_{sex}性の人口".replace("～", "-"),
        lambda band, sex: f"人口_{sex}_{band}".replace("～", "_"),
    ],
)
def test_an_age_and_a_sex_are_read_in_whatever_order_the_header_has_them(write):
    headers = [write(band, sex) for sex in ("男", "女") for band in BANDS]
    file = read(TITLE, ["町名", "総数", *headers], ["東町", 54, *[1] * 18, *[2] * 18])
    assert file.rows[0].men_by_age == (1,) * 18
    assert file.rows[0].women_by_age == (2,) * 18


def test_wide_classes_beside_narrow_ones_are_not_counted_twice():
    wide = [
        "年少人口（0～14歳）",
        "生産年齢人口（15～64歳）",
        "老年人口（65歳以上）",
        "75歳以上（再掲）",
    ]
    file = read(
        TITLE,
        ["町名", "総数", *wide, *BANDS, "高齢化率"],
        ["東町", 18, 3, 10, 5, 3, *[1] * 18, 27.8],
    )
    assert file.lows == tuple(range(0, 90, 5))
    assert file.rows[0].both_by_age == (1,) * 18
    alone = read(TITLE, ["町名", "総数", *wide], ["東町", 18, 3, 10, 5, 3])
    assert (alone.lows, alone.rows[0].both_by_age) == ((0, 15, 65), (3, 10, 5))


def test_every_year_of_age_is_a_class_too():
    ages = [f"{age}歳" for age in range(100)]
    file = read(TITLE, ["町名", "総数", *ages, "100歳以上"], ["東町", 101, *[1] * 101])
    assert file.lows == tuple(range(101))


def test_the_number_of_a_block_in_a_column_of_its_own_is_part_of_the_name():
    file = read(
        TITLE,
        ["町名", "丁目", "世帯数", "男", "女", "計"],
        ["東町", 1, 10, 20, 21, 41],
        [None, "２丁目", 10, 20, 21, 41],
        [None, "小計", 20, 40, 42, 82],
        ["西町", None, 5, 6, 7, 13],
        ["合計", None, 25, 46, 49, 95],
    )
    assert figures(file) == {
        "合計": (95, 46, 49, 25),
        "東町一丁目": (41, 20, 21, 10),
        "東町二丁目": (41, 20, 21, 10),
        "西町": (13, 6, 7, 5),
    }
    assert not file.problems


def test_tables_side_by_side_are_one():
    head = ["町名", "世帯", "人口"]
    rows = [["東町", 1, 2, None, "西町", 3, 4], ["南町", 5, 6, None, "合計", 9, 12]]
    file = read(TITLE, [*head, None, *head], *rows)
    assert figures(file) == {
        "合計": (12, None, None, 9),
        "東町": (2, None, None, 1),
        "南町": (6, None, None, 5),
        "西町": (4, None, None, 3),
    }


def test_three_lines_of_header_tell_people_from_households():
    file = read(
        [None, "人口", None, None, None, None, None, "世帯数", None, None],
        ["町名", "日本人", None, "外国人", None, "計", None, "日本人", "外国人", "計"],
        [None, "男", "女", "男", "女", "男", "女", None, None, None],
        ["東町", 10, 11, 1, 2, 11, 13, 5, 1, 6],
        ["西町", 20, 21, 1, 2, 21, 23, 9, 1, 10],
        name="2026-04-01.csv",
    )
    assert [(r.name, r.total, r.men, r.women) for r in file.rows] == [
        ("東町", 24, 11, 13),
        ("西町", 44, 21, 23),
    ]


def test_rows_that_call_themselves_parts_and_marks_of_notes_are_no_areas():
    file = read(
        TITLE,
        ["町名", "世帯数", "人口"],
        ["東町　※１", "10世帯", "25人"],
        ["西町（注2）", "5", "12.0"],
        ["小計", 15, 37],
        ["うち外国人", 1, 2],
        ["うちこし", 2, 3],
        ["総　計", 17, 40],
    )
    assert figures(file) == {
        "合計": (40, None, None, 17),
        "東町": (25, None, None, 10),
        "西町": (12, None, None, 5),
        "うちこし": (3, None, None, 2),
    }
    assert any("小計や再掲の2行（「小計」「うち外国人」）" in note for note in file.notes)


@pytest.mark.parametrize("mark", ["X", "Ｘ", "χ", "Х", "＊", "×"])
def test_a_mark_of_secrecy_is_one_however_it_is_typed(mark):
    file = read(TITLE, ["町名", "総数"], ["東町", mark], ["西町", 3])
    assert (file.rows[0].suppressed, file.rows[0].total) == (True, None)


@pytest.mark.parametrize(
    ("title", "header", "said"),
    [
        ("町丁別 外国人住民数", ["町名", "総数", "男", "女"], "「外国人住民数」の表のようです"),
        ("世帯人員別世帯数", ["町名", "総数", "1人", "2人"], "「世帯人員別」の表のようです"),
        ("町丁別の集計", ["町名", "一般世帯", "施設の世帯", "計"], "世帯の数のようです"),
    ],
)
def test_a_total_that_is_not_of_all_people_is_not_taken_for_it(title, header, said):
    with pytest.raises(Unfit, match=said):
        read([title], header, ["東町", 10, 4, 6], ["西町", 10, 4, 6], name="2026-04-01.csv")


def test_people_with_foreigners_among_them_are_all_people():
    file = read(
        ["町丁別人口（外国人人口を含む）"], ["町名", "人口"], ["東町", 10], name="2026-04-01.csv"
    )
    assert file.rows[0].total == 10


def test_a_workbook_with_merged_headers_reads_the_sexes_under_each_age():
    book = Workbook()
    sheet = book.active
    sheet.title = "R8.4.1"
    sheet.append(["町名", "総数", None, None, *(c for b in BANDS for c in (b, None, None))])
    sheet.append([None, *["計", "男", "女"] * 19])
    sheet.append(["東町", 54, 18, 36, *[3, 1, 2] * 18])
    out = io.BytesIO()
    book.save(out)
    (file,) = read_population(Upload("b.xlsx", out.getvalue()), {}, city_code="132012").files
    assert figures(file) == {"東町": (54, 18, 36, None)}
    assert file.rows[0].women_by_age == (2,) * 18


@pytest.mark.django_db
def test_names_are_known_with_or_without_what_lists_leave_out(city):
    for code, name in enumerate(("大字本郷", "三ツ島一丁目", "山ノ内", "東町")):
        a_small_area(str(code), name)
    lines = ["町名,総数", "本郷,1", "三ッ島1丁目,2", "山之内,3", f"{city.name}東町,4"]
    run = handed_in(KIND, "\n".join(lines).encode(), name="2026-04-01.csv")
    assert run.state == "previewed", run.verdict
    notes = " ".join(run.remarks.filter(role="note").values_list("text", flat=True))
    assert "新しい町丁・字" not in notes
    assert "2件は、大字・字や市の名前の有無のほかは同じ名前" in notes


@pytest.mark.django_db
def test_two_rows_never_become_one_area_because_their_names_are_near(city):
    a_small_area("1", "大字本郷")
    run = handed_in(KIND, "町名,総数\n本郷,1\n大字本郷,2\n".encode(), name="2026-04-01.csv")
    notes = " ".join(run.remarks.filter(role="note").values_list("text", flat=True))
    assert "新しい町丁・字を1件" in notes


@pytest.mark.django_db
def test_a_table_whose_names_nobody_knows_is_doubted(city):
    a_small_area("1", "東町")
    lines = ["町名,総数", *(f"よその{i}丁目,{i}" for i in range(1, 8))]
    run = handed_in(KIND, "\n".join(lines).encode(), name="2026-04-01.csv")
    doubts = run.remarks.filter(role="doubt").values_list("text", flat=True)
    assert any("ほかのまちの表ではないか" in text for text in doubts)
