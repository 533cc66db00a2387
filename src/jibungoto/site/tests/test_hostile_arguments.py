"""Whatever is typed or handed to a command: a sentence, an exit code, and nothing half done."""

import hashlib
import json
import runpy
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jibungoto.kernel.models import Municipality
from jibungoto.site.cli import archive, main
from jibungoto.site.cli.words import Stop

_SETTINGS = str(Path(archive.__file__).parents[1] / "settings.py")
_NOWHERE = ("/dev/zero", "/dev/null", "no\0name", "あ" * 300, "no/such/file")


@pytest.mark.parametrize("named", _NOWHERE)
@pytest.mark.parametrize(
    "words",
    [["texts", "group"], ["plans", "read"], ["opinion", "analyse"], ["opinion", "recompute"]],
)
def test_what_is_no_file_is_said_and_never_read_without_end(words, named, capsys) -> None:
    assert main([*words, named]) in (1, 2)
    said = capsys.readouterr().err
    assert "。" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("DATABASE_URL", "mysql://a:b@c/d"),
        ("DATABASE_URL", "postgres://a:p#w@c/d"),
        ("JIBUNGOTO_PROXIES", "一つ"),
        ("JIBUNGOTO_MAIL_URL", "smtp://h:port"),
        ("JIBUNGOTO_MAIL_FROM", "門真市"),
        ("JIBUNGOTO_TIME_ZONE", "Mars/City"),
    ],
)
def test_a_setting_that_says_nothing_is_named(name, given, tmp_path, monkeypatch, capsys) -> None:
    def run(_given: Any) -> int:  # reads them, as every command does first
        runpy.run_path(_SETTINGS, run_name="jibungoto.site.settings")
        return 0

    called = SimpleNamespace(command="serve", run=run)
    monkeypatch.setattr(
        "jibungoto.site.cli.parser",
        lambda: SimpleNamespace(parse_known_args=lambda _words: (called, [])),
    )
    monkeypatch.setenv("JIBUNGOTO_HOME", str(tmp_path))
    monkeypatch.delitem(sys.modules, "jibungoto.site.accounts")
    assert main([]) == 0
    monkeypatch.delitem(sys.modules, "jibungoto.site.accounts")
    monkeypatch.setenv(name, given)
    assert main([]) == 1
    said = capsys.readouterr().err
    assert name in said
    assert "docs/install.md" in said


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 9, b'a,b\n"' + b"x" * 200_000, b"\xff\xfe\xff"]
)
def test_texts_that_are_none_are_said(content, tmp_path, capsys) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert main(["texts", "group", str(tmp_path / "a.csv")]) == 1
    assert "を" in capsys.readouterr().err


def test_votes_that_swell_when_unpacked_are_not_unpacked(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr("jibungoto.site.cli.opinion_files.MOST", 1000)
    path = tmp_path / "votes.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("votes.csv", "person,statement,vote\n" + "1,1,1\n" * 1000)
        packed.writestr("../statements.csv", "x")
    assert main(["opinion", "analyse", str(path)]) == 1
    assert "広げると大きすぎます" in capsys.readouterr().err
    assert not (tmp_path.parent / "statements.csv").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    [
        ["--municipality", "account", "--name", "あ市"],
        ["--municipality", "api", "--name", "あ市"],
        ["--municipality", "a" * 300, "--name", "あ市"],
        ["--municipality", "machi", "--name", "あ" * 300],
        ["--municipality", "machi", "--name", "あ\0市"],
        ["--municipality", "machi", "--name", "あ\u202e市"],
        ["--municipality", "machi", "--name", "あ\n市"],
        ["--municipality", "machi", "--name", "あ市", "--code", "../../1"],
        ["--municipality", "../etc", "--code", "999999"],
    ],
    ids=lambda told: told[1][:12],
)
def test_no_city_begins_under_a_name_that_cannot_be_its_own(told, capsys) -> None:
    assert main(["begin", *told, "--manager", "kanri@example.jp"]) == 2
    assert "。" in capsys.readouterr().err
    assert not Municipality.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["a@b.jp\nBcc: c@d.jp", "", "a@b", "<a@b.jp>", "a@b.jp\0", "あ@" + "b" * 300 + ".jp"]
)
def test_no_mail_goes_to_what_is_no_address(address, capsys) -> None:
    assert main(["begin", "--municipality", "machi", "--name", "あ市", "--manager", address]) == 2
    assert "メールアドレスの形ではありません" in capsys.readouterr().err
    assert not Municipality.objects.exists()


