"""Jobs of sheets."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Done, Failed, Progress, job
from jibungoto.kernel.links import link
from jibungoto.ui.saying import say

from . import services
from .models import ScanUpload, SheetBatch
from .services.printing import JOB as PRINT
from .services.scanning import JOB as READ


@job(PRINT, title=gettext_lazy("紙の用紙の印刷"), long=True, retries=1)
def print_batch(progress: Progress, *, batch_id: int) -> Callable[[], Done]:
    """Typeset a batch, then answer with what keeps it."""
    batch = SheetBatch.objects.select_related("form__node").get(pk=batch_id)
    progress.step(0, 0, _("{}部の用紙をつくっています").format(batch.copies))
    try:
        pdf = services.typeset(batch)
    except services.SheetError as fault:
        services.fail_batch(batch=batch, why=str(fault))
        raise Failed(str(fault)) from fault

    def write() -> Done:
        services.keep_batch(batch=batch, pdf=pdf)
        said = say(noop("{}部の用紙ができました。"), batch.copies)
        return Done(said, link("sheets:form_view", code=batch.form.node.short_code))

    return write


@job(READ, title=gettext_lazy("紙の用紙の読み取り"), long=True, retries=1)
def read_scan(progress: Progress, *, upload_id: int) -> Callable[[], Done]:
    """Read all pages of an upload, then answer with what keeps what was read."""
    upload = ScanUpload.objects.get(pk=upload_id)
    services.begin_reading(upload=upload)
    pages = services.read_upload(upload, progress)

    def write() -> Done:
        services.record_reading(upload=upload, pages=pages)
        said = say(noop("{}ページを読みました。"), len(pages))
        return Done(said, link("sheets:scan_view", public_id=upload.public_id))

    return write


@job("sheets.forget_pictures", title=gettext_lazy("期限の過ぎた用紙の画像を消す"))
def forget_pictures(progress: Progress) -> str:
    return say(noop("{}回分の画像を消しました。"), services.forget_pictures())
