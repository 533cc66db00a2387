from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned

from .nodes import Node


class Attachment(Owned):
    """A file that belongs to a record. Its bytes lie in Django's storage under a random name."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="attachments")
    uploaded_by = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("ファイルの名前"), max_length=150)
    content_type = models.CharField(_("種類"), max_length=100)
    size = models.PositiveBigIntegerField(_("大きさ"))
    sha256 = models.CharField(max_length=64)
    alt = models.CharField(_("写真の説明"), max_length=300, blank=True)
    path = models.CharField(max_length=120, unique=True)
    thumb_path = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)  # of an image, in pixels
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(name="kernel_attachment_of", fields=["node", "removed_at"])]

    def __str__(self) -> str:
        return self.name
