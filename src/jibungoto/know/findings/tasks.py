"""Jobs of findings."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.jobs import Progress, job

from . import services


@job("findings.forget_drafts", title=_("仕上がらなかった書きかけを消す"))
def forget_drafts(progress: Progress) -> str:
    return str(_("{}件を消しました。")).format(services.forget_drafts())
