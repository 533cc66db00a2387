"""地域・年齢別人口: both generations, the variants seen in the wild, and wrong files."""

import datetime as dt

import pytest
from django.db import transaction
from openpyxl import Workbook

from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo
from jibungoto.know.places.models import SmallArea
from jibungoto.know.places.tests.factories import a_district, a_membership
from jibungoto.know.statistics import selectors
from jibungoto.know.statistics.models import Headcount, Release
from jibungoto.know.statistics.population_intake import KIND

from .factories import LOWS, as_csv, handed_in, standard_header, standard_row, taken_in

pytestmark = pytest.mark.django_db
MEN, WOMEN = list(range(10, 28)), list(range(20, 38))


def a_table(**row):
    return as_csv(
        [
            standard_header(),
            standard_row("0001", "北町一丁目", MEN, WOMEN, **row),
            standard_row("0002", "北町二丁目", WOMEN, MEN, **row),
        ]
    )


def test_a_table_becomes_small_areas_and_people(city):
    run = taken_in(KIND, a_table())
    assert (run.added, run.changed, run.removed) == (2, 0, 0)
    assert list(SmallArea.objects.values_list("code", "name")) == [
        ("0001", "北町一丁目"),
        ("0002", "北町二丁目"),
    ]
    people = selectors.population(None)
    assert people.total == 2 * (sum(MEN) + sum(WOMEN))
    assert (people.taken_on, people.source) == (dt.date(2026, 4, 1), "見本の名簿")
    assert people.men_by_age[0] == MEN[0] + WOMEN[0]


def test_the_preview_shows_the_total_to_check_and_what_was_assumed(city):
    run = handed_in(KIND, a_table())
    shown = intake_selectors.preview(run)
    assert [(t.column, t.value) for t in shown.totals] == [
        ("2026年4月1日の総人口", f"{2 * (sum(MEN) + sum(WOMEN)):,}"),
        ("2026年4月1日の地域の数", "2"),
    ]
    assert any("新しい町丁・字を2件" in n.text for n in shown.notes)
    assert not SmallArea.objects.exists()


def test_the_same_table_again_changes_nothing(city):
    taken_in(KIND, a_table())
    again = handed_in(KIND, a_table())
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 2)
    assert "変わるところはありません" in again.verdict


def test_a_mended_table_shows_each_figure_that_differs_and_can_be_undone(city):
    taken_in(KIND, a_table())
    mended = [*MEN[:-1], MEN[-1] + 3]
    file = as_csv(
        [
            standard_header(),
            standard_row("0001", "北町一丁目", mended, WOMEN),
            standard_row("0003", "北町三丁目", MEN, WOMEN),
        ]
    )
    run = taken_in(KIND, file)
    assert (run.added, run.changed, run.removed) == (1, 1, 1)
    labels = set(run.changes.filter(action="change").values_list("label", flat=True))
    assert labels == {"総人口", "男性", "85歳以上の男性"}
    before = selectors.population(None).total
    intake.undo(run=run)
    assert selectors.population(None).total == before - 3
    assert Release.objects.filter(state="current").count() == 1
    assert not SmallArea.objects.filter(code="0003").exists()


def test_the_older_of_two_intakes_cannot_be_undone_before_the_newer(city):
    first = taken_in(KIND, a_table())
    taken_in(KIND, a_table(households=120))
    with pytest.raises(CannotUndo, match="先に、あとの取りこみを"), transaction.atomic():
        intake.undo(run=first)


def test_a_crash_in_the_middle_leaves_no_area_and_no_release(city, monkeypatch):
    run = handed_in(KIND, a_table())

    def explode(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Headcount.objects, "bulk_create", explode, raising=False)
    monkeypatch.setattr("jibungoto.know.statistics.services.publishing.published", explode)
    with pytest.raises(RuntimeError), transaction.atomic():
        intake.apply(run=run, proposal=intake.read_again(run), progress=_Silent())
    assert not Release.objects.exists()
    assert not SmallArea.objects.exists()


class _Silent:
    def step(self, *args):
        """Nobody looks."""


def test_rows_named_like_districts_are_the_districts(city):
    a_district("kita", name="北地区", code="01")
    a_district("minami", name="南地区", code="02")
    rows = [
        standard_header(),
        standard_row("", "北地区", MEN, WOMEN),
        standard_row("", "南地区", WOMEN, WOMEN),
        standard_row("", "ここ市", [m + w for m, w in zip(MEN, WOMEN, strict=True)], WOMEN),
    ]
    taken_in(KIND, as_csv(rows))
    assert not SmallArea.objects.exists()
    north = selectors.population(a_district_of("kita"))
    assert north.made.direct
    assert north.total == sum(MEN) + sum(WOMEN)
    assert selectors.population(None).made.direct


def a_district_of(slug):
    from jibungoto.know.places.models import District

    return District.objects.get(slug=slug)


def test_a_district_whose_small_areas_were_mapped_has_its_pyramid(city):
    taken_in(KIND, a_table())
    district = a_district("kita")
    a_membership(SmallArea.objects.get(code="0001"), district)
    people = selectors.population(district)
    assert list(people.men_by_age) == MEN
    assert people.share(65) == pytest.approx(
        (sum(MEN[13:]) + sum(WOMEN[13:])) / (sum(MEN) + sum(WOMEN))
    )


