"""A department's answer: its reports, measure by measure, and the word that it is complete."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from jibungoto.decide.plans import services as plans
from jibungoto.decide.plans.models import Hurdle, Progress
from jibungoto.kernel import audit, clock, nodes, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Link, Node
from jibungoto.review.reviews.models import ReviewContact, ReviewItem, ReviewRequest, ReviewRound
from jibungoto.ui.listing import inside, quoted

from .errors import ReviewsError

EVIDENCE = Link.Relation.CAME_OF  # the record came of the measure


@dataclass(frozen=True, slots=True)
class Told:
    """What a department says of a year of a measure."""

    state: str
    done: str = ""
    done_on: dt.date | None = None
    budget: int | None = None
    spent: int | None = None


@dataclass(frozen=True, slots=True)
class Remedied:
    """Why a measure did not get on, and what is done about it.

    `hurdle` is one that was told before, `seen` its version as it was looked at.
    """

    cause: str
    remedy: str = ""
    remedy_state: str = ""
    hurdle: Hurdle | None = None
    seen: int = 0


@transaction.atomic
def report_measure(
    *,
    item: ReviewItem,
    actor: Actor,
    told: Told,
    hurdles: Sequence[Remedied] = (),
    evidence: str = "",
    expected_version: int | None = None,
    by_link: ReviewContact | None = None,
) -> Progress:
    """Report the round's year of a measure. `evidence` is a record's address or short code.

    `by_link` is the contact whose link it came by: the log then tells the address.
    Raises ReviewsError where answers are not taken or the evidence is not found, PlansError, and
    ChangedMeanwhile when somebody else reported since `expected_version`, or changed a hurdle.
    """
    request = _taking(item.request_id)
    year = request.round.year
    old = Progress.objects.filter(measure=item.measure, year=year).first()
    report = plans.report_progress(
        measure=item.measure, year=year, actor=actor, state=told.state, done=told.done,
        done_on=told.done_on, budget=told.budget, spent=told.spent,
        planned=old.planned if old else "", expected_version=expected_version,
    )  # fmt: skip
    for hurdle in hurdles:
        told_of: dict[str, Any] = {
            "year": year, "cause": hurdle.cause, "remedy": hurdle.remedy,
            "remedy_state": hurdle.remedy_state,
        }  # fmt: skip
        if hurdle.hurdle is None:
            plans.add_hurdle(measure=item.measure, **told_of)
        else:
            plans.change_hurdle(hurdle=hurdle.hurdle, expected_version=hurdle.seen, **told_of)
    if evidence.strip():
        add_evidence(item=item, actor=actor, text=evidence)
    _came_by(by_link, "reviews.link.report", item.measure.title)
    return report


@transaction.atomic
def repeat_measure(
    *, item: ReviewItem, actor: Actor, by_link: ReviewContact | None = None
) -> Progress:
    """Report the same as the year before, marked as such. Raises ReviewsError, PlansError."""
    request = _taking(item.request_id)
    found = plans.same_as_last_year(measure=item.measure, year=request.round.year, actor=actor)
    _came_by(by_link, "reviews.link.report", item.measure.title)
    return found


@transaction.atomic
def add_evidence(*, item: ReviewItem, actor: Actor, text: str) -> Link:
    """Link a record that shows what was done to its measure. Raises ReviewsError."""
    _taking(item.request_id)
    node = _record_named(actor, text)
    if node is None or node.pk == item.measure.node_id:
        raise ReviewsError(
            _(
                "「{}」という記録が見つかりません。このサイトのページのアドレスを写してください。"
            ).format(text.strip()[:100])
        )
    try:
        return trace.connect(node, item.measure.node, EVIDENCE)
    except trace.LinkLoop:
        raise ReviewsError(
            _("「{}」は、この施策のもとになった記録なので、裏づけにはできません。").format(
                inside(node.title)
            )
        ) from None


@transaction.atomic
def remove_evidence(*, item: ReviewItem, node: Node) -> None:
    """Take a link to a record away again; the record stays. Raises ReviewsError."""
    _taking(item.request_id)
    for found in Link.objects.filter(
        from_node=node, to_node=item.measure.node_id, relation=EVIDENCE
    ):
        trace.disconnect(found)


@transaction.atomic
def give_answer(
    *, request: ReviewRequest, actor: Actor, by_link: ReviewContact | None = None
) -> ReviewRequest:
    """Say that all measures of a department are reported. Raises ReviewsError."""
    request = _taking(request.pk)
    reported = Progress.objects.filter(
        measure=OuterRef("measure"), year=request.round.year
    ).exclude(state="")
    missing = list(
        request.items.filter(measure__removed_at=None)
        .exclude(Exists(reported))
        .values_list("measure__title", flat=True)
    )
    if missing:
        raise ReviewsError(
            _("まだ報告のない施策・事業があります：{}").format(quoted(missing, most=3))
        )
    request.answered_at, request.answered_by_id = clock.now(), actor.user_id
    request.answered_by_link = by_link
    request.save(update_fields=["answered_at", "answered_by", "answered_by_link"])
    audit.record("reviews.request.answer", request, actor=actor)
    _came_by(by_link, "reviews.link.answer")
    return request


@transaction.atomic
def reopen_answer(
    *, request: ReviewRequest, actor: Actor, by_link: ReviewContact | None = None
) -> ReviewRequest:
    """Take an answer back to be mended, as long as the round is open. Raises ReviewsError."""
    request = _locked(request.pk)
    _open(request)
    if request.answered_at is not None:
        request.answered_at = request.answered_by = request.answered_by_link = None
        request.save(update_fields=["answered_at", "answered_by", "answered_by_link"])
        audit.record("reviews.request.reopen", request, actor=actor)
        _came_by(by_link, "reviews.link.reopen")
    return request


def _came_by(contact: ReviewContact | None, action: str, measure: str = "") -> None:
    """The log names the address whose link was used, beside the deed itself."""
    if contact is not None:
        changes = {"measure": (None, measure)} if measure else {}
        audit.record(action, contact, changes=changes)


def _locked(pk: int) -> ReviewRequest:
    return ReviewRequest.objects.select_for_update(of=("self",)).select_related("round").get(pk=pk)


def _open(request: ReviewRequest) -> None:
    if request.round.state == ReviewRound.State.CLOSED:
        raise ReviewsError(
            _("この見直しは締め切りました。直したいことは、計画をまとめる課へお知らせください。")
        )
    if request.round.state == ReviewRound.State.PLANNED:
        raise ReviewsError(_("この見直しは、まだ始まっていません。"))


def _taking(pk: int) -> ReviewRequest:
    """The request, locked, if its round takes answers and it is not answered yet."""
    request = _locked(pk)
    _open(request)
    if request.answered_at is not None:
        raise ReviewsError(
            _("もう回答されています。直すときは「回答を開き直す」を押してください。")
        )
    return request


def _record_named(actor: Actor, text: str) -> Node | None:
    """The record behind an address of this site or a short code, if the actor may see it."""
    said = text.strip().removeprefix(settings.BASE_URL.rstrip("/"))
    if "://" in said:
        said = "/" + said.partition("://")[2].partition("/")[2]
    said = said.partition("?")[0].partition("#")[0]
    if "/" not in said:
        return nodes.by_code(actor, said)
    slug = node_url(Node(path="")).strip("/")
    path = said.lstrip("/").removeprefix(f"{slug}/")
    path = f"{path.strip('/')}/"
    return Node.objects.filter(nodes.visible(actor), path=path).first()
