"""Every address of the access tables, opened by somebody it opens for, and what the page reads."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse

from jibungoto.kernel import tenancy
from jibungoto.people.models import Participant
from jibungoto.people.tests.factories import enter_device
from tests.stage import kwargs_of
from tests.test_access import TABLES
from tests.world import ROLES, World

# Who may most comes first: more of a page opens to them.
_FIRST = ("planner", "administrator", "department", "district_officer", "secretary", "officer",
          "resident", "participant", "guest", "stranger")  # fmt: skip
_WRITES = re.compile(r'^(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)')
# What may be noted although nothing was done: who came, how often, that a mail is due.
_NOTED = ("django_session", "jibungoto_cache", "people_participant", "people_device", "kernel_rate")


@dataclass(frozen=True)
class Door:
    """One method of an address in one state of its object."""

    table: ModuleType
    url: str
    method: str
    state: str
    roles: tuple[str, ...]  # for whom it opens; nobody of the world where only an author may

    def __str__(self) -> str:
        return f"{self.method} {self.url} {self.state}".strip()

    def address(self, world: World) -> str:
        with tenancy.within(world.municipality):
            kwargs = kwargs_of(self.table, self.url, self.state, world)
        return address_of(self.url, kwargs, world)

    def data(self, world: World) -> dict[str, Any]:
        if self.method == "GET" or not hasattr(self.table, "data"):
            return {}
        with tenancy.within(world.municipality):
            return dict(self.table.data(self.url, self.state, world))

    def client(self, world: World) -> Client:
        """The browser of somebody it opens for; a resident's own things become theirs."""
        if self.roles:
            return world.client(self.roles[0])
        client = Client()
        mine = enter_device(client, world.municipality)
        with tenancy.within(world.municipality):
            _give(mine)
        return client


def address_of(url: str, kwargs: dict[str, Any], world: World) -> str:
    try:
        return reverse(url, kwargs={"municipality": world.municipality.slug, **kwargs})
    except NoReverseMatch:
        return reverse(url, kwargs=kwargs)


def doors(method: str, *, every_state: bool = False) -> list[Door]:
    """Those of a method: one state of each address, or all."""
    found = []
    for table in TABLES:
        for (url, how), rows in table.MATRIX.items():
            if how != method:
                continue
            of_url = [Door(table, url, how, state, _open_to(rows[state])) for state in rows]
            of_url.sort(key=lambda one: not one.roles)
            found += of_url if every_state else of_url[:1]
    return found


def cases(method: str, *, every_state: bool = False) -> list[Any]:
    return [pytest.param(door, id=str(door)) for door in doors(method, every_state=every_state)]


def _open_to(letters: str) -> tuple[str, ...]:
    opened = dict(zip(ROLES, letters.replace(" ", ""), strict=True))
    return tuple(role for role in _FIRST if opened[role] == "o")


def _give(mine: Participant) -> None:
    """Everything some participant made belongs to this one."""
    for model in apps.get_models():
        for column in model._meta.local_fields:
            if column.related_model is Participant and not column.unique:
                try:
                    with transaction.atomic():
                        model._base_manager.update(**{column.name: mine})
                except Exception:  # noqa: S112  # one who may have but one of it keeps it
                    continue


@dataclass
class Watch:
    """What a request read of what was sent, and which tables it changed in the end."""

    read: dict[str, None] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    _marks: dict[str, int] = field(default_factory=dict)

    def noted(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT "):
            self._marks[sql.split()[1]] = len(self.written)
        elif sql.startswith("ROLLBACK TO SAVEPOINT "):
            del self.written[self._marks.get(sql.split()[3], 0) :]
        elif (found := _WRITES.match(sql)) and found[1] not in _NOTED:
            self.written.append(found[1])
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the requests within: the names they look for, the tables they write."""
    watch = Watch()
    usual = {
        name: getattr(QueryDict, name) for name in ("get", "getlist", "__getitem__", "__contains__")
    }

    def spying(name: str) -> Any:
        def spy(self: QueryDict, key: str, *more: Any) -> Any:
            watch.read[key] = None
            return usual[name](self, key, *more)

        return spy

    for name in usual:
        setattr(QueryDict, name, spying(name))
    try:
        with connection.execute_wrapper(watch.noted):
            yield watch
    finally:
        for name, method in usual.items():
            setattr(QueryDict, name, method)


class _Fields(HTMLParser):
    """The fields of the forms of a page that are posted to an address, with their values."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.address, self.page = address, page
        self.found: list[tuple[str, str]] = []
        self.kinds: dict[str, str] = {}  # of fields one types into
        self.needed: set[str] = set()
        self.offered: dict[str, str] = {}  # the first thing one may choose
        self._inside = False
        self._text: list[str] | None = None
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = told.get("action", "") or self.page
            self._inside = told.get("method") == "post" and action.split("?")[0] == self.address
        name = told.get("name", self._name)
        if not self._inside or not name:
            return
        if "required" in told:
            self.needed.add(name)
        if tag in ("select", "textarea"):
            self._name = name
        if tag == "textarea":
            self.kinds[name], self._text = tag, []
        elif tag == "option" and told.get("value"):
            self._offer(name, told["value"], chosen="selected" in told)
        elif tag == "input":
            self._input(name, told)

    def _input(self, name: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        if kind in ("checkbox", "radio"):
            self._offer(name, told.get("value", "on"), chosen="checked" in told)
        elif kind not in ("file", "submit"):
            self.found.append((name, told.get("value", "")))
            if kind != "hidden":
                self.kinds[name] = kind

    def _offer(self, name: str, value: str, *, chosen: bool) -> None:
        self.offered.setdefault(name, value)
        if chosen:
            self.found.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._text is not None:
            self.found.append((self._name, "".join(self._text).removeprefix("\n")))
            self._text = None
        if tag in ("select", "textarea"):
            self._name = ""


def fields_of(page: str, *, address: str, shown_at: str = "") -> list[tuple[str, str]]:
    """What a browser would send to this address from the forms of a page."""
    parser = _Fields(address, shown_at or address)
    parser.feed(page)
    return [one for one in parser.found if one[0] != "csrfmiddlewaretoken"]


def filled(page: str, *, address: str, also: tuple[str, ...] = ()) -> dict[str, str]:
    """Something in every field that needs it: the first choice of a list, a word, a day.

    `also` names fields that need it although the page does not say so.
    """
    parser = _Fields(address, address)
    parser.feed(page)
    words = {"date": "2026-11-27", "number": "1", "email": "new@example.jp"}
    made = {name: words.get(parser.kinds.get(name, ""), "ためし") for name in parser.needed}
    needed = {*parser.needed, *also}
    made |= {name: value for name, value in parser.offered.items() if name in needed}
    made |= {name: value for name, value in parser.found if value}
    return {name: value for name, value in made.items() if name != "csrfmiddlewaretoken"}


def kinds_of(page: str, *, address: str, shown_at: str = "") -> dict[str, str]:
    """What is typed into which field of these forms: `text`, `textarea`, `date`…"""
    parser = _Fields(address, shown_at or address)
    parser.feed(page)
    return parser.kinds


def fresh() -> None:
    """Nothing kept of an earlier request, nobody counted as too eager."""
    caches["pages"].clear()
    caches["default"].clear()
