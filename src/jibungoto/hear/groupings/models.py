"""Texts put into bundles: proposed by the machine, mended by people, every step kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, phases
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Grouping(Record):
    """A set of texts and their bundles. Its title is that of its node; public once published."""

    class State(models.TextChoices):
        WAITING = "waiting", _("分けています")
        READY = "ready", _("案ができました")
        PUBLISHED = "published", phases.PUBLIC.word

    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("地区"),
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    source = models.CharField(max_length=60)  # key of a kernel.registry.TextSource, or "upload"
    source_label = models.CharField(_("どこの声か"), max_length=200)
    collected_on = models.DateField(_("いつの声か"), default=clock.today)
    number = models.PositiveIntegerField(default=0)
    seed = models.PositiveIntegerField(default=1)
    engine = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    # Texts leave the house for naming only where this stands and the installation says so.
    ask_llm = models.BooleanField(_("AIに名前の案を出してもらう"), default=False)
    llm_model = models.CharField(max_length=80, blank=True)  # what named the bundles, if anything
    who = models.CharField(_("まとめたところ"), max_length=60, blank=True)
    note = models.TextField(_("ひとこと"), max_length=1000, blank=True)
    shows_texts = models.BooleanField(_("もとの声も公開する"), default=False)
    published_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Record.Meta):
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.node.title

    @property
    def title(self) -> str:
        return self.node.title

    @property
    def code(self) -> str:
        return self.node.short_code


class Bundle(Owned):
    """Texts about one thing. Without texts it is not shown, and comes back when they do."""

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="bundles")
    order = models.PositiveIntegerField(default=0)
    name = models.CharField(_("名前"), max_length=80, blank=True)  # given by people
    llm_name = models.CharField(max_length=80, blank=True)  # proposed, until people give one
    keywords = models.CharField(max_length=200, blank=True)
    parent = models.PositiveIntegerField(default=0)
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name or self.llm_name or self.keywords or str(_("名前のないまとまり"))


class Item(Owned):
    """One text, as it was written. `bundle` is empty for what belongs nowhere."""

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="items")
    bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    aside = models.BooleanField(default=False)  # people set it aside: it counts in no bundle
    key = models.CharField(max_length=80)
    text = models.TextField(max_length=20_000)
    node = models.ForeignKey(
        "kernel.Node", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    district = models.ForeignKey(
        "places.District", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rank = models.PositiveIntegerField(default=0)  # the most central of a bundle first
    family = models.PositiveIntegerField(default=0)  # texts that say the same; 0 is alone
    stances = models.CharField(max_length=60, blank=True)  # " for wish "
    sentence = models.CharField(max_length=300, blank=True)  # where it speaks for its bundle
    cautions = models.CharField(max_length=60, blank=True)

    class Meta(Owned.Meta):
        ordering = ["rank", "pk"]
        indexes = [models.Index(name="groupings_of_bundle", fields=["grouping", "bundle", "rank"])]
        constraints = [
            models.UniqueConstraint(name="groupings_item_once", fields=["grouping", "key"])
        ]

    def __str__(self) -> str:
        return self.key


class Step(Owned):
    """Something people changed: it can be undone, the last one first."""

    class Verb(models.TextChoices):
        RENAME = "rename", _("名前をつけました")
        MERGE = "merge", _("まとまりを合わせました")
        SPLIT = "split", _("まとまりを分けました")
        MOVE = "move", _("声を移しました")
        ASIDE = "aside", _("声を外に置きました")

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=10, choices=Verb)
    bundle = models.ForeignKey(
        Bundle, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    was_name = models.CharField(max_length=80, blank=True)
    said = models.CharField(max_length=200)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.said


class Move(Owned):
    """Where a text was before a step."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="moves")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    was_bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    was_aside = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(name="groupings_move_once", fields=["step", "item"])]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.step_id}"


class Turned(Owned):
    """A text or sentence became a statement of a conversation."""

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="turned")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="turned")
    statement = models.ForeignKey("opinions.Statement", on_delete=models.CASCADE, related_name="+")
    on = models.DateField(default=clock.today)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="groupings_turned_once", fields=["statement"]),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} as {self.statement_id}"
