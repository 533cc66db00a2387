"""A review round of a plan and fiscal year, and what it asks of each department."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity, phases
from jibungoto.kernel.tenancy import Owned


class ReviewRound(Owned):
    """A 見直しの回: every department says by a day how far its measures came in a fiscal year."""

    class State(models.TextChoices):
        PLANNED = "planned", phases.COMING.word
        OPEN = "open", phases.OPEN.word
        CLOSED = "closed", phases.CLOSED.word

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    plan = models.ForeignKey(
        "plans.Plan", on_delete=models.PROTECT, related_name="review_rounds", verbose_name=_("計画")
    )
    year = models.PositiveSmallIntegerField(_("年度"))  # western fiscal year looked back on
    opens = models.DateField(_("始める日"))
    due = models.DateField(_("回答の期日"))
    remind_on = models.DateField(_("お知らせを出す日"))  # to those who have not answered
    note = models.CharField(_("担当課へのひとこと"), max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(name="reviews_round_once", fields=["plan", "year"]),
            models.CheckConstraint(
                name="reviews_round_state", condition=Q(state__in=["planned", "open", "closed"])
            ),
            models.CheckConstraint(
                name="reviews_round_days",
                condition=Q(remind_on__gt=F("opens")) & Q(due__gte=F("remind_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year}"


class ReviewRequest(Owned):
    """What a round asks of one department, and its answer."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="requests")
    department = models.CharField(_("担当課"), max_length=80)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The contact whose mailed link the answer came by.
    answered_by_link = models.ForeignKey(
        "ReviewContact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="reviews_request_once", fields=["round", "department"])
        ]

    def __str__(self) -> str:
        return self.department


class ReviewContact(Owned):
    """Whom a department's request is mailed to; `user` where the address is that of an account.

    Who has no account answers by the link in the mail alone.
    """

    request = models.ForeignKey(ReviewRequest, on_delete=models.CASCADE, related_name="contacts")
    email = models.EmailField(_("メールアドレス"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    link_number = models.PositiveSmallIntegerField(default=1)  # a new link ends the one before
    link_stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="reviews_contact_once", fields=["request", "email"])
        ]

    def __str__(self) -> str:
        return self.email


class ReviewItem(Owned):
    """A measure a department is asked about. What is reported of it is its Progress (plans)."""

    request = models.ForeignKey(ReviewRequest, on_delete=models.CASCADE, related_name="items")
    measure = models.ForeignKey(
        "plans.Measure", on_delete=models.CASCADE, related_name="review_items"
    )

    class Meta(Owned.Meta):
        ordering = ["measure__order", "measure_id"]
        constraints = [
            models.UniqueConstraint(name="reviews_item_once", fields=["request", "measure"])
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} of {self.request_id}"
