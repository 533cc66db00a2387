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


def test_towns_that_stand_in_columns_are_rows():
    file = read(
        ["令和7年9月末日現在"],
        ["区分", "東町", "西町", "合計"],
        ["世帯数", 10, 5, 15],
        ["人口", 20, 9, 29],
        ["男", 9, 4, 13],
        ["女", 11, 5, 16],
    )
    assert figures(file) == {
        "東町": (20, 9, 11, 10),
        "西町": (9, 4, 5, 5),
        "合計": (29, 13, 16, 15),
    }
    assert any("縦と横を入れかえて" in note for note in file.notes)


YEARS = (
    ["町名", "人口（令和6年）", "人口（令和7年）", "増減"],
    ["東町", 21, 20, -1],
    ["西町", 9, 9, 0],
)


def test_years_beside_one_another_are_tables_of_their_days():
    file = read(["町別人口の推移（各年4月1日現在）"], *YEARS)
    assert [(r.name, r.taken_on.year, r.total) for r in file.rows] == [
        ("東町", 2024, 21), ("西町", 2024, 9), ("東町", 2025, 20), ("西町", 2025, 9),
    ]  # fmt: skip
    assert {(r.taken_on.month, r.taken_on.day) for r in file.rows} == {(4, 1)}


def test_years_without_their_day_are_refused_until_somebody_tells_one():
    with pytest.raises(Unfit, match="何月何日の数か"):
        read(*YEARS)
    text = "\n".join(",".join(map(str, row)) for row in YEARS)
    upload = Upload("a.csv", text.encode())
    book = read_population(upload, {"taken_on": "2025-10-01"}, city_code="132012")
    assert [(r.name, r.total) for r in book.files[0].rows] == [("東町", 20), ("西町", 9)]
    assert any("2024年の列は" in note for note in book.files[0].notes)


def test_of_two_columns_of_areas_the_finer_one_names_the_rows():
    rows = [
        ["地区", "町名", "人口"],
        ["東部", "朝日町", 20],
        ["東部", "旭町", 9],
        ["東部", "小計", 29],
    ]
    rows += [["西部", "栄町", 5], ["総計", None, 34]]
    file = read(TITLE, *rows)
    assert {name: told[0] for name, told in figures(file).items()} == {
        "朝日町": 20, "旭町": 9, "栄町": 5, "合計": 34,
    }  # fmt: skip


def test_sums_that_stand_over_their_towns_are_left_out():
    rows = [["町名", "世帯数", "人口"], ["東部地区", 15, 30], ["朝日町", 10, 20], ["旭町", 5, 10]]
    rows += [["西部地区", 7, 13], ["栄町", 4, 8], ["本町", 3, 5]]
    for last in ([], [["合計", 22, 43]]):
        names = set(figures(read(TITLE, *rows, *last)))
        assert names - {"合計"} == {"朝日町", "旭町", "栄町", "本町"}


@pytest.mark.parametrize("unit", ["単位：千人", "（単位：人、百世帯）"])
def test_rounded_numbers_are_refused(unit):
    with pytest.raises(Unfit, match="まるめた数"):
        read([f"令和7年10月1日現在　{unit}"], ["町名", "人口"], ["東町", 100], ["西町", 50])


def test_a_table_of_japanese_residents_alone_is_doubted():
    rows = (["町名", "男", "女", "計"], ["東町", 9, 11, 20], ["西町", 4, 5, 9])
    file = read(["令和7年10月1日現在　日本人住民"], *rows)
    assert [p.sentence for p in file.problems if "外国人の住民が入っていない" in p.sentence]
    assert not [p for p in file.problems if p.blocks]
    assert not read(["令和7年10月1日現在　日本人と外国人"], *rows).problems


def test_ages_that_are_told_only_in_part_are_left_out():
    file = read(TITLE, ["町名", "人口", "65歳以上", "75歳以上"], ["東町", 100, 30, 12])
    assert file.rows[0].total == 100
    assert not file.lows
    assert any("65歳からの一部だけ" in note for note in file.notes)


def test_the_day_may_stand_below_the_table():
    file = read(["町名", "人口"], ["東町", 20], ["西町", 9], ["※令和7年9月30日現在"])
    assert {row.taken_on for row in file.rows} == {dt.date(2025, 9, 30)}


@pytest.mark.parametrize(
    "title",
    ["65歳以上の高齢者数", "高齢者人口", "小学校児童数", "選挙人名簿登録者数", "65歳以上人口"],
)
def test_some_people_are_not_taken_for_all(title):
    rows = (["町名", "男", "女", "計"], ["東町", 9, 11, 20], ["西町", 4, 5, 9])
    with pytest.raises(Unfit, match="住んでいる人すべての表"):
        read([f"令和7年10月1日現在　{title}"], *rows)
    assert read([f"令和7年10月1日現在　町別人口（{title}を含む）"], *rows).rows
    assert read(
        [f"令和7年10月1日現在　{title}"], ["町名", "総数", "65歳以上"], ["東町", 20, 9]
    ).rows
