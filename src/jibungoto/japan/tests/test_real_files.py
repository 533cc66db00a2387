"""Real published files, read where they lie. None of them is copied into the repository."""

import csv
from datetime import date
from pathlib import Path

import pytest

from jibungoto.japan.codes import MunicipalityCode, read_code
from jibungoto.japan.eras import find_date
from jibungoto.japan.tables.ages import gaps
from jibungoto.japan.tables.columns import standard
from jibungoto.japan.tables.marks import CENSUS, Mark, Number
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import read_records

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def jp(data_dir: Path) -> Path:
    return data_dir / "jp"


def test_every_published_code_has_a_right_check_digit(jp: Path) -> None:
    table = read_table(jp / "national" / "code4fukui_localgovjp-utf8.csv")
    codes = [MunicipalityCode(code or "") for code in table.values("lgcode")]
    assert len(codes) == 1916
    assert all(read_code(code.five).code == code for code in codes)
    assert all(read_code(code.six.lstrip("0"), expected=code).code == code for code in codes)


def test_every_old_column_of_the_standard_is_in_the_dictionary(jp: Path) -> None:
    table = read_table(
        jp / "standards" / "recommended_dataset_2017-2022_columns_from_NEC-FIWARE.csv"
    )
    columns: dict[str, list[str]] = {}
    for row in table.rows:
        columns.setdefault(row.cells[0] or "", []).append(row.cells[2] or "")
    for dataset in standard().datasets.values():
        if dataset.name not in columns:
            continue
        match = standard().match(columns[dataset.name], dataset.number)
        assert (match.leftover, match.missing) == ((), ()), dataset.name
        assert standard().identify(columns[dataset.name])[0].dataset == dataset


def test_the_census_of_osaka_adds_up_in_utf8_and_cp932(jp: Path) -> None:
    folder = jp / "kadoma-27223"
    table = read_table(folder / "census2020_small_area_age5_sex_T001082_osaka_pref.utf8.csv")
    match = standard().match(table.headers, "T001082")
    assert match.missing == ()
    assert gaps(match.ages) == []
    assert len(match.ages) == 3 * 16
    read = read_records(table, match, policy=CENSUS)
    assert read.faults == ()
    kadoma = [r for r in read.records if str(r.values["key_code"]).startswith("27223")]
    total = next(r for r in kadoma if r.values["census_level"] == "1")
    assert total.values["census_population"] == Number(119_764, Mark.VALUE)
    leaves = [r for r in kadoma if r.values["census_level"] in ("2", "4")]
    assert sum(_people(r.values["census_population"]) for r in leaves) == 119_764
    both = [i for i, age in enumerate(match.ages) if age.sex == "both"]
    assert 119_764 - sum(_people(total.ages[i]) for i in both) == 1_886
    head = read_table(
        folder / "census2020_small_area_age5_sex_T001082_osaka_pref.cp932.head200.csv"
    )
    assert head.source.encoding == "cp932"
    assert head.headers == table.headers
    assert [row.cells for row in head.rows] == [row.cells for row in table.rows[: len(head.rows)]]


def _people(number: object) -> int:
    assert isinstance(number, Number)
    return int(number.value or 0)


def test_sapporo_keeps_suppressed_and_zero_apart(jp: Path) -> None:
    own = standard().extended('[fields.area_name]\nspellings = ["区分"]')
    table = read_table(
        jp / "sapporo-01100" / "population_age5_by_jochome_2020-10-01.csv",
        recognises=own.recognises,
    )
    match = own.match(table.headers, "04")
    assert match.missing == ()
    assert gaps(match.ages) == []
    assert [table.headers[i] for i in match.leftover][1:] == [
        "年少人口",
        "生産年齢 人 口",
        "老年人口",
    ]
    read = read_records(table, match, policy=CENSUS)
    assert read.faults == ()
    city = read.records[0]
    assert city.values["population"] == Number(1_961_682, Mark.VALUE)
    assert sum(_people(age) for age in city.ages) == 1_961_682
    marks = [age.mark for record in read.records for age in record.ages]
    assert Mark.SUPPRESSED in marks
    assert Mark.ZERO in marks
    kept_back = [r for r in read.records if r.ages[0].mark is Mark.SUPPRESSED]
    assert len(kept_back) == 158


def test_the_title_line_of_sapporo_gives_the_date(jp: Path) -> None:
    table = read_table(
        jp / "sapporo-01100" / "households_population_sex_by_jochome_2021-04-01.csv",
        recognises=standard().recognises,
    )
    match = standard().match(table.headers, "04")
    assert match.missing == ()
    assert set(match.columns) == {"area_name", "households", "population", "male", "female"}
    assert [find_date(line) for line in table.preamble] == [date(2021, 4, 1)]
    read = read_records(table, match, policy=CENSUS)
    for record in read.records:
        parts = _people(record.values["male"]) + _people(record.values["female"])
        assert parts == _people(record.values["population"])


@pytest.mark.parametrize(
    "name, rows",
    [
        ("hachioji-13201/landscape_01-八王子八十八景.csv", 86),
        ("hachioji-13201/landscape_02-八王子景観１００選.csv", 100),
        ("hachioji-13201/childcare_facilities_2019.csv", 172),
        ("sapporo-01100/jochome_location_isj.csv", None),
        ("standards/poi_codes.csv", 650),
        ("national/pyramid_total.csv", None),
    ],
)
def test_every_record_of_a_file_is_read(jp: Path, name: str, rows: int | None) -> None:
    table = read_table(jp / name)
    with (jp / name).open(encoding="utf-8-sig", newline="") as file:
        plain = list(csv.reader(file))
    assert table.headers == tuple(plain[0])
    assert len(table.rows) == len(plain) - 1 == (rows or len(plain) - 1)


def test_charms_of_hachioji_lie_in_japan(jp: Path) -> None:
    table = read_table(jp / "hachioji-13201" / "landscape_01-八王子八十八景.csv")
    match = standard().match(table.headers, "11")
    assert {"name", "latitude", "longitude", "address", "description"} <= set(match.columns)
    read = read_records(table, match)
    assert read.faults == ()


def test_books_of_the_state_are_read_with_their_titles(jp: Path) -> None:
    codes = read_table(jp / "standards" / "438-1_コアデータモデル_コード一覧.xlsx")
    assert codes.headers[0] == "コード一覧No."
    assert codes.preamble[0] == "コード一覧"
    model = read_table(jp / "standards" / "438_コアデータモデル_DMD.xlsx", sheet="イベント")
    assert "イベント名" in model.values("項目名")
