"""Jobs of findings."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Progress, job
from jibungoto.ui.saying import say

from . import services


@job("findings.forget_drafts", title=_("仕上がらなかった書きかけを消す"))
def forget_drafts(progress: Progress) -> str:
    return say(noop("{}件を消しました。"), services.forget_drafts())
