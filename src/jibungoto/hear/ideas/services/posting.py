"""Posting an idea, changing it, taking it back, and supporting it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.ideas.models import Campaign, Idea, Support
from jibungoto.kernel import audit, clock, files, identity, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions import caution
from jibungoto.kernel.models import Attachment, Node
from jibungoto.know.findings.models import Theme
from jibungoto.know.findings.selectors.findings import districts_at
from jibungoto.know.findings.services.pinning import MOST_PHOTOS, check_photo, searched
from jibungoto.know.places.models import District
from jibungoto.ui.tags.words import long_date

from .contribution import handling
from .errors import IdeasError


@transaction.atomic
def create_idea(
    *,
    title: str,
    text: str,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    district: District | None = None,
    campaign: Campaign | None = None,
    posted_on: dt.date | None = None,
    channel: str = Idea.Channel.WEB,
    participant_id: int | None = None,
    themes: Iterable[Theme] = (),
    checked: bool = False,
) -> Idea:
    """Post an idea. Public at once or after staff looked, as the municipality decided.

    With a spot it belongs to every district around it; its own is the smallest with a council,
    else `district`, else the campaign's. `checked` says that staff brought it. Whoever posts
    follows it from here on. Raises IdeasError when the campaign is not open.
    """
    if campaign is not None and not campaign.is_open and not checked:
        raise IdeasError(_("この募集の期間は、{}までです。").format(_day(campaign.closes_on)))
    around = districts_at(lon, lat) if lat is not None and lon is not None else []
    own = district or (around[0] if around else None) or (campaign.district if campaign else None)
    posted_on = posted_on or clock.today()
    cautions = () if checked else caution.cautions(title, text, place)
    waits = handling.waits(cautions, checked=checked)
    code = identity.short_code()
    node = nodes.register(
        kind="idea",
        title=title,
        path=f"ideas/{code}/",
        short_code=code,
        summary=text[:200],
        state=Node.State.STAFF if waits else Node.State.PUBLIC,
        district_ids=dict.fromkeys(d.pk for d in [*([own] if own else []), *around]),
        occurred_on=posted_on,
        body=searched(text, place),
    )
    idea = Idea.objects.create(
        node=node, text=text, place=place, lat=lat, lon=lon, district=own, campaign=campaign,
        posted_on=posted_on, channel=channel, participant_id=participant_id, state_on=posted_on,
        cautions=" ".join(cautions), checked_at=clock.now() if checked else None,
        answer_by=campaign.answer_by if campaign else None,
        answer_from=campaign.who if campaign and campaign.answer_by else "",
    )  # fmt: skip
    handling.write_themes(idea, themes)
    if participant_id is not None:
        Support.objects.create(idea=idea, participant_id=participant_id)
        nodes.follow(node, participant_id=participant_id)
    audit.record(
        "ideas.idea.post", idea, changes={"title": (None, title), "channel": (None, channel)}
    )
    return idea


def _day(day: dt.date) -> str:
    return str(long_date(day))


@transaction.atomic
def change_idea(
    *, idea: Idea, expected_version: int | None = None, checked: bool = False, **told: Any
) -> Idea:
    """Change what an idea says or where it is: title, text, place, lat, lon, district.

    Raises nodes.ChangedMeanwhile. Words that look like a name or a number are looked for anew;
    `checked` says that staff wrote.
    """
    current = Idea.objects.select_for_update(of=("self",)).select_related("node").get(pk=idea.pk)
    title = str(told.pop("title", current.title))
    before = {name: getattr(current, name) for name in told} | {"title": current.title}
    changes = audit.diff(before, {**told, "title": title})
    for name, value in told.items():
        setattr(current, name, value)
    spot = current.lat is not None and current.lon is not None
    around = districts_at(current.lon, current.lat) if spot else []  # type: ignore[arg-type]
    if changes:
        current.cautions = " ".join(caution.cautions(title, current.text, current.place))
        if checked:
            current.checked_at = clock.now()
        elif current.cautions:
            current.checked_at = None
    own = [current.district_id] if current.district_id else []
    nodes.change(
        current.node,
        expected_version=expected_version,
        title=title,
        summary=current.text[:200],
        state=handling.state_of_node(current)
        if current.withdrawn_at is None
        else Node.State.REMOVED,
        district_ids=dict.fromkeys([*own, *(d.pk for d in around)]),
        body=searched(current.text, current.place),
    )
    current.save()
    audit.record("ideas.idea.change", current, changes=changes)
    return current


@transaction.atomic
def add_photo(
    *, idea: Idea, upload: "UploadedFile[Any]", alt: str = "", actor: Actor | None = None
) -> Attachment:
    """Add a picture, drawn anew without place and camera. Raises FileRefused, IdeasError."""
    check_photo(upload)
    if Attachment.objects.filter(node_id=idea.node_id, removed_at=None).count() >= MOST_PHOTOS:
        raise IdeasError(
            _("写真は{}枚までです。外してから、新しい写真を足してください。").format(MOST_PHOTOS)
        )
    said = alt.strip() or _("「{}」の写真").format(idea.title)
    return files.attach(idea.node, upload, alt=said, actor=actor)


def support(*, idea: Idea, participant_id: int) -> bool:
    """Somebody supports an idea; twice is once. True when it is new. They follow it from here on.

    Raises IdeasError for one's own idea.
    """
    return handling.back(idea, participant_id)


def take_back_support(*, idea: Idea, participant_id: int) -> bool:
    """Undo support, also where it was given to an idea merged since; following ends too."""
    return handling.take_back(idea, participant_id)
