"""Workbooks with a sheet a month, printed tables with subtotals, and the table of Sapporo."""

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from jibungoto.japan.tests import old_excel
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import Unfit, Upload
from jibungoto.know.statistics import selectors
from jibungoto.know.statistics.models import Release
from jibungoto.know.statistics.population_file import read_population
from jibungoto.know.statistics.population_intake import KIND

from .factories import LOWS, handed_in, standard_header, standard_row, taken_in


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_book():
    """Three months in two layouts; the names of the sheets are dates as people type them."""
    book = Workbook()
    sheet = book.active
    sheet.title = "R8.4.1"
    for row in (
        ("町丁別人口", None, None, None, None),
        ("町名", "世帯数", "人口", None, None),
        (None, None, "総数", "男", "女"),
        ("東町", 40, 100, 48, 52),
        ("西町", 20, 50, 26, 24),
        ("合計", 60, 150, 74, 76),
    ):
        sheet.append(row)
    sheet.merge_cells("C2:E2")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    later = book.create_sheet("R8.５.1 ")
    for row in (
        ("町丁名", "男", "女", "総数", "世帯"),
        ("東町", 49, 52, 101, 41),
        ("西町", 26, 24, 50, 20),
    ):
        later.append(row)
    book.create_sheet("表紙").append(("人口のしおり",))
    return book


def read(content, name="book.xlsx", **options):
    return read_population(Upload(name, content), options, city_code="132012")


def test_each_sheet_is_the_table_of_its_day_whatever_its_layout():
    book = read(saved(a_book()))
    assert [(f.rows[0].taken_on, len(f.rows)) for f in book.files] == [
        (dt.date(2026, 4, 1), 3),
        (dt.date(2026, 5, 1), 2),
    ]
    first, later = book.files
    assert (first.rows[1].name, first.rows[1].total, first.rows[1].men) == ("東町", 100, 48)
    assert (later.rows[0].total, later.rows[0].women, later.rows[0].households) == (101, 52, 41)
    assert any("「表紙」は人口の表ではない" in note for note in first.notes)
    assert any("2枚のシートを、それぞれの基準日の表として" in note for note in first.notes)


def test_one_sheet_can_be_chosen():
    (file,) = read(saved(a_book()), sheet="R8.５.1").files
    assert file.rows[0].taken_on == dt.date(2026, 5, 1)
    with pytest.raises(Unfit, match="「六月」というシートがありません"):
        read(saved(a_book()), sheet="六月")


def test_a_book_without_any_table_of_people_says_why():
    book = Workbook()
    book.active.append(("品目", "値段"))
    book.active.append(("茶", "百円"))
    with pytest.raises(Unfit, match="の列が見つかりません"):
        read(saved(book))


@pytest.mark.django_db
def test_a_book_becomes_a_release_for_each_month_and_the_person_may_take_one(city):
    run = handed_in(KIND, saved(a_book()), name="book.xlsx")
    assert run.state == "previewed", run.verdict
    (choice, _places) = intake_selectors.preview(run).choices
    assert [o.title for o in choice.options] == [
        "人口の表のシートすべて", "R8.4.1", "R8.５.1", "表紙",
    ]  # fmt: skip
    taken_in(KIND, saved(a_book()), name="book.xlsx")
    assert sorted(Release.objects.values_list("taken_on", flat=True)) == [
        dt.date(2026, 4, 1), dt.date(2026, 5, 1),
    ]  # fmt: skip
    assert selectors.population(None).total == 151
    assert selectors.population(None, until=dt.date(2026, 4, 30)).total == 150
    again = handed_in(KIND, saved(a_book()), name="book.xlsx")
    assert "変わるところはありません" in again.verdict


