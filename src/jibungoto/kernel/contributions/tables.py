"""Columns that everything people bring has in common, as abstract tables.

The concrete table adds the foreign key to its own record and what is unique; `Handling.field` says
how that key is called.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned

# The constraint on lat and lon: neither, or a place in Japan.
SPOT = models.Q(lat__isnull=True, lon__isnull=True) | models.Q(
    lat__range=(20, 46), lon__range=(122, 154)
)


class Contribution(Record):
    """What somebody brought. Its title is that of its node; the room adds `state` and `channel`."""

    place = models.CharField(_("場所のことば"), max_length=120, blank=True)
    lat = models.FloatField(_("緯度"), null=True, blank=True)
    lon = models.FloatField(_("経度"), null=True, blank=True)
    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("地区"),
    )  # fmt: skip
    # Whose it is; nobody for what came on paper, from a file, or was forgotten.
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state_on = models.DateField(default=clock.today)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    # Looking after it: words that look like a name or a number; seen by staff; hidden and why.
    cautions = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(_("見えなくした理由"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.node.title

    @property
    def title(self) -> str:
        return self.node.title

    @property
    def code(self) -> str:
        return self.node.short_code


class StateChange(Owned):
    """It went on, on a day, for a reason. The room adds `state`."""

    on = models.DateField(default=clock.today)

    class Meta(Owned.Meta):
        abstract = True
        ordering = ["on", "pk"]


class Answer(Owned):
    """An official answer: who (a council or department, never a person) and when."""

    text = models.TextField(_("返事"), max_length=2000)
    who = models.CharField(_("どこから"), max_length=60)
    answered_on = models.DateField(_("日付"), default=clock.today)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        abstract = True
        ordering = ["answered_on", "pk"]

    def __str__(self) -> str:
        return f"answer of {self.who}"


class Merge(Owned):
    """Several were put together into one (`head`, the room's own key); it can be undone."""

    reason = models.CharField(_("ひとこと"), max_length=200, blank=True)
    done_at = models.DateTimeField(default=clock.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        abstract = True
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"merge of {self.done_at:%Y-%m-%d}"


class Report(Owned):
    """Somebody is worried about what was written."""

    class Reason(models.TextChoices):
        PERSONAL = "personal", _("人の名前や連絡先が書かれている")
        HURTFUL = "hurtful", _("だれかを傷つけることばがある")
        WRONG = "wrong", _("事実とちがう")
        OTHER = "other", _("そのほか")

    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("どんなことが"), max_length=10, choices=Reason)
    note = models.CharField(_("ひとこと"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"report of {self.created_at:%Y-%m-%d}"
