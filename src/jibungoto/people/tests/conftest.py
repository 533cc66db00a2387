"""A municipality to be in, and limits that start anew for each test."""

import pytest
from django.core.cache import cache

from jibungoto.kernel import tenancy

from . import factories as make


@pytest.fixture
def city(db):
    municipality = make.the_city()
    with tenancy.within(municipality):
        yield municipality


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
