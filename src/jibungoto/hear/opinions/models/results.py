"""What the votes say, kept as it was found, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.models import Node
from jibungoto.kernel.tenancy import Owned

from .conversations import Conversation
from .statements import Statement


class Analysis(Owned):
    """One reading of all votes by the engine: told with its input's digest, never changed."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="analyses"
    )
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    people = models.PositiveIntegerField()
    votes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the votes that went in
    told = models.BinaryField()  # the engine's plain result as JSON, compressed
    is_final = models.BooleanField(default=False)
    # Of a final one: the whole with its votes, as anybody may have it to find the same.
    release = models.BinaryField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="opinions_analysis_number", fields=["conversation", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"analysis {self.number} of {self.conversation_id}"


class GroupWords(Owned):
    """A group of an analysis in a sentence a person wrote, never a label of people."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="words")
    group = models.PositiveSmallIntegerField()
    sentence = models.CharField(_("ひとことで"), max_length=200)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="opinions_group_words_once", fields=["analysis", "group"])
        ]

    def __str__(self) -> str:
        return self.sentence


class Deed(Owned):
    """What is to come of a statement: who answers it by when, the answer, and what it became."""

    class Kind(models.TextChoices):
        ISSUE = "issue", _("課題にする")
        WISH = "wish", _("ビジョンの願いにする")
        MEASURE = "measure", _("施策・取り組みにする")
        ANSWER = "answer", _("返事をする")

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="deed")
    kind = models.CharField(_("どうするか"), max_length=8, choices=Kind, default=Kind.ANSWER)
    who = models.CharField(_("返事をするところ"), max_length=80)
    due = models.DateField(_("返事の約束の日"))
    answer = models.TextField(_("返事"), max_length=2000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    # What it became: an issue, a wish of a vision, a measure of a plan.
    became = models.ForeignKey(
        Node, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)  # its voters heard, once
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opinions_deed_answered",
                condition=Q(answered_on__isnull=True) | ~Q(answer=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.statement_id}"
