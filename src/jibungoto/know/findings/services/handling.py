"""What staff and council do with findings: state, themes, answer, results, hiding, reports."""

import datetime as dt
from collections.abc import Iterable
from typing import cast

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.know.findings.models import Answer, Finding, Report, Theme

from .contribution import handling


def change_state(
    *, finding: Finding, state: str, reason: str = "", on: dt.date | None = None
) -> Finding:
    """Say how far a finding has come; passing on needs its reason. Raises FindingsError."""
    return handling.change_state(finding, state, reason, on)


def set_themes(*, finding: Finding, themes: Iterable[Theme]) -> Finding:
    """Say what a finding is about."""
    return handling.set_themes(finding, themes)


def answer_finding(
    *, finding: Finding, text: str, who: str, on: dt.date | None = None, actor: Actor | None = None
) -> Answer:
    """Answer officially, as a council or department. A new finding becomes a received one."""
    return cast(Answer, handling.answer(finding, text, who, on, actor))


def take_back_answer(*, answer: Answer) -> None:
    """Undo answer_finding, for an answer that was given by mistake; the log keeps that it was."""
    handling.take_back_answer(answer)


def connect_result(*, finding: Finding, result: Node, note: str = "") -> Link:
    """Say what came of a finding. Raises FindingsError for a record that can't have come of it."""
    return handling.connect_result(finding, result, note)


def check_finding(*, finding: Finding) -> Finding:
    """Staff looked: what waited for them becomes public."""
    return handling.check(finding)


def hide_finding(*, finding: Finding, reason: str) -> Finding:
    """Take a finding from public sight; its author reads why. Raises FindingsError."""
    return handling.hide(finding, reason)


def show_finding(*, finding: Finding) -> Finding:
    """Undo hide_finding."""
    return handling.show(finding)


def report_finding(*, finding: Finding, participant_id: int, reason: str, note: str = "") -> Report:
    """Somebody is worried about it; a second report by the same person replaces the first."""
    return cast(Report, handling.report(finding, participant_id, reason, note))


def handle_reports(*, finding: Finding) -> int:
    """Staff looked at what was reported and leaves the finding as it is; how many reports."""
    return handling.handle_reports(finding)
