"""The tree of a plan: measures with their marks, actors, references and viewpoints."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned

from .plans import Plan, PlanMark, Viewpoint


class Measure(Record):
    """A node of a plan's tree: a policy, a measure or a project, by its level."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("上の段"),
    )  # fmt: skip
    level = models.PositiveSmallIntegerField(_("段"))
    code = models.CharField(_("番号"), max_length=40)  # as the document writes it
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("名前"), max_length=200)
    mark = models.ForeignKey(
        PlanMark, on_delete=models.PROTECT, null=True, blank=True, related_name="measures",
        verbose_name=_("しるし"),
    )  # fmt: skip
    # What its document calls it where that is not the name of its level: 課題, 重点事業.
    called = models.CharField(_("呼び名"), max_length=40, blank=True)
    # How far it is now, state.<state> of the vocabulary; each year's own is a Progress.
    state = models.CharField(_("進みぐあい"), max_length=20, blank=True)
    actor = models.CharField(_("担い手"), max_length=120, blank=True)  # in the document's words
    note = models.CharField(_("ひとこと"), max_length=300, blank=True)
    narrative = models.TextField(_("説明"), blank=True)
    done = models.CharField(_("実施したこと"), max_length=300, blank=True)
    next_step = models.CharField(_("今後の方向"), max_length=300, blank=True)
    # Why the next generation has nothing that continues it.
    dropped_because = models.CharField(_("次に引き継がない理由"), max_length=300, blank=True)
    # Taken out of the plan; its node is REMOVED, its code is free, and it can be put back.
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Record.Meta):
        ordering = ["order", "pk"]
        # A plan's tree comes in its order without being sorted.
        indexes = [models.Index(name="plans_measure_order", fields=["plan", "order"])]
        constraints = [
            models.UniqueConstraint(
                name="plans_measure_code",
                fields=["plan", "code"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(name="plans_measure_level", condition=Q(level__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class MeasureActor(Owned):
    """Who carries a measure: a kind of actor, and where there is one, the body itself."""

    class Kind(models.TextChoices):
        RESIDENTS = "residents", _("住民")
        ORGANISATION = "organisation", _("地域の団体")
        COUNCIL = "council", _("協議会")
        DEPARTMENT = "department", _("市の担当課")
        JOINT = "joint", _("みんなで")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="actors")
    kind = models.CharField(_("担い手の種類"), max_length=12, choices=Kind)
    name = models.CharField(_("名前"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    council = models.ForeignKey(
        "councils.Council", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [models.Index(name="plans_actor_named", fields=["kind", "name"])]
        constraints = [
            models.UniqueConstraint(name="plans_actor_once", fields=["measure", "kind", "name"])
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class MeasureReference(Owned):
    """Another plan or part a measure points to: as written, and the record where it is known."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="references")
    text = models.CharField(_("参照"), max_length=200)
    to_node = models.ForeignKey(
        "kernel.Node", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="plans_reference_once", fields=["measure", "text"])
        ]

    def __str__(self) -> str:
        return self.text


class MeasureViewpoint(Owned):
    """A measure is looked at from a viewpoint of its plan."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="viewed_from")
    viewpoint = models.ForeignKey(Viewpoint, on_delete=models.CASCADE, related_name="measures")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="plans_measureviewpoint_once", fields=["measure", "viewpoint"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.viewpoint_id}"
