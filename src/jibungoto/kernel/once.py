"""The same form sent twice makes one record: a double click, the back button, an impatient phone.

Every form that is drawn carries a token of its own. What makes something new is remembered for a
few minutes by that token and all that was sent; the second is led where the first one was.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of the field
# How an address that makes something new is called (object_verb); others say it by `makes_one`.
VERBS = (
    "_create", "_add", "_record", "_copy", "_duplicate", "_ask", "_write", "_comment", "_deed",
    "_conclude", "_issue", "_freeze", "_use",
)  # fmt: skip
_KEPT = 300  # seconds
_BUSY = 30  # as long as one may take before the other no longer waits for it
_UNDER_WAY = "-"


def makes_one[V: Callable[..., Any]](view: V) -> V:
    """Let a post to this view be remembered too, though its address is called otherwise. Put it
    above all that wraps the view."""
    view.makes_one = True  # type: ignore[attr-defined]
    return view


def is_making(name: str, view: Any) -> bool:
    """Whether a post to the address of this name, answered by this view, makes something new."""
    return name.endswith(VERBS) or getattr(view, "makes_one", False)


class OnceMiddleware:
    """After the token was checked, before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = getattr(request, "once", "")
        if key and response.status_code == 302:
            cache.set(key, response["Location"], _KEPT)
        elif key:
            cache.delete(key)  # refused: sent again it is looked at again
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not _makes(request) or TOKEN not in request.POST:
            return None
        key = f"once:{what_was_sent(request)}"
        if cache.add(key, _UNDER_WAY, _BUSY):
            request.once = key  # type: ignore[attr-defined]
            return None
        led = _awaited(key)
        if led in (None, _UNDER_WAY):
            return None  # the first was refused, or broke off
        messages.info(
            request, _("同じ内容を、少し前に受けとっています。二つ目はつくっていません。")
        )
        return redirect(str(led))


def _makes(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and is_making(match.url_name or "", match.func)


def _awaited(key: str) -> Any:
    """Where the first one was led, once it is done."""
    for _again in range(_BUSY * 10):
        led = cache.get(key)
        if led != _UNDER_WAY:
            return led
        time.sleep(0.1)
    return None


def what_was_sent(request: HttpRequest) -> str:
    """The same for a form sent twice, another for each page drawn; "" where no page was."""
    if TOKEN not in request.POST:
        return ""
    told: list[Any] = [request.get_full_path(), sorted(request.POST.lists())]
    for name, files in request.FILES.lists():
        told += [(name, file.name, file.size) for file in files]
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()
