"""Answering by a mailed link alone, and stopping or renewing such a link: HTTP only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.once import makes_one
from jibungoto.review.reviews import policies, selectors, services
from jibungoto.review.reviews.keys import OpenedLink
from jibungoto.review.reviews.models import ReviewContact
from jibungoto.ui.errors import handler429

from . import requests

# A department shares one address; nobody reports faster than this by hand.
_RATES = {"review_link_ip": "120/5m/ip"}
_WAIT_SECONDS = 300


def limited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Count every try of a link, also a wrong one, before it is looked at."""

    @wraps(view)
    def counted(request: HttpRequest, **url_args: Any) -> HttpResponseBase:
        city = str(request.municipality.pk)  # type: ignore[attr-defined]
        action = "review_link_ip"
        if not ratelimit.consume(
            request, app="jibungoto", action=action, config=_RATES, key=city, limit_get=True
        ):
            return handler429(request, seconds=_WAIT_SECONDS)
        return view(request, **url_args)

    return counted


@require_GET
@never_cache
@limited
@access("reviews.link.answer", load=selectors.opened)
def link_view(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    """The measures of one request, without signing in."""
    return requests.page(request, _contact(opened).request)


@require_POST
@limited
@access("reviews.link.report", load=selectors.opened_item)
def link_report(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    assert opened.item is not None  # noqa: S101  the selector found it
    return requests.report(request, opened.item)


@require_POST
@limited
@access("reviews.link.report", load=selectors.opened_item)
def link_repeat(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    assert opened.item is not None  # noqa: S101  the selector found it
    return requests.repeat(request, opened.item)


@require_POST
@limited
@access("reviews.link.answer", load=selectors.opened)
def link_answer(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    return requests.answer(request, _contact(opened).request)


@require_POST
@limited
@access("reviews.link.answer", load=selectors.opened)
def link_reopen(request: HttpRequest, opened: OpenedLink) -> HttpResponse:
    return requests.reopen(request, _contact(opened).request)


def _contact(opened: OpenedLink) -> ReviewContact:
    assert opened.contact is not None  # noqa: S101  the rule refuses a link without one
    return opened.contact


@require_POST
@access(policies.MANAGE, load=selectors.contact)
def link_stop(request: HttpRequest, contact: ReviewContact) -> HttpResponse:
    services.stop_link(contact=contact, actor=request.actor)  # type: ignore[attr-defined]
    said = _("{}に送ったリンクを止めました。新しいリンクを送ると、また答えられます。")
    messages.success(request, said.format(contact.email))
    return _round(contact)


@makes_one
@require_POST
@access(policies.MANAGE, load=selectors.contact)
def link_renew(request: HttpRequest, contact: ReviewContact) -> HttpResponse:
    try:
        services.renew_link(contact=contact, actor=request.actor)  # type: ignore[attr-defined]
        said = _("{}に新しいリンクを送ります。前のリンクは使えなくなりました。")
        messages.success(request, said.format(contact.email))
    except services.ReviewsError as error:
        messages.warning(request, str(error))
    return _round(contact)


def _round(contact: ReviewContact) -> HttpResponse:
    return redirect(link("reviews:round_view", public_id=contact.request.round.public_id))