def test_the_older_generation_of_columns_is_read_the_same(city):
    rows = [
        standard_header(old=True),
        standard_row("0001", "北町一丁目", MEN, WOMEN, old=True, city="132012"),
    ]
    taken_in(KIND, as_csv(rows))
    assert selectors.population(None).total == sum(MEN) + sum(WOMEN)


def test_akishima_goes_to_a_hundred_and_has_unknown_ages(city):
    lows = (*LOWS, 90, 95, 100)
    header = standard_header(lows, old=True)
    header[-2:-2] = ["年齢不詳の男性", "年齢不詳の女性"]
    men, women = [5] * 21, [6] * 21
    row = standard_row("0001", "中神町", men, women, old=True)
    row[6:9] = [str(11 * 21 + 5), str(5 * 21 + 2), str(6 * 21 + 3)]
    row[-2:-2] = ["2", "3"]
    taken_in(KIND, as_csv([header, row]))
    people = selectors.population(None)
    assert people.classes[-1].label == "100歳以上"
    assert (people.unknown, people.total) == (5, 236)
    assert people.share(0) == 1


def test_meguro_knows_its_areas_by_the_key_of_the_census(city):
    header = standard_header()
    header[-2:-2] = ["不詳者の男性", "不詳者の女性"]
    header.append("KEY_CODE")
    row = standard_row("", "駒場一丁目", MEN, WOMEN)
    row[-2:-2] = ["0", "0"]
    row.append("13110001001")
    taken_in(KIND, as_csv([header, row]))
    assert SmallArea.objects.get().code == "13110001001"


def test_urasoe_has_no_codes_and_writes_cp932(city):
    drop = slice(0, 2)
    header, row = standard_header(), standard_row("", "安波茶１丁目", MEN, WOMEN)
    del header[drop], row[drop]
    run = taken_in(KIND, as_csv([header, row], "cp932"))
    assert SmallArea.objects.get().code == ""
    assert any("cp932" in n.text or "Shift" in n.text for n in run.remarks.all())
    row[2] = "安波茶一丁目"
    again = handed_in(KIND, as_csv([header, row]))
    assert not again.changes_anything


def test_suppressed_is_kept_apart_from_zero(city):
    row = standard_row("0002", "山の上", [0] * 18, [0] * 18)
    row[5:-2] = ["x"] * (len(row) - 7)
    row[-2] = "x"
    rows = [standard_header(), standard_row("0001", "北町", MEN, WOMEN), row]
    taken_in(KIND, as_csv(rows))
    hidden = Headcount.objects.get(small_area__code="0002")
    assert (hidden.status, hidden.total) == ("suppressed", None)
    assert selectors.population(None).total == sum(MEN) + sum(WOMEN)


def test_an_excel_file_is_read_like_a_csv(city, tmp_path):
    book = Workbook()
    for row in [standard_header(), standard_row("0001", "北町一丁目", MEN, WOMEN)]:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    taken_in(KIND, (tmp_path / "t.xlsx").read_bytes(), "t.xlsx")
    assert selectors.population(None).total == sum(MEN) + sum(WOMEN)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (a_table(city="132098"), "f.csv", "ほかの自治体"),
        (b"%PDF-1.7 ...", "f.csv", "PDF"),
        (as_csv([["名称", "住所", "緯度"], ["a", "b", "35.1"]]), "f.csv", "「公共施設一覧」の様式"),
        (as_csv([["犬", "猫"], ["a", "b"], ["c", "d"]]), "f.csv", "の列が見つかりません"),
        (as_csv([["a"] * 3] * 3), "f.csv", ""),
        (a_table(day=""), "f.csv", "直すところ"),
        (a_table(day="2026-13-45"), "f.csv", "直すところ"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence_and_changes_nothing(city, content, name, said):
    run = handed_in(KIND, content, name)
    assert run.state == "refused"
    assert said in run.verdict
    assert not SmallArea.objects.exists()


def test_a_cell_that_is_no_number_is_named_by_row_and_column(city):
    row = standard_row("0001", "北町一丁目", MEN, WOMEN)
    row[9] = "たくさん"
    run = handed_in(KIND, as_csv([standard_header(), row]))
    fault = intake_selectors.preview(run).faults[0]
    assert (fault.line, fault.column) == (2, "0-4歳の女性")


def test_an_area_that_comes_twice_is_refused(city):
    row = standard_row("0001", "北町一丁目", MEN, WOMEN)
    run = handed_in(KIND, as_csv([standard_header(), row, row]))
    assert run.state == "refused"
    assert "もう一度出てきます" in intake_selectors.preview(run).faults[0].text


def test_sexes_that_do_not_make_the_total_are_doubted_but_taken(city):
    row = standard_row("0001", "北町一丁目", MEN, WOMEN)
    row[5] = "9999"
    run = handed_in(KIND, as_csv([standard_header(), row]))
    assert run.state == "previewed"
    assert "総人口（9999人）と合いません" in intake_selectors.preview(run).doubts[0].text


@pytest.mark.data
def test_sapporo_publishes_households_and_sexes_under_a_title_line(city, data_dir):
    folder = data_dir / "jp/sapporo-01100"
    file = folder / "households_population_sex_by_jochome_2021-04-01.csv"
    run = taken_in(KIND, file.read_bytes(), file.name, places="small")
    people = selectors.population(None)
    assert people.taken_on == dt.date(2021, 4, 1)
    assert run.added > 5000
    assert 1_900_000 < people.total < 2_000_000
