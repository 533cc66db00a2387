"""Who takes part in a conversation, and how they voted. Kept apart from names; never in public."""

from django.db import models
from django.db.models import Q

from jibungoto.hear.sample import models as sample
from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned

from .conversations import Conversation
from .statements import Statement


class Part(sample.Part):
    """One person's, device's or sheet's part in a conversation: a row of the votes."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="parts")
    # A hash of the network that changes every day: for rates and bursts, never a person.
    network = models.CharField(max_length=16, blank=True)
    # The sheet of paper it was read from: none counts twice.
    sheet = models.OneToOneField(
        "sheets.Sheet", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Looks made (constant answers, a burst): results are told with and without it.
    flag = models.CharField(max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(sample.Part.Meta):
        constraints = [
            models.UniqueConstraint(
                name="opinions_part_once",
                fields=["conversation", "participant"],
                condition=Q(participant__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"


class Vote(Owned):
    """One part's latest vote on one statement: agree 1, pass 0, disagree -1."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    value = models.SmallIntegerField()
    cast_at = models.DateTimeField(default=clock.now)
    changed = models.PositiveSmallIntegerField(default=0)  # how often it was changed

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="opinions_vote_once", fields=["part", "statement"]),
            models.CheckConstraint(name="opinions_vote_value", condition=Q(value__in=[-1, 0, 1])),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} on {self.statement_id}"
