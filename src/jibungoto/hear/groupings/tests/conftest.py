from collections.abc import Iterator

import pytest
from django.core.cache import caches

from jibungoto.kernel import tenancy
from tests import world as worlds


@pytest.fixture
def world(db: None) -> Iterator[worlds.World]:
    """Two cities and a person of each role; the test runs within the first."""
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path) -> None:
    """No file, no finished page and no count of tries of another test."""
    settings.MEDIA_ROOT = tmp_path
    caches["pages"].clear()
