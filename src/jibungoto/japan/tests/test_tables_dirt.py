"""The dirt that is really published, case by case, in hand-made bytes."""

import codecs
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.tables.header import HeaderRows
from jibungoto.japan.tables.model import Limits, Table, TableError
from jibungoto.japan.tables.reading import read_table

CSV = (
    "名称,住所,電話番号\r\nひなた会館,ひなた市本町1-1,042-000-0001\r\nみどり会館,ひなた市緑2-3,\r\n"
)
HEADERS = ("名称", "住所", "電話番号")


def _notes(table: Table) -> str:
    return "\n".join(table.notes)


def _zip(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data, encoding, said",
    [
        (codecs.BOM_UTF8 + CSV.encode(), "utf-8-sig", "UTF-8（BOMつき）です"),
        (CSV.encode(), "utf-8", "UTF-8と見て読みました"),
        (CSV.encode("cp932"), "cp932", "Shift_JIS（cp932）と見て読みました"),
        (CSV.encode("euc-jp"), "euc-jp", "EUC-JPと見て読みました"),
        (CSV.encode("utf-16"), "utf-16", "UTF-16と見て読みました"),
        (CSV.encode("utf-16-le"), "utf-16-le", "UTF-16と見て読みました"),
        (CSV.encode("utf-16-be"), "utf-16-be", "UTF-16と見て読みました"),
        (CSV.replace("\r\n", "\r").encode(), "utf-8", "UTF-8と見て読みました"),
    ],
)
def test_every_encoding_in_use_is_read_and_named(data: bytes, encoding: str, said: str) -> None:
    table = read_table(data)
    assert table.headers == HEADERS
    assert table.values("名称") == ("ひなた会館", "みどり会館")
    assert table.source.encoding == encoding
    assert said in _notes(table)


def test_bytes_that_are_no_text_name_the_row_that_breaks() -> None:
    broken = CSV.encode() + b"\xff\xfe\xfa\xe3\r\n"
    with pytest.raises(TableError, match="4行目に、UTF-8としてもShift_JISとしても読めない"):
        read_table(broken)
    with pytest.raises(TableError, match="古いメール用の文字コード"):
        read_table(CSV.encode("iso2022_jp"))


def test_signs_of_old_systems_are_read_in_euc_jp_and_kana_of_half_width_stay_kana() -> None:
    signs = "名称,住所\r\n".encode("euc-jp") + b"\xad\xa1\xb9\xe6\xb4\xdb,\xad\xea\xfc\xe2\r\n"
    assert read_table(signs).values("名称") == ("①号館",)
    assert read_table(signs).values("住所") == ("㈱髙",)
    kana = read_table("ﾅﾏｴ,ｱﾄﾞﾚｽ\r\nｱｵｲ,ﾐﾄﾞﾘｺ\r\n".encode("cp932"))
    assert kana.headers == ("ﾅﾏｴ", "ｱﾄﾞﾚｽ")
    assert kana.source.encoding == "cp932"


def test_an_encoding_given_by_the_person_is_taken() -> None:
    assert read_table(CSV.encode("euc_jp"), encoding="euc_jp").headers == HEADERS
    with pytest.raises(TableError, match="では読めないところ"):
        read_table(CSV.encode("cp932"), encoding="utf-8")


@pytest.mark.parametrize("sign, name", [("\t", "タブ"), (";", "セミコロン"), ("|", "縦線")])
def test_other_delimiters_are_found_and_said(sign: str, name: str) -> None:
    table = read_table(CSV.replace(",", sign).encode("utf-16"))
    assert table.headers == HEADERS
    assert f"列の区切りは{name}" in _notes(table)


def test_commas_inside_quotes_and_lines_inside_cells_stay_in_their_cell() -> None:
    table = read_table('名称,備考\r\n会館,"1階, 2階\r\n3階"\r\n公園,\r\n'.encode())
    assert table.values("備考") == ("1階, 2階\r\n3階", None)
    assert [row.number for row in table.rows] == [2, 3]


def test_title_and_blank_lines_above_the_header_are_kept_as_preamble() -> None:
    data = "ひなた市の施設,,\n令和8年4月1日現在,,\n,,\n" + CSV.replace("\r\n", "\n")
    table = read_table(data.encode())
    assert table.headers == HEADERS
    assert table.preamble == ("ひなた市の施設", "令和8年4月1日現在")
    assert "4行目を見出しと見て読みました" in _notes(table)
    assert table.rows[0].number == 5


def test_empty_columns_and_rows_are_left_out_and_said() -> None:
    table = read_table("名称,,住所,,\n会館,,本町,,\n,,,,\n公園,,緑,,\n,,,,\n".encode())
    assert table.headers == ("名称", "住所")
    assert [column.letter for column in table.columns] == ["A", "C"]
    assert [row.number for row in table.rows] == [2, 4]
    assert "空の列（B、D、E列）" in _notes(table)
    assert "空の行（3行目）" in _notes(table)


