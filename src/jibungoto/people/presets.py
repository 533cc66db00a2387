"""The roles every municipality starts with. What each may do stands in the apps' manifests."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from .models import Role


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    name: str
    note: str
    scope: str = Role.Scope.MUNICIPALITY
    is_staff: bool = True


ADMINISTRATOR = "administrator"

# What the secretary is called where a preset of words calls the council otherwise: catalogues
# have to know the names that stand in the rows.
CALLED_OTHERWISE = (
    _("推進会議の事務局"), _("地区協議会の事務局"), _("活動団体の事務局"), _("住民協議会の事務局"),
    _("地域担当職員・コーディネーター"),
)  # fmt: skip

PRESETS = (
    Preset(ADMINISTRATOR, _("管理者"), _("役割を渡し、この市の設定を受け持つ職員です。")),
    Preset(
        "planner",
        _("企画・協働の担当課"),
        _("計画・指標・振り返りをまとめ、全地区を支える課です。"),
    ),
    Preset(
        "department",
        _("各課の担当"),
        _("自分の課に届いた声に、期日までに答える職員です。"),
        Role.Scope.DEPARTMENT,
    ),
    Preset(
        "district_officer",
        _("地区担当職員・コーディネーター"),
        _("受け持つ地区を訪ね、話し合いと活動を支えます。"),
        Role.Scope.DISTRICT,
    ),
    Preset(
        "secretary",
        _("協議会の事務局"),
        _("地区の会議・記録・計画・予算をまとめる住民の方です。"),
        Role.Scope.DISTRICT,
        is_staff=False,
    ),
    Preset(
        "officer",
        _("団体の役員"),
        _("町内会やNPOなど、自分の団体のことを書ける方です。"),
        Role.Scope.ORGANISATION,
        is_staff=False,
    ),
)
