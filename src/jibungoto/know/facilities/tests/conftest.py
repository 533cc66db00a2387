from collections.abc import Iterator

import pytest
from django.core.cache import caches

from jibungoto.kernel import tenancy, vocabulary
from jibungoto.kernel.models import Municipality
from jibungoto.know.places import services as places
from tests import world as worlds


@pytest.fixture
def world(db: None) -> Iterator[worlds.World]:
    """Two cities and a person of each role; the test runs within the first."""
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path) -> None:
    """No file and no finished page of another test."""
    settings.MEDIA_ROOT = tmp_path
    caches["pages"].clear()


@pytest.fixture
def city(db: None) -> Iterator[Municipality]:
    """An invented city without anything; the test runs within it."""
    city = Municipality.objects.create(slug="koko", name="ここ市", code="139998")
    with tenancy.within(city):
        vocabulary.apply_preset(city)
        places.create_district_kind(key="chugakkoku", name="中学校区")
        yield city