def _backup(path: Path, **changed: Any) -> Path:
    (path.parent / "db").write_bytes(b"rows")
    manifest = archive.Manifest(archive.FORMAT, "1", "sqlite", "now", [], {}, {}, [])
    archive.write(path, manifest, path.parent / "db", path.parent / "none")
    with zipfile.ZipFile(path) as packed:
        told = json.loads(packed.read("manifest.json"))
        database = packed.read("database")
    members = changed.pop("members", {})
    told["sums"] |= dict.fromkeys(members, "0" * 64)
    told |= changed
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("database", database)
        packed.writestr("manifest.json", json.dumps(told))
        for name, mode in members.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            packed.writestr(entry, "/etc/passwd")
    return path


@pytest.mark.parametrize(
    "changed",
    [
        {"vendor": "oracle"},
        {"rows": ["a"]},
        {"rows": {"a": "b"}},
        {"migrations": [1]},
        {"migrations": "kernel"},
        {"heads": []},
        {"sums": {}},
        {"sums": []},
        {"format": 99},
        {"format": True},
        {"unknown": 1},
        {"members": {"../../outside": 0o100644}},
        {"members": {"/outside": 0o100644}},
        {"members": {"files/../../outside": 0o100644}},
        {"members": {"files/link": 0o120777}},
        {"members": {"files/device": 0o060600}},
        {"members": {"files/" + "x" * 300: 0o100644}},
        {"members": {"files/": 0o040755}},
        {"members": {"secret.key": 0o100600}},
    ],
    ids=str,
)
def test_a_backup_made_by_somebody_else_is_refused_and_reaches_nothing(changed, tmp_path) -> None:
    there = tmp_path / "inner" / "scratch"
    there.mkdir(parents=True)
    with pytest.raises(Stop, match="。"):
        archive.read(_backup(tmp_path / "whole.zip", **changed), there)
    assert [path for path in tmp_path.rglob("*") if path.is_symlink()] == []
    assert not list(tmp_path.rglob("outside"))
    assert not Path("/outside").exists()


def test_links_and_devices_in_a_backup_become_plain_files(tmp_path) -> None:
    digest = hashlib.sha256(b"/etc/passwd").hexdigest()
    path = _backup(tmp_path / "whole.zip", members={"files/link": 0o120777})
    with zipfile.ZipFile(path) as packed:
        told = json.loads(packed.read("manifest.json"))
        kept = {name: packed.read(name) for name in ("database", "files/link")}
    told["sums"]["files/link"] = digest
    entry = zipfile.ZipInfo("files/link")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("database", kept["database"])
        packed.writestr(entry, kept["files/link"])
        packed.writestr("manifest.json", json.dumps(told))
    archive.read(path, tmp_path)
    assert not (tmp_path / "files/link").is_symlink()
    assert (tmp_path / "files/link").read_bytes() == b"/etc/passwd"


def test_a_backup_larger_than_the_room_left_is_not_begun(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda _: type("Room", (), {"free": 3}))
    with pytest.raises(OSError, match="space"):
        archive.read(_backup(tmp_path / "whole.zip"), tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.django_db
def test_kinds_of_imports_are_listed_without_a_municipality_but_none_is_taken_in(capsys):
    assert main(["import"]) == 0
    assert "statistics.population" in capsys.readouterr().out
    assert main(["import", "statistics.population", "a.csv"]) == 2
    assert "--municipality まち で書いてください" in capsys.readouterr().err
