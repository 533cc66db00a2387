"""Whose eyes or voice a page is drawn with, if not the reader's own: a line on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import GUEST, Actor, Level
from jibungoto.kernel.links import link

from . import sessions


def mode(request: HttpRequest) -> dict[str, Any]:
    """The context processor; costs nothing."""
    actor: Actor = getattr(request, "actor", GUEST)
    municipality = getattr(request, "municipality", None)
    if municipality is None:
        return {}
    with tenancy.within(municipality):
        if actor.viewed_by is not None:
            viewed = sessions.view_as_of(request)
            words = _("「{}」の目で見ています。何も変えられません。").format(
                viewed.name if viewed else ""
            )
            stop = {"url": link("people:view_as_stop"), "stop": _("元に戻る")}
            return {"mode": {"word": _("見るだけ"), "sentence": words, **stop}}
        if actor.level == Level.COUNTER and actor.user_id is not None:
            words = _("窓口にいらした方の代わりに入力しています。")
            stop = {"url": link("people:counter_stop"), "stop": _("入力を終える")}
            return {"mode": {"word": _("窓口"), "sentence": words, **stop}}
    return {}
