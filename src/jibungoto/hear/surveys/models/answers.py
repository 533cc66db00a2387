"""Who answered and what. One answering for a participant or a sheet of paper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.sample.models import Part
from jibungoto.kernel import clock
from jibungoto.kernel.contributions.tables import SPOT
from jibungoto.kernel.tenancy import Owned

from .questions import Option, Question
from .surveys import Survey


class Answering(Part):
    """One person's or sheet's part in a survey; it counts once it is finished."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answerings")
    version = models.PositiveSmallIntegerField()  # of the survey when it was last answered
    is_trial = models.BooleanField(default=False)  # wiped before the survey opens
    page = models.PositiveSmallIntegerField(default=1)  # where to go on
    finished_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    sheet = models.ForeignKey(
        "sheets.Sheet", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(name="surveys_counted", fields=["survey", "is_trial", "finished_at", "id"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="surveys_answering_once",
                fields=["survey", "participant", "is_trial"],
                condition=Q(participant__isnull=False),
            ),
            models.UniqueConstraint(
                name="surveys_answering_sheet",
                fields=["sheet"],
                condition=Q(sheet__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"answering {self.pk}"


class Reply(Owned):
    """The answer to one question: words, a number, a place, or the options picked."""

    answering = models.ForeignKey(Answering, on_delete=models.CASCADE, related_name="replies")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(blank=True)  # also what was written beside "other", or of a place
    number = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    district = models.ForeignKey(
        "places.District", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Looking after words: what looks like a person's name or number waits until somebody looked.
    cautions = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(_("見えなくした理由"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [models.Index(name="surveys_replies_of", fields=["question", "answering"])]
        constraints = [
            models.UniqueConstraint(name="surveys_reply_once", fields=["answering", "question"]),
            models.CheckConstraint(name="surveys_reply_spot", condition=SPOT),
        ]

    def __str__(self) -> str:
        return f"{self.answering_id} to {self.question_id}"


class Pick(Owned):
    """An option picked; in a matrix for one of its rows."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="picks")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    row = models.ForeignKey(
        Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="surveys_pick_once", fields=["reply", "option"], condition=Q(row__isnull=True)
            ),
            models.UniqueConstraint(
                name="surveys_pick_row", fields=["reply", "row"], condition=Q(row__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}: {self.option_id}"
