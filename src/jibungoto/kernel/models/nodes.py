from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity, phases
from jibungoto.kernel.tenancy import Owned


class Node(Owned):
    """The public face of a record: one row for everything people can point at.

    Follows, links, attachments, comments and search hold real foreign keys to it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", phases.DRAFT.word
        STAFF = "staff", _("職員だけ")
        PUBLIC = "public", phases.PUBLIC.word
        REMOVED = "removed", _("取り下げ")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    short_code = models.CharField(max_length=8, default=identity.short_code, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(_("題名"), max_length=200)
    summary = models.CharField(_("ひとこと"), max_length=400, blank=True)
    path = models.CharField(max_length=200)  # below /<slug>/, so that a list needs no look-up
    state = models.CharField(max_length=10, choices=State, default=State.PUBLIC)
    occurred_on = models.DateField(default=clock.today)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    # Two people on one record: the later one is told.
    version = models.PositiveIntegerField(default=1)
    districts: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "places.District", through="NodeDistrict", related_name="+"
    )

    class Meta(Owned.Meta):
        indexes = [
            models.Index(
                name="kernel_node_newest", fields=["municipality", "state", "kind", "-occurred_on"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="kernel_node_path", fields=["municipality", "path"]),
            models.CheckConstraint(
                name="kernel_node_state",
                condition=models.Q(state__in=["draft", "staff", "public", "removed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NodeDistrict(Owned):
    """A node concerns a district."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="placed")
    district = models.ForeignKey("places.District", on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_nodedistrict_once", fields=["node", "district"])
        ]
        indexes = [models.Index(name="kernel_nodedistrict_of", fields=["district", "-node"])]

    def __str__(self) -> str:
        return f"{self.node_id} in {self.district_id}"


class Link(Owned):
    """One thing came of another. It reads both ways; together the links are the trace."""

    class Relation(models.TextChoices):
        CAME_OF = "came_of", _("もとになったこと")
        DECIDED_IN = "decided_in", _("決めたところ")
        FUNDED_BY = "funded_by", _("お金のもと")
        CARRIED_OUT_BY = "carried_out_by", _("担う人")
        ANSWERS = "answers", _("返事")
        CONTINUES = "continues", _("引き継いだもの")
        SERVES = "serves", _("めざすもの")
        MERGED_INTO = "merged_into", _("まとめた先")

    from_node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_out")
    to_node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_in")
    relation = models.CharField(max_length=20, choices=Relation)
    note = models.CharField(_("ひとこと"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="kernel_link_once", fields=["from_node", "to_node", "relation"]
            ),
            models.CheckConstraint(
                name="kernel_link_apart", condition=~models.Q(from_node=models.F("to_node"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_node_id} {self.relation} {self.to_node_id}"


class Follow(Owned):
    """Somebody wants to hear what becomes of a thing (見守る)."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="follows")
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.CASCADE, related_name="follows"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_follow_once", fields=["node", "participant"])
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} follows {self.node_id}"


class Record(Owned):
    """A record the public can point at: it owns its node."""

    node = models.OneToOneField(Node, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        abstract = True
