"""Installations for tests with real processes, shared where nobody changes them."""

from pathlib import Path

import pytest

from tests import installation
from tests.installation import Installation


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory):
    """Tables and nothing in them. Make a copy before changing anything."""
    made = installation.empty(tmp_path_factory.mktemp("pristine") / "home")
    for words in (("migrate", "--verbosity=0"), ("createcachetable", "--verbosity=0")):
        done = made.run("manage", *words)
        assert done.returncode == 0, done.stderr
    yield made
    installation.remove(made)


@pytest.fixture
def installed(pristine: Installation, tmp_path: Path):
    """An installation of the test's own, with tables and nothing in them."""
    made = installation.copy_of(pristine, tmp_path / "home")
    yield made
    installation.remove(made)


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory):
    """The demo, loaded once. Make a copy before changing anything."""
    made = installation.empty(tmp_path_factory.mktemp("demo") / "home")
    done = made.run("manage", "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    for words in (("createcachetable", "--verbosity=0"), ("demo_load",)):
        done = made.run("manage", *words)
        assert done.returncode == 0, done.stderr
    yield made
    installation.remove(made)
