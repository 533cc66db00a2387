"""A double click, or the back button: the same form sent twice makes one record."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jibungoto.kernel import clock
from jibungoto.kernel.once import TOKEN, is_making
from tests import world as worlds
from tests.test_access import addresses
from tests.trust.doors import Door, doors, filled, fresh, watched
from tests.trust.test_hostile_posts import TRIES

# Fields that are needed although their page does not say so.
_NEEDED = ("districts", "level", "year")
# Where a word in each field would not do.
_FITTING = {
    "groupings:grouping_create": {"pasted": "公園がほしい\n公園がない\nバスがない"},
    "findings:finding_deed": {"verb": "found", "on": "2026-11-01", "who": "自治会"},
}
# The first post of these makes nothing yet, or the state their table has refuses it.
_LATER = {"findings:finding_create", "people:turn_over_create", "surveys:survey_conclude"}
# Answers with the letters themselves, the same ones again (people/tests/test_letters.py).
_ANEW = {"people:batch_create"}


def _making() -> list[Any]:
    shown = {door.url for door in doors("GET")}
    views = dict(addresses())
    every = [
        pytest.param(door, door.url in shown, id=door.url)
        for door in doors("POST")
        if is_making(door.url, views[door.url]) and door.url not in _LATER | _ANEW
    ]
    return every if TRIES else every[::4]  # all go through one door


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    return worlds.build_signed_in()


@pytest.mark.parametrize(("door", "has_page"), _making())
def test_sent_twice_is_made_once(door: Door, has_page: bool, world: worlds.World) -> None:
    address, client = door.address(world), door.client(world)
    fresh()
    page = client.get(address).content.decode() if has_page else ""
    sent: dict[str, Any] = {**filled(page, address=address, also=_NEEDED), TOKEN: "t" * 64}
    sent |= _FITTING.get(door.url, {}) | door.data(world)
    sent |= _later(sent) | _pictures(door.url)
    first = client.post(address, sent)
    assert first.status_code == 302, re.findall(r"#id_.*|<h1.*", first.content.decode())
    for value in sent.values():
        if hasattr(value, "seek"):
            value.seek(0)
    with watched() as watch:
        second = client.post(address, sent)
    assert watch.written == []
    assert (second.status_code, second["Location"]) == (302, first["Location"])


def _later(sent: dict[str, Any]) -> dict[str, str]:
    """A last day lies ahead."""
    day = (clock.today() + dt.timedelta(days=30)).isoformat()
    return {name: day for name in sent if name in ("closes_on", "expires_on")}


def _pictures(url: str) -> dict[str, Any]:
    if url != "sheets:scan_create":
        return {}
    drawn = io.BytesIO()
    Image.new("RGB", (60, 80)).save(drawn, "PNG")
    return {"pictures": SimpleUploadedFile("a.png", drawn.getvalue(), "image/png")}
