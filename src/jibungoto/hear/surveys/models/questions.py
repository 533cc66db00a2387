"""The questions of a survey, each in the wording of the versions it was asked in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import identity
from jibungoto.kernel.tenancy import Owned

from .surveys import Survey


class Kind(models.TextChoices):
    """What an answer looks like."""

    CHOICE = "choice", _("一つ選ぶ")
    MULTIPLE = "multiple", _("いくつでも選ぶ")
    SCALE = "scale", _("段階で答える")
    MATRIX = "matrix", _("表で答える")
    NUMBER = "number", _("数を書く")
    SHORT = "short", _("ひとことで書く")
    LONG = "long", _("文章で書く")
    PLACE = "place", _("地図で場所を選ぶ")


class Question(Owned):
    """One question in one wording. A change after answers makes a new row with the same key."""

    Kind = Kind

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=12, default=identity.short_code, editable=False)
    since = models.PositiveSmallIntegerField(default=1)  # the first version it belongs to
    until = models.PositiveSmallIntegerField(null=True, blank=True)  # the first without it
    order = models.PositiveSmallIntegerField(default=0)
    starts_page = models.BooleanField(_("ここから新しいページにする"), default=False)
    kind = models.CharField(_("答え方"), max_length=8, choices=Kind)
    text = models.CharField(_("質問"), max_length=300)
    help = models.CharField(_("説明"), max_length=400, blank=True)
    required = models.BooleanField(_("必ず答えてもらう"), default=False)
    most = models.PositiveSmallIntegerField(_("選べる数"), null=True, blank=True)
    low = models.IntegerField(_("いちばん小さい数"), null=True, blank=True)
    high = models.IntegerField(_("いちばん大きい数"), null=True, blank=True)
    low_label = models.CharField(_("小さいほうのことば"), max_length=60, blank=True)
    high_label = models.CharField(_("大きいほうのことば"), max_length=60, blank=True)
    unit = models.CharField(_("単位"), max_length=20, blank=True)
    # Asked only of those who chose one of these options of that earlier question.
    if_key = models.CharField(max_length=12, blank=True)
    if_options = models.CharField(max_length=300, blank=True)  # option keys, with spaces between

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="surveys_question_current",
                fields=["survey", "key"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="surveys_question_versions",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="surveys_question_range",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lt=F("high")),
            ),
            models.CheckConstraint(name="surveys_question_kind", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_scored(self) -> bool:
        """Whether answers are numbers that have a mean."""
        return self.kind in (Kind.SCALE, Kind.NUMBER)

    @property
    def is_chosen(self) -> bool:
        """Whether answers are options, one or several."""
        return self.kind in (Kind.CHOICE, Kind.MULTIPLE)


class Option(Owned):
    """Something to choose; in a matrix also a row. Its key stays through versions and rounds."""

    class Axis(models.TextChoices):
        OPTION = "option", _("選ぶもの")
        ROW = "row", _("行")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    axis = models.CharField(max_length=6, choices=Axis, default=Axis.OPTION)
    key = models.CharField(max_length=12, default=identity.short_code, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=160)
    is_other = models.BooleanField(default=False)  # with a line to write

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="surveys_option_once", fields=["question", "axis", "key"])
        ]

    def __str__(self) -> str:
        return self.text
