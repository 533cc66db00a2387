"""A backup is one moment of the database, and a restore proves it or changes nothing."""

import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests import installation
from tests.installation import Installation

# Two tables in one transaction each time: a backup that tears a transaction apart shows.
WRITER = """
import sys, time
from django.db import transaction
from jibungoto.kernel import audit, tenancy
from jibungoto.kernel.models import Municipality
city, _ = Municipality.objects.get_or_create(slug="test", defaults={"name": "ためし市", "code": ""})
for number in range(int(sys.argv[1])):
    with tenancy.within(city), transaction.atomic():
        audit.record("test.write", None, changes={"number": [None, number]})
    print(number, flush=True)
    time.sleep(0.005)  # others need the processor
"""
HELD = "SELECT (SELECT count(*) FROM kernel_auditrecord), seq FROM kernel_audithead"


def held(there: Installation) -> list[int]:
    """Audit records there are, and the number the chain's head says there should be."""
    ((records, head),) = there.ask(HELD)
    return [records, head]


@pytest.fixture(scope="module")
def _filled_once(pristine: Installation, tmp_path_factory: pytest.TempPathFactory):
    made = installation.copy_of(pristine, tmp_path_factory.mktemp("filled") / "home")
    made.python(WRITER, "5")
    place = made.home / "files/2026/11"
    place.mkdir(parents=True)
    (place / "図面.png").write_bytes(b"\x89PNG" + bytes(range(256)))
    yield made
    installation.remove(made)


@pytest.fixture
def filled(_filled_once: Installation, tmp_path: Path):
    """Five records and a file, in an installation of the test's own."""
    made = installation.copy_of(_filled_once, tmp_path / "home")
    yield made
    installation.remove(made)


@pytest.fixture(scope="module")
def _kept_once(_filled_once: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "kept.zip"
    done = _filled_once.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def kept(_kept_once: Path, tmp_path: Path) -> Path:
    """A backup of `filled`, of the test's own."""
    return Path(shutil.copy(_kept_once, tmp_path / "kept.zip"))


@pytest.fixture
def elsewhere(tmp_path: Path):
    made = installation.empty(tmp_path / "elsewhere")
    yield made
    installation.remove(made)


def test_a_backup_under_writes_is_whole_and_comes_back(
    filled: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "控え.zip"
    code = "import django; django.setup()\n" + WRITER
    settings = {**filled.environment, "DJANGO_SETTINGS_MODULE": "jibungoto.site.settings"}
    writing = [sys.executable, "-c", code, "100000"]
    with subprocess.Popen(writing, env=settings, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        done = filled.run_anew("backup", str(file))
        still_writing = writer.poll() is None
        writer.kill()
    assert done.returncode == 0, done.stderr
    assert still_writing
    assert file.stat().st_mode & 0o077 == 0

    back = elsewhere.run_anew("restore", str(file))
    assert back.returncode == 0, back.stderr
    records, head = held(elsewhere)
    assert records == head
    assert records >= 25
    kept = elsewhere.home / "files/2026/11/図面.png"
    assert kept.read_bytes() == b"\x89PNG" + bytes(range(256))
    assert elsewhere.run_anew("audit", "verify").returncode == 0
    rows = int(re.search(r"表 ([\d,]+) 行", back.stdout)[1].replace(",", ""))
    assert rows >= records


def test_a_filled_place_is_not_covered_unless_told_to(filled: Installation, kept: Path) -> None:
    filled.python(WRITER, "3")
    refused = filled.run("restore", str(kept))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert held(filled) == [8, 8]

    done = filled.run("restore", str(kept), "--force")
    assert done.returncode == 0, done.stderr
    assert held(filled) == [5, 5]
    (aside,) = filled.home.glob("before-*")
    assert (aside / "files/2026/11/図面.png").exists()


@pytest.mark.parametrize("member", ["database", "files/2026/11/図面.png"])
def test_a_damaged_backup_changes_nothing(filled: Installation, kept: Path, member: str) -> None:
    _rewrite(kept, {member: b"something else"})
    done = filled.run("restore", str(kept), "--force")
    assert done.returncode == 1
    assert member in done.stderr
    assert held(filled) == [5, 5]
    assert (filled.home / "files/2026/11/図面.png").exists()
    assert not list(filled.home.glob("before-*"))


def test_a_backup_whose_rows_do_not_add_up_changes_nothing(
    filled: Installation, kept: Path
) -> None:
    with zipfile.ZipFile(kept) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["rows"]["kernel_auditrecord"] += 1
    _rewrite(kept, {"manifest.json": json.dumps(manifest).encode()})
    done = filled.run("restore", str(kept), "--force")
    assert done.returncode == 1
    assert "kernel_auditrecord" in done.stderr
    assert held(filled) == [5, 5]
    assert (filled.home / "files/2026/11/図面.png").exists()


def test_a_backup_never_covers_a_file(installed: Installation, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    file.write_text("something dear")
    done = installed.run("backup", str(file))
    assert done.returncode == 1
    assert file.read_text() == "something dear"


def test_something_else_is_not_taken_for_a_backup(installed: Installation, tmp_path: Path) -> None:
    file = tmp_path / "letter.zip"
    file.write_text("hello")
    done = installed.run("restore", str(file), "--force")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_running_server_is_not_restored_under_its_feet(filled: Installation, kept: Path) -> None:
    port = installation.a_free_port()
    with installation.ended(filled.start("serve", "--port", str(port))) as serving:
        while not _locked(filled.home / "running.lock"):
            assert serving.poll() is None
            time.sleep(0.1)
        done = filled.run("restore", str(kept), "--force")
    assert done.returncode == 1
    assert "サーバーが動いています" in done.stderr


def _rewrite(file: Path, changed: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in {**content, **changed}.items():
            packed.writestr(name, data)


def _locked(path: Path) -> bool:
    from jibungoto.site.cli.turns import Taken, turn

    try:
        with turn(path, wait=False):
            return False
    except Taken:
        return True
