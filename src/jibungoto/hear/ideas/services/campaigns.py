"""Asking for ideas, and how the municipality receives them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.ideas.models import Campaign, Idea, Reception
from jibungoto.kernel import audit, identity, nodes, publishing
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District

from .errors import IdeasError


def reception() -> Reception:
    """How ideas are received here; the house's own way where nothing was decided."""
    return Reception.objects.first() or Reception()


@transaction.atomic
def change_reception(*, level: int, check_first: bool, hold_cautions: bool) -> Reception:
    """Decide who may propose, and whether it is public at once."""
    found = reception()
    names = ("level", "check_first", "hold_cautions")
    before = {name: getattr(found, name) for name in names}
    found.level, found.check_first, found.hold_cautions = level, check_first, hold_cautions
    found.save()
    after = {name: getattr(found, name) for name in names}
    audit.record("ideas.reception.change", found, changes=audit.diff(before, after))
    publishing.heard()
    return found


@transaction.atomic
def create_campaign(
    *,
    title: str,
    who: str,
    closes_on: dt.date,
    opens_on: dt.date,
    text: str = "",
    district: District | None = None,
    host: Node | None = None,
    answer_by: dt.date | None = None,
) -> Campaign:
    """Ask for ideas from a day to a day; public at once, so that people know it is coming."""
    code = identity.short_code()
    node = nodes.register(
        kind="campaign",
        title=title,
        path=f"ideas/campaigns/{code}/",
        short_code=code,
        summary=text[:200],
        district_ids=[district.pk] if district else [],
        occurred_on=opens_on,
        body=text,
    )
    made = Campaign.objects.create(
        node=node, text=text, who=who, opens_on=opens_on, closes_on=closes_on,
        district=district, host=host, answer_by=answer_by,
    )  # fmt: skip
    audit.record("ideas.campaign.create", made, changes={"title": (None, title)})
    return made


@transaction.atomic
def change_campaign(
    *, campaign: Campaign, expected_version: int | None, **told: object
) -> Campaign:
    """Change what a campaign asks and when. Raises nodes.ChangedMeanwhile."""
    current = (
        Campaign.objects.select_for_update(of=("self",)).select_related("node").get(pk=campaign.pk)
    )
    title = str(told.pop("title", current.title))
    before = {name: getattr(current, name) for name in told} | {"title": current.title}
    changes = audit.diff(before, {**told, "title": title})
    for name, value in told.items():
        setattr(current, name, value)
    nodes.change(
        current.node,
        expected_version=expected_version,
        title=title,
        summary=current.text[:200],
        occurred_on=current.opens_on,
        district_ids=[current.district_id] if current.district_id else [],
        body=current.text,
    )
    current.save()
    audit.record("ideas.campaign.change", current, changes=changes)
    return current


@transaction.atomic
def withdraw_campaign(*, campaign: Campaign) -> Campaign:
    """Take back a campaign that was begun by mistake. Raises IdeasError once ideas came in."""
    current = (
        Campaign.objects.select_for_update(of=("self",)).select_related("node").get(pk=campaign.pk)
    )
    if Idea.objects.filter(campaign=current).exists():
        raise IdeasError(
            _(
                "もう提案が届いているので、取り下げられません。終わりの日を早めると、募集が終わります。"
            )
        )
    nodes.change(current.node, state=Node.State.REMOVED)
    audit.record("ideas.campaign.withdraw", current)
    return current
