"""Who may do what with findings. Anybody may read, pin and say わたしも; roles count where held."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.policy import Decision, allowed, participates, permitted, refused, rule

from .models import Answer, Deed, Draft, Finding, Merge

SORT = "findings.finding.sort"
ANSWER = "findings.finding.answer"
MODERATE = "findings.finding.moderate"
RECORD = "findings.finding.record"
IMPORT = "findings.finding.import"
SETTINGS = "findings.settings.edit"
CONTACT = "findings.contact.read"


def visible(actor: Actor) -> Q:
    """The view rule for the database: that of the nodes, and whatever somebody noticed oneself."""
    seen = nodes.visible(actor, "node__")
    return seen | Q(participant_id=actor.participant_id) if actor.participant_id else seen


def workable(actor: Actor, permission: str = SORT) -> Q:
    """The findings somebody has this permission for, for the database."""
    return actor.scopes(permission).covers()


def path(finding: Finding) -> str:
    """The lineage of the finding's district; "" for one of the whole city."""
    return finding.district.lineage if finding.district_id and finding.district else ""


def is_own(actor: Actor, finding: Finding) -> bool:
    return actor.participant_id is not None and actor.participant_id == finding.participant_id


@rule("findings.finding.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("findings.finding.view")
def may_view(actor: Actor, finding: Finding) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("findings.finding.pin")
@rule("findings.finding.me_too")
@rule("findings.finding.report")
def may_take_part(actor: Actor, _obj: object) -> Decision:
    return participates(
        actor,
        Level.DEVICE,
        _("あとからご自分で直せるように、また同じ方を二度数えないように、端末を見分けます。"),
    )


@rule("findings.draft.continue")
def may_continue(actor: Actor, draft: Draft) -> Decision:
    """Only from the device that began it."""
    if actor.participant_id == draft.participant_id:
        return allowed
    return refused(
        _("この書きかけは、書きはじめた端末からだけ続けられます。"),
        who=_("クッキーを使えるようにして、はじめから書いてみてください。登録はいりません。"),
        level=Level.DEVICE,
    )


@rule("findings.finding.edit")
def may_edit(actor: Actor, finding: Finding) -> Decision:
    """Whoever noticed it, from the same device; and those who sort the district's findings."""
    if is_own(actor, finding):
        return allowed
    if actor.may(SORT, district_path=path(finding)):
        return allowed
    return refused(
        _("直せるのは、この気づきを書いた端末と、地区の気づきを受けとめる担当です。"),
        who=_("直したいところがあるときは、「気になる書きこみを知らせる」からお知らせください。"),
    )


@rule("findings.finding.withdraw")
def may_withdraw(actor: Actor, finding: Finding) -> Decision:
    """Only whoever noticed it: others may hide it and say why."""
    if is_own(actor, finding):
        return allowed
    return refused(
        _("取り下げられるのは、この気づきを書いた端末からだけです。"),
        who=_("気になるところがあるときは、「気になる書きこみを知らせる」からお知らせください。"),
    )


@rule(SORT)
def may_sort(actor: Actor, finding: Finding) -> Decision:
    return permitted(actor, SORT, district_path=path(finding))


@rule("findings.board.view")
def may_open_board(actor: Actor, _obj: object) -> Decision:
    """Everybody who sorts somewhere; the board shows what they sort."""
    return allowed if actor.may_somewhere(SORT) else permitted(actor, SORT)


@rule(ANSWER)
def may_answer(actor: Actor, finding: Finding) -> Decision:
    return permitted(actor, ANSWER, district_path=path(finding))


@rule(MODERATE)
def may_moderate(actor: Actor, finding: Finding) -> Decision:
    return permitted(actor, MODERATE, district_path=path(finding))


@rule(RECORD)
def may_record(actor: Actor, _obj: object) -> Decision:
    return allowed if actor.may_somewhere(RECORD) else permitted(actor, RECORD)


@rule(SETTINGS)
def may_set(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, SETTINGS)


@rule("findings.contact.forget")
def may_forget_contact(actor: Actor, finding: Finding) -> Decision:
    """Whoever left it, and the office it was entrusted to."""
    if is_own(actor, finding):
        return allowed
    return permitted(actor, CONTACT, district_path=path(finding))


def may_read_contact(actor: Actor, finding: Finding) -> bool:
    """Contacts are entrusted to the office of the district, and to nobody else."""
    return is_own(actor, finding) or actor.may(CONTACT, district_path=path(finding))


@rule("findings.merge.undo")
def may_undo_merge(actor: Actor, merge: Merge) -> Decision:
    return permitted(actor, SORT, district_path=path(merge.head))


@rule("findings.answer.undo")
def may_undo_answer(actor: Actor, answer: Answer) -> Decision:
    return permitted(actor, ANSWER, district_path=path(answer.finding))


@rule("findings.deed.undo")
def may_undo_deed(actor: Actor, deed: Deed) -> Decision:
    return permitted(actor, SORT, district_path=path(deed.finding))
