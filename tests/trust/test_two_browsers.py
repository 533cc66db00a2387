"""Two people at one record: whoever saves second loses nothing and overwrites nobody unawares."""

import re
from typing import Any

import pytest

from tests import world as worlds
from tests.trust.doors import Door, doors, fields_of, fresh, kinds_of

# Pages whose form adds something or does one deed: nobody's words stand in it yet.
_DEEDS = re.compile(
    r"_(?:create|add|record|merge|photo|report|copy|conclude|hide|fill|enter|support|comment"
    r"|me_too|write|seeds|mine|about|period|turn|carry_over|read|use|build|issue|stop|start|open"
    r"|accept|second|next|key|ask|answer|login|signup|logout|list|correct|board)$"
    r"|^guide:preferences|^people:code|^plans:document|^findings:draft|^statistics:columns"
)
# Versions of whole tables are told apart by pages of their own, whose tests stand in their app.
_TABLES = {"plans:progress_grid", "plans:value_table", "places:area_correct"}
# Nothing is typed there, only chosen: ui/tests/test_seen.py.
_CHOICES = {"ideas:idea_settings", "findings:finding_settings"}
# Edited, though their name is a deed's.
_EDITS = {"plans:question_answer"}
# Where the first field one types into is not the one to try.
_FIELDS = {"surveys:question_edit": "text", "opinions:conversation_languages": "question"}
# The form of these stands on another page: what of its address is another there.
_ELSEWHERE = {
    "reviews:round_change": ("change/", ""),
    "ideas:idea_promise": ("promise/", "work/"),
    "opinions:deed_answer": ("answer/", ""),
}
# What two people type, by the kind of the field; the first there is of these is taken.
_WORDS = {
    "textarea": ("甲が書いた文", "乙が書いた文"),
    "text": ("甲の名", "乙の名"),
    "number": ("31", "32"),
    "date": ("2027-03-30", "2027-03-31"),
}


def _edits() -> list[Any]:
    shown = {door.url for door in doors("GET")}
    return [
        pytest.param(door, id=door.url)
        for door in doors("POST")
        if door.roles
        and door.url not in _TABLES | _CHOICES
        and (
            door.url in _EDITS
            or door.url in _ELSEWHERE
            or (door.url in shown and not _DEEDS.search(door.url))
        )
    ]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    return worlds.build_signed_in()


@pytest.mark.parametrize("door", _edits())
def test_whoever_saves_second_sees_both_versions(door: Door, world: worlds.World) -> None:
    address, client = door.address(world), door.client(world)
    place = address
    if door.url in _ELSEWHERE:
        of_address, of_page = _ELSEWHERE[door.url]
        place = address.removesuffix(of_address) + of_page
    page = _page(client, place)
    fields = fields_of(page, address=address, shown_at=place)
    kinds = kinds_of(page, address=address, shown_at=place)
    name = _FIELDS.get(door.url) or next(
        n for kind in _WORDS for n, k in kinds.items() if k == kind
    )
    mine, yours = _WORDS[kinds[name]]
    needed = {k: str(v) for k, v in door.data(world).items() if isinstance(v, str | int)}
    sent = needed | {k: v for k, v in _many(fields).items() if v != [""]}

    first = client.post(address, {**sent, name: mine})
    assert first.status_code == 302, (name, re.findall(r'<li><a href="#.*', first.content.decode()))
    now = _page(client, place)
    second = client.post(address, {**sent, name: yours})
    assert second.status_code == 409
    shown = second.content.decode()
    assert yours in shown, "what was typed is shown again"
    assert mine in shown, "and so is what the other wrote"
    stands = fields_of(_page(client, place), address=address, shown_at=place)
    assert stands == fields_of(now, address=address, shown_at=place)


def _page(client: Any, place: str) -> str:
    fresh()
    answer = client.get(place)
    assert answer.status_code == 200, place
    return str(answer.content.decode())


def _many(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for name, value in fields:
        made.setdefault(name, []).append(value)
    return made
