"""The manifest of councils."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.measures import Measure, Period, Row
from jibungoto.kernel.naming import named
from jibungoto.kernel.registry import (
    Cell,
    Column,
    Kind,
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Preparation,
    Section,
    Stage,
    Waiting,
    WaitingSource,
)
from jibungoto.ui.listing import inside
from jibungoto.ui.tags.words import era_date

from . import journey, policies, selectors, services
from .models import Council, CouncilDistrict


def summary_rows(actor: Actor, district: Any) -> Sequence[QuerySet[Any]]:
    if district is not None:
        return [selectors.councils_over(actor, district)]
    founded = selectors.councils(actor).exclude(founded_on=None).order_by()
    return [founded.values_list("municipality").annotate(Count("pk"))]


def summary(actor: Actor, district: Any, found: QuerySet[Any]) -> str:
    """How far the council is: one sentence for the wheel."""
    words = selectors.words()
    if district is None:
        founded = sum(n for _place, n in found)
        if not founded:
            return ""
        return _("{}が{}か所にできています。").format(words["council"], founded)
    council = next((placed.council for placed in found), None)
    if council is None:
        return ""
    return _("{council}は、{since}から「{stage}」の段階です。").format(
        council=words["council.short"],
        since=era_date(council.stage_since),
        stage=words[f"stage.{council.stage}"],
    )


def section(actor: Actor, district: Any) -> Mapping[str, Any] | None:
    """The journey of the district's council, or how many councils stand at each step."""
    words = selectors.words()
    if district is None:
        counts = selectors.stage_counts(actor)
        if not counts:
            return None
        return {
            "counts": [(words[f"stage.{key}"], counts.get(key, 0)) for key in journey.ORDER],
            "words": words,
        }
    council = selectors.council_of(actor, district)
    if council is None:
        return None
    return {
        "council": council,
        "words": words,
        "stage": words[f"stage.{council.stage}"],
        "task": journey.TASK[Council.Stage(council.stage)],
        "steps": journey.steps(council.stage, words, {}),
    }


def stage_cells(
    actor: Actor, districts: Sequence[Any], placed: QuerySet[CouncilDistrict]
) -> Mapping[int, Cell]:
    """The step each district's council stands at."""
    words = selectors.words()
    return {
        row.district_id: Cell(
            words[f"stage.{row.council.stage}"],
            url=node_url(row.council.node),
            note=_("{}から").format(era_date(row.council.stage_since)),
        )
        for row in placed
    }


def stage_rows(actor: Actor) -> Sequence[QuerySet[Any]]:
    return [selectors.placed(actor)]


def ending_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """Seats whose holders' terms end soon, for those who look after the council."""
    found = selectors.ending_seats_for(actor, policies.SEAT)
    return None if found is None else [found]


def ending_terms(actor: Actor, ending: QuerySet[Any]) -> Iterable[Waiting]:
    for term in ending:
        council = term.seat.council
        yield Waiting(
            title=_("「{}」の次の方を決める").format(inside(term.seat.title)),
            url=link("councils:council_open", slug=council.slug) + "#seats",
            note=_("{}・任期は{}まで").format(council.name, era_date(term.ends_on)),
            due=term.ends_on,
        )


def stage_words(event: Any) -> str:
    """What a follower reads when a council goes on."""
    return _("「{}」の段階に入りました。").format(event.data["stage"])


def founded_value(area: Any, period: Period) -> float:
    return float(selectors.founded(area, period.last).count())


def founded_rows(area: Any, period: Period) -> Iterable[Row]:
    return [
        Row(c.founded_on, c.name, node_url(c.node)) for c in selectors.founded(area, period.last)
    ]


MODULE = Module(
    app="councils",
    stage=Stage.DECIDE,
    permissions=[
        Permission(policies.CREATE, gettext_lazy("協議会のページをつくる")),
        Permission(policies.EDIT, gettext_lazy("協議会の名前や設立の日を直す")),
        Permission(policies.STAGE, gettext_lazy("協議会の段階を進める")),
        Permission(policies.SEAT, gettext_lazy("協議会の役と任期を整える")),
    ],
    roles={
        "administrator": [policies.CREATE, policies.EDIT, policies.STAGE, policies.SEAT],
        "planner": [policies.CREATE, policies.EDIT, policies.STAGE, policies.SEAT],
        "district_officer": [policies.EDIT, policies.STAGE, policies.SEAT],
        "secretary": [policies.EDIT, policies.SEAT],
    },
    preparations=[
        Preparation(
            named("council.short", gettext_lazy("{}を登録する")),
            gettext_lazy(
                "地区の話し合いの場です。段階と役を書いておくと、ここに全地区の様子が並びます。"
            ),
            rows=lambda: Council.objects.all()[:1],
            permission=policies.CREATE,
            url_name="councils:council_create",
            order=40,
        )
    ],
    kinds=[
        Kind("council", named("council.short"), Stage.DECIDE),
        Kind("council_stage", named("council.short", gettext_lazy("{}の歩み")), Stage.DECIDE),
    ],
    menu=[
        MenuEntry(named("council.short"), "councils:council_list", Stage.DECIDE, order=300),
    ],
    sections=[
        Section(
            "councils.journey",
            Stage.DECIDE,
            gettext_lazy("話し合いの集まり"),
            "councils/section_journey.html",
            section,
            summary,
            order=10,
            rows=summary_rows,
            grounded=True,
        )
    ],
    columns=[Column("stage", gettext_lazy("段階"), stage_cells, stage_rows, order=10)],
    waiting=[WaitingSource(ending_rows, ending_terms)],
    measures=[
        Measure(
            "councils.founded",
            gettext_lazy("設立された協議会の数"),
            gettext_lazy("団体"),
            gettext_lazy("設立した日が、期間の終わりの日までにある協議会を数えます。"),
            founded_value,
            founded_rows,
        )
    ],
    events={
        "councils.council.created": lambda event: _("地区の話し合いの集まりが始まりました。"),
        "councils.stage.entered": stage_words,
    },
    personal_data=[
        PersonalData(
            "councils.Term",
            gettext_lazy("協議会の役と任期（アカウントとのつながり）"),
            gettext_lazy(
                "任期の終わりに引き継ぎを知らせるため。名前は、本人が公開を選んだときだけ出ます。"
            ),
            gettext_lazy("つながりはアカウントを消すまで。任期の記録は、名前のないまま残ります。"),
            export=selectors.terms_of,
            erase=services.unlink_terms,
        )
    ],
    actions={
        "councils.council.create": gettext_lazy("協議会のページをつくりました"),
        "councils.council.change": gettext_lazy("協議会の名前や設立の日を直しました"),
        "councils.stage.enter": gettext_lazy("協議会の段階を進めました"),
        "councils.stage.undo": gettext_lazy("協議会の段階を取り消しました"),
        "councils.seat.add": gettext_lazy("協議会の役を加えました"),
        "councils.seat.close": gettext_lazy("協議会の役をなくしました"),
        "councils.seat.reopen": gettext_lazy("なくした役を元に戻しました"),
        "councils.seat.fill": gettext_lazy("協議会の役の任期を入れました"),
    },
)
