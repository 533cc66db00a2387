"""What somebody noticed, where, and who noticed it too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity, phases
from jibungoto.kernel.contributions.tables import SPOT, Contribution
from jibungoto.kernel.tenancy import Owned


class Sort(models.TextChoices):
    """What kind of finding: also the kind of its node."""

    CHARM = "charm", _("魅力")
    ISSUE = "issue", _("課題")
    RESOURCE = "resource", _("資源")


class Asset(models.TextChoices):
    """The five kinds of resource."""

    PERSON = "person", _("ひと")
    THING = "thing", _("もの")
    MONEY = "money", _("かね")
    PLACE = "place", _("場")
    INFORMATION = "information", _("情報")


class Presence(models.TextChoices):
    """Whether a resource is at work already, or waits to be found and used."""

    MANIFEST = "manifest", _("見えている")
    LATENT = "latent", _("まだ生かされていない")


def one_of(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> Q:
    """The constraint that a column holds one of its choices."""
    return Q(**{f"{field}__in": [*choices.values, *([""] if blank else [])]})


class Theme(Owned):
    """What findings are about, in the municipality's own words: 子ども, 坂道, 緑…"""

    name = models.CharField(_("名前"), max_length=30)
    order = models.PositiveSmallIntegerField(_("並べる順"), default=100)
    is_open = models.BooleanField(_("使う"), default=True)

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="findings_theme_name", fields=["municipality", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class Reception(Owned):
    """How the municipality receives findings; without a row they are public at once."""

    check_first = models.BooleanField(_("職員が見てから公開する"), default=False)
    hold_cautions = models.BooleanField(
        _("名前や電話番号のようなことばがあるものは、見てから公開する"), default=True
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="findings_reception_once", fields=["municipality"])
        ]

    def __str__(self) -> str:
        return "checked first" if self.check_first else "public at once"


class Finding(Contribution):
    """A charm, an issue or a resource. Its title is that of its node."""

    Sort = Sort
    Asset = Asset
    Presence = Presence

    class Channel(models.TextChoices):
        WEB = "web", _("画面で")
        COUNTER = "counter", _("窓口で")
        PAPER = "paper", _("紙で")
        ORAL = "oral", _("口頭で")
        FILE = "file", _("まとめて取りこみ")

    class State(models.TextChoices):
        NEW = "new", phases.NEW.word
        RECEIVED = "received", phases.RECEIVED.word
        TALKED = "talked", _("話し合っています")
        TAKEN_UP = "taken_up", phases.TAKEN_UP.word
        CONNECTED = "connected", _("つながりました")
        PASSED = "passed", phases.PASSED.word

    sort = models.CharField(_("種類"), max_length=10, choices=Sort)
    text = models.TextField(_("くわしく"), max_length=1000, blank=True)
    found_on = models.DateField(_("いつ"), default=clock.today)
    channel = models.CharField(_("どこから"), max_length=10, choices=Channel, default=Channel.WEB)
    state = models.CharField(_("いまの段階"), max_length=10, choices=State, default=State.NEW)
    themes: "models.ManyToManyField[Theme, FindingTheme]" = models.ManyToManyField(
        Theme, through="FindingTheme", related_name="findings"
    )
    # Of a resource only.
    asset = models.CharField(_("資源の種類"), max_length=12, choices=Asset, blank=True)
    presence = models.CharField(_("あらわれ方"), max_length=10, choices=Presence, blank=True)
    # Of what was taken in from a file.
    source = models.CharField(_("出典"), max_length=200, blank=True)
    licence = models.CharField(_("利用の条件"), max_length=60, blank=True)
    source_key = models.CharField(max_length=64, blank=True)

    class Meta(Contribution.Meta):
        ordering = ["-found_on", "-pk"]
        indexes = [
            models.Index(
                name="findings_newest", fields=["municipality", "sort", "-found_on", "-id"]
            ),
            models.Index(name="findings_of_district", fields=["district", "sort", "state"]),
            models.Index(name="findings_by_spot", fields=["municipality", "lat", "lon"]),
            models.Index(name="findings_by_person", fields=["participant"]),
        ]
        constraints = [
            models.CheckConstraint(name="findings_finding_sort", condition=one_of("sort", Sort)),
            models.CheckConstraint(name="findings_finding_spot", condition=SPOT),
            models.CheckConstraint(
                name="findings_finding_asset",
                condition=(
                    Q(sort="resource") & one_of("asset", Asset) & one_of("presence", Presence)
                )
                | (~Q(sort="resource") & Q(asset="", presence="")),
            ),
            models.CheckConstraint(
                name="findings_finding_apart",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
            ),
            models.UniqueConstraint(
                name="findings_finding_source",
                fields=["municipality", "source_key"],
                condition=~Q(source_key=""),
            ),
        ]


class FindingTheme(Owned):
    """A finding is about a theme."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="findings_theme_once", fields=["finding", "theme"])
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} about {self.theme_id}"


class MeToo(Owned):
    """Somebody noticed the same (わたしも).

    Whoever wrote a finding has a row too: it counts once the finding is merged into another's.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="findings_metoo_once", fields=["finding", "participant"])
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} too: {self.finding_id}"


class Draft(Owned):
    """A finding on its way through the steps; forgotten after a few days."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.CASCADE, related_name="+"
    )
    sort = models.CharField(max_length=10, choices=Sort)
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=1000, blank=True)
    asset = models.CharField(max_length=12, choices=Asset, blank=True)
    presence = models.CharField(max_length=10, choices=Presence, blank=True)
    place = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    district = models.ForeignKey(
        "places.District", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(name="findings_draft_sort", condition=one_of("sort", Sort)),
            models.CheckConstraint(name="findings_draft_spot", condition=SPOT),
        ]

    def __str__(self) -> str:
        return self.title
