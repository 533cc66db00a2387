"""A question put to people, and under which rules they take part."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, phases
from jibungoto.kernel.actor import Level
from jibungoto.kernel.models import Node, Record
from jibungoto.kernel.tenancy import Owned

MOST_LETTERS = 140  # of a statement, as on a strip of paper
LONGEST = 1000  # of one that was voted on elsewhere: nobody's words are cut
SMALLEST_CELL = 10  # fewer people than these are never told apart in public


class Conversation(Record):
    """What people are asked to agree or disagree about. Its title is that of its node."""

    class State(models.TextChoices):
        DRAFT = "draft", phases.DRAFT.word
        OPEN = "open", phases.OPEN.word
        CLOSED = "closed", phases.CLOSED.word

    class Moderation(models.TextChoices):
        AFTER = "after", _("すぐに公開し、あとから見る")
        BEFORE = "before", _("見てから公開する")

    class Showing(models.TextChoices):
        LIVE = "live", _("途中でも見せる")
        END = "end", _("締め切ってから見せる")

    slug = models.SlugField(_("アドレス"), max_length=60)
    question = models.CharField(_("問い"), max_length=140)
    background = models.TextField(_("背景"), max_length=4000, blank=True)
    # Who asks: a council, a survey, a plan…; without one, the municipality itself.
    host = models.ForeignKey(
        Node, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("だれが問うか"),
    )  # fmt: skip
    state = models.CharField(_("段階"), max_length=10, choices=State, default=State.DRAFT)
    opens_on = models.DateField(_("受付の始まり"), null=True, blank=True)
    closes_on = models.DateField(_("受付の終わり"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Why it was closed early or goes on longer: everybody reads it.
    period_note = models.CharField(_("期間を変えた理由"), max_length=200, blank=True)

    level = models.PositiveSmallIntegerField(
        _("どのように参加するか"), choices=Level, default=Level.DEVICE
    )
    level_reason = models.CharField(_("その理由"), max_length=200, blank=True)
    # Only those who said that they live in one of the conversation's districts.
    residents_only = models.BooleanField(_("お住まいの方だけ"), default=False)

    takes_statements = models.BooleanField(_("参加する人も意見を書ける"), default=True)
    moderation = models.CharField(
        _("意見の公開のしかた"), max_length=8, choices=Moderation, default=Moderation.BEFORE
    )
    moderation_policy = models.TextField(_("意見を見えなくするきまり"), max_length=2000, blank=True)
    showing = models.CharField(
        _("結果を見せるとき"), max_length=8, choices=Showing, default=Showing.LIVE
    )
    answer_by = models.DateField(_("返事の約束の日"), null=True, blank=True)
    answer_from = models.CharField(_("返事をするところ"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Record.Meta):
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="opinions_conversation_slug", fields=["municipality", "slug"]
            ),
            models.CheckConstraint(
                name="opinions_conversation_state",
                condition=Q(state__in=["draft", "open", "closed"]),
            ),
            models.CheckConstraint(
                name="opinions_conversation_period",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.node.title

    @property
    def title(self) -> str:
        return self.node.title


class ConversationText(Owned):
    """The question in another language, written by a person."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("ことば"), max_length=10)
    question = models.CharField(_("問い"), max_length=300)
    background = models.TextField(_("背景"), max_length=8000, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="opinions_conversation_text_once", fields=["conversation", "language"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} in {self.language}"
