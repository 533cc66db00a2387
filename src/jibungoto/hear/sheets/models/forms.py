"""A questionnaire as it was printed: its words, its boxes, its copies. Never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.engines.sheets import Sort
from jibungoto.kernel import clock, identity
from jibungoto.kernel.models import Node
from jibungoto.kernel.tenancy import Owned


class SheetForm(Owned):
    """The frozen layout of a node's questionnaire; a changed questionnaire gets the next one."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)  # of hear.sheets.kinds
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=8, default=identity.short_code, unique=True)  # in the QR
    layout_hash = models.CharField(max_length=6)
    digest = models.CharField(max_length=64)  # of words and boxes: equal means the same print
    pages = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    asker = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True, blank=True)
    hand_in = models.CharField(max_length=300, blank=True)
    use = models.CharField(max_length=300, blank=True)
    answer_url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="sheets_form_version", fields=["node", "version"]),
            models.UniqueConstraint(name="sheets_form_digest", fields=["node", "digest"]),
        ]

    def __str__(self) -> str:
        return self.title


class SheetItem(Owned):
    """Something to answer, as it was printed. `key` is the owning room's."""

    form = models.ForeignKey(SheetForm, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    sort = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Sort])
    words = models.TextField()
    hint = models.CharField(max_length=200, blank=True)
    single = models.BooleanField(default=True)
    grid = models.CharField(max_length=40, blank=True)
    grid_words = models.TextField(blank=True)
    low = models.CharField(max_length=60, blank=True)
    high = models.CharField(max_length=60, blank=True)
    digits = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=20, blank=True)
    rows = models.PositiveSmallIntegerField(default=1)

    class Meta(Owned.Meta):
        ordering = ["form", "order"]
        constraints = [
            models.UniqueConstraint(name="sheets_item_key", fields=["form", "key"]),
            models.UniqueConstraint(name="sheets_item_order", fields=["form", "order"]),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_written(self) -> bool:
        return self.sort in (Sort.NUMBER, Sort.TEXT)


class SheetOption(Owned):
    """Something to choose."""

    item = models.ForeignKey(SheetItem, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    words = models.CharField(max_length=300)

    class Meta(Owned.Meta):
        ordering = ["item", "order"]
        constraints = [models.UniqueConstraint(name="sheets_option_key", fields=["item", "key"])]

    def __str__(self) -> str:
        return self.words


class SheetBox(Owned):
    """A place on a page in hundredths of a millimetre: to mark, to write in, or of words."""

    form = models.ForeignKey(SheetForm, on_delete=models.CASCADE, related_name="boxes")
    page = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=8)  # mark, field, or the role of a Slot
    item = models.ForeignKey(SheetItem, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(
        SheetOption, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    w = models.PositiveIntegerField()
    h = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [models.Index(name="sheets_box_of", fields=["form", "page"])]

    def __str__(self) -> str:
        return f"{self.role} {self.item_id} {self.option_id}"


def batch_file(batch: "SheetBatch", _name: str) -> str:
    """Where the PDF of a batch is kept: never under a name somebody gave, never served as is."""
    return f"sheets/{batch.municipality_id}/prints/{identity.uuid7().hex}"


class SheetBatch(Owned):
    """Copies printed together: numbered ones, or one master to be photocopied (no copies)."""

    class State(models.TextChoices):
        MAKING = "making", _("つくっています")
        READY = "ready", _("できました")
        FAILED = "failed", _("つくれませんでした")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    form = models.ForeignKey(SheetForm, on_delete=models.PROTECT, related_name="batches")
    first_serial = models.PositiveIntegerField(default=0)
    copies = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    file = models.FileField(upload_to=batch_file, max_length=200, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sheets_batch_serial",
                fields=["form", "first_serial"],
                condition=Q(first_serial__gt=0),
            ),
            models.CheckConstraint(
                name="sheets_batch_numbers",
                condition=Q(first_serial=0, copies=0) | Q(first_serial__gt=0, copies__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}: {self.first_serial}+{self.copies}"

    @property
    def last_serial(self) -> int:
        return self.first_serial + self.copies - 1 if self.copies else 0
