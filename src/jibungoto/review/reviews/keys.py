"""The signed key of a contact's link: it opens one request, for a time, without an account."""

import datetime as dt
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from jibungoto.kernel.keyed import only

from .models import ReviewContact, ReviewItem, ReviewRound


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What a link leads to: a contact, none where it is forged or old, and the measure meant."""

    contact: ReviewContact | None
    item: ReviewItem | None = None


_signer = Signer(salt="jibungoto.reviews.link")
GRACE = dt.timedelta(days=30)  # after the day of the round, for those who are late


def token_of(contact: ReviewContact) -> str:
    """What stands in a link's address: the contact and the number of its link, signed."""
    return _signer.sign(f"{contact.pk}.{contact.link_number}")


def contact_of(token: str) -> ReviewContact | None:
    """The contact of the municipality at hand behind a link; None where nobody signed it."""
    try:
        pk, number = _signer.unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    found = ReviewContact.objects.filter(pk=pk, link_number=number)
    return only(found.select_related("request__round__plan__node"))


def last_day(found: ReviewRound) -> dt.date:
    """Until when the links of a round open anything."""
    return found.due + GRACE
