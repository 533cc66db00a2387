"""Residents' words in a stored karte, as far as everybody may still read them. Reads only.

A karte is kept, but a voice may be taken back or hidden after it was written down: then it is
neither shown nor printed any more, in frozen editions as little as in the working karte.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage

from jibungoto.kernel import files, nodes
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.models import Attachment, Node
from jibungoto.ui.pdf import Drawing, photo

from .contents import Contents, Part, Voice

Photos = Mapping[str, Attachment]


def heard(found: Contents) -> Contents:
    """The contents without voices that are not public any more. One query, none without voices."""
    part = found.part("findings")
    if part is None or not part.voices:
        return found
    codes = {code for v in part.voices if (code := _code(v))}
    public = set(
        Node.objects.filter(nodes.visible(GUEST), short_code__in=codes).values_list(
            "short_code", flat=True
        )
    )
    gone = {v.url for v in part.voices if _code(v) and _code(v) not in public}
    if not gone:
        return found
    parts = tuple(_without(p, gone) if p is part else p for p in found.parts)
    return dataclasses.replace(found, parts=parts)


def _code(voice: Voice) -> str:
    return voice.url.strip("/").rpartition("/")[2]


def _without(part: Part, gone: set[str]) -> Part:
    """The map goes with them: its pins stand where the words came from."""
    return dataclasses.replace(
        part,
        voices=tuple(v for v in part.voices if v.url not in gone),
        pictures=tuple(
            p for p in part.pictures if not any(pin.url in gone for pin in p.pins)
        ),
    )  # fmt: skip


def photos(found: Contents) -> dict[str, Attachment]:
    """The pictures the voices name, by their public id, as far as everybody may see them."""
    part = found.part("findings")
    wanted = [v.photo for v in part.voices if v.photo] if part else []
    if not wanted:
        return {}
    return {str(a.public_id): a for a in files.public_images(wanted)}


def printed(voice: Voice, known: Photos) -> dict[str, Any]:
    """A voice for paper; `photo` is "" where there is none, or none that can be read."""
    attachment = known.get(voice.photo)
    return {
        "kind": voice.kind,
        "title": voice.title,
        "text": voice.text,
        "meta": voice.meta,
        "issue": voice.issue,
        "photo": drawn(attachment) if attachment else "",
        "alt": voice.image_alt or voice.title,
    }


def drawn(attachment: Attachment) -> Drawing | str:
    """A picture made small for paper; "" where the file is gone or broken: the sheet goes on."""
    for path in (attachment.path, attachment.thumb_path):
        try:
            with default_storage.open(path) as file:
                made = photo(file)
        except (OSError, ValueError):
            continue
        if made:
            return made
    return ""
