"""Doors of notices: one's own list, reading it, and the mail."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import outbox, policy
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import DigestChoice
from jibungoto.kernel.outbox import services
from jibungoto.ui.errors import unprocessable


@require_GET
@access("kernel.notice.view")
def notice_list(request: HttpRequest) -> HttpResponse:
    """What became of the things one follows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = outbox.notices(actor, limit=30)
    context = {
        "notices": found,
        "unread": any(not notice.is_read for notice in found),
        "may_choose": bool(policy.decide(actor, "kernel.digest.choose")),
        "frequencies": DigestChoice.Frequency.choices,
        "frequency": outbox.frequency(actor),
    }
    return render(request, "kernel/notice_list.html", context)


@require_POST
@access("kernel.notice.read")
def notice_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.participant_id is not None:
        outbox.read_notices(participant_id=actor.participant_id)
    return redirect(link("kernel:notice_list"))


@require_POST
@access("kernel.digest.choose")
def digest_choose(request: HttpRequest) -> HttpResponse:
    """Choose how often the mail comes."""
    participant_id = request.take_part().pk  # type: ignore[attr-defined]
    try:
        outbox.choose_frequency(
            participant_id=participant_id, frequency=request.POST.get("frequency", "")
        )
    except ValueError:
        return unprocessable(request, url=link("kernel:notice_list"))
    messages.success(request, _("お知らせのメールの受けとり方を変えました。"))
    return redirect(link("kernel:notice_list"))


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is the right to it
@require_http_methods(["GET", "POST"])
@access("kernel.digest.stop", load=lambda actor, token: services.stop_link(token))
def digest_stop(request: HttpRequest, link_of_mail: services.StopLink) -> HttpResponse:
    """Stop the mails from the link in the mail, without signing in; a look changes nothing."""
    choice = cast(DigestChoice, link_of_mail.choice)  # the rule let nobody in without one
    stopped = choice.frequency == DigestChoice.Frequency.NONE
    if request.method == "POST":
        outbox.choose_frequency(
            participant_id=choice.participant_id, frequency=DigestChoice.Frequency.NONE
        )
        stopped = True
    return render(request, "kernel/digest_stop.html", {"stopped": stopped})
