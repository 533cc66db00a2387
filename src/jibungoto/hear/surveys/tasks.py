"""Jobs of surveys."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Progress, job
from jibungoto.ui.saying import say

from . import services


@job("surveys.forget_ties", title=_("アンケートの答えと、答えた方のつながりを消す"))
def forget_ties(progress: Progress) -> str:
    return say(noop("{}件のつながりを消しました。"), services.forget_ties())
