"""Lists as programs and printers write them: records in JSON, sums and groups among the rows."""

import json

import pytest

from jibungoto.japan.tables.model import TableError
from jibungoto.japan.tables.printed import with_groups, without_sums
from jibungoto.japan.tables.reading import read_grids, read_table


def of(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def test_the_longest_list_of_records_is_the_table_wherever_it_lies() -> None:
    data = {
        "help": "…",
        "fields": [{"id": "名称"}],
        "result": {"records": [{"名称": "東館", "数": 12.0}, {"名称": "西館", "開館": True}]},
    }
    table = read_table(of(data))
    assert table.headers == ("名称", "数", "開館")
    assert [row.cells for row in table.rows] == [("東館", "12", None), ("西館", None, "1")]
    assert "2件の記録" in " ".join(table.notes)
    assert read_grids(of(data))[0].rows[0] == ["名称", "数", "開館"]


def test_what_lies_deeper_keeps_the_name_of_what_holds_it() -> None:
    table = read_table(
        of([{"名称": "東館", "所在地": {"町": "本町", "番地": 1}, "曜日": ["月", "火"]}])
    )
    assert table.headers == ("名称", "所在地_町", "所在地_番地", "曜日")
    assert table.rows[0].cells == ("東館", "本町", "1", "月;火")


def test_a_value_beside_its_type_is_the_value() -> None:
    table = read_table(
        of([{"総人口": {"type": "Number", "value": 210}, "地域名": {"value": "本町"}}])
    )
    assert table.headers == ("総人口", "地域名")
    assert table.rows[0].cells == ("210", "本町")


def points(**crs: object) -> bytes:
    shape = {"type": "Point", "coordinates": [139.5, 35.5]}
    feature = {"type": "Feature", "properties": {"名称": "東館", "階": 2}, "geometry": shape}
    return of({"type": "FeatureCollection", "features": [feature], **crs})


def test_points_of_a_map_have_their_position_in_columns() -> None:
    table = read_table(points(), name="施設.geojson")
    assert table.headers == ("名称", "階", "経度", "緯度")
    assert table.rows[0].cells == ("東館", "2", "139.5", "35.5")


def test_points_of_another_datum_are_read_without_their_place() -> None:
    old = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4301"}}
    table = read_table(points(crs=old))
    assert table.headers == ("名称", "階")
    assert "場所は読みませんでした" in " ".join(table.notes)


@pytest.mark.parametrize("data", [{}, [], {"a": 1}, {"a": [1, 2]}, {"features": []}])
def test_json_without_records_is_refused_in_a_sentence(data: object) -> None:
    with pytest.raises(TableError, match="記録の並びがありません"):
        read_table(of(data) if data else of(data) + b" ")


@pytest.mark.parametrize("text", ["[" * 100_000, '[{"名称": ' + "9" * 5000 + "}]"])
def test_json_made_to_break_its_reader_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(TableError, match="記録の並びがありません"):
        read_table(text.encode())


LIST = "地区,名前,世帯\n東部,さくら会,10\n,もみじ会,20\n小計,2,30\n西部,いちょう会,5\n合　計,3,35\n"


def test_sums_are_no_entries_and_a_group_is_that_of_all_rows_below_it() -> None:
    table = without_sums(read_table(LIST.encode()), [1])
    table = with_groups(table, 0, 1)
    assert [row.cells[:2] for row in table.rows] == [
        ("東部", "さくら会"),
        ("東部", "もみじ会"),
        ("西部", "いちょう会"),
    ]
    assert "（4、6行目）は読みませんでした" in " ".join(table.notes)


def test_a_group_written_again_and_again_leaves_blanks_blank() -> None:
    table = read_table("地区,名前\n東部,さくら会\n東部,もみじ会\n,市の会\n".encode())
    assert with_groups(table, 0, 1) is table
