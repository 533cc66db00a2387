"""`jibungoto opinion` reads what people have and says in words what is wrong with it."""

import json

import pytest
from openpyxl import Workbook

from jibungoto.site.cli import main

HEAD = "参加者,意見,回答\n"
CAMPS = [
    f"{person},{statement},{'賛成' if (person < 10) == (statement < 2) else '反対'}\n"
    for person in range(20)
    for statement in range(4)
]


def analysed(capsys, *words: str) -> dict:
    assert main(["opinion", "analyse", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_table_of_votes_gives_its_groups(tmp_path, capsys):
    (tmp_path / "votes.csv").write_text(HEAD + "".join(CAMPS), "utf-8")
    told = analysed(capsys, str(tmp_path / "votes.csv"), "--mode", "polis")
    assert [group["members"] for group in told["groups"]] == [10, 10]
    assert told["vote_count"] == 80


def test_any_order_of_rows_gives_the_same_bytes(tmp_path, capsys):
    told = []
    for name, rows in (("one.csv", CAMPS), ("other.csv", CAMPS[::-1])):
        (tmp_path / name).write_text(HEAD + "".join(rows), "utf-8")
        assert main(["opinion", "analyse", str(tmp_path / name), "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


def test_what_was_moderated_and_what_it_says_are_read_from_the_folder(tmp_path, capsys):
    (tmp_path / "votes.csv").write_text(HEAD + "".join(CAMPS), "utf-8")
    comments = "comment-id,moderated,comment-body\n0,-1,広場にいすを\n1,1,夜も明るく\n"
    (tmp_path / "comments.csv").write_text(comments, "utf-8")
    assert main(["opinion", "analyse", str(tmp_path), "--mode", "polis"]) == 0
    said = capsys.readouterr().out
    assert "夜も明るく" in said
    assert "広場にいすを" not in said


@pytest.mark.parametrize(
    "content, sentence",
    [
        ("", "票が一つもありません"),
        (HEAD, "票が一つもありません"),
        ("a,b\n1,2\n", "列の見出しがわかりません"),
        (HEAD + "1,1,賛成\n1,2,たぶん\n", "2行目を読めません"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(tmp_path, capsys, content, sentence):
    (tmp_path / "votes.csv").write_text(content, "utf-8")
    assert main(["opinion", "analyse", str(tmp_path / "votes.csv")]) == 1
    assert sentence in capsys.readouterr().err


def test_a_folder_without_votes_is_said(tmp_path, capsys):
    assert main(["opinion", "analyse", str(tmp_path)]) == 1
    assert "票のファイルがありません" in capsys.readouterr().err
    assert main(["opinion", "parity", str(tmp_path)]) == 1


def test_a_result_is_computed_again_and_compared(tmp_path, capsys):
    (tmp_path / "votes.csv").write_text(HEAD + "".join(CAMPS), "utf-8")
    told = analysed(capsys, str(tmp_path / "votes.csv"))
    result = tmp_path / "result.json"
    result.write_text(json.dumps(told), "utf-8")
    assert main(["opinion", "recompute", str(result)]) == 0
    assert "同じです" in capsys.readouterr().out
    (tmp_path / "votes.csv").write_text(HEAD + "".join(CAMPS[:-1]), "utf-8")
    assert main(["opinion", "recompute", str(result), "--votes", str(tmp_path)]) == 1
    assert "同じではありません" in capsys.readouterr().out
    told["groups"][0]["members"] = 11
    result.write_text(json.dumps(told), "utf-8")
    assert main(["opinion", "recompute", str(result), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"same": False, "differing": ["groups"]}
    assert main(["opinion", "recompute", str(tmp_path / "votes.csv")]) == 1
    assert "結果のファイルではない" in capsys.readouterr().err


def test_votes_that_look_made_are_counted_and_left_out_for_comparison(tmp_path, capsys):
    bots = [f"b{person},{statement},賛成\n" for person in range(40) for statement in range(12)]
    people = [
        f"p{person},{statement},{'賛成' if person >> statement % 5 & 1 else '反対'}\n"
        for person in range(1, 30)
        for statement in range(12)
    ]
    (tmp_path / "votes.csv").write_text(HEAD + "".join(bots + people), "utf-8")
    told = analysed(capsys, str(tmp_path), "--flags")["flags"]
    assert {f"b{person}" for person in range(40)} == set(told["constant"])
    assert sum(told["groups_without"]) < 70
    assert main(["opinion", "analyse", str(tmp_path), "--flags"]) == 0
    assert "いつも同じ答え　40人" in capsys.readouterr().out


def test_the_result_is_said_in_words(tmp_path, capsys):
    (tmp_path / "votes.csv").write_text(HEAD + "".join(CAMPS), "utf-8")
    assert main(["opinion", "analyse", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "グループで分かれる意見】4件" in said
    assert "賛成 100%（72〜100%、10票）" in said


@pytest.mark.data
def test_parity_is_told_for_a_published_result(data_dir, capsys):
    for folder in sorted((data_dir / "polis/math-blobs").iterdir()):
        assert main(["opinion", "parity", str(folder), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["is_equal"]
        assert main(["opinion", "parity", str(folder)]) == 0
        assert "pol.is の結果と同じです" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.csv", lambda text: text.encode("cp932")),
        ("b.csv", lambda text: text.encode("utf-16")),
        ("c.tsv", lambda text: text.replace(",", "\t").encode()),
        (
            "d.csv",
            lambda text: text.replace("賛成", "１").replace("反対", "−1").encode("utf-8-sig"),
        ),
    ],
)
def test_votes_are_read_as_offices_save_them(tmp_path, capsys, name, written):
    (tmp_path / name).write_bytes(written(HEAD + "".join(CAMPS)))
    told = analysed(capsys, str(tmp_path / name), "--mode", "polis")
    assert [group["members"] for group in told["groups"]] == [10, 10]


@pytest.mark.parametrize("name", ["survey.csv", "survey.xlsx"])
def test_a_survey_with_a_row_for_each_person_is_read_by_the_words_of_its_answers(
    tmp_path, capsys, name
):
    words = {True: "そう思う", False: "そう思わない"}
    rows = [["回答者番号", "年代", "広場にいすを", "夜も明るく", "犬を放したい", "屋台を"]]
    rows += [[n, "30代", *(words[(n < 10) == (at < 2)] for at in range(4))] for n in range(20)]
    if name.endswith(".csv"):
        text = "\r\n".join(",".join(map(str, row)) for row in rows)
        (tmp_path / name).write_bytes(text.encode("cp932"))
    else:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
    assert main(["opinion", "analyse", str(tmp_path / name), "--mode", "polis"]) == 0
    said = capsys.readouterr().out
    assert "参加した人 20人、意見 4件、票 80票" in said
    assert "広場にいすを" in said


def test_a_table_of_numbers_is_not_taken_for_answers(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("番号,性別,台数\n1,0,1\n2,1,0\n", "utf-8")
    assert main(["opinion", "analyse", str(tmp_path / "a.csv")]) == 1
    assert "列の見出しがわかりません" in capsys.readouterr().err
