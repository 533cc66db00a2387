"""Scans: taking files in, reading them, sorting pages to sheets, forgetting the pictures."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.engines.sheets import PageReading, State
from jibungoto.hear.sheets import kinds, pictures, selectors
from jibungoto.hear.sheets.models import Mark, ScanFile, ScanPage, ScanUpload, Sheet, SheetForm
from jibungoto.kernel import audit, clock, jobs
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.files.kinds import FileRefused
from jibungoto.kernel.models import Node

from .entering import enter_sheet, refresh_state
from .errors import SheetError

JOB = "sheets.read"
_QUALITY = 72  # of a page kept as JPEG: about 150 kB


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page of an upload as the job hands it on: no picture but the coded one."""

    file: ScanFile
    number: int
    reading: PageReading | None
    image: bytes = b""
    why: str = ""


@transaction.atomic
def receive_scan(*, node: Node, files: Sequence["UploadedFile[Any]"], actor: Actor) -> ScanUpload:
    """Keep files of filled sheets privately and order their reading.

    Raises SheetError with a sentence that names the file: then nothing is kept.
    """
    if not files:
        raise SheetError(_("ファイルを選んでください。"))
    if len(files) > pictures.MOST_FILES:
        raise SheetError(
            _("一度に{}ファイルまでです。分けて出してください。").format(pictures.MOST_FILES)
        )
    taken = [_checked(file) for file in files]
    upload = ScanUpload.objects.create(
        node=node,
        created_by_id=actor.user_id,
        forget_on=clock.today() + dt.timedelta(days=kinds.KEEP_DAYS),
    )
    for number, (file, content_type, content) in enumerate(taken, 1):
        row = ScanFile(
            upload=upload, number=number, name=(file.name or "")[:200], content_type=content_type,
            size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        row.file.save("", ContentFile(content), save=False)
        row.save()
    audit.record("sheets.scan.receive", upload, actor=actor, changes={"files": (None, len(files))})
    jobs.enqueue(JOB, key=str(upload.public_id), by=actor, upload_id=upload.pk)
    return upload


def _checked(file: "UploadedFile[Any]") -> tuple["UploadedFile[Any]", str, bytes]:
    name = file.name or _("ファイル")
    if (file.size or 0) > pictures.MOST_BYTES:
        raise SheetError(
            _("「{}」は大きすぎます。一つのファイルは{}MBまでです。").format(
                name, pictures.MOST_BYTES // (1024 * 1024)
            )
        )
    try:
        opened = cast("IO[bytes]", file.file or file)
        kind = pictures.kind_of(opened, name)
        pictures.count(opened, kind.content_type)
    except FileRefused as refusal:
        raise SheetError(_("「{}」：{}").format(name, str(refusal))) from refusal
    file.seek(0)
    return file, kind.content_type, file.read()


@transaction.atomic
def begin_reading(*, upload: ScanUpload) -> None:
    """Say that an upload is being read."""
    waiting = ScanUpload.objects.filter(pk=upload.pk, state=ScanUpload.State.WAITING)
    waiting.update(state=ScanUpload.State.READING)


def read_upload(upload: ScanUpload, progress: jobs.Progress) -> list[PageRead]:
    """Read all pages of an upload. Takes long; writes nothing."""
    from jibungoto.engines.sheets.reading import read_page  # OpenCV, for this job only

    files = list(upload.files.order_by("number"))
    total = sum(_count(file) for file in files)
    forms = selectors.Forms()
    found: list[PageRead] = []
    for file in files:
        for picture in _pages(file):
            progress.step(len(found), total, _("用紙を読んでいます"))
            if picture.grey is None:
                found.append(PageRead(file, picture.number, None, why=picture.why))
                continue
            reading = read_page(picture.grey, forms.layout)
            found.append(PageRead(file, picture.number, _light(reading), _coded(reading.picture)))
    return found


def _count(file: ScanFile) -> int:
    try:
        with file.file.open("rb") as opened:
            return pictures.count(opened, file.content_type)
    except (FileRefused, OSError):
        return 1


def _pages(file: ScanFile) -> Iterator[pictures.Picture]:
    try:
        with file.file.open("rb") as opened:
            yield from pictures.pictures(opened, file.content_type)
    except (FileRefused, OSError) as refusal:
        yield pictures.Picture(1, None, str(refusal))


def _light(reading: PageReading) -> PageReading:
    return PageReading(
        reading.identity, reading.faults, reading.marks, reading.fields, reading.turned,
        reading.dpi, reading.said, None, reading.scale,
    )  # fmt: skip


def _coded(picture: Any) -> bytes:
    import cv2  # as above

    done, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return bytes(coded) if done else b""


@transaction.atomic
def record_reading(*, upload: ScanUpload, pages: Sequence[PageRead]) -> ScanUpload:
    """Keep what was read: each page, the sheets they make, and each mark with its confidence."""
    upload = ScanUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.state == ScanUpload.State.READ:
        return upload
    sorter = _Sorter(upload)
    for read in pages:
        sorter.take(read)
    for sheet in sorter.touched:
        refresh_state(sheet)
    upload.state, upload.outcome = ScanUpload.State.READ, ""
    upload.save(update_fields=["state", "outcome"])
    audit.record(
        "sheets.scan.read",
        upload,
        changes={"pages": (None, len(pages)), "sheets": (None, len(sorter.touched))},
    )
    return upload


class _Sorter:
    """Puts pages to their sheets, in the order they came."""

    def __init__(self, upload: ScanUpload) -> None:
        self.upload = upload
        self.forms = selectors.Forms()
        self.touched: list[Sheet] = []
        self.current: Sheet | None = None  # of copies without a number: the one being put together
        self.last_page = 0
        self.position = Sheet.objects.filter(upload=upload).count()

    def take(self, read: PageRead) -> None:
        reading = read.reading
        page = ScanPage(upload=self.upload, file=read.file, number=read.number, said=read.why[:80])
        if read.image:
            page.image.save("", ContentFile(read.image), save=False)
        if reading is None:
            page.trouble = ScanPage.Trouble.NO_FILE
            page.save()
            ScanFile.objects.filter(pk=read.file.pk, outcome="").update(outcome=read.why[:300])
            return
        page.scale = reading.scale
        page.fault = reading.faults[0].value if reading.faults else ""
        page.said = reading.said
        known = self.forms.of_code(reading.identity.code) if reading.identity else None
        if reading.identity is None or known is None or reading.stops:
            page.form = known[0] if known else None
            page.save()
            return
        form, printed = known
        page.form, page.serial, page.page = form, reading.identity.serial, reading.identity.page
        if form.node_id != self.upload.node_id:
            page.trouble = ScanPage.Trouble.OTHER_NODE
            page.save()
            return
        page.sheet = self._sheet(form, page)
        page.save()
        if page.sheet is not None:
            self._marks(page, page.sheet, reading, printed)

    def _sheet(self, form: SheetForm, page: ScanPage) -> Sheet | None:
        """The sheet a page belongs to; None, with its trouble said, for one that is there."""
        if not page.serial:
            return self._unnumbered(form, page)
        found = (
            Sheet.objects.filter(form=form, serial=page.serial)
            .exclude(state=Sheet.State.WITHDRAWN)
            .first()
        )
        if found is None:
            return self._new(form, page.serial)
        if found.channel == Sheet.Channel.KEYED or found.state == Sheet.State.ENTERED:
            page.trouble = ScanPage.Trouble.TWICE
            return None
        if ScanPage.objects.filter(sheet=found, page=page.page).exists():
            same = found.upload_id == self.upload.pk
            page.trouble = ScanPage.Trouble.SAME_PAGE if same else ScanPage.Trouble.TWICE
            return None
        if found not in self.touched:  # a page that was missing comes after its sheet
            self.touched.append(found)
        return found

    def _unnumbered(self, form: SheetForm, page: ScanPage) -> Sheet:
        """Copies of a master: pages follow each other; a new sheet begins where they don't."""
        current = self.current
        if current is None or current.form_id != form.pk or page.page <= self.last_page:
            current = self.current = self._new(form, 0)
        self.last_page = page.page
        return current

    def _new(self, form: SheetForm, serial: int) -> Sheet:
        self.position += 1
        sheet = Sheet.objects.create(
            form=form,
            batch=selectors.batch_of(form, serial),
            serial=serial,
            channel=Sheet.Channel.SCAN,
            upload=self.upload,
            position=self.position,
            entered_by_id=self.upload.created_by_id,
        )
        self.touched.append(sheet)
        return sheet

    def _marks(
        self, page: ScanPage, sheet: Sheet, reading: PageReading, printed: selectors.Printed
    ) -> None:
        options = {
            (item.key, option.key): option
            for item in printed.items.values()
            for option in item.options.all()
        }
        rows = [
            Mark(
                sheet=sheet, round=Mark.Round.MACHINE, item=printed.items[m.item],
                option=options[m.item, m.key], state=m.state.value,
                confidence=round(m.confidence, 4), page=page,
            )
            for m in reading.marks
        ]  # fmt: skip
        rows += [
            Mark(
                sheet=sheet, round=Mark.Round.MACHINE, item=printed.items[f.item],
                state=(State.FILLED if f.written else State.EMPTY).value,
                confidence=round(f.confidence, 4), page=page,
            )
            for f in reading.fields
        ]  # fmt: skip
        Mark.objects.bulk_create(rows)


@transaction.atomic
def fail_upload(*, upload: ScanUpload, why: str) -> None:
    """Say that an upload could not be read; its files stay for another try."""
    ScanUpload.objects.filter(pk=upload.pk).update(state=ScanUpload.State.FAILED, outcome=why[:400])
    audit.record("sheets.scan.fail", upload)


def accept_upload(*, upload: ScanUpload, actor: Actor) -> tuple[int, int]:
    """Enter every sheet of an upload on which nothing is open; how many went in, and did not.

    Each sheet is a deed of its own: one that is refused keeps none of the others out.
    """
    ready = list(selectors.sheets_of(upload).filter(state__in=["read", "confirmed"]))
    items = {form_id: selectors.items_of(form) for form_id, form in _forms(ready).items()}
    entered = 0
    for sheet in ready:
        done = enter_sheet(sheet=sheet, actor=actor, items=items[sheet.form_id])
        entered += done.state == Sheet.State.ENTERED
    return entered, len(ready) - entered


def _forms(sheets: Sequence[Sheet]) -> dict[int, SheetForm]:
    return {sheet.form_id: sheet.form for sheet in sheets}


@transaction.atomic
def handle_page(*, page: ScanPage, aside: bool, actor: Actor) -> None:
    """Set a page aside that can't be used, or take that back."""
    wanted = ScanPage.Handling.SET_ASIDE if aside else ScanPage.Handling.OPEN
    if ScanPage.objects.filter(pk=page.pk).exclude(handling=wanted).update(handling=wanted):
        audit.record(
            "sheets.page.aside", page, actor=actor, changes={"handling": (page.handling, wanted)}
        )


def forget_pictures() -> int:
    """Remove the pictures of uploads whose term is over; what was read stays. How many uploads."""
    due = ScanUpload.objects.filter(forgotten_at=None, forget_on__lte=clock.today())
    return sum(_forget(upload) for upload in due.order_by("pk"))


@transaction.atomic
def _forget(upload: ScanUpload) -> bool:
    if not ScanUpload.objects.filter(pk=upload.pk, forgotten_at=None).update(
        forgotten_at=clock.now()
    ):
        return False
    files = [f.file for f in upload.files.exclude(file="")]
    files += [p.image for p in upload.pages.exclude(image="")]
    upload.files.update(file="", name="")
    upload.pages.update(image="")
    audit.record("sheets.scan.forget", upload, changes={"files": (len(files), 0)})
    for file in files:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]
    return True
