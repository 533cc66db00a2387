"""Applying a large file while its reader goes on with other things."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Done, Failed, Progress, job
from jibungoto.kernel.links import link
from jibungoto.ui.saying import say

from . import services
from .models import IntakeRun


@job("intake.apply", title=gettext_lazy("ファイルの取りこみ"), long=True, retries=0)
def apply(progress: Progress, *, run_id: int) -> Callable[[], Done]:
    """Read the file once more, then answer with what writes it."""
    run = IntakeRun.objects.get(pk=run_id)
    progress.step(0, run.added + run.changed + run.removed, _("ファイルを読んでいます"))
    try:
        proposal = services.read_again(run)
    except (services.NotNow, OSError) as error:
        services.set_failed(run=run, why=str(error))
        raise Failed(str(error)) from error

    def write() -> Done:
        services.apply(run=run, proposal=proposal, progress=progress)
        said = say(noop("「{}」を取りこみました。"), run.file_name)
        return Done(said, link("intake:run_view", public_id=run.public_id))

    return write
