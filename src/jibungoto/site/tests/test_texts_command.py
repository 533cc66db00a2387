"""`jibungoto texts group`: a file of texts becomes a proposal of groups."""

import json

import pytest
from openpyxl import Workbook

from jibungoto.site.cli import parser
from jibungoto.site.cli.words import Stop

LINES = [
    "バスの本数を増やしてほしい", "バスの本数が足りません", "夕方のバスの本数が少ない",
    "ごみの有料化に反対です", "ごみの有料化に賛成します", "ごみの有料化は心配です", "",
]  # fmt: skip


def run(*words):
    given = parser().parse_args(["texts", "group", *map(str, words)])
    return given.run(given)


def test_lines_of_a_file_are_grouped(tmp_path, capsys):
    path = tmp_path / "声.txt"
    path.write_text("\n".join(LINES), "utf-8")
    assert run(path) == 0
    said = capsys.readouterr().out
    assert "2つのまとまり" in said
    assert "「賛成」と「反対」の両方の声があります" in said


def test_a_column_of_a_csv_in_cp932_gives_json(tmp_path, capsys):
    path = tmp_path / "声.csv"
    rows = ["番号,自由記述", *(f"{n},{text}" for n, text in enumerate(LINES))]
    path.write_bytes("\r\n".join(rows).encode("cp932"))
    assert run(path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["texts"] == len(LINES)
    assert sorted(r for g in told["groups"] for r in g["rows"]) == [1, 2, 3, 4, 5, 6]


def test_a_column_nobody_knows_is_said_with_those_there_are(tmp_path):
    path = tmp_path / "声.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(Stop, match="a、b"):
        run(path, "--column", "c")


def test_a_column_of_a_workbook_is_grouped_too(tmp_path, capsys):
    book = Workbook()
    for row in (["番号", "自由記述"], *([n, text] for n, text in enumerate(LINES))):
        book.active.append(row)
    book.save(tmp_path / "声.xlsx")
    assert run(tmp_path / "声.xlsx", "--json") == 0
    assert json.loads(capsys.readouterr().out)["texts"] == len(LINES)
