"""Installations for tests with real processes, shared where nobody changes them."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests import database, installation
from tests.installation import Installation


@pytest.fixture(scope="session")
def pristine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Tables and nothing in them. Make a copy before changing anything."""
    home = tmp_path_factory.mktemp("pristine") / "home"
    beside_a_browser = bool(asyncio.events._get_running_loop())  # there Django asks no database
    if not beside_a_browser:
        request.getfixturevalue("django_db_setup")
    # What the tests' own database began with has the same tables. There is none where no test of
    # the run asks for it.
    kept = database.migrated(request.config.cache.mkdir("database"))
    if installation.ON_POSTGRES and installation.is_there(database.template()):
        made = installation.empty(home, database.template())
    else:
        made = installation.empty(home)
        if kept.exists() and not made.database:
            shutil.copy(kept, home / "jibungoto.sqlite3")
        else:
            _manage(made, "migrate", "--verbosity=0")
    _manage(made, "createcachetable", "--verbosity=0")
    yield made
    installation.remove(made)


@pytest.fixture
def installed(pristine: Installation, tmp_path: Path):
    """An installation of the test's own, with tables and nothing in them."""
    made = installation.copy_of(pristine, tmp_path / "home")
    yield made
    installation.remove(made)


@pytest.fixture(scope="session")
def demonstrated(pristine: Installation, tmp_path_factory: pytest.TempPathFactory):
    """The demo, loaded once. Make a copy before changing anything."""
    made = installation.copy_of(pristine, tmp_path_factory.mktemp("demo") / "home")
    _manage(made, "demo_load")
    yield made
    installation.remove(made)


def _manage(made: Installation, *words: str) -> None:
    done = made.run("manage", *words)
    assert done.returncode == 0, done.stderr
