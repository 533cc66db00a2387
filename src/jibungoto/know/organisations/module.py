"""The manifest of organisations."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel import clock, registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import grounded
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.measures import Measure, Period, Row
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    Preparation,
    Section,
    Stage,
)
from jibungoto.ui.tags.words import long_date

from . import selectors
from .models import Organisation
from .register_intake import KIND as REGISTER

SHOWN = 6


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    return [selectors.footing_counts(actor, district)]


def summary(actor: Actor, district: Any, counts: QuerySet[Any]) -> str:
    """How many organisations there are: one sentence for the wheel."""
    number = sum(n for _footing, n in counts)
    return _("{}団体が活動しています。").format(number) if number else ""


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """Organisations of the district by footing, and the first few of them."""
    name = f"organisations.section.{district.pk if district else 0}"
    return grounded(name, lambda: _section(actor, district), actor)


def _section(actor: Actor, district: Any) -> dict[str, Any] | None:
    counts = selectors.footings(actor, district)
    total = sum(counts.values())
    if not total:
        return None
    base = link("organisations:organisation_list")
    place = f"district={district.slug}" if district else ""
    return {
        "footings": [
            (label, counts.get(value, 0), f"{base}?{place}&footing={value}")
            for value, label in Organisation.Footing.choices
        ],
        "rows": list(selectors.organisations(actor, district=district)[:SHOWN]) if district else [],
        "total": total,
        "all_url": f"{base}?{place}" if place else base,
        "joining": _joining(district),
    }


def _joining(district: Any) -> dict[str, Any]:
    """The association membership rate as the section shows it; public, kept for all alike."""
    name = f"organisations.joining.{district.pk if district else 0}"
    today = clock.today()
    return grounded(name, lambda: _joined(district, Period(today, today)))


def _joined(area: Any, period: Period) -> dict[str, Any]:
    """Member households, all households and the share; {} where either is not known."""
    found = selectors.joining(area, until=period.last)
    # Households are known in a room below the cycle's order: asked for through the kernel.
    households = registry.measures().get("statistics.households")
    whole = next(iter(households.rows(area, period)), None) if households else None
    if found is None or whole is None or not whole.amount:
        return {}
    return {
        "rate": found.households / whole.amount,
        "found": found,
        "households": whole.amount,
        "households_on": whole.date,
        "households_source": whole.title,
    }


def joining_rate(area: Any, period: Period) -> float | None:
    """Member households by the households of the area, in per cent."""
    told = _joined(area, period)
    return round(told["rate"] * 100, 1) if told else None


def joining_households(area: Any, period: Period) -> float | None:
    """Households that are members of the area's associations."""
    found = selectors.joining(area, until=period.last)
    return found.households if found else None


def joining_rows(area: Any, period: Period) -> Iterator[Row]:
    """The newest count of each association."""
    for row in selectors.joining_counts(area, until=period.last):
        yield Row(
            row.counted_on, str(row.organisation), node_url(row.organisation.node), row.members
        )


def count(area: Any, period: Period) -> float | None:
    """Organisations that existed on the period's last day."""
    return selectors.existing(period.last, area).count()


def rows(area: Any, period: Period) -> Iterator[Row]:
    """The organisations behind the count."""
    for found in selectors.existing(period.last, area).select_related("node"):
        yield Row(None, found.name, node_url(found.node))


_ALL = [
    "organisations.organisation.edit",
    "organisations.organisation.create",
    "organisations.organisation.import",
]
MODULE = Module(
    app="organisations",
    stage=Stage.KNOW,
    permissions=[
        Permission("organisations.organisation.edit", gettext_lazy("団体の紹介を書きかえる")),
        Permission("organisations.organisation.create", gettext_lazy("団体を名簿に加える")),
        Permission(
            "organisations.organisation.import", gettext_lazy("団体の名簿をファイルから取りこむ")
        ),
    ],
    roles={
        "administrator": _ALL,
        "planner": _ALL,
        "secretary": _ALL,
        "officer": ["organisations.organisation.edit"],
    },
    preparations=[
        Preparation(
            gettext_lazy("団体の名簿を取りこむ"),
            gettext_lazy(
                "自治会やNPOなどの一覧です。だれがどこで動いているかが、地区のページに出ます。"
            ),
            rows=lambda: Organisation.objects.all()[:1],
            permission=REGISTER.permission,
            url_name="intake:kind_use",
            url={"key": REGISTER.key},
            order=30,
        )
    ],
    kinds=[Kind(Organisation.KIND, gettext_lazy("団体"), Stage.KNOW)],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "団体"),
            "organisations:organisation_list",
            stage=Stage.KNOW,
            order=30,
        )
    ],
    sections=[
        Section(
            key="organisations",
            stage=Stage.KNOW,
            title=gettext_lazy("活動している団体"),
            template="organisations/section_organisations.html",
            context=section,
            summary=summary,
            rows=summary_rows,
            order=30,
            grounded=True,
        )
    ],
    measures=[
        Measure(
            key="organisations.count",
            label=gettext_lazy("団体の数"),
            unit=gettext_lazy("団体"),
            formula=gettext_lazy("期間の終わりの日に活動していた団体（名簿にあるもの）の数"),
            value=count,
            rows=rows,
        ),
        Measure(
            key="organisations.joining_households",
            label=gettext_lazy("自治会・町内会の加入世帯"),
            unit=gettext_lazy("世帯"),
            formula=gettext_lazy(
                "自治会・町内会がそれぞれ最後に届け出た会員の世帯数の合計。"
                "届け出のない会は数えません。いくつもの地区にまたがる会は、どの地区にも数えます"
            ),
            value=joining_households,
            rows=joining_rows,
        ),
        Measure(
            key="organisations.joining_rate",
            label=gettext_lazy("自治会・町内会の加入率"),
            unit=gettext_lazy("%"),
            formula=gettext_lazy(
                "自治会・町内会の加入世帯 ÷ 世帯数（いちばん新しい人口の表）。"
                "届け出のない会の世帯は、入っていないものとして数えます"
            ),
            value=joining_rate,
            rows=joining_rows,
        ),
    ],
    intakes=[REGISTER],
    events={
        "organisations.list.grew": lambda event: _("地区の団体の名簿に、団体が加わりました。"),
        "organisations.organisation.ended": lambda event: _("活動は{day}までです。").format(
            day=long_date(dt.date.fromisoformat(event.data["on"]))
        ),
        "organisations.organisation.reopened": lambda event: _("活動を続けています。"),
    },
    actions={
        "organisations.organisation.create": gettext_lazy("団体を名簿に加えました"),
        "organisations.organisation.change": gettext_lazy("団体の紹介を書きかえました"),
        "organisations.organisation.end": gettext_lazy("解散した日を書きました"),
        "organisations.organisation.reopen": gettext_lazy("解散を取り消しました"),
        "organisations.organisation.count": gettext_lazy("会員数を年ごとに書きとめました"),
        "organisations.organisation.remove": gettext_lazy("名簿に加えたのを取り消しました"),
    },
)
