"""Remarks on ideas: written, taken back, looked after."""

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.ideas.models import Comment, Idea, Report
from jibungoto.kernel import audit, clock, outbox, publishing
from jibungoto.kernel.contributions import caution

from .campaigns import reception
from .contribution import handling
from .errors import IdeasError


@transaction.atomic
def comment(*, idea: Idea, participant_id: int, text: str) -> Comment:
    """Write a comment; the same words by the same person again are one. Raises IdeasError."""
    said = text.strip()
    head = handling.head(idea)
    if not said:
        raise IdeasError(_("コメントを書いてください。"))
    known = Comment.objects.filter(
        idea=head, participant_id=participant_id, text=said, withdrawn_at=None
    ).first()
    if known is not None:
        return known
    rules = reception()
    waits = rules.check_first or (rules.hold_cautions and bool(caution.cautions(said)))
    made = Comment.objects.create(idea=head, participant_id=participant_id, text=said, waits=waits)
    audit.record("ideas.comment.write", head)
    if not waits:
        outbox.emit("ideas.idea.commented", node=head.node)
    publishing.heard()
    return made


@transaction.atomic
def withdraw_comment(*, comment: Comment) -> None:
    """Take back what one remarked; it is gone for all."""
    if Comment.objects.filter(pk=comment.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        audit.record("ideas.comment.withdraw", comment.idea)
        publishing.heard()


@transaction.atomic
def check_comment(*, comment: Comment) -> None:
    """Staff looked: a comment that waited becomes public."""
    if Comment.objects.filter(pk=comment.pk, waits=True).update(waits=False):
        audit.record("ideas.comment.check", comment.idea)
        publishing.heard()


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str) -> None:
    """Take a comment from public sight; its author reads why. Raises IdeasError."""
    if not reason.strip():
        raise IdeasError(_("見えなくする理由を書いてください。書いた方に伝わります。"))
    Comment.objects.filter(pk=comment.pk).update(hidden_reason=reason.strip(), waits=False)
    Report.objects.filter(comment=comment, handled_at=None).update(handled_at=clock.now())
    audit.record("ideas.comment.hide", comment.idea, changes={"reason": ("", reason)})
    publishing.heard()


@transaction.atomic
def show_comment(*, comment: Comment) -> None:
    """Undo hide_comment."""
    if Comment.objects.filter(pk=comment.pk).exclude(hidden_reason="").update(hidden_reason=""):
        audit.record("ideas.comment.show", comment.idea)
        publishing.heard()
