"""Jobs of surveys."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.jobs import Progress, job

from . import services


@job("surveys.forget_ties", title=_("アンケートの答えと、答えた方のつながりを消す"))
def forget_ties(progress: Progress) -> str:
    return str(_("{}件のつながりを消しました。")).format(services.forget_ties())
