"""What a plan was before a workbook was taken in, so that it can be taken back."""

from django.db import models

from jibungoto.kernel.tenancy import Owned

from .plans import Plan


class PlanImport(Owned):
    """A workbook taken into a plan: the plan as records before (none for a new one) and after.

    Documents as a whole (workbook.Told): they are compared and written as one, never asked in part.
    """

    run = models.OneToOneField("intake.IntakeRun", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()

    class Meta(Owned.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"import {self.run_id}"
