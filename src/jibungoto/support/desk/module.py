"""The manifest of the desk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import (
    Cell,
    Column,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Target,
    Waiting,
    WaitingSource,
)
from jibungoto.ui.tags.words import era_date

from . import policies, selectors, services


def last_contact_rows(actor: Actor) -> Sequence[QuerySet[Any]]:
    return [selectors.contact_days()]


def last_contact_cells(
    actor: Actor, districts: Sequence[Any], days: QuerySet[Any]
) -> Mapping[int, Cell]:
    """How long ago somebody of the city was in touch with each district."""
    last = selectors.last_contacts(days)
    today = clock.today()
    cells = {}
    for district in districts:
        url = link("desk:desk_district", district=district.slug)
        found = last.get(district.pk)
        if found is None:
            cells[district.pk] = Cell(_("記録なし"), "wait", url)
            continue
        ago = (today - found.on).days
        text = _("今日") if ago == 0 else ngettext("{}日前", "{}日前", ago).format(ago)
        cells[district.pk] = Cell(
            text, "late" if ago > found.limit else "", url, era_date(found.on)
        )
    return cells


def late_rows(actor: Actor) -> Sequence[QuerySet[Any]]:
    return [selectors.late_counts()]


def late_cells(actor: Actor, districts: Sequence[Any], late: QuerySet[Any]) -> Mapping[int, Cell]:
    """Follow-ups of each district that are past their day."""
    counts = {row["district_id"]: row["number"] for row in late}
    return {
        d.pk: Cell(
            _("{}件").format(counts[d.pk]), "late", link("desk:desk_district", district=d.slug)
        )
        if counts.get(d.pk)
        else Cell("0")
        for d in districts
    }


def follow_up_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """What the officer promised to do until today or before."""
    if actor.user_id is None or not actor.may_somewhere(policies.WRITE):
        return None
    return [selectors.due_follow_ups(actor)]


def follow_ups(actor: Actor, due: QuerySet[Any]) -> Iterable[Waiting]:
    for contact in due:
        yield Waiting(
            title=contact.follow_up,
            url=link("desk:desk_mine"),
            note=_("連絡の約束・{}").format(contact.district.name),
            due=contact.follow_up_on,
        )


MODULE = Module(
    app="desk",
    permissions=[
        Permission(policies.READ, gettext_lazy("地区との連絡の記録を読む"), personal=True),
        Permission(policies.WRITE, gettext_lazy("地区との連絡を記録する"), personal=True),
        Permission(policies.SETTINGS, gettext_lazy("連絡の目安の日数を決める")),
    ],
    roles={
        "administrator": [policies.READ, policies.WRITE, policies.SETTINGS],
        "planner": [policies.READ, policies.WRITE, policies.SETTINGS],
        "district_officer": [policies.READ, policies.WRITE],
    },
    menu=[
        MenuEntry(
            gettext_lazy("連絡の記録"), "desk:desk_mine", permission=policies.READ, order=710
        ),
    ],
    columns=[
        Column(
            "last_contact",
            gettext_lazy("最後の連絡"),
            last_contact_cells,
            last_contact_rows,
            order=20,
        ),
        Column(
            "late_follow_ups", gettext_lazy("期限を過ぎた連絡"), late_cells, late_rows, order=30
        ),
    ],
    waiting=[WaitingSource(follow_up_rows, follow_ups)],
    personal_data=[
        PersonalData(
            "desk.Contact",
            gettext_lazy("職員が地区と話したことの記録（書いた人、話したこと、次にすること）"),
            gettext_lazy(
                "地区への支援を続け、担当が代わっても約束を守るため。職員だけが読みます。"
            ),
            gettext_lazy(
                "書いた人とのつながりは、アカウントを消すまで。記録は市の文書の保存年限まで。"
            ),
            export=selectors.contacts_by,
            erase=services.unlink_contacts,
        )
    ],
    targets=[
        Target("desk.Contact", _("連絡の記録"), ["kind", "district__name", "on"]),
        Target("desk.DeskSettings", _("連絡の設定")),
    ],
    actions={
        "desk.contact.log": gettext_lazy("地区との連絡を記録しました"),
        "desk.contact.change": gettext_lazy("地区との連絡の記録を直しました"),
        "desk.contact.finish": gettext_lazy("地区との約束を済ませました"),
        "desk.contact.reopen": gettext_lazy("済ませた約束を、これからすることに戻しました"),
        "desk.contact.withdraw": gettext_lazy("地区との連絡の記録を取り下げました"),
        "desk.contact.restore": gettext_lazy("地区との連絡の記録を元に戻しました"),
        "desk.settings.change": gettext_lazy("連絡の目安の日数を変えました"),
    },
)
