"""Roles in one city open and show nothing in another: pages are those of an account without any.

The doors of every address and state stand in tests/test_access.py, where the stranger holds every
role of the other city at once. Here is what they show: of some open addresses; and of all, for each
role of the other city alone as well, where JIBUNGOTO_HOSTILE is set.
"""

import re
from typing import Any

import pytest
from django.db import transaction

from tests import world as worlds
from tests.trust.doors import Door, doors, fresh
from tests.trust.test_hostile_posts import TRIES

# What is in no city leads to one's own; the order of statements is each person's own.
_OWN = ("installation:", "account:", "account_", "opinions:vote")
_UNSAID = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>|\s+", re.DOTALL)
_OF_PERSON_AND_TIME = re.compile(r"[\w.+-]+@example\.jp|\d\d:\d\d:\d\d[.\d]*")


def _those() -> list[Any]:
    every = [one for one in doors("GET", every_state=bool(TRIES)) if not one.url.startswith(_OWN)]
    chosen = every if TRIES else [door for door in every if "guest" in door.roles][::32]
    return [pytest.param(door, id=str(door)) for door in chosen]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    made = worlds.build_signed_in()
    there = made.other_municipality
    made.users["nobody"] = worlds.a_user("nobody")
    worlds.give_every_role(made.users["stranger"], there)
    for role in _alone():
        made.users[f"{role} there"] = worlds.a_user(f"{role}.there")
        worlds.give_every_role(made.users[f"{role} there"], there, only=role)
    return made


def _alone() -> tuple[str, ...]:
    return worlds.ROLES[3:-1] if TRIES else ()


@pytest.mark.parametrize("door", _those())
def test_no_role_elsewhere_shows_more_than_an_account_does(door: Door, world: Any) -> None:
    address = door.address(world)
    wanted = _shown(world, "nobody", address)
    for role in ("stranger", *(f"{role} there" for role in _alone())):
        assert _shown(world, role, address) == wanted, role


def _shown(world: worlds.World, role: str, address: str) -> tuple[int, str]:
    fresh()
    with transaction.atomic():
        answer = world.client(role).get(address)
        body = answer.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    if body.startswith(("%PDF", "PK")):
        body = body[:4]  # a file that notes when it was made
    said = answer.headers.get("Location", "") + _UNSAID.sub(" ", body)
    return answer.status_code, _OF_PERSON_AND_TIME.sub("…", " ".join(said.split()))
