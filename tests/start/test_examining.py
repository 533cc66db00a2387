"""doctor on installations that are well and on some that are not; the command line in words."""

import os

import pytest

from jibungoto.site.cli import main, places
from jibungoto.site.cli.words import Stop, table
from tests.installation import ON_POSTGRES, Installation


def test_a_good_installation_has_nothing_broken(installed: Installation) -> None:
    done = installed.run_anew("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "だめ" not in done.stdout


def test_missing_migrations_are_found_with_the_way_to_mend_them(tmp_path) -> None:
    done = Installation(tmp_path).run("doctor", DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    assert done.returncode == 1
    assert "jibungoto manage migrate" in done.stdout
    # What can't be looked at before that is said in words, not in those of the database.
    assert "「移行」が直ると、確かめられます" in done.stdout
    assert "no such table" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_database_that_cannot_be_reached_is_a_finding_and_not_a_crash(tmp_path) -> None:
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    done = Installation(tmp_path).run("doctor", DATABASE_URL=nowhere)
    assert done.returncode == 1
    assert "だめ" in done.stdout
    assert "DATABASE_URL の宛先" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_secret_others_can_read_is_found(installed: Installation) -> None:
    (installed.home / "secret.key").chmod(0o644)
    done = installed.run("doctor")
    assert done.returncode == 1
    assert "chmod 600" in done.stdout


@pytest.mark.skipif(ON_POSTGRES, reason="一つのファイルのデータベースのときだけ")
def test_a_broken_database_file_is_found(installed: Installation) -> None:
    file = installed.home / "jibungoto.sqlite3"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 40] = os.urandom(4096 * 37)
    file.write_bytes(content)
    done = installed.run("doctor")
    assert done.returncode == 1
    assert "データベース" in done.stdout


def test_unusual_settings_that_cannot_be_read_are_a_finding(tmp_path) -> None:
    done = Installation(tmp_path).run("doctor", JIBUNGOTO_PROXIES="many")
    assert done.returncode == 1
    assert "設定" in done.stdout


def test_the_bare_command_gives_an_overview(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    for name in ("demo", "serve", "backup", "restore", "doctor", "test", "check", "bench"):
        assert f"\n    {name} " in said


@pytest.mark.parametrize(
    "words", [["nonsense"], ["demo", "--prot", "1"], ["backup"], ["demo", "--port", "x"]]
)
def test_a_mistyped_command_is_answered_in_japanese(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(words)
    said = capsys.readouterr().err
    assert not any(word in said for word in ("usage", "error", "invalid", "required", "arguments"))


@pytest.mark.parametrize("command", ["test", "check", "bench", "build"])
def test_a_wheel_says_in_words_that_a_command_needs_the_sources(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(places, "CHECKOUT", None)
    assert main([command]) == 1
    assert f"jibungoto {command} " in capsys.readouterr().err


def test_a_refusal_is_a_sentence_and_an_exit_code(monkeypatch, capsys) -> None:
    def refuse(_command: str) -> None:
        raise Stop("できません。", code=3)

    monkeypatch.setattr(places, "checkout", refuse)
    assert main(["check"]) == 3
    assert capsys.readouterr().err == "できません。\n"


def test_columns_line_up_when_words_are_wide() -> None:
    first, second = table([("役割", "a"), ("x", "b")]).splitlines()
    assert first == "役割  a"
    assert second == "x     b"
