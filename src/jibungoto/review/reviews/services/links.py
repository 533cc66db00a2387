"""The links contacts without an account answer by: stopping one, sending a new one."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor
from jibungoto.review.reviews import letters
from jibungoto.review.reviews.models import ReviewContact, ReviewRound

from .errors import ReviewsError


@transaction.atomic
def stop_link(*, contact: ReviewContact, actor: Actor) -> None:
    """Let a contact's link open nothing from now on. Stopping twice is the same as once."""
    rows = ReviewContact.objects.filter(pk=contact.pk, link_stopped_at=None)
    if rows.update(link_stopped_at=clock.now()):
        audit.record("reviews.link.stop", contact, actor=actor)


@transaction.atomic
def renew_link(*, contact: ReviewContact, actor: Actor) -> None:
    """Mail a contact a new link; the one before opens nothing any more. Raises ReviewsError."""
    contact = (
        ReviewContact.objects.select_for_update(of=("self",))
        .select_related("request__round__plan", "request__municipality")
        .get(pk=contact.pk)
    )
    if contact.request.round.state != ReviewRound.State.OPEN:
        raise ReviewsError(_("この回は、いま回答を受けつけていません。"))
    if contact.user_id is not None:
        raise ReviewsError(
            _("この宛先の方には、アカウントがあります。サインインして答えていただけます。")
        )
    rows = ReviewContact.objects.filter(pk=contact.pk)
    rows.update(link_number=F("link_number") + 1, link_stopped_at=None)
    contact.refresh_from_db(fields=["link_number", "link_stopped_at"])
    letters.ask_one(contact)
    audit.record("reviews.link.renew", contact, actor=actor)
