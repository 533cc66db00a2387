"""`jibungoto import` and `karte build`: files too large, missing, or in a folder."""

import pytest

from jibungoto.kernel.intake.kinds import Upload
from jibungoto.site.cli import take
from jibungoto.site.cli.files import TooLarge
from jibungoto.site.cli.words import Stop


def test_a_file_of_300_megabytes_is_refused_without_being_read(tmp_path, monkeypatch) -> None:
    file = tmp_path / "国勢調査.csv"
    with file.open("wb") as sparse:
        sparse.truncate(300 * 1024 * 1024)

    def read(_path):
        raise AssertionError("the file was read")

    monkeypatch.setattr(type(file), "read_bytes", read)
    with pytest.raises(TooLarge) as refusal:
        list(take.read([file]))
    assert str(refusal.value) == (
        "「国勢調査.csv」は大きすぎます（300MB）。50MBまでのファイルにしてください。"
    )


def test_a_folder_stands_for_its_files(tmp_path) -> None:
    for name in ("b.csv", "a.csv", ".DS_Store", "~$a.xlsx"):
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / "inside").mkdir()
    assert list(take.read([tmp_path])) == [Upload("a.csv", b"1"), Upload("b.csv", b"1")]


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(Stop, match="というファイルがありません。"):
        list(take.read([tmp_path / "nothing.csv"]))
    with pytest.raises(Stop, match="取りこむファイルを書いてください。"):
        take.read([])
