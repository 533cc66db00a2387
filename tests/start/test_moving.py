"""A backup of the one kind of database comes back in the other, whole; or nothing changes."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jibungoto.site.cli import moving
from jibungoto.site.cli.words import Stop
from tests import installation
from tests.installation import ON_POSTGRES, Installation

needs_both = pytest.mark.skipif(not ON_POSTGRES, reason="二つのデータベースがあるときだけ")

# Every row of every table, as Django reads it; of the sequences, what comes next.
TOLD = """
import hashlib, json
from django.apps import apps
told = {}
for model in apps.get_models(include_auto_created=True):
    rows = getattr(model, "everywhere", model._base_manager).order_by("pk").values_list()
    plain = [
        [bytes(v).hex() if isinstance(v, (bytes, memoryview))
         else json.dumps(v, sort_keys=True) if isinstance(v, (dict, list)) else repr(v)
         for v in row]
        for row in rows
    ]
    told[model._meta.db_table] = [len(plain), hashlib.sha256(repr(plain).encode()).hexdigest()]
print(json.dumps(told))
"""
FOUND = """
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality, Node
from jibungoto.kernel.search import count
from jibungoto.kernel.actor import GUEST
with tenancy.within(Municipality.objects.get(slug="hinata")):
    print(count(GUEST, "公園"), count(GUEST, "犬"))
"""


@pytest.mark.parametrize(
    ("kind", "kept", "said"),
    [
        ("BooleanField", 1, "t"),
        ("BooleanField", 0, "f"),
        ("DateTimeField", "2026-11-28 01:02:03.000400", "2026-11-28 01:02:03.0004+00"),
        ("BinaryField", b"\x00\xffa", "\\x00ff61"),
        ("JSONField", '{"a": "\\u3042", "b": [1, 1.5, null]}', '{"a": "あ", "b": [1, 1.5, null]}'),
        ("UUIDField", "0" * 31 + "1", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_what_the_two_keep_differently_is_kept_as_django_does(kind, kept, said) -> None:
    assert moving._INTO_FILE[kind](said) == kept
    told = moving._FROM_FILE.get(kind, str)(kept)
    assert moving._INTO_FILE[kind](told) == kept


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    assert moving._INTO_FILE["DateTimeField"]("2026-11-28 10:02:03+09") == "2026-11-28 01:02:03"


def test_rows_are_read_out_of_a_dump_as_they_were_written() -> None:
    lines = [
        "SET x = y;\n",
        'COPY public.kernel_node (id, "order", title) FROM stdin;\n',
        "1\t\\N\tタブ\\tと\\n改行と\\\\N\n",
        "2\t\t\\\\.\n",
        "\\.\n",
        "COPY public.strange (id) FROM stdin;\n",
        "9\n",
        "\\.\n",
        "SELECT pg_catalog.setval('public.kernel_node_id_seq', 7, true);\n",
        "SELECT pg_catalog.setval('public.never_used_id_seq', 1, false);\n",
    ]
    dump = moving.Dump(Path("unread"))
    told = [(name, columns, list(rows)) for name, columns, rows in dump._told(iter(lines))]
    rows = [["1", None, "タブ\tと\n改行と\\N"], ["2", "", "\\."]]
    assert told == [("kernel_node", ["id", "order", "title"], rows)]
    assert dump.last_ids() == {"kernel_node": 7}


def test_a_dump_that_breaks_off_is_said() -> None:
    lines = iter(["COPY public.kernel_node (id) FROM stdin;\n", "1\n"])
    with pytest.raises(Stop, match="途中で切れています"):
        list(moving.Dump(Path("unread"))._told(lines))


def test_a_table_nobody_knows_is_not_left_behind_silently() -> None:
    kept = {"kernel_node": 3, "kernel_searchindex_data": 9, "jibungoto_cache": 2, "gone": 0}
    assert moving.moved(kept) == {"kernel_node": 3}
    with pytest.raises(Stop, match="gone"):
        moving.moved({**kept, "gone": 1})


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A city that began on SQLite. Make a copy before changing anything."""
    made = Installation(tmp_path_factory.mktemp("begun") / "home")
    words = ("begin", "--municipality", "machi", "--name", "まち市", "--manager", "a@example.jp")
    assert made.run(*words).returncode == 0
    return made


@pytest.fixture
def in_a_file(tmp_path: Path) -> Installation:
    """A place for SQLite, empty."""
    return Installation(tmp_path / "file")


@pytest.fixture
def on_a_server(tmp_path: Path) -> Iterator[Installation]:
    """A place on PostgreSQL, empty."""
    made = installation.empty(tmp_path / "server")
    yield made
    installation.remove(made)


@needs_both
def test_the_whole_demo_moves_to_a_file_and_back(
    demonstrated: Installation, in_a_file: Installation, on_a_server: Installation, tmp_path: Path
) -> None:
    before, found = demonstrated.python(TOLD).stdout, demonstrated.python(FOUND).stdout
    for number, (old, new) in enumerate([(demonstrated, in_a_file), (in_a_file, on_a_server)]):
        file = tmp_path / f"{number}.zip"
        assert old.run("backup", str(file)).returncode == 0
        done = new.run("restore", str(file))
        assert done.returncode == 0, done.stderr
        assert "一致しました" in done.stdout
        assert json.loads(new.python(TOLD).stdout) == json.loads(before)
        assert new.python(FOUND).stdout == found
        assert new.run("audit", "verify").returncode == 0
    ((last, highest),) = on_a_server.ask(
        "SELECT (SELECT last_value FROM kernel_node_id_seq), max(id) FROM kernel_node"
    )
    assert last >= highest
    refused = on_a_server.run("restore", str(tmp_path / "1.zip"))
    assert refused.returncode == 1
    assert "--force" in refused.stderr


@needs_both
def test_the_same_home_goes_on_with_the_files_it_has(
    begun: Installation, on_a_server: Installation, tmp_path: Path
) -> None:
    home, file = installation.copy_of(begun, tmp_path / "home"), tmp_path / "kept.zip"
    picture = home.home / "files/2026/図面.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG")
    assert home.run("backup", str(file)).returncode == 0
    moved = Installation(home.home, on_a_server.database)
    done = moved.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert picture.exists()
    assert not list(home.home.glob("before-*"))


@needs_both
def test_a_row_the_other_one_refuses_leaves_nothing_behind(
    begun: Installation, on_a_server: Installation, tmp_path: Path
) -> None:
    spoilt, file = installation.copy_of(begun, tmp_path / "home"), tmp_path / "kept.zip"
    with closing(sqlite3.connect(spoilt.home / "jibungoto.sqlite3")) as database:
        database.execute("UPDATE kernel_municipality SET name = ?", ["あ" * 3000])
        database.commit()
    assert spoilt.run("backup", str(file)).returncode == 0
    done = on_a_server.run("restore", str(file))
    assert done.returncode == 1
    assert "kernel_municipality" in done.stderr
    assert on_a_server.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert not list(on_a_server.home.glob(".restore-*"))
    assert not (on_a_server.home / "files").exists()


@needs_both
def test_the_backup_of_an_older_version_is_brought_to_this_one_first(
    begun: Installation, on_a_server: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "kept.zip"
    assert begun.run("backup", str(file)).returncode == 0
    with zipfile.ZipFile(file) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(content["manifest.json"])
    manifest["migrations"] = [one for one in manifest["migrations"] if "0001" in one]
    content["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    done = on_a_server.run("restore", str(file))
    assert done.returncode == 1
    assert "manage migrate" in done.stderr
