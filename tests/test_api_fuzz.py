"""Whatever is asked of the API, it answers within its own schema and never breaks."""

import json
import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from jibungoto.site.wsgi import application

from . import world as worlds

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def world(db: None) -> Iterator[worlds.World]:
    # A real request ends with its connection; here all of them share the test's transaction.
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield worlds.build()
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=max(12, int(os.environ.get("JIBUNGOTO_HOSTILE", "0"))),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_api_never_breaks(case: schemathesis.Case, world: worlds.World) -> None:
    if "municipality" in case.path_parameters:
        case.path_parameters["municipality"] = world.municipality.slug
    response = case.call()
    assert response.status_code < 500
    if response.status_code == 200:
        case.operation.validate_response(response)
    elif "json" in response.headers.get("content-type", [""])[0]:
        assert "detail" in json.loads(response.content)
