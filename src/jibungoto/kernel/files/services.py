"""Writing: taking a file in, taking it away, bringing it back, and forgetting it for good."""

import datetime as dt
import hashlib
import io
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, publishing, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Attachment, Node
from jibungoto.ui.troubles import is_full

from .images import Drawn, redraw
from .kinds import IMAGES, FileRefused, Kind, read_kind
from .orphans import orphans

KEPT_DAYS = 30  # a file taken away can be brought back for so long
_NAME_LONGEST = 120


def attach(
    node: Node, upload: "UploadedFile[Any]", *, alt: str = "", actor: Actor | None = None
) -> Attachment:
    """Take a file in for a record. `alt` says what an image shows.

    Raises FileRefused with a sentence: too big, empty, of a kind that is not taken, broken, or no
    room left. Then nothing is kept of it, neither row nor file.
    """
    _check_size(upload)
    kind = read_kind(upload.file or upload, upload.name or "")
    image = redraw(upload.file or upload, kind) if kind in IMAGES else None
    written: list[str] = []
    try:
        with transaction.atomic():
            return _attach(node, upload, image, kind, alt, actor, written)
    except BaseException as fault:
        for path in written:
            _discard(path)
        if is_full(fault):
            raise FileRefused(
                _(
                    "いま、ファイルを置く場所がいっぱいです。預かれませんでした。時間をおいてお試しになるか、市の担当へお知らせください。"
                )
            ) from fault
        raise


@transaction.atomic
def remove(attachment: Attachment, *, actor: Actor | None = None) -> None:
    """Take a file away. It can be brought back for KEPT_DAYS; doing so twice changes nothing."""
    if Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now()):
        attachment.refresh_from_db()
        audit.record(
            "kernel.file.remove", attachment, actor=actor, changes={"name": (attachment.name, None)}
        )
        publishing.published()


@transaction.atomic
def restore(attachment: Attachment, *, actor: Actor | None = None) -> None:
    """Bring a file back that was taken away."""
    if Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=False).update(
        removed_at=None
    ):
        attachment.refresh_from_db()
        audit.record(
            "kernel.file.restore",
            attachment,
            actor=actor,
            changes={"name": (None, attachment.name)},
        )
        publishing.published()


def sweep() -> int:
    """Forget for good what was taken away long ago, and files whose record came to nothing.

    Answers how many files went. Works within the municipality at hand.
    """
    long_ago = clock.now() - dt.timedelta(days=KEPT_DAYS)
    gone = list(Attachment.objects.filter(removed_at__lt=long_ago))
    for attachment in gone:
        attachment.delete()
        for path in filter(None, (attachment.path, attachment.thumb_path)):
            _discard(path)
    return len(gone) + sum(_discarded(path) for path in orphans())


def _check_size(upload: "UploadedFile[Any]") -> None:
    most = settings.ATTACHMENT_MAX_BYTES
    if (upload.size or 0) > most:
        raise FileRefused(
            _("ファイルは{most}MBまでです。このファイルは{size}MBあります。").format(
                most=most // (1024 * 1024), size=-(-(upload.size or 0) // (1024 * 1024))
            )
        )


def _attach(
    node: Node,
    upload: "UploadedFile[Any]",
    image: Drawn | None,
    kind: Kind,
    alt: str,
    actor: Actor | None,
    written: list[str],
) -> Attachment:
    path, thumb_path = _new_path(), ""
    if image is not None:
        kind = image.kind
        size, digest = _keep(path, io.BytesIO(image.content), written)
        thumb_path = _new_path()
        _keep(thumb_path, io.BytesIO(image.thumb), written)
    else:
        size, digest = _keep(path, upload.file or upload, written)
    attachment = Attachment.objects.create(
        node=node,
        uploaded_by_id=actor.participant_id if actor else None,
        name=clean_name(upload.name or "", kind),
        content_type=kind.content_type,
        size=size,
        sha256=digest,
        alt=alt.strip()[:300],
        path=path,
        thumb_path=thumb_path,
        width=image.width if image else None,
        height=image.height if image else None,
    )
    audit.record(
        "kernel.file.attach",
        attachment,
        actor=actor,
        changes={"name": (None, attachment.name), "size": (None, size)},
    )
    publishing.published()
    return attachment


def _keep(path: str, content: IO[bytes], written: list[str]) -> tuple[int, str]:
    """Write the content under this very name; its size and SHA-256."""
    written.append(path)
    counted = _Counting(content)
    content.seek(0)
    kept = default_storage.save(path, File(cast("IO[Any]", counted), name=path))
    if kept != path:  # a random name that was taken: chance does not do that
        written.append(kept)
        raise FileExistsError(path)
    return counted.size, counted.digest.hexdigest()


class _Counting(io.RawIOBase):
    """Reads through, counting and hashing on the way, so that a big file is read only once."""

    def __init__(self, content: IO[bytes]) -> None:
        super().__init__()
        self.content, self.size, self.digest = content, 0, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.content.read(size)
        self.size += len(piece)
        self.digest.update(piece)
        return piece


def _new_path() -> str:
    """A place nobody can guess, without a suffix anything would execute."""
    return f"{tenancy.current_id()}/{clock.today():%Y%m}/{secrets.token_hex(20)}"


def clean_name(given: str, kind: Kind) -> str:
    """A name that is safe to hand out: no folders, no invisible signs, the suffix of what it is."""
    bare = PurePath(given.replace("\\", "/")).name
    bare = "".join(c for c in unicodedata.normalize("NFC", bare) if c.isprintable())
    stem = re.sub(r'[/<>:"|?*]', "", bare.rpartition(".")[0] or bare).strip(" .")
    return f"{stem[:_NAME_LONGEST] or _('ファイル')}{kind.suffix}"


def _discarded(path: str) -> int:
    _discard(path)
    return 1


def _discard(path: str) -> None:
    with _whatever_happens():
        default_storage.delete(path)


@contextmanager
def _whatever_happens() -> Iterator[None]:
    """A file that can't be deleted now is an orphan, and swept another day."""
    try:
        yield
    except OSError:
        return
