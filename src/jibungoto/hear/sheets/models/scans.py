"""Pictures of filled sheets: handed in, read, kept for a term, then removed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.engines.sheets import Fault
from jibungoto.kernel import clock, identity
from jibungoto.kernel.models import Node
from jibungoto.kernel.tenancy import Owned

from .forms import SheetForm


def scan_file(file: "ScanFile", _name: str) -> str:
    """Handwriting is private: kept under a name nobody can guess, handed out by our own door."""
    return f"sheets/{file.municipality_id}/scans/{identity.uuid7().hex}"


class ScanUpload(Owned):
    """Files handed in together, and how far their reading has come."""

    class State(models.TextChoices):
        WAITING = "waiting", _("読む順番を待っています")
        READING = "reading", _("読んでいます")
        READ = "read", _("読みました")
        FAILED = "failed", _("読めませんでした")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    outcome = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    forget_on = models.DateField()  # the pictures go on this day
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(name="sheets_upload_forget", fields=["forgotten_at", "forget_on"])]

    def __str__(self) -> str:
        return f"{self.node_id} {self.created_at:%Y-%m-%d %H:%M}"


class ScanFile(Owned):
    """One file of an upload, as it was handed in."""

    upload = models.ForeignKey(ScanUpload, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=scan_file, max_length=200, blank=True)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=300, blank=True)  # why nothing was read from it

    class Meta(Owned.Meta):
        ordering = ["upload", "number"]
        constraints = [
            models.UniqueConstraint(name="sheets_scanfile_number", fields=["upload", "number"])
        ]

    def __str__(self) -> str:
        return self.name


def page_file(page: "ScanPage", _name: str) -> str:
    return f"sheets/{page.municipality_id}/scans/{identity.uuid7().hex}"


class ScanPage(Owned):
    """One picture of a page: laid flat where it could be read, else as it came."""

    class Trouble(models.TextChoices):
        """What keeps a readable page from its sheet."""

        CLOSED = "closed", _("受付は締め切りました")
        OTHER_NODE = "other_node", _("別のアンケートの用紙です")
        TWICE = "twice", _("同じ番号の用紙が、すでに入っています")
        SAME_PAGE = "same_page", _("同じページが二枚あります")
        NO_FILE = "no_file", _("画像を取り出せません")

    class Handling(models.TextChoices):
        OPEN = "open", _("まだ")
        SET_ASIDE = "set_aside", _("使わない")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    upload = models.ForeignKey(ScanUpload, on_delete=models.CASCADE, related_name="pages")
    file = models.ForeignKey(ScanFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()  # in its file, from 1
    image = models.FileField(upload_to=page_file, max_length=200, blank=True)
    scale = models.FloatField(default=0)  # dots of the image for a millimetre; 0: not laid flat
    form = models.ForeignKey(
        SheetForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    serial = models.PositiveIntegerField(default=0)
    page = models.PositiveSmallIntegerField(default=0)  # of the sheet, from 1; 0: unknown
    sheet = models.ForeignKey(
        "sheets.Sheet", on_delete=models.SET_NULL, null=True, blank=True, related_name="scans"
    )
    fault = models.CharField(max_length=12, blank=True, choices=[(f.value, f.value) for f in Fault])
    trouble = models.CharField(max_length=12, blank=True, choices=Trouble)
    said = models.CharField(max_length=80, blank=True)  # by a foreign QR
    handling = models.CharField(max_length=10, choices=Handling, default=Handling.OPEN)

    class Meta(Owned.Meta):
        ordering = ["upload", "file", "number"]
        constraints = [
            models.UniqueConstraint(name="sheets_scanpage_number", fields=["file", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
