"""What staff and council do with findings: state, themes, answer, results, hiding, reports."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, moderating, nodes, outbox, publishing, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.know.findings.models import Answer, Finding, Report, StateChange, Theme

from .pinning import FindingsError, lock, write_themes


@transaction.atomic
def change_state(
    *, finding: Finding, state: str, reason: str = "", on: dt.date | None = None
) -> Finding:
    """Say how far a finding has come; passing on needs its reason. Raises FindingsError.

    Its finder, those who noticed it too and its followers hear of it (they follow its node).
    """
    current = lock(finding)
    if state == Finding.State.PASSED and not reason.strip():
        raise FindingsError(_("見送るときは、その理由を書いてください。書いた方に届きます。"))
    if current.state == state and not reason:
        return current
    before, day = current.state, on or clock.today()
    current.state, current.state_on = state, day
    current.save(update_fields=["state", "state_on"])
    StateChange.objects.create(finding=current, state=state, reason=reason.strip(), on=day)
    nodes.change(current.node)
    audit.record(
        "findings.finding.state",
        current,
        changes={"state": (before, state), "reason": ("", reason)},
    )
    outbox.emit("findings.finding.state", node=current.node, state=state)
    return current


@transaction.atomic
def set_themes(*, finding: Finding, themes: Iterable[Theme]) -> Finding:
    """Say what a finding is about."""
    wanted = list(themes)
    before = sorted(finding.themes.values_list("name", flat=True))
    after = sorted(theme.name for theme in wanted)
    if before != after:
        write_themes(finding, wanted)
        changes = {"themes": ("、".join(before), "、".join(after))}
        audit.record("findings.finding.themes", finding, changes=changes)
        publishing.published()
    return finding


@transaction.atomic
def answer_finding(
    *, finding: Finding, text: str, who: str, on: dt.date | None = None, actor: Actor | None = None
) -> Answer:
    """Answer officially, as a council or department. A new finding becomes a received one."""
    current = lock(finding)
    answer = Answer.objects.create(
        finding=current,
        text=text.strip(),
        who=who.strip(),
        answered_on=on or clock.today(),
        written_by_id=actor.user_id if actor else None,
    )
    if current.state == Finding.State.NEW:
        current.state, current.state_on = Finding.State.RECEIVED, answer.answered_on
        current.save(update_fields=["state", "state_on"])
        StateChange.objects.create(
            finding=current, state=Finding.State.RECEIVED, on=answer.answered_on
        )
    nodes.change(current.node)
    audit.record("findings.finding.answer", current, actor=actor, changes={"who": ("", who)})
    outbox.emit("findings.finding.answered", node=current.node, by=actor, who=answer.who)
    return answer


@transaction.atomic
def take_back_answer(*, answer: Answer) -> None:
    """Undo answer_finding, for an answer that was given by mistake; the log keeps that it was."""
    finding = answer.finding
    audit.record("findings.finding.answer_undo", finding, changes={"who": (answer.who, "")})
    answer.delete()
    nodes.change(finding.node)


@transaction.atomic
def connect_result(*, finding: Finding, result: Node, note: str = "") -> Link:
    """Say what came of a finding. Raises FindingsError for a record that can't have come of it."""
    if result.pk == finding.node_id:
        raise FindingsError(_("この気づき自身とは、つなげません。"))
    try:
        made = trace.connect(result, finding.node, Link.Relation.CAME_OF, note=note)
    except trace.LinkLoop as error:
        said = _("「{}」は、この気づきのもとになったことなので、その先にはできません。")
        raise FindingsError(said.format(result.title)) from error
    current = lock(finding)
    if current.state not in (Finding.State.CONNECTED, Finding.State.TAKEN_UP):
        current.state, current.state_on = Finding.State.CONNECTED, clock.today()
        current.save(update_fields=["state", "state_on"])
        StateChange.objects.create(
            finding=current, state=Finding.State.CONNECTED, reason=result.title[:300]
        )
    audit.record("findings.finding.connect", current, changes={"result": ("", result.title)})
    outbox.emit("findings.finding.connected", node=current.node, title=result.title)
    return made


@transaction.atomic
def check_finding(*, finding: Finding) -> Finding:
    """Staff looked: what waited for them becomes public."""
    current = lock(finding)
    moderating.check(current, "findings.finding.check")
    return current


@transaction.atomic
def hide_finding(*, finding: Finding, reason: str) -> Finding:
    """Take a finding from public sight; its author reads why. Raises FindingsError."""
    if not reason.strip():
        raise FindingsError(_("見えなくする理由を書いてください。書いた方に伝わります。"))
    current = lock(finding)
    moderating.hide(current, reason, "findings.finding.hide")
    Report.objects.filter(finding=current, handled_at=None).update(handled_at=clock.now())
    return current


@transaction.atomic
def show_finding(*, finding: Finding) -> Finding:
    """Undo hide_finding."""
    current = lock(finding)
    moderating.show(current, "findings.finding.show")
    return current


@transaction.atomic
def report_finding(*, finding: Finding, participant_id: int, reason: str, note: str = "") -> Report:
    """Somebody is worried about it; a second report by the same person replaces the first."""
    report, _made = Report.objects.update_or_create(
        finding=finding,
        participant_id=participant_id,
        defaults={"reason": reason, "note": note, "handled_at": None, "created_at": clock.now()},
    )
    audit.record("findings.finding.report", finding, changes={"reason": ("", reason)})
    return report


@transaction.atomic
def handle_reports(*, finding: Finding) -> int:
    """Staff looked at what was reported and leaves the finding as it is; how many reports."""
    open_ones = Report.objects.filter(finding=finding, handled_at=None)
    number = open_ones.update(handled_at=clock.now())
    if number:
        audit.record("findings.finding.reports_handled", finding)
    return number
