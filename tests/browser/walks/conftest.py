"""Walks begin in the demo as it is delivered: what other tests add would lengthen the way."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Site, served
from tests.installation import Installation


@pytest.fixture
def site(demonstrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served demo of each walk's own."""
    with served(demonstrated, tmp_path_factory.mktemp("walk") / "home") as found:
        yield found
