"""What staff and council do with findings: state, answer, merging, reports, contacts in trust."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.contributions import tables
from jibungoto.kernel.tenancy import Owned

from .findings import Finding


class StateChange(tables.StateChange):
    """A finding went on, on a day, for a reason."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(max_length=10, choices=Finding.State)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.finding_id} {self.state}"


class Answer(tables.Answer):
    """An official answer to a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="answers")


class Merge(tables.Merge):
    """Several findings were put together into one; it can be undone as a whole."""

    head = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="merges")


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


class Report(tables.Report):
    """Somebody is worried about a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="reports")

    class Meta(tables.Report.Meta):
        constraints = [
            models.UniqueConstraint(name="findings_report_once", fields=["finding", "participant"])
        ]


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
