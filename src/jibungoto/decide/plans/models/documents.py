"""The text of a plan's document while somebody goes through what it proposes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned

from .plans import Plan


class PlanDocument(Owned):
    """A document handed in. Its proposals are read from the text anew each time."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    name = models.CharField(_("文書の名前"), max_length=200)
    text = models.TextField(_("文字"))
    plan = models.ForeignKey(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
