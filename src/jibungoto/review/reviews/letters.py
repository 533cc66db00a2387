"""The mails of a round: their words. They go out by the outbox's letters, each once by its key."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.links import link
from jibungoto.kernel.outbox.letters import Written, post

from . import keys
from .models import ReviewContact, ReviewRequest


def ask(requests: Sequence[ReviewRequest]) -> int:
    """Ask each department at its addresses; the same request is asked once."""
    return post(_written("ask", requests))


def ask_one(contact: ReviewContact) -> int:
    """Ask at one address, by the contact's newest link."""
    return post([_write("ask", contact.request, contact)])


def remind(requests: Sequence[ReviewRequest]) -> int:
    """Remind each department at its addresses; the same request is reminded of once."""
    return post(_written("remind", requests))


def _written(errand: str, requests: Iterable[ReviewRequest]) -> list[Written]:
    return [
        _write(errand, request, contact)
        for request in requests
        for contact in request.contacts.all()
    ]


def _write(errand: str, request: ReviewRequest, contact: ReviewContact) -> Written:
    language = (contact.user and contact.user.language) or settings.LANGUAGE_CODE
    found = request.round
    with translation.override(language):
        subjects = {
            "ask": _("{plan}：{year}年度の進みぐあいを教えてください"),
            "remind": _("{plan}：{year}年度の進みぐあいの回答をお待ちしています"),
        }
        by_link = contact.user_id is None
        address = (
            link("reviews:link_view", token=keys.token_of(contact))
            if by_link
            else link("reviews:request_view", public_id=request.public_id)
        )
        body = render_to_string(
            f"reviews/mail/{errand}.txt",
            {
                "request": request,
                "round": found,
                "days": (found.due - clock.today()).days,
                "by_link": by_link,
                "until": keys.last_day(found),
                "url": settings.BASE_URL.rstrip("/") + address,
            },
        )
        subject = subjects[errand].format(plan=found.plan.title, year=found.year)
    about = f"{contact.pk}" if contact.link_number == 1 else f"{contact.pk}.{contact.link_number}"
    return Written(f"reviews.{errand}:{about}", contact.email, subject, body)
