"""What staff and council do with findings: state, answer, merging, reports, contacts in trust."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned

from .findings import Finding


class StateChange(Owned):
    """A finding went on, on a day, for a reason."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(max_length=10, choices=Finding.State)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    on = models.DateField(default=clock.today)

    class Meta(Owned.Meta):
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.state}"


class Answer(Owned):
    """An official answer: who (a council or department, never a person) and when."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("返事"), max_length=2000)
    who = models.CharField(_("どこから"), max_length=60)
    answered_on = models.DateField(_("日付"), default=clock.today)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["answered_on", "pk"]

    def __str__(self) -> str:
        return f"{self.who} to {self.finding_id}"


class Merge(Owned):
    """Several findings were put together into one; it can be undone as a whole."""

    head = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="merges")
    reason = models.CharField(_("ひとこと"), max_length=200, blank=True)
    done_at = models.DateTimeField(default=clock.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"merge into {self.head_id}"


class MergedFinding(Owned):
    """One finding of a merge, and what it belonged to before."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="originals")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    was = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="findings_merged_once", fields=["merge", "finding"])
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} in {self.merge_id}"


class Report(Owned):
    """Somebody is worried about what was written."""

    class Reason(models.TextChoices):
        PERSONAL = "personal", _("人の名前や連絡先が書かれている")
        HURTFUL = "hurtful", _("だれかを傷つけることばがある")
        WRONG = "wrong", _("事実とちがう")
        OTHER = "other", _("そのほか")

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="reports")
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("どんなことが"), max_length=10, choices=Reason)
    note = models.CharField(_("ひとこと"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="findings_report_once", fields=["finding", "participant"])
        ]

    def __str__(self) -> str:
        return f"report on {self.finding_id}"


class Contact(Owned):
    """How to reach whoever holds a resource, entrusted to the district's office. Never public."""

    PERSONAL_FIELDS = ("text",)

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="contact")
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.CharField(_("連絡のとり方"), max_length=200)
    agreed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"contact of {self.finding_id}"
