"""@access: the lock on every door. A view without it is refused by the middleware.

Not visible is 404 and does not betray that something is there; a guest who may come in after
signing in is sent to sign in; everybody else gets 403 with the reason and who can help.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from .actor import Actor, Level
from .policy import Decision, Refused, decide

View = Callable[..., HttpResponseBase]
Load = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declared. `load` is a selector `(actor, **url_arguments) -> object | None`."""

    action: str
    load: Load | None = None


def access(action: str, *, load: Load | None = None) -> Callable[[View], View]:
    """Guard a view by a rule. With `load` the view is called with the object that was found."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **url_args: Any) -> HttpResponseBase:
            actor: Actor = request.actor  # type: ignore[attr-defined]
            obj = None
            if load is not None:
                obj = load(actor, **url_args)
                if obj is None:
                    raise Http404
            decision = decide(actor, action, obj)
            if not decision:
                return turn_away(request, actor, decision)
            return view(request, obj) if load is not None else view(request, **url_args)

        guarded.access = Access(action, load)  # type: ignore[attr-defined]
        return guarded

    return wrap


def turn_away(request: HttpRequest, actor: Actor, decision: Decision) -> HttpResponse:
    """Send somebody who was refused to where they can help themselves, or tell them why not."""
    if actor.second_factor_missing:
        return redirect("mfa_index")
    if actor.is_guest and (decision.level is None or decision.level >= Level.ACCOUNT):
        return redirect_to_login(request.get_full_path())
    raise Refused(decision)


def view_later(name: str) -> View:
    """The view of this dotted name, imported when it is first asked for."""

    def view(request: HttpRequest, **url_args: Any) -> HttpResponseBase:
        found: View = import_string(name)
        return found(request, **url_args)

    view.__qualname__ = name
    return view


def guard_included(patterns: list[Any], action_of: Callable[[str], str]) -> list[Any]:
    """Give the views of an included library their rule, by URL name."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            guard_included(pattern.url_patterns, action_of)
        else:
            pattern.callback = access(action_of(pattern.name))(pattern.callback)
    return patterns
