"""The lists of the national standard as a table: which column becomes what, kind by kind.

Data only. The spellings of the columns are the dictionary's (japan/tables/columns.toml and our own
columns.toml beside this file); here stands what a field of it means for a facility.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext_lazy as _

from jibungoto.japan.tables.columns import Dictionary, standard

from .models import Facility

Kind = Facility.Kind


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact only some kinds have. form: text, list, flag (1/0), number, date or url."""

    label: Any
    form: str = "text"
    unit: Any = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One kind of facility: its list in the standard, and what its columns mean.

    `columns` lays over COMMON: field of the dictionary → field of Facility. `details` are fields
    kept as FacilityDetail, in the order a page shows them. `apart` names what, besides name and
    address, tells two rows of a list apart.
    """

    kind: str
    dataset: str
    title: Any
    help: Any
    columns: Mapping[str, str] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    apart: str = ""
    capacity: Any = ""  # what its capacity is called; 定員 where nothing else is said


COMMON: Mapping[str, str] = {
    "name": "name", "name_kana": "kana", "name_en": "name_en", "name_common": "name_common",
    "building": "building", "postcode": "postcode", "phone": "phone", "extension": "extension",
    "email": "email", "contact_note": "contact_note", "url": "website",
    "organisation": "operator", "corporate_number": "corporate_number", "open_days": "open_days",
    "opens": "opens", "closes": "closes", "hours_note": "hours_note",
    "description": "description", "accessibility": "accessibility", "note": "note",
}  # fmt: skip

HAZARDS: Mapping[str, Any] = {
    "hazard_flood": _("洪水"),
    "hazard_landslide": _("崖崩れ、土石流及び地滑り"),
    "hazard_storm_surge": _("高潮"),
    "hazard_earthquake": _("地震"),
    "hazard_tsunami": _("津波"),
    "hazard_fire": _("大規模な火事"),
    "hazard_inland_flood": _("内水氾濫"),
    "hazard_volcano": _("火山現象"),
}

DETAILS: Mapping[str, Detail] = {
    **{key: Detail(word, "flag") for key, word in HAZARDS.items()},
    "is_shelter": Detail(_("指定避難所も兼ねる"), "flag"),
    "associations": Detail(_("対象の町会・自治会"), "list"),
    "elevation": Detail(_("標高"), "number", "m"),
    "services": Detail(_("サービス"), "list"),
    "departments": Detail(_("診療科目"), "list"),
    "after_hours": Detail(_("時間外の対応")),
    "beds": Detail(_("病床数"), "number", _("床")),
    "ages_accepted": Detail(_("受入年齢")),
    "ages_to": Detail(_("受入年齢の上限")),
    "temporary_care": Detail(_("一時預かり"), "flag"),
    "holiday_care": Detail(_("休日保育"), "flag"),
    "night_care": Detail(_("夜間保育"), "flag"),
    "approved_on": Detail(_("認可等の日"), "date"),
    "ownership": Detail(_("公立・私立")),
    "position": Detail(_("置いてある場所")),
    "child_pads": Detail(_("小児対応"), "flag"),
    "restricted": Detail(_("外部の方は使えない"), "flag"),
    "culture_kind": Detail(_("文化財の種類")),
    "place": Detail(_("場所の名称")),
    "count": Detail(_("員数")),
    "count_unit": Detail(_("員数の単位")),
    "designated_on": Detail(_("指定された日"), "date"),
    "summary": Detail(_("概要")),
    "fee": Detail(_("料金")),
    "fee_detail": Detail(_("料金のくわしいこと")),
    "contact_name": Detail(_("連絡先")),
    "contact_extension": Detail(_("連絡先の内線")),
    "contact_phone": Detail(_("連絡先の電話")),
    "access": Detail(_("行き方")),
    "parking": Detail(_("駐車場")),
    "priority_parking": Detail(_("優先駐車場"), "flag"),
    "ostomate": Detail(_("オストメイト対応トイレ"), "flag"),
    "nursing_room": Detail(_("授乳室"), "flag"),
    "toilet_men": Detail(_("男性用の数"), "number"),
    "toilet_women": Detail(_("女性用の数"), "number"),
    "toilet_shared": Detail(_("男女共用の数"), "number"),
    "toilet_barrier_free": Detail(_("バリアフリートイレの数"), "number"),
    "wheelchair": Detail(_("車椅子で使える"), "flag"),
    "infant": Detail(_("乳幼児用の設備"), "flag"),
    "ostomate_toilet": Detail(_("オストメイト"), "flag"),
    "ssid": Detail(_("SSID")),
    "area": Detail(_("提供エリア")),
    "form_url": Detail(_("連絡のフォーム"), "url"),
    "fax": Detail(_("FAX")),
    "medical_code": Detail(_("医療機関コード")),
    "office_number": Detail(_("事業所番号")),
    "poi_code": Detail(_("POIコード")),
    "description_en": Detail(_("説明（英語）")),
    "summary_en": Detail(_("概要（英語）")),
    "image": Detail(_("写真（公開元のサイト）"), "url"),
    "image_licence": Detail(_("写真のライセンス")),
    "image_2": Detail(_("写真2（公開元のサイト）"), "url"),
    "image_2_licence": Detail(_("写真2のライセンス")),
}
_TAIL = ("form_url", "fax", "image", "image_licence", "image_2", "image_2_licence")
_ROOMS = ("priority_parking", "ostomate", "nursing_room")

LISTED: tuple[Listed, ...] = (
    Listed(
        Kind.PUBLIC, "01", _("公共施設の一覧"),
        _("公民館・図書館・公園などの一覧です（自治体標準 01）。"),
        details=(*_ROOMS, "poi_code", *_TAIL),
    ),
    Listed(
        Kind.SHELTER, "03", _("指定緊急避難場所の一覧"),
        _("災害の種類ごとに使える避難場所の一覧です（自治体標準 03）。"),
        columns={"shelter_capacity": "capacity"},
        details=(*HAZARDS, "is_shelter", "associations", "elevation", *_TAIL),
       capacity=_("想定の収容人数"),
    ),
    Listed(
        Kind.CHILDCARE, "05", _("子育て施設の一覧"),
        _("保育園・幼稚園・児童館などの一覧です（自治体標準 05、保育園マップの様式も読めます）。"),
        columns={"kind": "subkind", "capacity": "capacity"},
        details=("ages_accepted", "ages_to", "temporary_care", "holiday_care", "night_care",
                 "approved_on", "ownership", "access", "parking", *_ROOMS, *_TAIL),
        apart="kind",
    ),
    Listed(
        Kind.MEDICAL, "10", _("医療機関の一覧"),
        _("病院・診療所などの一覧です（自治体標準 10）。"),
        columns={"medical_kind": "subkind", "corporation": "operator",
                 "consultation_days": "open_days", "consultation_opens": "opens",
                 "consultation_closes": "closes", "consultation_note": "hours_note"},
        details=("departments", "after_hours", "beds", "medical_code", *_TAIL),
        apart="medical_kind",
    ),
    Listed(
        Kind.CARE, "09", _("介護サービス事業所の一覧"),
        _("介護のサービスを行う事業所の一覧です（自治体標準 09）。"),
        columns={"care_name": "name", "care_name_kana": "kana", "corporation": "operator",
                 "capacity": "capacity"},
        details=("services", "office_number", *_TAIL),
        apart="office_number",
    ),
    Listed(
        Kind.AED, "08", _("AED設置箇所の一覧"),
        _("AEDのある場所の一覧です（自治体標準 08）。"),
        details=("position", "child_pads", "restricted", *_TAIL),
        apart="position"
    ),
    Listed(
        Kind.HERITAGE, "02", _("文化財の一覧"),
        _("指定・登録された文化財の一覧です（自治体標準 02）。"),
        columns={"culture_class": "subkind", "owner": "operator"},
        details=("culture_kind", "place", "count", "count_unit", "designated_on", "summary",
                 "summary_en", "description_en", *_TAIL),
        apart="culture_class",
    ),
    Listed(
        Kind.SIGHT, "11", _("観光施設の一覧"),
        _("見る・遊ぶ・泊まる場所の一覧です（自治体標準 11）。"),
        details=("fee", "fee_detail", "access", "parking", "contact_name", "contact_phone",
                 "contact_extension", "description_en", "poi_code", *_TAIL),
    ),
    Listed(
        Kind.TOILET, "13", _("公衆トイレの一覧"),
        _("公衆トイレの一覧です（自治体標準 13）。"),
        details=("position", "toilet_men", "toilet_women", "toilet_shared", "toilet_barrier_free",
                 "wheelchair", "infant", "ostomate_toilet", *_TAIL),
        apart="position"
    ),
    Listed(
        Kind.WIFI, "07", _("公衆無線LANの一覧"),
        _("公衆無線LANを使える場所の一覧です（自治体標準 07）。"),
        columns={"installer": "operator"},
        details=("ssid", "area", *_TAIL),
        apart="ssid"
    ),
)  # fmt: skip
BY_KIND: Mapping[str, Listed] = {one.kind: one for one in LISTED}


@cache
def dictionary() -> Dictionary:
    """The columns of the standard with the spellings facilities come in besides."""
    text = resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return standard().extended(text)
