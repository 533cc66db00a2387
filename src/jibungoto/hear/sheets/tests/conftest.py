from collections.abc import Iterator

import pytest

from jibungoto.hear.sheets.tests import factories
from jibungoto.kernel import tenancy
from tests import world as worlds


@pytest.fixture
def world(db: None) -> Iterator[worlds.World]:
    """Two cities and a person of each role; the test runs within the first."""
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


@pytest.fixture
def room() -> factories.Room:
    """A room that asks on paper."""
    return factories.a_room()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
