"""Rebuilding kartes in the background: only what changed is drawn and stored."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Done, Progress, job
from jibungoto.kernel.links import link
from jibungoto.ui.saying import say

from . import reading, services
from .models import Karte


@job("karte.rebuild", title=gettext_lazy("地域カルテのつくり直し"), long=True, retries=1)
def rebuild(progress: Progress) -> Callable[[], Done]:
    """Put every karte together anew; answers with what stores those that changed."""
    ready = [services.prepare(kind, progress) for kind in reading.kinds()]

    def write() -> Done:
        built = [services.store(one) for one in ready]
        new, changed = sum(b.new for b in built), sum(b.changed for b in built)
        if not new and not changed:
            return Done(
                say(noop("どの地域カルテも、いまのデータのとおりでした。")),
                link("karte:karte_list"),
            )
        said = say(noop("地域カルテを{}つくり、{}を新しくしました。"), new, changed)
        return Done(said, link("karte:karte_list"))

    return write


@job("karte.refresh", title=gettext_lazy("地域カルテの毎朝の見直し"), long=True, retries=1)
def refresh(progress: Progress) -> Callable[[], Done] | None:
    """The same every morning, where there are kartes at all."""
    return rebuild(progress) if Karte.objects.exists() else None
