from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.utils import translation

from jibungoto.kernel import tenancy, vocabulary
from jibungoto.kernel.models import Municipality
from tests import world as worlds


@pytest.fixture
def city(db: None) -> Iterator[Municipality]:
    """An invented city; the test runs within it."""
    city = Municipality.objects.create(slug="koko", name="ここ市", code="132012")
    with tenancy.within(city):
        vocabulary.apply_preset(city)
        yield city


@pytest.fixture
def world(db: None) -> Iterator[worlds.World]:
    """Two cities and a person of each role; the test runs within the first."""
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


@pytest.fixture(autouse=True)
def _in_japanese() -> Iterator[None]:
    """A page asked for in another language leaves it behind: each test begins in Japanese."""
    with translation.override("ja"):
        yield


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path) -> None:
    """No file and no finished page of another test."""
    settings.MEDIA_ROOT = tmp_path
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _not_drawn(request, monkeypatch) -> None:
    """Drawing takes seconds and is tested where charts are: only a test marked `drawn` draws."""
    if request.node.get_closest_marker("drawn") is None:
        monkeypatch.setattr("jibungoto.know.karte.building.draw_all", lambda *_given: None)
