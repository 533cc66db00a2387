"""The manifest of facilities."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.kept import grounded
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import Kind, MenuEntry, Module, Permission, Section, Stage

from . import counting, maps, selectors
from .models import Facility
from .register_intake import KINDS, PERMISSION


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    return [selectors.count_rows(actor, district)]


def summary(actor: Actor, district: Any, counts: QuerySet[Any]) -> str:
    """How many places there are: one sentence for the wheel."""
    number = sum(row["number"] for row in counts)
    return _("{}か所の施設・場所が、地図と一覧にあります。").format(number) if number else ""


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The places of the district by kind, and which share of its residents has one within a walk.

    The lists are public: kept for all readers alike.
    """
    name = f"facilities.section.{district.pk if district else 0}"
    found: dict[str, Any] = grounded(name, lambda: _section(district))
    return found or None


def _section(district: Any) -> dict[str, Any]:
    from .walks import walks  # the arrays behind it are for pages that show shares

    counts = selectors.counts(GUEST, district)
    if not counts:
        return {}
    place = f"district={district.slug}&" if district else ""
    base = link("facilities:facility_list")
    near = walks([district])[district.pk] if district else []
    return {
        "counts": [(maps.kind_sign(c.kind), c, f"{base}?{place}kind={c.kind}") for c in counts],
        "walks": [w for w in near if w.share is not None],
        "all_url": f"{base}?{place}".rstrip("?&"),
        "total": sum(c.number for c in counts),
    }


MODULE = Module(
    app="facilities",
    stage=Stage.KNOW,
    permissions=[
        Permission(PERMISSION, gettext_lazy("施設の一覧をファイルから取りこむ")),
    ],
    roles={"administrator": [PERMISSION], "planner": [PERMISSION]},
    kinds=[
        Kind(
            Facility.KIND,
            gettext_lazy("施設・場所"),
            Stage.KNOW,
            (Facility.SUMMARY, "{}"),
            outcome=False,
        )
    ],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "施設・場所"),
            "facilities:facility_list",
            stage=Stage.KNOW,
            order=25,
        )
    ],
    sections=[
        Section(
            key="facilities",
            stage=Stage.KNOW,
            title=pgettext_lazy("一覧", "施設・場所"),
            template="facilities/section_facilities.html",
            context=section,
            summary=summary,
            rows=summary_rows,
            order=25,
            grounded=True,
        )
    ],
    measures=counting.measures(),
    # Boundaries that change tell us so (receivers.py); what was written past them is found here.
    jobs=[Schedule("facilities.place", daily_at=dt.time(3, 10))],
    intakes=KINDS,
    actions={
        "facilities.facility.add": gettext_lazy("施設を一覧から加えました"),
        "facilities.facility.change": gettext_lazy("施設を新しい一覧で書きかえました"),
        "facilities.facility.end": gettext_lazy("一覧からなくなった施設に、日付を書きました"),
        "facilities.facility.reopen": gettext_lazy("なくなったとした施設を、戻しました"),
        "facilities.facility.restore": gettext_lazy("施設を前の一覧の内容に戻しました"),
        "facilities.facility.remove": gettext_lazy("一覧から加えた施設を取り消しました"),
        "facilities.facility.place": gettext_lazy("施設がどの地区にあるかを確かめました"),
    },
)
