"""What somebody proposes, and who supports it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, phases
from jibungoto.kernel.contributions.tables import SPOT, Contribution
from jibungoto.kernel.tenancy import Owned
from jibungoto.know.findings.models import Theme

from .campaigns import Campaign


class Idea(Contribution):
    """A proposal. Its title is that of its node."""

    class Channel(models.TextChoices):
        WEB = "web", _("画面で")
        COUNTER = "counter", _("窓口で")
        PAPER = "paper", _("紙で")
        ORAL = "oral", _("口頭で")

    class State(models.TextChoices):
        NEW = "new", phases.NEW.word
        RECEIVED = "received", phases.RECEIVED.word
        CONSIDERED = "considered", _("検討しています")
        TAKEN_UP = "taken_up", phases.TAKEN_UP.word
        DONE = "done", _("実現しました")
        PASSED = "passed", phases.PASSED.word

    text = models.TextField(_("くわしく"), max_length=2000)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas",
        verbose_name=_("募集"),
    )  # fmt: skip
    posted_on = models.DateField(_("いつ"), default=clock.today)
    channel = models.CharField(_("どこから"), max_length=10, choices=Channel, default=Channel.WEB)
    state = models.CharField(_("いまの段階"), max_length=10, choices=State, default=State.NEW)
    answer_by = models.DateField(_("返事をする日"), null=True, blank=True)
    answer_from = models.CharField(_("返事をするところ"), max_length=60, blank=True)
    themes: "models.ManyToManyField[Theme, IdeaTheme]" = models.ManyToManyField(
        Theme, through="IdeaTheme", related_name="ideas"
    )

    class Meta(Contribution.Meta):
        ordering = ["-posted_on", "-pk"]
        indexes = [
            models.Index(name="ideas_newest", fields=["municipality", "-posted_on", "-id"]),
            models.Index(name="ideas_of_district", fields=["district", "state"]),
            models.Index(name="ideas_by_person", fields=["participant"]),
        ]
        constraints = [
            models.CheckConstraint(name="ideas_idea_spot", condition=SPOT),
            models.CheckConstraint(
                name="ideas_idea_apart",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
            ),
        ]


class IdeaTheme(Owned):
    """An idea is about a theme."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(name="ideas_theme_once", fields=["idea", "theme"])]

    def __str__(self) -> str:
        return f"{self.idea_id} about {self.theme_id}"


class Support(Owned):
    """Somebody supports an idea: one person once. Whoever wrote it has a row too, which counts
    once the idea is merged into another's."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="ideas_support_once", fields=["idea", "participant"])
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} supports {self.idea_id}"
