"""The world of these tests: the same as the access tables'."""

from collections.abc import Iterator

import pytest

from jibungoto.kernel import tenancy
from tests import world as worlds


@pytest.fixture
def world(db: None) -> Iterator[worlds.World]:
    """Two municipalities and a person per role; the test runs within the first."""
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made
