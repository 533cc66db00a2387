"""Who may do what with surveys. Anybody may read; who may answer is said by each survey."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.policy import Decision, allowed, participates, permitted, refused, rule

from .models import Outcome, Question, Reply, Survey

RUN = "surveys.survey.run"
MODERATE = "surveys.reply.moderate"
CONCLUDE = "surveys.outcome.write"


def visible(actor: Actor) -> Q:
    """The view rule for the database: public surveys, and those one runs."""
    return nodes.visible(actor, "node__") | workable(actor)


def workable(actor: Actor, permission: str = RUN) -> Q:
    """The surveys somebody has this permission for, for the database."""
    return nodes.placed_within(actor.scopes(permission))


def paths(survey: Survey) -> list[str]:
    """The lineages of a survey's districts; [""] for one of the whole city."""
    return [placed.district.lineage for placed in survey.node.placed.all()] or [""]


def _holds(actor: Actor, permission: str, survey: Survey) -> Decision:
    return allowed if holds(actor, permission, survey) else permitted(actor, permission)


def holds(actor: Actor, permission: str, survey: Survey) -> bool:
    """Whether a role held now has the permission for this survey."""
    return any(actor.may(permission, district_path=path) for path in paths(survey))


def runs(actor: Actor, survey: Survey) -> bool:
    return bool(actor.grants) and holds(actor, RUN, survey)


@rule("surveys.survey.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("surveys.survey.view")
def may_view(actor: Actor, survey: Survey) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("surveys.survey.answer")
def may_answer(actor: Actor, survey: Survey) -> Decision:
    """Those of the survey's level; a trial only for those who run it."""
    if survey.stage in (Survey.Stage.DRAFT, Survey.Stage.TRIAL):
        if runs(actor, survey):
            return allowed
        return refused(_("このアンケートは、まだ始まっていません。"), level=Level.NONE)
    reason = survey.level_why or _(
        "一人一回だけ数え、あとから直せるように、どなたの答えかを見分けます。"
    )
    return participates(actor, Level(survey.level), reason)


@rule("surveys.result.view")
def may_read_result(actor: Actor, survey: Survey) -> Decision:
    """While it runs only where it promised so; those who run it look at any time."""
    if survey.is_over() or runs(actor, survey):
        return allowed
    if survey.stage == Survey.Stage.OPEN and survey.shown == Survey.Shown.LIVE:
        return allowed
    return refused(
        _("結果は、アンケートが終わってから、ここに出します。"),
        who=_("終わる日は、アンケートのページにあります。"),
        level=Level.NONE,
    )


@rule("surveys.survey.create")
def may_create(actor: Actor, _obj: object) -> Decision:
    return allowed if actor.may_somewhere(RUN) else permitted(actor, RUN)


@rule(RUN)
def may_run(actor: Actor, survey: Survey) -> Decision:
    return _holds(actor, RUN, survey)


@rule("surveys.question.edit")
def may_edit_question(actor: Actor, question: Question) -> Decision:
    return _holds(actor, RUN, question.survey)


@rule(MODERATE)
def may_moderate(actor: Actor, survey: Survey) -> Decision:
    return _holds(actor, MODERATE, survey)


@rule("surveys.reply.hide")
def may_hide(actor: Actor, reply: Reply) -> Decision:
    return _holds(actor, MODERATE, reply.question.survey)


@rule(CONCLUDE)
def may_conclude(actor: Actor, survey: Survey) -> Decision:
    return _holds(actor, CONCLUDE, survey)


@rule("surveys.outcome.undo")
def may_undo_outcome(actor: Actor, outcome: Outcome) -> Decision:
    return _holds(actor, CONCLUDE, outcome.survey)
