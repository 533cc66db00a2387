"""Whatever is sent to any address of the house: an answer in words, and nothing half done.

JIBUNGOTO_HOSTILE says how often each address is tried. Without it
one address in twenty is tried, once.
"""

import json
import os
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from jibungoto.hear.sheets.tests.factories import a_room
from tests import world as worlds
from tests.trust import hostile
from tests.trust.doors import Door, cases, fields_of, fresh, watched

TRIES = int(os.environ.get("JIBUNGOTO_HOSTILE", "0"))
DEEP = TRIES > 5
# What was right on a page of answers is kept when the rest has to be written again.
_KEEPS = {"surveys:survey_answer"}
_SENTENCE = re.compile(r"[ぁ-ん].*(?:。|ません|ください)")
_tried = settings(
    max_examples=TRIES or 1,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if DEEP else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _those(method: str) -> list[Any]:
    every = cases(method, every_state=DEEP)
    return every if TRIES else every[::20]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    return worlds.build_signed_in()


@pytest.mark.parametrize("door", _those("POST"))
def test_whatever_is_posted_is_answered_in_words(door: Door, world: worlds.World) -> None:
    address, client = door.address(world), door.client(world)
    told = [(k, str(v)) for k, v in door.data(world).items() if isinstance(v, str | int)]
    fields, known = _opened(client, address, told)

    @_tried
    @given(changes=hostile.spoilings, shape=hostile.shapes)
    def sent(changes: Any, shape: str) -> None:
        if door.url.startswith("sheets:"):
            a_room()  # the room sheets are handed to in tests remembers those of the example before
        body = hostile.body(shape, *hostile.spoilt(fields, known, changes))
        _ask(client, address, body, keeps=door.url in _KEEPS)

    sent()


@pytest.mark.parametrize("door", _those("GET"))
def test_whatever_an_address_asks_for_is_answered_in_words(door: Door, world: worlds.World) -> None:
    address, client = door.address(world), door.client(world)
    with watched() as watch, transaction.atomic():
        client.get(address).getvalue()
        transaction.set_rollback(True)
    known = [name for name in watch.read if isinstance(name, str)]

    @_tried
    @given(changes=hostile.spoilings)
    def asked(changes: Any) -> None:
        wanted, _ = hostile.spoilt([], known, changes)
        query = urlencode(wanted, errors="surrogatepass")
        fresh()
        with transaction.atomic():
            answer = client.get(f"{address}?{query[:8000]}")
            answer.getvalue()
            transaction.set_rollback(True)
        _spoken(answer)

    if known:
        asked()


def _opened(client: Any, address: str, told: list[Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """The fields of the form as it stands at the address, and every name that is read there."""
    with transaction.atomic(), watched() as watch:
        fresh()
        page = client.get(address)
        fields = (
            fields_of(page.content.decode(), address=address) if page.status_code == 200 else []
        )
        fields = [one for one in fields if one[0] not in dict(told)] + told
        client.post(address, _many(fields))
        transaction.set_rollback(True)
    names = [name for name in watch.read if isinstance(name, str)]
    return fields, list(dict.fromkeys([*dict(fields), *names]))


def _many(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for name, value in fields:
        made.setdefault(name, []).append(value)
    return made


def _ask(client: Any, address: str, body: hostile.Body, *, keeps: bool) -> None:
    fresh()
    with transaction.atomic(), watched() as watch:
        answer = client.generic("POST", address, body.content, body.kind)
        if answer.streaming:
            answer.getvalue()
        transaction.set_rollback(True)
    _spoken(answer)
    # A body too large is refused by the check of the token, which these clients leave out.
    if answer.status_code >= 400 and answer.status_code != 413 and not keeps:
        assert watch.written == [], (answer.status_code, watch.written)


def _spoken(answer: Any) -> None:
    assert answer.status_code < 500, answer.status_code
    if answer.status_code < 400 or answer.streaming:
        return
    said = answer.content.decode(errors="replace")
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        said = json.dumps(json.loads(said), ensure_ascii=False)
    assert _SENTENCE.search(said), answer