def test_a_column_with_values_but_without_header_is_kept_and_said() -> None:
    table = read_table("名称,,住所\n会館,あり,本町\n公園,なし,緑\n".encode())
    assert table.headers == ("名称", "（見出しなし B列）", "住所")
    assert "B列には見出しがありません" in _notes(table)


def test_the_row_number_of_a_data_catalogue_is_left_out() -> None:
    table = read_table("_id,名称,住所\n1,会館,本町\n2,公園,緑\n".encode())
    assert table.headers == ("名称", "住所")
    assert "_id" in _notes(table)


def test_headers_used_twice_get_a_number() -> None:
    table = read_table("名称,備考,備考\n会館,a,b\n".encode())
    assert table.headers == ("名称", "備考", "備考（2）")
    assert "2つ以上あります" in _notes(table)


def test_notes_under_the_table_do_not_become_rows() -> None:
    data = (
        "町名,人口,世帯\n緑,100,40\n本,200,90\n※秘匿あり,,\n（xは10人未満）,,\n出典：ひなた市,,\n"
    )
    table = read_table(data.encode())
    assert table.values("町名") == ("緑", "本")
    assert table.footnotes == ("※秘匿あり", "（xは10人未満）", "出典：ひなた市")


def test_a_header_repeated_on_each_printed_page_is_left_out() -> None:
    table = read_table("町名,人口\n緑,100\n町名,人口\n本,200\n".encode())
    assert table.values("人口") == ("100", "200")
    assert "繰り返された見出しの行（3行目）" in _notes(table)


def test_headers_of_two_rows_are_joined() -> None:
    table = read_table("地区,人口,,,世帯数\n,総数,男,女,\n緑,100,48,52,40\n本,x,x,x,9\n".encode())
    assert table.headers == ("地区", "人口_総数", "人口_男", "人口_女", "世帯数")
    assert table.values("人口_男") == ("48", "x")
    assert "1行目から2行目までの2行" in _notes(table)


def test_a_group_row_over_the_header_joins_it_when_the_header_has_holes() -> None:
    data = "地区,年齢別人口,,,,,,\n,0-14歳,15-64歳,65歳以上,75歳以上,不詳,計,世帯\n"
    table = read_table((data + "緑,1,2,3,1,0,6,4\n本,2,3,4,1,0,9,5\n").encode())
    assert table.headers[:2] == ("地区", "年齢別人口_0-14歳")
    assert len(table.rows) == 2


def test_years_as_headers_are_headers() -> None:
    table = read_table("地区,2015,2020,2025\n緑,100,110,120\n本,90,80,70\n".encode())
    assert table.headers == ("地区", "2015", "2020", "2025")


def test_the_header_can_be_told() -> None:
    table = read_table(b"1,2\n3,4\na,b\n5,6\n", header=HeaderRows(2, 2))
    assert table.headers == ("a", "b")
    assert table.rows[0].cells == ("5", "6")
    with pytest.raises(TableError, match="そこまで行がありません"):
        read_table(b"a,b\n1,2\n", header=HeaderRows(7, 7))


def test_formula_text_that_protects_zeros_is_unwrapped() -> None:
    table = read_table('名称,郵便番号\n会館,="0100001"\n'.encode())
    assert table.values("郵便番号") == ("0100001",)
    assert "個は、中の文字を読みました" in _notes(table)


def test_the_sign_that_guards_a_text_from_being_run_is_no_part_of_it() -> None:
    table = read_table("名称,住所\n'-夜道,'=1\n'67年の会,それ\n".encode())
    assert table.values("名称") == ("-夜道", "'67年の会")
    assert table.values("住所") == ("=1", "それ")


def test_outer_spaces_go_and_inner_spaces_stay() -> None:
    table = read_table("名称,住所\n　会館 ,本町　1\n".encode())
    assert table.rows[0].cells == ("会館", "本町　1")


def test_quotes_left_open_are_named_by_line() -> None:
    with pytest.raises(TableError, match="2行目から後を確かめてください"):
        read_table('名称,住所\n"会館,本町\n公園,緑\n'.encode())


def test_loose_quotes_are_read_with_a_warning() -> None:
    table = read_table('名称,住所\n"会館"別館,本町\n公園,緑\n'.encode())
    assert len(table.rows) == 2
    assert "きまりどおりでない" in _notes(table)


