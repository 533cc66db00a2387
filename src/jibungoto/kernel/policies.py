"""Rules of the kernel's own doors."""

from django.utils.translation import gettext as _

from .actor import Actor, Level
from .models import Attachment, Job, Node, NodeDistrict
from .outbox.services import StopLink
from .policy import Decision, allowed, participates, permitted, refused, rule


@rule("kernel.node.view")
def may_view(actor: Actor, node: Node) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("kernel.node.follow")
def may_follow(actor: Actor, node: Node) -> Decision:
    return participates(
        actor, Level.DEVICE, _("見守るものを覚えておくために、この端末を見分けられるようにします。")
    )


@rule("kernel.audit.read")
def may_read_audit(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, "kernel.audit.read")


@rule("kernel.audit.read_term")
def may_read_term(actor: Actor, _obj: object) -> Decision:
    """Whoever held a role here may read what happened meanwhile."""
    if actor.past_terms:
        return allowed
    return refused(
        _("このページは、任期を終えた方が、お務めのあいだのことを読み返すためのものです。"),
        who=_("お務めになったことがあるのに開かないときは、市の担当へお知らせください。"),
        level=Level.ACCOUNT,
    )


@rule("kernel.search.ask")
def may_search(actor: Actor, _obj: object) -> Decision:
    """Anybody; what is found is what they may see."""
    return allowed


@rule("kernel.file.view")
def may_view_file(actor: Actor, found: Attachment) -> Decision:
    """Who sees the record sees its files; the selector has answered already."""
    return allowed


@rule("kernel.file.remove")
def may_remove_file(actor: Actor, found: Attachment) -> Decision:
    """Whoever brought a file may take it away, and so may those who keep the district's records."""
    mine = actor.participant_id is not None and actor.participant_id == found.uploaded_by_id
    if mine or actor.scopes("kernel.file.manage").everywhere:
        return allowed
    placed = NodeDistrict.objects.filter(node=found.node_id)
    for lineage in placed.values_list("district__lineage", flat=True):
        if actor.may("kernel.file.manage", district_path=lineage):
            return allowed
    return refused(
        _("ファイルを外せるのは、つけた方と、この地区の記録を預かる担当です。"),
        who=_("外したいときは、市の担当へお知らせください。"),
    )


@rule("kernel.job.list")
def may_list_jobs(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, "kernel.job.manage")


@rule("kernel.job.view")
@rule("kernel.job.cancel")
@rule("kernel.job.retry")
def may_handle_job(actor: Actor, job: Job) -> Decision:
    """Whoever ordered a job watches, stops and repeats it, and so do those who look after all jobs.

    The selector has answered already: nobody else finds it.
    """
    return allowed


@rule("kernel.notice.view")
@rule("kernel.notice.read")
def may_read_notices(actor: Actor, _obj: object) -> Decision:
    """Anybody reads their own; the selector knows no others."""
    return allowed


@rule("kernel.digest.choose")
def may_choose_digest(actor: Actor, _obj: object) -> Decision:
    return participates(
        actor, Level.ACCOUNT, _("メールでお届けするために、確認の済んだメールアドレスが必要です。")
    )


@rule("kernel.digest.stop")
def may_stop_digest(actor: Actor, found: StopLink) -> Decision:
    """The link itself is the right to it, signed in or not."""
    if found.choice is not None:
        return allowed
    return refused(
        _("このリンクは、途中で切れているか、書きかわっているようです。何も変えていません。"),
        who=_(
            "メールのリンクを、終わりまで続けて開いてください。"
            "サインインして「見守っているものの動き」のページからも止められます。"
        ),
        level=Level.NONE,
    )
