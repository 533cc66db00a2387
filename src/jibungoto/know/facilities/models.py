"""The register of places people use, as the city's published lists have them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Facility(Record):
    """A place people use: a hall, a park, an AED. The districts it lies in are its node's.

    One list names it once; a school that is a place of refuge too is a row of either list.
    """

    KIND = "facility"  # of its node
    SUMMARY = gettext_noop("{}。{}")
    PARK = gettext_noop("公園")  # a subkind the house itself names and counts apart

    class Kind(models.TextChoices):
        PUBLIC = "public", _("公共施設")
        SHELTER = "shelter", _("避難場所")
        CHILDCARE = "childcare", _("子育て施設")
        MEDICAL = "medical", _("医療機関")
        CARE = "care", _("介護サービス")
        AED = "aed", _("AED")
        HERITAGE = "heritage", _("文化財")
        SIGHT = "sight", _("観光施設")
        TOILET = "toilet", _("公衆トイレ")
        WIFI = "wifi", _("公衆無線LAN")

    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    subkind = models.CharField(_("種別"), max_length=80, blank=True)
    # The list's own ID: often empty, used twice, or only a row number. See matching.py.
    code = models.CharField(_("ID"), max_length=40, blank=True)
    match_key = models.CharField(max_length=40, editable=False)  # digest of name and address
    name = models.CharField(_("名称"), max_length=160)
    kana = models.CharField(_("よみ"), max_length=240, blank=True)
    name_en = models.CharField(_("英語の名称"), max_length=160, blank=True)
    name_common = models.CharField(_("通称"), max_length=120, blank=True)
    address = models.CharField(_("所在地"), max_length=200, blank=True)
    building = models.CharField(_("建物"), max_length=120, blank=True)
    postcode = models.CharField(_("郵便番号"), max_length=8, blank=True)
    lat = models.FloatField(_("緯度"), null=True, blank=True)  # JGD2011, degrees
    lon = models.FloatField(_("経度"), null=True, blank=True)
    phone = models.CharField(_("電話番号"), max_length=60, blank=True)
    extension = models.CharField(_("内線番号"), max_length=40, blank=True)
    email = models.CharField(_("メール"), max_length=120, blank=True)
    contact_note = models.CharField(_("連絡先の備考"), max_length=400, blank=True)
    website = models.CharField(_("ウェブサイト"), max_length=400, blank=True)
    operator = models.CharField(_("運営"), max_length=160, blank=True)
    corporate_number = models.CharField(_("法人番号"), max_length=20, blank=True)
    open_days = models.CharField(_("利用できる曜日"), max_length=80, blank=True)
    opens = models.CharField(_("はじまり"), max_length=5, blank=True)  # HH:MM, up to 24:00
    closes = models.CharField(_("終わり"), max_length=5, blank=True)
    hours_note = models.CharField(_("日時の注意"), max_length=600, blank=True)
    capacity = models.PositiveIntegerField(_("定員・収容人数"), null=True, blank=True)
    description = models.TextField(_("説明"), blank=True)
    accessibility = models.CharField(_("バリアフリー"), max_length=600, blank=True)
    note = models.CharField(_("備考"), max_length=600, blank=True)
    source = models.CharField(_("出典"), max_length=200)
    dated = models.DateField(_("基準日"))
    run = models.ForeignKey(
        "intake.IntakeRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    line = models.PositiveIntegerField(_("ファイルの行"), null=True, blank=True)
    # The date of the first list that no longer names it. Its page stays.
    ended_on = models.DateField(_("一覧からなくなった日"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["kana", "name", "pk"]
        indexes = [
            models.Index(name="facilities_by_kana", fields=["municipality", "kind", "kana"]),
            models.Index(name="facilities_by_place", fields=["municipality", "lat", "lon"]),
            models.Index(name="facilities_by_match", fields=["municipality", "kind", "match_key"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="facilities_facility_position",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subkind_said(self) -> str:
        """The subkind in the reader's language, where the catalogues know the word."""
        return gettext(self.subkind) if self.subkind else ""

    @property
    def is_mapped(self) -> bool:
        return self.lat is not None


class FacilityDetail(Owned):
    """What only some kinds of place have: a hazard, a department, a care service, the fee.

    `key` is a field of the column dictionary (catalogue.DETAILS); a list has a row for each value.
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="details")
    key = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    value = models.CharField(max_length=600)

    class Meta(Owned.Meta):
        ordering = ["facility", "key", "order"]
        constraints = [
            models.UniqueConstraint(
                name="facilities_detail_once", fields=["facility", "key", "order"]
            )
        ]
        indexes = [
            models.Index(name="facilities_detail_of", fields=["municipality", "key", "value"])
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.key}"
