"""Looking after what was written: hiding words with a reason, showing them, and the answer."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.surveys.models import Outcome, Reply, Survey
from jibungoto.kernel import audit, clock, nodes, outbox, publishing
from jibungoto.kernel.actor import Actor

from .errors import SurveysError
from .surveys import lock


@transaction.atomic
def hide_reply(*, reply: Reply, reason: str) -> Reply:
    """Keep somebody's words out of the result, and say why. Whoever wrote them reads the reason."""
    if not reason.strip():
        raise SurveysError(_("見えなくする理由を書いてください。"))
    reply.hidden_reason = reason.strip()
    reply.save(update_fields=["hidden_reason"])
    changes = {"reason": ("", reply.hidden_reason)}
    audit.record("surveys.reply.hide", reply.question.survey, changes=changes)
    publishing.heard()
    return reply


@transaction.atomic
def show_reply(*, reply: Reply) -> Reply:
    """Undo hide_reply; also: the words were looked at, and may be shown as they are."""
    reply.hidden_reason, reply.checked_at = "", clock.now()
    reply.save(update_fields=["hidden_reason", "checked_at"])
    audit.record("surveys.reply.show", reply.question.survey)
    publishing.heard()
    return reply


@transaction.atomic
def conclude_survey(
    *, survey: Survey, text: str, who: str, due_on: dt.date, actor: Actor | None = None,
    on: dt.date | None = None,
) -> Outcome:  # fmt: skip
    """Say officially what will be done with the result, by whom, by when. Everybody who answered
    or follows the survey hears of it once. Raises SurveysError while it runs.
    """
    current = lock(survey)
    if not current.is_over():
        raise SurveysError(_("返事は、アンケートを締め切ってからのせます。"))
    outcome = Outcome.objects.create(
        survey=current,
        text=text.strip(),
        who=who.strip(),
        due_on=due_on,
        answered_on=on or clock.today(),
        written_by_id=actor.user_id if actor else None,
    )
    nodes.change(current.node)
    changes = {"who": ("", outcome.who), "due_on": (None, due_on)}
    audit.record("surveys.outcome.write", current, actor=actor, changes=changes)
    outbox.emit("surveys.survey.answered", node=current.node, by=actor, who=outcome.who)
    return outcome


@transaction.atomic
def take_back_outcome(*, outcome: Outcome) -> None:
    """Undo conclude_survey, for one given by mistake; the log keeps that it was."""
    survey = outcome.survey
    audit.record("surveys.outcome.undo", survey, changes={"who": (outcome.who, "")})
    outcome.delete()
    nodes.change(survey.node)
