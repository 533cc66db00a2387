"""Who is asking: session, device and roles become one Actor."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jibungoto.kernel import audit
from jibungoto.kernel.policy import Refused, refused

from . import devices, sessions
from .services.participation import participant_for

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor = sessions.actor_of(request)  # type: ignore[attr-defined]
        # Rooms below us (kernel) make somebody a participant through the request.
        request.take_part = partial(participant_for, request)  # type: ignore[attr-defined]
        with audit.acting(actor):
            response = self.get_response(request)
        if secret := getattr(request, "device_secret", ""):
            devices.remember(response, secret)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Somebody who looks at pages as another role changes nothing, except to stop looking."""
        if request.method not in _WRITES or request.actor.viewed_by is None:  # type: ignore[attr-defined]
            return
        if getattr(view, "access", None) and view.access.action in sessions.WHILE_VIEWING:
            return
        raise Refused(
            refused(
                _("いまは別の役割の目でページを見ています。見るだけで、何も変えられません。"),
                who=_("ページの上の「元に戻る」を押すと、ご自分の役割に戻ります。"),
            )
        )
