"""What people ask about a measure, and what its department answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity, phases
from jibungoto.kernel.tenancy import Owned

from .measures import Measure


class Question(Owned):
    """A question about a measure. Public once somebody looked at it; answered by a date."""

    PERSONAL_FIELDS = ("signed", "hidden_reason")

    class State(models.TextChoices):
        NEW = "new", phases.UNCHECKED.word
        OPEN = "open", _("返事を待っています")
        ANSWERED = "answered", _("返事がありました")
        HIDDEN = "hidden", phases.HIDDEN.word

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("聞きたいこと"), max_length=600)
    # Shown beside the question, only where the person wrote it for that.
    signed = models.CharField(_("のせてよいお名前"), max_length=30, blank=True)
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("扱い"), max_length=10, choices=State, default=State.NEW)
    cautions = models.CharField(max_length=60, blank=True)
    asked_on = models.DateField(default=clock.today)
    due_on = models.DateField(_("返事の期限"))
    answer = models.TextField(_("返事"), max_length=2000, blank=True)
    answered_by = models.CharField(_("返事をした課"), max_length=60, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField(_("公開しない理由"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ["asked_on", "pk"]
        indexes = [
            models.Index(name="plans_question_due", fields=["municipality", "state", "due_on"])
        ]
        constraints = [
            models.CheckConstraint(
                name="plans_question_state",
                condition=Q(state__in=["new", "open", "answered", "hidden"]),
            ),
            models.CheckConstraint(
                name="plans_question_answered",
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"question on {self.measure_id}"
