"""A finding on its way through the steps: what was said is kept from the first one on."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor
from jibungoto.know.findings.models import Draft, Finding
from jibungoto.know.places.models import District
from jibungoto.people.models import Participant

from .pinning import add_photo, create_finding
from .resources import entrust_contact

KEPT_DAYS = 7


@transaction.atomic
def start_draft(
    *,
    participant: Participant,
    sort: str,
    title: str,
    text: str = "",
    asset: str = "",
    presence: str = "",
    district: District | None = None,
    draft: Draft | None = None,
) -> Draft:
    """Keep what somebody noticed, to be finished; `draft` is changed when they come back to it."""
    kept = draft or Draft(participant=participant, district=district)
    resource = sort == Finding.Sort.RESOURCE
    kept.sort, kept.title, kept.text = sort, title, text
    kept.asset, kept.presence = (asset, presence) if resource else ("", "")
    kept.save()
    return kept


@transaction.atomic
def place_draft(
    *,
    draft: Draft,
    place: str,
    lat: float | None,
    lon: float | None,
    district: District | None,
) -> Draft:
    """Keep where it is: a spot, a district, words, or nothing of all that."""
    draft.place, draft.lat, draft.lon, draft.district = place, lat, lon, district
    draft.save(update_fields=["place", "lat", "lon", "district"])
    return draft


@transaction.atomic
def pin_draft(
    *,
    draft: Draft,
    channel: str,
    photo: "UploadedFile[Any] | None" = None,
    alt: str = "",
    contact: str = "",
    actor: Actor | None = None,
) -> Finding:
    """Make the draft a finding, with its photo and, of a resource, how to reach its holder.

    Raises Draft.DoesNotExist when it was pinned already; FileRefused, and then it stays a draft.
    """
    kept = Draft.objects.select_for_update(of=("self",)).select_related("district").get(pk=draft.pk)
    finding = create_finding(
        sort=kept.sort,
        title=kept.title,
        text=kept.text,
        asset=kept.asset,
        presence=kept.presence,
        place=kept.place,
        lat=kept.lat,
        lon=kept.lon,
        district=kept.district,
        channel=channel,
        participant_id=kept.participant_id,
    )
    if photo is not None:
        add_photo(finding=finding, upload=photo, alt=alt, actor=actor)
    if contact and finding.sort == Finding.Sort.RESOURCE:
        entrust_contact(finding=finding, text=contact, participant_id=kept.participant_id)
    kept.delete()
    return finding


@transaction.atomic
def drop_draft(*, draft: Draft) -> None:
    """Forget a draft at its writer's wish, or because somebody else's finding says it already."""
    audit.record("findings.draft.drop", None)
    Draft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def forget_drafts() -> int:
    """Forget drafts nobody finished within KEPT_DAYS; how many they were."""
    before = clock.now() - dt.timedelta(days=KEPT_DAYS)
    return Draft.objects.filter(created_at__lt=before).delete()[0]
