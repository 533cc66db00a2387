"""Who may look back: planners lead rounds, departments answer for their own measures."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.policy import Decision, allowed, permitted, refused, rule

from . import keys
from .keys import OpenedLink
from .models import ReviewItem, ReviewRequest, ReviewRound, YearReport

MANAGE = "reviews.round.manage"
ANSWER = "reviews.request.answer"


def sees_rounds(actor: Actor) -> bool:
    """Rounds are seen by all who lead or answer one, so that everybody sees who has answered."""
    return actor.may(MANAGE) or actor.may(ANSWER)


def visible(actor: Actor) -> Q:
    """The view rule of rounds for the database."""
    return Q() if sees_rounds(actor) else Q(pk__in=[])


def mine(actor: Actor) -> Q:
    """The requests that wait for an actor: those that name them, and those to their department.

    For a role of no single department also those that name nobody with an account."""
    if not actor.may(ANSWER) or actor.user_id is None:
        return Q(pk__in=[])
    named = Q(contacts__user=actor.user_id)
    if actor.may(MANAGE):
        return named
    own = actor.departments(ANSWER)
    if own is not None:
        return named | Q(department__in=own)
    return named | ~Q(contacts__user__isnull=False)


@rule("reviews.round.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed if sees_rounds(actor) else permitted(actor, ANSWER)


@rule("reviews.round.view")
def may_view(actor: Actor, found: ReviewRound) -> Decision:
    return allowed if sees_rounds(actor) else permitted(actor, ANSWER)


@rule(MANAGE)
def may_manage(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, MANAGE)


@rule("reviews.request.view")
def may_view_request(actor: Actor, request: ReviewRequest) -> Decision:
    return allowed if sees_rounds(actor) else permitted(actor, ANSWER)


@rule(ANSWER)
def may_answer(actor: Actor, request: ReviewRequest) -> Decision:
    """Whoever leads the round may answer for a department, too: by telephone it goes on.

    `request` comes from selectors.request, which says whom it names.
    """
    if actor.may(MANAGE):
        return allowed
    decision = permitted(actor, ANSWER)
    if not decision:
        return decision
    own = actor.departments(ANSWER)
    if own is not None:
        if request.department in own or request.names_actor:  # type: ignore[attr-defined]
            return allowed
        return refused(
            _("この回答は、{}の受け持ちです。"),
            request.department,
            who=_("担当が変わったときは、計画をまとめる課へお知らせください。"),
        )
    if request.is_for_others:  # type: ignore[attr-defined]
        return refused(
            _("「{}」の担当として知らされている方が答えます。"),
            request.department,
            who=_("担当が変わったときは、計画をまとめる課へお知らせください。"),
        )
    return allowed


@rule("reviews.link.answer")
def may_answer_by_link(actor: Actor, opened: OpenedLink) -> Decision:
    """The link itself is the right to answer one request, as long as its round takes answers."""
    contact = opened.contact
    if contact is None:
        return refused(
            _("このリンクは、途中で切れているか、新しいリンクに替わっています。"),
            who=_("いちばん新しいメールのリンクを、終わりまで続けて開いてください。"),
            level=Level.NONE,
        )
    who = _("答えることが残っているときは、計画をまとめる課へお知らせください。")
    if contact.link_stopped_at is not None:
        return refused(_("このリンクは、計画をまとめる課が止めました。"), who=who, level=Level.NONE)
    found = contact.request.round
    if clock.today() > keys.last_day(found):
        return refused(_("このリンクの期限は過ぎました。"), who=who, level=Level.NONE)
    if found.state == ReviewRound.State.CLOSED:
        return refused(_("この見直しは締め切りました。"), who=who, level=Level.NONE)
    return allowed


@rule("reviews.link.report")
def may_report_by_link(actor: Actor, opened: OpenedLink) -> Decision:
    """As for the request: the selector found the measure among those the link opens."""
    return may_answer_by_link(actor, opened)


@rule("reviews.item.report")
def may_report(actor: Actor, item: ReviewItem) -> Decision:
    return may_answer(actor, item.request)


@rule("reviews.report.list")
def may_list_reports(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("reviews.report.view")
def may_view_report(actor: Actor, report: YearReport) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("reviews.report.withdraw")
@rule("reviews.report.publish")
def may_publish_report(actor: Actor, report: YearReport) -> Decision:
    return permitted(actor, MANAGE)
