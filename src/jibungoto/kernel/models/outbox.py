from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned

from .nodes import Node


class OutboxEvent(Owned):
    """Something happened to a record. Written with the deed itself, merged into notices later."""

    key = models.CharField(max_length=60)  # declared in a manifest's `events`
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    # Whose doing it was: nobody is told what they did themselves.
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    data = models.JSONField(default=dict, blank=True)  # a few words for the sentence, no more
    occurred_at = models.DateTimeField(default=clock.now)
    is_merged = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(
                name="kernel_outbox_waiting",
                fields=["municipality", "id"],
                condition=Q(is_merged=False),
            ),
            models.Index(name="kernel_outbox_age", fields=["municipality", "occurred_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.node_id}"


class DigestChoice(Owned):
    """How often somebody wants their notices by mail. No row is no consent: no mail."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("動きがあった日に、1日1通まで")
        WEEKLY = "weekly", _("動きがあった週に、週1通まで")
        NONE = "none", _("メールは受けとらない")

    participant = models.OneToOneField(
        "people.Participant", on_delete=models.CASCADE, related_name="+"
    )
    frequency = models.CharField(
        _("お知らせのメール"), max_length=8, choices=Frequency, default=Frequency.NONE
    )
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="kernel_digest_frequency",
                condition=Q(frequency__in=["daily", "weekly", "none"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.frequency} for {self.participant_id}"


class Mail(Owned):
    """A mail recorded before it is sent, so that it is never sent twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("これから出します")
        SENDING = "sending", _("出しています")
        SENT = "sent", _("出しました")
        UNSURE = "unsure", _("届いたかわかりません")
        FAILED = "failed", _("出せませんでした")

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    detail = models.CharField(max_length=400, blank=True)  # what the mail server said

    class Meta(Owned.Meta):
        abstract = True


class DigestMail(Mail):
    """One mail to one person with what became of the things they follow."""

    participant = models.ForeignKey(
        "people.Participant", on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField()

    class Meta(Mail.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(name="kernel_digestmail_day", fields=["participant", "day"]),
            models.CheckConstraint(
                name="kernel_digestmail_state",
                condition=Q(state__in=["waiting", "sending", "sent", "unsure", "failed"]),
            ),
        ]
        indexes = [
            models.Index(
                name="kernel_digestmail_open",
                fields=["municipality", "state"],
                condition=Q(state__in=["waiting", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"digest of {self.day} for {self.participant_id}"


class Letter(Mail):
    """A mail of an app to one address. Its key says what it is about: the same is written once."""

    key = models.CharField(max_length=120)  # reviews.ask:12:34
    email = models.EmailField(_("メールアドレス"))
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Mail.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(name="kernel_letter_key", fields=["municipality", "key"]),
            models.CheckConstraint(
                name="kernel_letter_state",
                condition=Q(state__in=["waiting", "sending", "sent", "unsure", "failed"]),
            ),
        ]
        indexes = [
            models.Index(
                name="kernel_letter_open",
                fields=["municipality", "state"],
                condition=Q(state__in=["waiting", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Notice(Owned):
    """What became of the things somebody follows: at most one a day."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.CASCADE, related_name="notices"
    )
    day = models.DateField()
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        DigestMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_notice_day", fields=["participant", "day"])
        ]

    def __str__(self) -> str:
        return f"notice of {self.day} for {self.participant_id}"


class NoticeLine(Owned):
    """One record in a notice, with the newest thing that happened to it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="lines")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_noticeline_once", fields=["notice", "node"])
        ]

    def __str__(self) -> str:
        return f"{self.node_id} in {self.notice_id}"