@pytest.mark.django_db
def test_two_sheets_of_the_same_day_are_not_taken_in(city):
    book = a_book()
    book["R8.５.1 "].title = "R8.4.1（訂正）"
    run = handed_in(KIND, saved(book), name="book.xlsx")
    assert run.state == "refused"
    assert run.remarks.filter(role="fault", text__contains="2026年4月1日の表が2つあります").exists()
    one = intake.choose_otherwise(run=run, options={"sheet": "R8.4.1（訂正）"}, actor=_guest())
    assert one.state == "previewed"


def _guest():
    from jibungoto.kernel.actor import GUEST

    return GUEST


def test_rows_that_add_up_the_rows_above_them_are_left_out_where_the_total_says_so():
    lines = ["町名,世帯数,総数,男,女", "緑１丁目,5,10,4,6", "緑２丁目,6,20,9,11", "緑,11,30,13,17"]
    lines += ["本,3,7,3,4", "橋１丁目,1,2,1,1", "橋,1,2,1,1", "合計,15,39,17,22"]
    (file,) = read("\n".join(lines).encode(), name="r8.4.1.csv", taken_on="2026-04-01").files
    assert [r.name for r in file.rows] == ["合計", "緑１丁目", "緑２丁目", "本", "橋１丁目"]
    assert any("小計の2行" in note for note in file.notes)


def test_rows_stay_where_they_do_not_make_the_total_and_that_is_said():
    lines = ["町名,総数", "緑,10", "本,20", "橋,30", "合計,65"]
    (file,) = read("\n".join(lines).encode(), name="a.csv", taken_on="2026-04-01").files
    assert len(file.rows) == 4
    (doubt,) = file.problems
    assert not doubt.blocks
    assert "地域を足すと60人で、合計の行（65人）と合いません" in doubt.sentence


def test_the_name_of_a_file_tells_its_day_where_nothing_else_does():
    (file,) = read("町名,総数\n緑,10\n".encode(), name="jinko_2026-04-01.csv").files
    assert file.rows[0].taken_on == dt.date(2026, 4, 1)
    assert any("ファイルの名前から" in note for note in file.notes)


@pytest.fixture(scope="module")
def sapporo(data_dir: Path) -> Path:
    return data_dir / "jp" / "sapporo-01100"


@pytest.mark.data
def test_the_ages_of_sapporo(sapporo: Path):
    file = sapporo / "population_age5_by_jochome_2020-10-01.csv"
    book = read_population(Upload(file.name, file.read_bytes()), {}, city_code="011002")
    (table,) = book.files
    assert [p for p in table.problems if p.blocks] == []
    whole, *areas = table.rows
    assert (whole.total, whole.taken_on) == (1_961_682, dt.date(2020, 10, 1))
    assert sum(r.total for r in areas) == 1_961_682
    assert table.lows[-1] == 100
    hidden = [r for r in areas if -1 in r.both_by_age]
    assert len(hidden) == 158
    assert not any(r.suppressed for r in hidden)


@pytest.mark.data
def test_the_households_of_sapporo_without_its_136_town_totals(sapporo: Path):
    file = sapporo / "households_population_sex_by_jochome_2021-04-01.csv"
    book = read_population(Upload(file.name, file.read_bytes()), {}, city_code="011002")
    (table,) = book.files
    assert table.problems == []
    whole, *areas = table.rows
    assert (whole.total, whole.households) == (1_960_829, 1_082_277)
    for name in ("total", "men", "women", "households"):
        assert sum(getattr(r, name) for r in areas) == getattr(whole, name)
    lots = {r.name for r in areas if "番地" in r.name}
    assert "中央区宮の森（番地）" in lots
    assert "北区新川（番地）" in lots


@pytest.mark.django_db
def test_a_book_of_old_excel_becomes_people(city):
    lines = [standard_header(), standard_row("001", "緑町", [10] * len(LOWS), [12] * len(LOWS))]
    rows = [[float(c) if c.isdecimal() and c != "001" else c or None for c in r] for r in lines]
    taken_in(KIND, old_excel.a_book({"人口": rows}), "人口.xls")
    assert selectors.population(None).total == 22 * len(LOWS)
