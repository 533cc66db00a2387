"""Roles in one city open and show nothing in another: pages are those of an account without any.

The doors of every address and state stand in tests/test_access.py, where the stranger holds every
role of the other city at once. Here is what they show: of some open addresses, and of all where
JIBUNGOTO_HOSTILE is set.
"""

import re
from typing import Any

import pytest
from django.db import transaction

from jibungoto.people.models import User
from tests import world as worlds
from tests.trust.doors import Door, doors, fresh
from tests.trust.test_hostile_posts import TRIES

_UNSAID = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>|\s+", re.DOTALL)
_ADDRESSES = re.compile(r"[\w.+-]+@example\.jp")


def _those() -> list[Any]:
    every = doors("GET", every_state=bool(TRIES))
    chosen = every if TRIES else [door for door in every if "guest" in door.roles][::16]
    return [pytest.param(door, id=str(door)) for door in chosen]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    made = worlds.build_signed_in()
    made.users["nobody"] = User.objects.create_user("nobody@example.jp", "test-only-pass")
    worlds.give_every_role(made.users["stranger"], made.other_municipality)
    return made


@pytest.mark.parametrize("door", _those())
def test_no_role_elsewhere_shows_more_than_an_account_does(door: Door, world: Any) -> None:
    address = door.address(world)
    wanted = _shown(world, "nobody", address)
    assert _shown(world, "stranger", address) == wanted


def _shown(world: worlds.World, role: str, address: str) -> tuple[int, str]:
    fresh()
    with transaction.atomic():
        answer = world.client(role).get(address)
        body = answer.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    said = answer.headers.get("Location", "") + _UNSAID.sub(" ", body)
    return answer.status_code, _ADDRESSES.sub("…", " ".join(said.split()))
