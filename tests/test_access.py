"""Every address of the house x every role x every state of its object, against the apps' tables."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.template.backends.django import Template
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

import jibungoto
from jibungoto.kernel import policy, tenancy

from . import world as worlds
from .stage import Stage


def tables() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(jibungoto.__path__, "jibungoto."):
        if found.name.endswith(".tests.access"):
            yield importlib.import_module(found.name)


def addresses(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)


TABLES = list(tables())
KNOWN = {name for table in TABLES for name, _ in table.MATRIX}


def test_every_address_stands_in_an_access_table_and_every_row_has_an_address() -> None:
    assert {name for name, _ in addresses()} == KNOWN


def test_every_view_declares_a_rule_that_exists() -> None:
    bare = [name for name, view in addresses() if not hasattr(view, "access")]
    unknown = [
        name
        for name, view in addresses()
        if hasattr(view, "access") and view.access.action not in policy.actions()
    ]
    assert (bare, unknown) == ([], [])


# A word in these addresses is known in every city; no row of one is behind it.
_WORDS = {
    "intake:kind_use", "intake:kind_sample", "facilities:walk_view", "people:role_kind_change",
    "people:code_open", "portal:municipality_stage",
}  # fmt: skip
# A signed link says that it opens nothing.
_SIGNED = (
    "kernel:digest_stop", "reviews:link_view", "reviews:link_report", "reviews:link_repeat",
    "reviews:link_answer", "reviews:link_reopen",
)  # fmt: skip

CASES = [
    pytest.param(table, url, method, state, letters, id=f"{method} {url} {state}".strip())
    for table in TABLES
    for state, url, method, letters in sorted(
        (state, url, method, letters)
        for (url, method), rows in table.MATRIX.items()
        for state, letters in rows.items()
    )  # by their states: what stands for one serves the next
]


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction around all cases here; each works in one of its own within it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(db: None) -> Stage:
    """The stranger holds every role of the other city at once: what opens to one of them opens.

    So the last letter of each row tells of all roles elsewhere, at no more requests.
    """
    world = worlds.build_signed_in()
    worlds.give_every_role(world.users["stranger"], world.other_municipality)
    return Stage(world)


class Paper:
    """What pages are written on. The door has decided before a word is written, and a page that
    was written for one need not be written for nine more: while `kept`, they come out blank."""

    kept = False

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write = Template.render

        def render(template: Template, *given: Any, **named: Any) -> str:
            return "" if self.kept else write(template, *given, **named)

        monkeypatch.setattr(Template, "render", render)


@pytest.fixture(scope="module")
def paper() -> Iterator[Paper]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Paper(monkeypatch)


@pytest.mark.parametrize(("table", "url", "method", "state", "letters"), CASES)
def test_the_door_opens_for_exactly_those_it_should(
    table: ModuleType, url: str, method: str, state: str, letters: str, stage: Stage, paper: Paper
) -> None:
    answers = ""
    with stage.case(table, url, state) as (world, kwargs):
        with tenancy.within(world.municipality):
            address = _address(url, kwargs, world)
        for role in worlds.ROLES:
            # Each role finds the objects as they were made, whatever the one before did to them.
            paper.kept = "o" in answers or role not in _opens(letters)
            with transaction.atomic():
                answers += _knock(table, url, method, state, role, address, world)
                transaction.set_rollback(True)
        # Once for each address: the other city's own administrator finds nothing of it over there.
        if kwargs and url not in _WORDS and state == next(iter(table.MATRIX[url, method])):
            _look_from_the_other_city(url, method, kwargs, world)
    assert answers == letters.replace(" ", "")


def _opens(letters: str) -> list[str]:
    """The roles the table lets in."""
    told = zip(worlds.ROLES, letters.replace(" ", ""), strict=True)
    return [role for role, letter in told if letter == "o"]


def _look_from_the_other_city(
    url: str, method: str, kwargs: dict[str, Any], world: worlds.World
) -> None:
    there = {**kwargs, "municipality": world.other_municipality.slug}
    try:
        address = reverse(url, kwargs=there)
    except NoReverseMatch:
        return  # an address of the installation: of no city
    for role in ("stranger", "administrator"):
        answer = world.client(role).generic(method, address)
        assert answer.status_code == (403 if url.startswith(_SIGNED) else 404), role


def _knock(
    table: ModuleType,
    url: str,
    method: str,
    state: str,
    role: str,
    address: str,
    world: worlds.World,
) -> str:
    if method != "GET":
        caches["pages"].clear()  # what the role before published counts no more
    with tenancy.within(world.municipality):
        data = table.data(url, state, world) if hasattr(table, "data") else {}
    client = world.client(role)
    client.raise_request_exception = True
    response = (
        client.generic(method, address)
        if method not in ("GET", "POST")
        else getattr(client, method.lower())(address, data)
    )
    if response.streaming:
        response.getvalue()  # read to its end, a file is closed
    if response.status_code == 302 and "/account/login/" in response["Location"]:
        return "l"
    return {404: ".", 403: "-"}.get(response.status_code) or _opened(response.status_code)


def _opened(status: int) -> str:
    assert status < 400 or status in (409, 422), status
    return "o"


def _address(url: str, kwargs: dict[str, Any], world: worlds.World) -> str:
    try:
        return reverse(url, kwargs={"municipality": world.municipality.slug, **kwargs})
    except Exception:
        return reverse(url, kwargs=kwargs)
