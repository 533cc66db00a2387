"""What is done with ideas: comments, states, answers, merges, reports."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.contributions import tables
from jibungoto.kernel.tenancy import Owned

from .ideas import Idea


class Comment(Owned):
    """A remark on an idea. One level: nobody answers a comment."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("コメント"), max_length=400)
    waits = models.BooleanField(default=False)  # for somebody to look at it
    hidden_reason = models.CharField(_("見えなくした理由"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["created_at", "pk"]
        indexes = [models.Index(name="ideas_comments", fields=["idea", "created_at"])]

    def __str__(self) -> str:
        return f"on {self.idea_id}"


class StateChange(tables.StateChange):
    """How far an idea had come on a day, and why."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(max_length=10, choices=Idea.State)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.idea_id} {self.state}"


class Answer(tables.Answer):
    """An official answer to an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers")


class Merge(tables.Merge):
    """Several ideas were put together into one; it can be undone as a whole."""

    head = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merges")


class MergedIdea(Owned):
    """One idea of a merge, and what it belonged to before."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="originals")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")
    was = models.ForeignKey(Idea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(name="ideas_merged_once", fields=["merge", "idea"])]

    def __str__(self) -> str:
        return f"{self.idea_id} in {self.merge_id}"


class Report(tables.Report):
    """Somebody is worried about what was written: the idea, or one comment on it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="reports")
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="reports"
    )

    class Meta(tables.Report.Meta):
        constraints = [
            models.UniqueConstraint(
                name="ideas_report_once",
                fields=["idea", "participant"],
                condition=Q(comment__isnull=True),
            ),
            models.UniqueConstraint(
                name="ideas_comment_report_once",
                fields=["comment", "participant"],
                condition=Q(comment__isnull=False),
            ),
        ]
