"""The manifest of places."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Preparation,
    Section,
    Stage,
    Target,
)
from jibungoto.ui.tags.words import long_date

from .boundaries_intake import KIND as BOUNDARIES
from .membership_intake import KIND as MEMBERSHIP
from .models import District, DistrictKind
from .points_intake import KIND as POINTS
from .sections import extent_section
from .small_areas_intake import KIND as SMALL_AREAS

MODULE = Module(
    app="places",
    stage=Stage.KNOW,
    permissions=[
        Permission("places.district.edit", _("地区の名前・範囲・区域を整える")),
    ],
    roles={
        "administrator": ["places.district.edit"],
        "planner": ["places.district.edit"],
    },
    preparations=[
        Preparation(
            _("地区の区域を取りこむ"),
            _("地区の名前と区域の図です。地図・地区のページ・地域カルテのもとになります。"),
            rows=lambda: District.objects.all()[:1],
            permission=BOUNDARIES.permission,
            url_name="intake:kind_use",
            url={"key": BOUNDARIES.key},
            order=10,
        ),
        Preparation(
            _("協議会を置く地区の種類を決める"),
            _("決めるまでは、どの種類の地区も同じように出ます。"),
            rows=lambda: DistrictKind.objects.filter(has_council=True)[:1],
            permission="places.district.edit",
            url_name="places:kind_list",
            order=15,
        ),
    ],
    personal_data=[
        PersonalData(
            "places.Assignment",
            what=_("だれが、いつ、町丁・字と地区の対応を決めたか"),
            why=_("対応の決め方を確かめ、まちがいを取り消せるようにするため"),
            keep=_("対応の記録があるあいだ。ご本人の登録を消すと、だれかはわからなくなります"),
        )
    ],
    kinds=[Kind(District.KIND, _("地区"), Stage.KNOW, outcome=False)],
    menu=[MenuEntry(_("地区の一覧"), "places:district_list", stage=Stage.KNOW, order=10)],
    sections=[
        Section(
            key="extent",
            stage=Stage.KNOW,
            title=_("範囲と沿革"),
            template="places/section_extent.html",
            context=extent_section,
            order=90,
            grounded=True,
        )
    ],
    intakes=[BOUNDARIES, SMALL_AREAS, POINTS, MEMBERSHIP],
    events={
        "places.district.renamed": lambda event: str(
            _("地区の名前が「{before}」から「{name}」に変わりました。")
        ).format(**event.data),
        "places.district.ended": lambda event: str(_("この地区の区切りは、{day}までです。")).format(
            day=long_date(dt.date.fromisoformat(event.data["on"]))
        ),
        "places.district.reopened": lambda event: str(_("この地区は、これからも続きます。")),
        "places.boundary.changed": lambda event: str(_("地図の上の、地区の区域が変わりました。")),
    },
    targets=[
        Target("places.DistrictKind", _("地区の種類"), ["name"]),
    ],
    actions={
        "places.kind.create": _("地区の種類を登録しました"),
        "places.kind.change": _("地区の種類を変えました"),
        "places.district.create": _("地区を登録しました"),
        "places.district.change": _("地区の説明を変えました"),
        "places.district.rename": _("地区の名前を変えました"),
        "places.district.move": _("地区の外側を変えました"),
        "places.district.end": _("地区の終わりの日を書きました"),
        "places.district.reopen": _("地区の終わりを取り消しました"),
        "places.district.remove": _("地区の登録を取り消しました"),
        "places.boundary.set": _("地区の区域を描きました"),
        "places.boundary.remove": _("地区の区域を外しました"),
        "places.shape.set": _("町丁・字の区域を入れました"),
        "places.shape.restore": _("町丁・字の区域を前に戻しました"),
        "places.point.set": _("町丁・字の代表点を入れました"),
        "places.small_area.end": _("町丁・字の終わりの日を書きました"),
        "places.small_area.reopen": _("町丁・字の終わりを取り消しました"),
        "places.membership.undo": _("町丁・字と地区の対応を前に戻しました"),
        "places.membership.set": _("町丁・字と地区の対応を決めました"),
    },
)
