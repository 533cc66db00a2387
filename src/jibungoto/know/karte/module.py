"""The manifest of kartes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.kept import grounded
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import (
    Kind,
    MenuEntry,
    Module,
    Permission,
    Section,
    Stage,
)
from jibungoto.kernel.ways import Sequel
from jibungoto.ui.tags.words import fiscal_year

from . import policies, selectors
from .contents import read
from .models import Karte


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The first figures of the district's karte, and the way to it."""
    if district is None:
        return None
    return grounded(f"karte:{district.pk}", lambda: _section(actor, district), actor)


def _section(actor: Actor, district: Any) -> dict[str, Any] | None:
    karte = selectors.karte(actor, district.slug)
    if karte is None:
        return None
    found = read(karte.contents)
    return {
        "numbers": found.numbers[:4],
        "date": found.date,
        "source": found.sources,
        "url": link("karte:karte_view", slug=district.slug),
    }


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    return [] if district is None else [selectors.karte_of(actor, district)]


def summary(actor: Actor, district: Any, *found: QuerySet[Any]) -> str:
    """That there is a karte: one sentence for the wheel."""
    return _("地域カルテで、数字と声を見られます。") if any(found) else ""


def issued_words(event: Any) -> str:
    """A new edition, for those who follow the karte."""
    year = event.data.get("year")
    if not year:
        return _("カルテの新しい版が出ました。")
    return _("カルテの新しい版（{}）が出ました。").format(fiscal_year(int(year)))


def after_intake(run: Any) -> None:
    """New figures: kartes there are put together anew by a job. The first ones are asked for."""
    if Karte.objects.exists():
        jobs.enqueue(selectors.REBUILD, key=selectors.rebuild_key(run))


def sequel(actor: Actor, run: Any) -> Sequel | None:
    """Whether the kartes tell already what an intake brought."""
    job = selectors.rebuilding(run)
    see, kartes = _("地域カルテを見る"), link("karte:karte_list")
    if job is not None and not job.is_over:
        return Sequel(_("このあと、地域カルテも新しい内容につくり直します。"), see, kartes)
    if job is not None and job.state == job.State.DONE:
        return Sequel(_("地域カルテも、取りこんだあとの内容になっています。"), see, kartes)
    if job is not None:
        words = _("地域カルテのつくり直しは、途中で止まりました。もう一度つくり直してください。")
        build = link("karte:karte_build") if actor.may(policies.BUILD) else ""
        return Sequel(words, _("地域カルテをつくり直す"), build) if build else None
    if run.kind.split(".")[0] in _SOURCES and selectors.may_be_first(actor):
        words = _("地域カルテは、まだつくっていません。")
        return Sequel(words, _("地域カルテをつくる"), link("karte:karte_build"))
    return None


_SOURCES = ("places", "statistics", "facilities", "findings", "organisations")
_ALL = [policies.BUILD, policies.ISSUE]
MODULE = Module(
    app="karte",
    stage=Stage.KNOW,
    permissions=[
        Permission(policies.BUILD, gettext_lazy("地域カルテを、いまのデータでつくり直す")),
        Permission(policies.ISSUE, gettext_lazy("地域カルテの版を出す・取り下げる")),
    ],
    roles={"administrator": _ALL, "planner": _ALL},
    kinds=[Kind(Karte.KIND, gettext_lazy("地域カルテ"), Stage.KNOW, (Karte.TITLE,), outcome=False)],
    menu=[
        MenuEntry(
            pgettext_lazy("一覧", "地域カルテ"), "karte:karte_list", stage=Stage.KNOW, order=5
        )
    ],
    sections=[
        Section(
            key="karte",
            stage=Stage.KNOW,
            title=gettext_lazy("地域カルテ"),
            template="karte/section_karte.html",
            context=section,
            summary=summary,
            rows=summary_rows,
            order=5,
            grounded=True,
        )
    ],
    events={"karte.edition.issued": issued_words},
    # Early in the morning what residents and officers wrote the day before finds its way in.
    jobs=[Schedule("karte.refresh", daily_at=dt.time(3, 20))],
    after_intakes=[after_intake],
    sequels=[sequel],
    actions={
        "karte.karte.build": gettext_lazy("地域カルテをつくり直しました"),
        "karte.edition.issue": gettext_lazy("地域カルテの版を出しました"),
        "karte.edition.withdraw": gettext_lazy("地域カルテの版を取り下げました"),
    },
)
