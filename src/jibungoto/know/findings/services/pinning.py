"""Pinning a finding, changing it, taking it back, and saying わたしも."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, files, identity, nodes, publishing
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.contributions import caution
from jibungoto.kernel.files.kinds import IMAGES, FileRefused, read_kind
from jibungoto.kernel.models import Attachment, Node
from jibungoto.know.findings import selectors
from jibungoto.know.findings.models import Finding, MeToo, Theme
from jibungoto.know.places.models import District
from jibungoto.ui.listing import inside

from .contribution import FindingsError, handling

MOST_PHOTOS = 4


@transaction.atomic
def create_finding(
    *,
    sort: str,
    title: str,
    text: str = "",
    asset: str = "",
    presence: str = "",
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    district: District | None = None,
    found_on: dt.date | None = None,
    channel: str = Finding.Channel.WEB,
    participant_id: int | None = None,
    themes: Iterable[Theme] = (),
    source: str = "",
    licence: str = "",
    source_key: str = "",
    checked: bool = False,
) -> Finding:
    """Pin a finding. Public at once or after staff looked, as the municipality decided.

    With a spot it belongs to every district around it; its own is the smallest with a council, or
    `district`. `checked` says that staff brought it. Whoever noticed it follows it from here on.
    """
    around = selectors.districts_at(lon, lat) if lat is not None and lon is not None else []
    own = district or (around[0] if around else None)
    found_on = found_on or clock.today()
    cautions = () if checked else caution.cautions(title, text, place)
    waits = handling.waits(cautions, checked=checked)
    code = identity.short_code()
    node = nodes.register(
        kind=sort,
        title=title,
        path=f"findings/{code}/",
        short_code=code,
        summary=text[:200] or place,
        state=Node.State.STAFF if waits else Node.State.PUBLIC,
        district_ids=dict.fromkeys(d.pk for d in [*([own] if own else []), *around]),
        occurred_on=found_on,
        body=searched(text, place),
    )
    finding = Finding.objects.create(
        node=node, sort=sort, text=text, asset=asset if sort == Finding.Sort.RESOURCE else "",
        presence=presence if sort == Finding.Sort.RESOURCE else "", place=place, lat=lat, lon=lon,
        district=own, found_on=found_on, channel=channel, participant_id=participant_id,
        cautions=" ".join(cautions), checked_at=clock.now() if checked else None,
        source=source, licence=licence, source_key=source_key, state_on=found_on,
    )  # fmt: skip
    handling.write_themes(finding, themes)
    if participant_id is not None:
        MeToo.objects.create(finding=finding, participant_id=participant_id)
        nodes.follow(node, participant_id=participant_id)
    audit.record(
        "findings.finding.pin",
        finding,
        changes={"title": (None, title), "sort": (None, sort), "channel": (None, channel)},
    )
    return finding


def searched(text: str, place: str) -> str:
    return "\n".join(part for part in (text, place) if part)


@transaction.atomic
def change_finding(
    *, finding: Finding, expected_version: int | None = None, checked: bool = False, **told: Any
) -> Finding:
    """Change what a finding says or where it is: title, text, place, lat, lon, district, asset,
    presence, found_on. Raises nodes.ChangedMeanwhile.

    Words that look like a name or a number are looked for anew; `checked` says that staff wrote.
    """
    current = (
        Finding.objects.select_for_update(of=("self",)).select_related("node").get(pk=finding.pk)
    )
    title = str(told.pop("title", current.title))
    before = {name: getattr(current, name) for name in told} | {"title": current.title}
    changes = audit.diff(before, {**told, "title": title})
    if not changes and expected_version is None:
        return current
    for name, value in told.items():
        setattr(current, name, value)
    spot = current.lat is not None and current.lon is not None
    around = selectors.districts_at(current.lon, current.lat) if spot else []  # type: ignore[arg-type]
    if "district" not in told and "lat" in changes and around:
        current.district = around[0]
    if "title" in changes or "text" in changes or "place" in changes:
        current.cautions = " ".join(caution.cautions(title, current.text, current.place))
        if checked:
            current.checked_at = clock.now()
        elif current.cautions:
            current.checked_at = None
    public = current.withdrawn_at is None
    own = [current.district_id] if current.district_id else []
    nodes.change(
        current.node,
        expected_version=expected_version,
        title=title,
        summary=current.text[:200] or current.place,
        state=handling.state_of_node(current) if public else Node.State.REMOVED,
        occurred_on=current.found_on,
        district_ids=dict.fromkeys([*own, *(d.pk for d in around)]),
        body=searched(current.text, current.place),
    )
    current.save()
    audit.record("findings.finding.change", current, changes=changes)
    return current


@transaction.atomic
def add_photo(
    *, finding: Finding, upload: "UploadedFile[Any]", alt: str = "", actor: Actor | None = None
) -> Attachment:
    """Add a picture, drawn anew without place and camera. Raises FileRefused, FindingsError."""
    check_photo(upload)
    if len(_photos(finding)) >= MOST_PHOTOS:
        raise FindingsError(
            _("写真は{}枚までです。外してから、新しい写真を足してください。").format(MOST_PHOTOS)
        )
    said = alt.strip() or _("「{}」の写真").format(inside(finding.title))
    return files.attach(finding.node, upload, alt=said, actor=actor)


def _photos(finding: Finding) -> list[Attachment]:
    return list(Attachment.objects.filter(node_id=finding.node_id, removed_at=None))


def check_photo(upload: "UploadedFile[Any]") -> None:
    """Only pictures are taken. Raises FileRefused with a sentence."""
    if read_kind(upload.file or upload, upload.name or "") not in IMAGES:
        raise FileRefused(_("写真ではないファイルのようです。JPEGかPNGの写真を選んでください。"))


def say_me_too(*, finding: Finding, participant_id: int) -> bool:
    """Somebody noticed the same; twice is once. True when it is new. They follow it from here on.

    Raises FindingsError for one's own finding.
    """
    return handling.back(finding, participant_id)


def take_back_me_too(*, finding: Finding, participant_id: int) -> bool:
    """Undo say_me_too, also where it was said to a finding merged since; following ends too."""
    return handling.take_back(finding, participant_id)


@transaction.atomic
def remove_findings(*, findings: Sequence[Finding]) -> None:
    """Undo create_finding for each while nobody has built on one. Raises ProtectedError."""
    for finding in findings:
        audit.record("findings.finding.remove", finding, changes={"title": (finding.title, None)})
    Finding.objects.filter(pk__in=[finding.pk for finding in findings]).delete()
    Node.objects.filter(pk__in=[finding.node_id for finding in findings]).delete()
    publishing.heard()


def channel_of(actor: Actor) -> str:
    """How somebody who takes part comes in: from here, or at a counter."""
    return Finding.Channel.COUNTER if actor.level == Level.COUNTER else Finding.Channel.WEB