@pytest.mark.parametrize(
    "data, name, reason",
    [
        (b"", "a.csv", "何も書かれていません"),
        (b"\r\n , \r\n", "a.csv", "何も書かれていません"),
        ("名称,住所\n".encode(), "a.csv", "データの行がありません"),
        (b"1,2,3\n4,5,6\n7,8,9\n", "a.csv", "見出しの行が見つかりません"),
        (b"%PDF-1.7 ...", "人口.csv", "「人口.csv」の中身はPDFです"),
        (b"<html><body><table>", "施設.xls", "ウェブページ（HTML）"),
        ("<!DOCTYPE html>".encode("utf-16"), "施設.xls", "ウェブページ（HTML）"),
        (b'<?xml version="1.0"?><Workbook>', "施設.xls", "XML"),
        (b'{"type": "FeatureCollection"}', "境界.csv", "JSON"),
        (b'[{"a": 1},', "a.csv", "JSONの1行目で書き方がくずれて"),
        (b"\x89PNG\r\n\x1a\n", "表.csv", "画像"),
        (b"\x1f\x8b\x08\x00", "a.csv", "gzip"),
        (b"PK\x03\x04broken", "a.xlsx", "こわれていて開けません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls", "開けませんでした"),
        (b"a,b\x00\x00c\nd,e,\n", "a.csv", "文字ではないデータ"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(TableError) as refusal:
        read_table(data, name=name)
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith("。")


def test_a_zip_called_csv_is_opened_and_said() -> None:
    table = read_table(_zip(data__csv=CSV.encode("cp932")), name="data.csv")
    assert table.headers == HEADERS
    assert table.source.member == "data.csv"
    assert "圧縮ファイル（zip）の中の「data.csv」" in table.notes[0]


def test_a_zip_with_several_tables_asks_which() -> None:
    data = _zip(a__csv=CSV.encode(), b__csv=CSV.encode(), readme__md=b"x")
    with pytest.raises(TableError, match="表が2個あります"):
        read_table(data)
    assert read_table(data, member="b.csv").source.member == "b.csv"
    with pytest.raises(TableError, match=r"「c\.csv」がありません"):
        read_table(data, member="c.csv")


def test_names_inside_a_windows_zip_are_readable() -> None:
    data = _zip(XXXX__csv=CSV.encode()).replace(b"XXXX.csv", "施設.csv".encode("cp932"))
    assert read_table(data).source.member == "施設.csv"


def test_zips_without_a_table_are_refused() -> None:
    with pytest.raises(TableError, match="CSVやExcelのファイルがありません"):
        read_table(_zip(readme__md=b"x"))
    with pytest.raises(TableError, match="さらに圧縮ファイル"):
        read_table(_zip(inner__csv=_zip(data__csv=CSV.encode())))
    with pytest.raises(TableError, match="Wordの文書"):
        read_table(_zip(**{"word/document__xml": b"<x/>"}))


def test_a_bomb_is_not_unfolded() -> None:
    bomb = _zip(data__csv=b"a,b\n" + b"0" * (8 * 1024 * 1024))
    with pytest.raises(TableError, match="大きくなりすぎる"):
        read_table(bomb)
    lying = bytearray(bomb)
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (100).to_bytes(4, "little")  # declares 100 bytes unfolded
    with pytest.raises(TableError):
        read_table(bytes(lying), limits=Limits(max_bytes=1024 * 1024))


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "人口.csv"
    with big.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(TableError, match=r"大きすぎます（300MB）。50MBまで読めます"):
        read_table(big)


@pytest.mark.parametrize(
    "limits, reason",
    [
        (Limits(max_rows=2), "2行まで読めます"),
        (Limits(max_columns=2), "1行目で大きくなりすぎました"),
        (Limits(max_cells=4), "2行目で大きくなりすぎました"),
        (Limits(max_cell_characters=8), "文字のセルがあります"),
        (Limits(max_bytes=10), "ファイルが大きすぎます"),
    ],
)
def test_every_limit_has_its_sentence(limits: Limits, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        read_table(CSV.encode(), limits=limits)


def test_the_file_is_taken_as_bytes_path_or_open_file(tmp_path: Path) -> None:
    path = tmp_path / "施設.csv"
    path.write_bytes(CSV.encode())
    tables = [read_table(path), read_table(io.BytesIO(CSV.encode())), read_table(CSV.encode())]
    assert all(table == tables[0] for table in tables)


@given(st.binary(max_size=300) | st.text(alphabet=',"\n\t 名称1x', max_size=80).map(str.encode))
def test_whatever_the_bytes_a_table_or_a_sentence_comes_back(data: bytes) -> None:
    try:
        table = read_table(data)
    except TableError as refusal:
        sentences = [str(refusal)]
    else:
        sentences = list(table.notes)
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert all(sentence.endswith("。") for sentence in sentences)
