"""Figures of areas: people by sex and age as published, and indicators of the city's own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Status(models.TextChoices):
    """Why there is a number, or none. None of the latter two is zero."""

    VALUE = "value", _("あり")
    SUPPRESSED = "suppressed", _("秘匿")
    MISSING = "missing", _("データなし")


class Release(Owned):
    """One table of people by area as published: of one day, from one register.

    A newer table of the same day replaces it; the old one stays, so that the newer can be undone.
    """

    class Register(models.TextChoices):
        RESIDENTS = "residents", _("住民基本台帳")
        CENSUS = "census", _("国勢調査")
        ESTIMATE = "estimate", _("推計人口")

    class State(models.TextChoices):
        CURRENT = "current", _("使っています")
        REPLACED = "replaced", _("新しいものに替わりました")

    register = models.CharField(_("もとの統計"), max_length=10, choices=Register)
    taken_on = models.DateField(_("基準日"))
    source = models.CharField(_("出典"), max_length=200)
    method = models.CharField(_("方法"), max_length=200, blank=True)
    # Lower bounds of the age classes, "0 5 10 … 85"; the last class is open. "" without ages.
    classes = models.CharField(max_length=600, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CURRENT)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The file of the ages or of the households, where that is another: a table completes another.
    ages_run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    households_run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="statistics_release_current",
                fields=["municipality", "register", "taken_on"],
                condition=Q(state="current"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.taken_on}"


class Headcount(Owned):
    """The people of one area in one release; neither area nor district is the whole municipality.

    Ages are packed (packing.py): an area is read and written as a whole, and 5,458 areas × 42
    classes × several dates as rows of their own would be a million rows for nothing.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="headcounts")
    small_area = models.ForeignKey(
        "places.SmallArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    line = models.PositiveIntegerField(_("もとのファイルの行"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.VALUE)
    is_sum = models.BooleanField(default=False)  # added up by us from the areas of the file
    total = models.PositiveIntegerField(_("総人口"), null=True, blank=True)
    men = models.PositiveIntegerField(_("男性"), null=True, blank=True)
    women = models.PositiveIntegerField(_("女性"), null=True, blank=True)
    households = models.PositiveIntegerField(_("世帯数"), null=True, blank=True)
    men_unknown = models.PositiveIntegerField(_("年齢不詳の男性"), null=True, blank=True)
    women_unknown = models.PositiveIntegerField(_("年齢不詳の女性"), null=True, blank=True)
    men_by_age = models.BinaryField(default=b"")
    women_by_age = models.BinaryField(default=b"")
    both_by_age = models.BinaryField(default=b"")  # only where the table does not tell the sexes
    # A suppressed area's people are counted in this one (census HTKSAKI).
    merged_into = models.ForeignKey(
        "places.SmallArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        indexes = [models.Index(name="statistics_headcount_area", fields=["small_area", "release"])]
        constraints = [
            models.UniqueConstraint(
                name="statistics_headcount_area_once",
                fields=["release", "small_area"],
                condition=Q(small_area__isnull=False),
            ),
            models.UniqueConstraint(
                name="statistics_headcount_district_once",
                fields=["release", "district"],
                condition=Q(district__isnull=False),
            ),
            models.UniqueConstraint(
                name="statistics_headcount_whole_once",
                fields=["release"],
                condition=Q(small_area__isnull=True, district__isnull=True),
            ),
            models.CheckConstraint(
                name="statistics_headcount_one_area",
                condition=Q(small_area__isnull=True) | Q(district__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"headcount {self.pk}"


class Indicator(Record):
    """A quantity the city or its districts follow: 加入率, 小学校の児童数, 犯罪の件数."""

    KIND = "indicator"  # of its node

    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    name = models.CharField(_("名前"), max_length=80)
    unit = models.CharField(_("単位"), max_length=20)
    definition = models.CharField(_("何を数えたもの"), max_length=400)
    decimals = models.PositiveSmallIntegerField(_("小数の桁"), default=0)
    # Whether counts of small areas may be added to those of districts: not shares and averages.
    adds_up = models.BooleanField(_("地区の数にするとき"), default=True)
    order = models.PositiveSmallIntegerField(default=100)
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="statistics_indicator_slug", fields=["municipality", "slug"]
            ),
            models.CheckConstraint(
                name="statistics_indicator_decimals", condition=Q(decimals__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Figure(Owned):
    """An indicator's value for a district or the whole municipality, on a day or over a period."""

    # Added up from small areas on reading (adding.py): such a figure is never stored.
    is_sum = False

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="figures")
    district = models.ForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("地区"),
    )
    # A period has both days; a figure of one day has only the last.
    first_on = models.DateField(_("期間のはじめ"), null=True, blank=True)
    last_on = models.DateField(_("基準日"))
    status = models.CharField(_("状態"), max_length=10, choices=Status, default=Status.VALUE)
    value = models.DecimalField(_("値"), max_digits=20, decimal_places=4, null=True, blank=True)
    source = models.CharField(_("出典"), max_length=200)
    method = models.CharField(_("方法"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["-last_on", "pk"]
        indexes = [
            models.Index(name="statistics_figure_of", fields=["district", "indicator", "-last_on"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="statistics_figure_once",
                fields=["indicator", "district", "last_on"],
                condition=Q(district__isnull=False),
            ),
            models.UniqueConstraint(
                name="statistics_figure_whole_once",
                fields=["indicator", "last_on"],
                condition=Q(district__isnull=True),
            ),
            models.CheckConstraint(
                name="statistics_figure_status",
                condition=Q(status="value", value__isnull=False)
                | (~Q(status="value") & Q(value__isnull=True)),
            ),
            models.CheckConstraint(
                name="statistics_figure_period",
                condition=Q(first_on__isnull=True) | Q(first_on__lte=models.F("last_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.last_on}"


class AreaFigure(Owned):
    """An indicator's value for a small area, as a table tells it. A district's sum is not stored:
    it is read through the membership of the areas (adding.py), so that it follows every change.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="area_figures")
    small_area = models.ForeignKey(
        "places.SmallArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("町丁・字")
    )
    # A suppressed area is counted in this one (census HTKSAKI).
    merged_into = models.ForeignKey(
        "places.SmallArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    line = models.PositiveIntegerField(_("もとのファイルの行"), null=True, blank=True)
    first_on = models.DateField(_("期間のはじめ"), null=True, blank=True)
    last_on = models.DateField(_("基準日"))
    status = models.CharField(_("状態"), max_length=10, choices=Status, default=Status.VALUE)
    value = models.DecimalField(_("値"), max_digits=20, decimal_places=4, null=True, blank=True)
    source = models.CharField(_("出典"), max_length=200)
    method = models.CharField(_("方法"), max_length=200, blank=True)
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["-last_on", "pk"]
        indexes = [
            models.Index(name="statistics_areafigure_of", fields=["small_area", "indicator"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="statistics_areafigure_once", fields=["indicator", "small_area", "last_on"]
            ),
            models.CheckConstraint(
                name="statistics_areafigure_status",
                condition=Q(status="value", value__isnull=False)
                | (~Q(status="value") & Q(value__isnull=True)),
            ),
            models.CheckConstraint(
                name="statistics_areafigure_period",
                condition=Q(first_on__isnull=True) | Q(first_on__lte=models.F("last_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.small_area_id} {self.last_on}"


class Meaning(models.TextChoices):
    """What a column of somebody's table tells."""

    IGNORE = "ignore", _("使わない")
    AREA_CODE = "area_code", _("地域コード")
    AREA_NAME = "area_name", _("地域名")
    WARD = "ward", _("区名")
    DATE = "date", _("調査年月日")
    TOTAL = "total", _("総人口")
    MEN = "men", _("男性の数")
    WOMEN = "women", _("女性の数")
    HOUSEHOLDS = "households", _("世帯数")
    AGE_MEN = "age_men", _("男性の年齢別")
    AGE_WOMEN = "age_women", _("女性の年齢別")
    AGE_BOTH = "age_both", _("男女合わせた年齢別")
    SEX = "sex", _("性別（1行に1つ）")
    AGE = "age", _("年齢（1行に1つ）")
    COUNT = "count", _("人数（1行に1つ）")
    INDICATOR = "indicator", _("指標")


class ColumnWord(Owned):
    """A header the municipality's tables use, beside the ones everybody's dictionary knows."""

    word = models.CharField(_("列の名前"), max_length=80)
    key = models.CharField(max_length=80, editable=False)  # simplified as headers are compared
    meaning = models.CharField(_("意味"), max_length=12, choices=Meaning)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["meaning", "word"]
        constraints = [
            models.UniqueConstraint(name="statistics_word_once", fields=["municipality", "key"])
        ]

    def __str__(self) -> str:
        return self.word


class Mapping(Owned):
    """How somebody said that a table is to be read; with a name it is offered next time."""

    class Layout(models.TextChoices):
        WIDE = "wide", _("1行に1つの地域")
        LONG = "long", _("1行に1つの数（地域×性別×年齢）")

    name = models.CharField(_("名前"), max_length=80, blank=True)
    signature = models.CharField(max_length=64)  # of its headers
    layout = models.CharField(_("表の形"), max_length=4, choices=Layout, default=Layout.WIDE)
    header_first = models.PositiveIntegerField(_("見出しのはじめの行"))
    header_last = models.PositiveIntegerField(_("見出しの終わりの行"))
    skip = models.CharField(_("読まない行"), max_length=200, blank=True)
    places = models.CharField(max_length=10, blank=True)  # small, district, or as the names tell
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["-changed_at", "-pk"]
        indexes = [
            models.Index(name="statistics_mapping_same", fields=["municipality", "signature"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="statistics_mapping_name",
                fields=["municipality", "name"],
                condition=~Q(name=""),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MappingColumn(Owned):
    """What one column means in a mapping; ages from low to high, an open class without high."""

    mapping = models.ForeignKey(Mapping, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()  # in the file, from 1
    header = models.CharField(max_length=200, blank=True)
    meaning = models.CharField(max_length=12, choices=Meaning, default=Meaning.IGNORE)
    # 0-4, 85-, 不詳 of a class; name and unit of an indicator.
    detail = models.CharField(max_length=120, blank=True)

    class Meta(Owned.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="statistics_mapping_column", fields=["mapping", "position"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.meaning}"
