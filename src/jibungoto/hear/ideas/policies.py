"""Who may do what with ideas. Anybody reads; taking part needs what the municipality asks."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import GUEST, Actor, Level
from jibungoto.kernel.kept import shared
from jibungoto.kernel.policy import Decision, allowed, participates, permitted, refused, rule

from .models import Answer, Campaign, Comment, Idea, Merge, Reception

SORT = "ideas.idea.sort"
ANSWER = "ideas.idea.answer"
MODERATE = "ideas.idea.moderate"
CAMPAIGN = "ideas.campaign.edit"
SETTINGS = "ideas.settings.edit"


def visible(actor: Actor) -> Q:
    """The view rule for the database: that of the nodes, and whatever somebody wrote oneself."""
    seen = nodes.visible(actor, "node__")
    return seen | Q(participant_id=actor.participant_id) if actor.participant_id else seen


def workable(actor: Actor, permission: str = SORT) -> Q:
    """The ideas somebody has this permission for, for the database."""
    return actor.scopes(permission).covers()


def path(held: Idea | Campaign) -> str:
    """The lineage of its district; "" for one of the whole city."""
    return held.district.lineage if held.district_id and held.district else ""


def is_own(actor: Actor, written: Any) -> bool:
    return actor.participant_id is not None and actor.participant_id == written.participant_id


def level_asked() -> Level:
    """How surely the municipality wants to know who proposes; kept until something is published."""
    return shared(GUEST, "ideas:level", _level)


def _level() -> Level:
    found = Reception.objects.first()
    return Level(found.level) if found else Level.DEVICE


@rule("ideas.idea.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("ideas.idea.view")
@rule("ideas.campaign.view")
def may_view(actor: Actor, _obj: object) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("ideas.idea.report")
@rule("ideas.idea.mine")
def may_report(actor: Actor, _obj: object) -> Decision:
    return participates(actor, Level.DEVICE, _("同じ方を二度数えないように、端末を見分けます。"))


@rule("ideas.idea.post")
@rule("ideas.idea.support")
@rule("ideas.comment.write")
def may_take_part(actor: Actor, _obj: object) -> Decision:
    return participates(
        actor,
        level_asked(),
        _("お一人を二度数えないように、また、あとからご自分で直せるように、確かめています。"),
    )


@rule("ideas.idea.edit")
def may_edit(actor: Actor, idea: Idea) -> Decision:
    """Whoever wrote it, until the town has begun to work on it."""
    if is_own(actor, idea):
        if idea.state in (Idea.State.NEW, Idea.State.RECEIVED):
            return allowed
        return refused(_("市が検討を始めた提案は、書きかえられません。コメントで補えます。"))
    if actor.may(SORT, district_path=path(idea)):
        return allowed
    return refused(
        _("直せるのは、この提案を書いた端末と、提案を受けとめる担当です。"),
        who=_("直したいところがあるときは、「気になる書きこみを知らせる」からお知らせください。"),
    )


@rule("ideas.idea.withdraw")
def may_withdraw(actor: Actor, idea: Idea) -> Decision:
    """Only whoever wrote it: others may hide it and say why."""
    if is_own(actor, idea):
        return allowed
    return refused(
        _("取り下げられるのは、この提案を書いた端末からだけです。"),
        who=_("気になるところがあるときは、「気になる書きこみを知らせる」からお知らせください。"),
    )


@rule("ideas.comment.withdraw")
def may_withdraw_comment(actor: Actor, comment: Comment) -> Decision:
    if is_own(actor, comment):
        return allowed
    return refused(_("消せるのは、このコメントを書いた端末からだけです。"))


@rule(SORT)
def may_sort(actor: Actor, idea: Idea) -> Decision:
    return permitted(actor, SORT, district_path=path(idea))


@rule("ideas.board.view")
def may_open_board(actor: Actor, _obj: object) -> Decision:
    """Everybody who sorts somewhere; the board shows what they sort."""
    return allowed if actor.may_somewhere(SORT) else permitted(actor, SORT)


@rule(ANSWER)
def may_answer(actor: Actor, idea: Idea) -> Decision:
    return permitted(actor, ANSWER, district_path=path(idea))


@rule(MODERATE)
def may_moderate(actor: Actor, idea: Idea) -> Decision:
    return permitted(actor, MODERATE, district_path=path(idea))


@rule("ideas.comment.moderate")
def may_moderate_comment(actor: Actor, comment: Comment) -> Decision:
    return permitted(actor, MODERATE, district_path=path(comment.idea))


@rule("ideas.merge.undo")
def may_undo_merge(actor: Actor, merge: Merge) -> Decision:
    return permitted(actor, SORT, district_path=path(merge.head))


@rule("ideas.answer.undo")
def may_undo_answer(actor: Actor, answer: Answer) -> Decision:
    return permitted(actor, ANSWER, district_path=path(answer.idea))


@rule("ideas.campaign.create")
def may_begin(actor: Actor, _obj: object) -> Decision:
    """Whoever may ask for ideas somewhere; where, the form offers."""
    return allowed if actor.may_somewhere(CAMPAIGN) else permitted(actor, CAMPAIGN)


@rule(CAMPAIGN)
def may_edit_campaign(actor: Actor, campaign: Campaign) -> Decision:
    return permitted(actor, CAMPAIGN, district_path=path(campaign))


@rule(SETTINGS)
def may_set(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, SETTINGS)
