"""The manifest of groupings."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import shared
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Section,
    Stage,
)

from . import policies, selectors

SHOWN = 3


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The newest published groupings of a place; nothing where there are none."""
    public = Actor(municipality_id=tenancy.current_id())
    name = f"groupings:{district.pk if district else ''}"
    found = shared(public, name, lambda: list(selectors.groupings(public, district)[:SHOWN]))
    if not found:
        return None
    return {"groupings": found, "all_url": link("groupings:grouping_list")}


def summary(actor: Actor, district: Any) -> str:
    """One sentence for the wheel."""
    told = section(actor, district)
    if not told:
        return ""
    return _("「{}」をまとめました。").format(told["groupings"][0].title)


MODULE = Module(
    app="groupings",
    stage=Stage.HEAR,
    voices=True,
    permissions=[Permission(policies.EDIT, gettext_lazy("寄せられた声をまとめる"))],
    roles={
        "administrator": [policies.EDIT],
        "planner": [policies.EDIT],
        "district_officer": [policies.EDIT],
        "secretary": [policies.EDIT],
    },
    kinds=[Kind("grouping", gettext_lazy("聴いた声のまとまり"), Stage.HEAR)],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "聴いた声のまとまり"),
            "groupings:grouping_list",
            stage=Stage.HEAR,
            order=140,
        ),
        MenuEntry(
            gettext_lazy("声をまとめる"),
            "groupings:grouping_create",
            permission=policies.EDIT,
            order=724,
        ),
    ],
    sections=[
        Section(
            key="groupings",
            stage=Stage.HEAR,
            title=gettext_lazy("聴いた声のまとまり"),
            template="groupings/section_groupings.html",
            context=section,
            summary=summary,
            order=140,
        )
    ],
    personal_data=[
        PersonalData(
            "groupings.Item",
            gettext_lazy("まとめるために写した声の文。だれが書いたかは写しません"),
            gettext_lazy("もとの声を、いつでも読みかえせるようにするため"),
            gettext_lazy("まとまりがあるあいだ"),
        ),
    ],
    actions={
        "groupings.grouping.create": gettext_lazy("声をまとめはじめました"),
        "groupings.grouping.propose": gettext_lazy("声のまとまりの案ができました"),
        "groupings.grouping.publish": gettext_lazy("声のまとまりを公開しました"),
        "groupings.grouping.withdraw": gettext_lazy("声のまとまりの公開を取りやめました"),
        "groupings.bundle.rename": gettext_lazy("声のまとまりに名前をつけました"),
        "groupings.bundle.merge": gettext_lazy("声のまとまりを合わせました"),
        "groupings.bundle.split": gettext_lazy("声のまとまりを分けました"),
        "groupings.bundle.move": gettext_lazy("声を別のまとまりに移しました"),
        "groupings.bundle.aside": gettext_lazy("声をまとまりの外に置きました"),
        "groupings.step.undo": gettext_lazy("声のまとまりの手順を取り消しました"),
        "groupings.item.turn": gettext_lazy("声を問いかけの意見にしました"),
    },
)
