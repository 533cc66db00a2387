"""The jobs of review rounds."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Progress, job
from jibungoto.ui.saying import say

from . import services


@job("reviews.tend", title=_("見直しの回を始め、まだの課にお知らせする"))
def tend(progress: Progress) -> str:
    done = services.tend_rounds()
    return say(noop("{}件を始め、{}課にお知らせしました。"), done.begun, done.reminded)
