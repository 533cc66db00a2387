"""Districts: the parts of a municipality in which people live and decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class DistrictKind(Owned):
    """町丁・字, 小学校区, 中学校区, 地区, 住区 or what else the municipality knows."""

    key = models.SlugField(max_length=40)
    name = models.CharField(_("名前"), max_length=40)
    has_council = models.BooleanField(_("協議会を置く"), default=False)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="places_kind_key", fields=["municipality", "key"])
        ]

    def __str__(self) -> str:
        return self.name


class District(Record):
    """A district of some kind, valid from a day until a day, nested in another or not."""

    KIND = "district"  # of its node

    kind = models.ForeignKey(DistrictKind, on_delete=models.PROTECT, related_name="districts")
    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    code = models.CharField(_("コード"), max_length=20, blank=True)
    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみ"), max_length=120, blank=True)
    lead = models.CharField(_("ひとこと"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # The ids from the outermost district to this one, ".3.17.": a role there counts here.
    lineage = models.CharField(max_length=200, default=".", editable=False)
    valid_from = models.DateField(_("いつから"), null=True, blank=True)
    valid_until = models.DateField(_("いつまで"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta(Record.Meta):
        ordering = ["order", "code", "pk"]
        constraints = [
            models.UniqueConstraint(name="places_district_slug", fields=["municipality", "slug"]),
            models.CheckConstraint(
                name="places_district_term",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(Owned):
    """What a district was called until a day."""

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみ"), max_length=120, blank=True)
    until = models.DateField(_("いつまで"))

    class Meta(Owned.Meta):
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.name


class Boundary(Owned):
    """The polygon of a district as GeoJSON, with where it comes from."""

    district = models.OneToOneField(District, on_delete=models.CASCADE, related_name="boundary")
    geojson = models.JSONField()  # a Polygon or MultiPolygon in longitude, latitude (JGD2011)
    min_lon = models.FloatField()
    min_lat = models.FloatField()
    max_lon = models.FloatField()
    max_lat = models.FloatField()
    area_km2 = models.FloatField()
    source = models.CharField(_("出典"), max_length=200)
    dated = models.DateField(_("基準日"), default=clock.today)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(name="places_boundary_box", fields=["municipality", "min_lon", "max_lon"])
        ]

    def __str__(self) -> str:
        return f"boundary of {self.district_id}"


class SmallArea(Owned):
    """A unit people are counted in (町丁・字). It is no place of its own: no home page, no roles.

    Codes change from census to census, so an area is valid from a day until a day like a district.
    """

    # Text: 町字ID, KEY_CODE or the city's own; "" where the city's tables have none.
    code = models.CharField(_("コード"), max_length=20, blank=True)
    name = models.CharField(_("名前"), max_length=80)
    search_key = models.CharField(max_length=120, editable=False)  # japan.text: 一丁目 = １丁目
    # A representative point: inside the polygon where there is one, else from a list of points.
    lon = models.FloatField(_("経度"), null=True, blank=True)
    lat = models.FloatField(_("緯度"), null=True, blank=True)
    point_source = models.CharField(_("代表点の出典"), max_length=200, blank=True)
    valid_from = models.DateField(_("いつから"), null=True, blank=True)
    valid_until = models.DateField(_("いつまで"), null=True, blank=True)
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["code", "pk"]
        indexes = [
            models.Index(name="places_smallarea_name", fields=["municipality", "search_key"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="places_smallarea_code",
                fields=["municipality", "code"],
                condition=~Q(code=""),
            ),
            models.UniqueConstraint(
                name="places_smallarea_key",
                fields=["municipality", "search_key"],
                condition=Q(code=""),
            ),
        ]

    @property
    def key(self) -> str:
        """What tells it from others within the municipality."""
        return self.code or self.search_key

    def __str__(self) -> str:
        return self.name


class SmallAreaShape(Owned):
    """The polygon of a small area, with where it comes from.

    Well-known binary and not GeoJSON: thousands are read at once to be drawn, or laid over
    districts, and shapely takes an array of these in milliseconds.
    """

    small_area = models.OneToOneField(SmallArea, on_delete=models.CASCADE, related_name="shape")
    wkb = models.BinaryField()  # a Polygon or MultiPolygon in longitude, latitude (JGD2011)
    area_km2 = models.FloatField()
    # What the file itself counts there: to check it by, and to weigh areas by. No statistics.
    people = models.PositiveIntegerField(null=True, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(_("出典"), max_length=200)
    dated = models.DateField(_("基準日"), default=clock.today)
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"shape of {self.small_area_id}"


class SmallAreaLineage(Owned):
    """A small area goes on in another: split, merged or renamed from one table to the next."""

    before = models.ForeignKey(SmallArea, on_delete=models.CASCADE, related_name="continued_in")
    after = models.ForeignKey(SmallArea, on_delete=models.CASCADE, related_name="continues")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="places_lineage_once", fields=["before", "after"]),
            models.CheckConstraint(
                name="places_lineage_other", condition=~Q(before=models.F("after"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class Method(models.TextChoices):
    """How it is known that a small area belongs to a district."""

    TABLE = "table", _("対応表")
    POINT = "point", _("代表点")
    AREA = "area", _("面積按分")
    HAND = "hand", _("手作業")


class Membership(Owned):
    """A small area, or a share of it, belongs to a district; with how that is known."""

    Method = Method

    small_area = models.ForeignKey(SmallArea, on_delete=models.CASCADE, related_name="memberships")
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="memberships")
    ratio = models.DecimalField(_("割合"), max_digits=7, decimal_places=6, default=1)
    method = models.CharField(_("決め方"), max_length=10, choices=Method, default=Method.TABLE)
    source = models.CharField(_("出典"), max_length=200)
    reason = models.CharField(_("理由"), max_length=200, blank=True)  # of what a person set by hand
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="places_membership_once", fields=["small_area", "district"]
            ),
            models.CheckConstraint(
                name="places_membership_ratio", condition=Q(ratio__gt=0) & Q(ratio__lte=1)
            ),
        ]
        indexes = [models.Index(name="places_membership_of", fields=["district", "small_area"])]

    def __str__(self) -> str:
        return f"{self.small_area_id} in {self.district_id}"


class Assignment(Owned):
    """One act that changed which small areas make up the districts of a kind: a table taken in,
    a computing by point or area, a correction by hand. Its rows say what was before and after.
    """

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    kind = models.ForeignKey(DistrictKind, on_delete=models.CASCADE, related_name="assignments")
    method = models.CharField(_("決め方"), max_length=10, choices=Method)
    source = models.CharField(_("出典"), max_length=200)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(name="places_assignment_of", fields=["kind", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_method_display()}"


class AssignmentRow(Owned):
    """The share of a small area in a district before and after an assignment; 0 is no share."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="rows")
    small_area = models.ForeignKey(SmallArea, on_delete=models.CASCADE, related_name="+")
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="+")
    ratio_before = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    ratio_after = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    # How the share before was known, so that undoing brings all of it back.
    method_before = models.CharField(max_length=10, choices=Method, blank=True)
    source_before = models.CharField(max_length=200, blank=True)
    reason_before = models.CharField(max_length=200, blank=True)
    run_before = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="places_assignmentrow_once", fields=["assignment", "small_area", "district"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.small_area_id} in {self.district_id}: {self.ratio_after}"
