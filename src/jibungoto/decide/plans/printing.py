"""Plans on paper: the one-page summary, the tables and what changed, as data of ui/print."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Municipality
from jibungoto.ui import pdf
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import fiscal_year

from .drawing import shown_depth, tally_of
from .models import Plan
from .selectors.generations import Difference
from .selectors.glance import Choices, Glance, Late, Moved
from .selectors.plans import Lineage, period
from .selectors.tables import PlanTable
from .standing import Standing

_MOST = {"tree": 60, "late": 6, "indicators": 8, "moved": 6, "table": 7}


def summary(
    municipality: Municipality,
    plan: Plan,
    *,
    seen: Glance,
    offered: Choices,
    lineage: Lineage,
    late: Sequence[Late],
    moved: Sequence[Moved],
    standings: Sequence[Standing],
    tables: Sequence[PlanTable],
    words: Mapping[str, str],
) -> bytes:
    """The plan on one A3 page, as the 概要 cities print. Raises ui.pdf.CannotPrint."""
    parts = [
        _aim(plan, offered, lineage),
        _tree(seen, words),
        *[_worded(one, most=_MOST["table"]) for one in tables],
        _progress(seen, words),
        _late(late),
        _indicators(standings),
        _moved(moved),
    ]
    told = _told(municipality, plan, _("概要"), [p for p in parts if p])
    return pdf.render("decide/plans/print/summary.typ", told)


def table(municipality: Municipality, plan: Plan, shown: PlanTable) -> bytes:
    """One table of a plan on A4. Raises ui.pdf.CannotPrint."""
    return _sheet(municipality, plan, shown.title, [_worded(shown)])


def changes(municipality: Municipality, plan: Plan, told: Difference) -> bytes:
    """What changed from the plan before, on A4. Raises ui.pdf.CannotPrint."""
    parts = []
    for _sort, word, rows in told.groups:
        cells = [
            [
                "\n".join(f"{m.code} {m.title}" for m in one.before) or "—",
                "\n".join(f"{m.code} {m.title}" for m in one.after) or one.why or "—",
            ]
            for one in rows
        ]
        heads = [told.before.title, told.after.title]
        shown = {"columns": heads, "rows": cells}
        parts.append({"title": f"{word}（{_('{}件').format(len(rows))}）", "worded": shown})
    return _sheet(municipality, plan, _("前の計画から変わったこと"), parts)


def _sheet(
    municipality: Municipality, plan: Plan, kind: str, parts: Sequence[dict[str, Any]]
) -> bytes:
    told = _told(municipality, plan, kind, parts)
    return pdf.render("decide/plans/print/tables.typ", told)


def _told(
    municipality: Municipality, plan: Plan, kind: str, parts: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    return {
        **_head(municipality, plan, kind),
        "parts": list(parts),
        "qr": pdf.qr(_address(plan)),
        "qr_words": _("いまの進みぐあいは、画面で見られます。"),
    }


def _head(municipality: Municipality, plan: Plan, kind: str) -> dict[str, Any]:
    place = plan.district.name if plan.district else ""
    return {
        "title": plan.title,
        "kind": kind,
        "edition": place,
        "city": municipality.name,
        "colour": municipality.colour,
        "sub": period(plan),
        "sample": municipality.sample_note,
        "lead": plan.policy,
        "source": plan.source,
        "office": municipality.contact_office,
        "phone": municipality.contact_phone,
        "hours": municipality.contact_hours,
        "url": _address(plan),
    }


def _address(plan: Plan) -> str:
    return settings.BASE_URL.rstrip("/") + node_url(plan.node)


def _aim(plan: Plan, offered: Choices, lineage: Lineage) -> dict[str, Any]:
    facts = [
        (_("期間"), period(plan)),
        (_("めざす年"), _("{}年").format(plan.horizon) if plan.horizon else ""),
        (_("位置づけ"), plan.body),
        (_("決めたところ"), plan.decided_by),
        (_("前の計画"), listed(p.title for p in lineage.before)),
        (_("次の計画"), listed(p.title for p in lineage.after)),
        (_("関連する計画"), plan.related),
        *((group or _("視点"), listed(items)) for group, items in offered.groups),
    ]
    told = {"title": _("この計画について"), "stage": "decide"}
    return {**told, "facts": [(a, b) for a, b in facts if b]}


def _tree(seen: Glance, words: Mapping[str, str]) -> dict[str, Any]:
    """The tree as far as a page holds it: whole, or its upper levels with counts."""
    told: dict[str, Any] = {"title": _("施策の体系"), "stage": "act"}
    if not seen.roots:
        return {**told, "text": [_("中身はまだありません。")]}
    depth = shown_depth(seen.roots, _MOST["tree"])
    rows: list[tuple[str, str, int]] = []
    waiting = [(root, 1) for root in reversed(seen.roots)]
    while waiting:
        twig, deep = waiting.pop()
        beside = words.get(f"state.{twig.state}", "") if twig.state else ""
        if deep == depth and twig.children:
            beside = f"{beside} {_('ほか{}件').format(twig.size - 1)}".strip()
        rows.append((f"{twig.sign or ''}{twig.code}　{twig.title}", beside, min(deep, 4)))
        if deep < depth:
            waiting.extend((child, deep + 1) for child in reversed(twig.children))
    return {**told, "tree": rows[: 2 * _MOST["tree"]]}


def _worded(shown: PlanTable, most: int | None = None) -> dict[str, Any]:
    rows = [[_cell(cell) for cell in row] for row in shown.rows[:most]]
    told = {"columns": list(shown.heads), "rows": rows}
    return {"title": shown.title, "stage": "review", "worded": told}


def _cell(cell: Sequence[Any]) -> str:
    return "\n".join(f"{s.text}（{s.beside}）" if s.beside else s.text for s in cell) or "—"


def _progress(seen: Glance, words: Mapping[str, str]) -> dict[str, Any]:
    stats = [
        {"label": word, "value": str(number), "unit": _("件"), "vs": ""}
        for _look, word, number in tally_of(seen.states, words)
    ]
    return {"title": _("進みぐあい"), "stage": "review", "stats": stats} if stats else {}


def _late(late: Sequence[Late]) -> dict[str, Any]:
    rows = [
        _("{}：{}").format(
            one.twig.title, listed(filter(None, (one.word, *(h.cause for h in one.reasons))))
        )
        for one in late[: _MOST["late"]]
    ]
    told: dict[str, Any] = {"title": _("遅れていることと、その理由"), "stage": "review"}
    return {**told, "list": rows} if rows else {}


def _indicators(standings: Sequence[Standing]) -> dict[str, Any]:
    if not standings:
        return {}
    rows = [
        [
            one.indicator.name,
            f"{one.now_said}（{_('{}年').format(one.now.year)}）" if one.now else "—",
            f"{one.aim_said}（{_('{}年').format(one.aim.year)}）" if one.aim else "—",
            one.word,
        ]
        for one in standings[: _MOST["indicators"]]
    ]
    columns = [_("指標"), _("いま"), _("目標"), _("見通し")]
    return {
        "title": _("指標"),
        "stage": "know",
        "worded": {"columns": columns, "rows": rows, "widths": [4, 3, 3, 3]},
    }


def _moved(moved: Sequence[Moved]) -> dict[str, Any]:
    rows = [
        f"{fiscal_year(one.year)}　{one.twig.title}　{one.done}" for one in moved[: _MOST["moved"]]
    ]
    return {"title": _("最近動いたこと"), "stage": "show", "list": rows} if rows else {}
