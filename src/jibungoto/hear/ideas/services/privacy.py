"""A person's own data among ideas: what they are, and how they end."""

from typing import Any

from django.db import transaction

from jibungoto.hear.ideas.models import Comment, Idea, Report, Support
from jibungoto.people.models import Participant


def export_person(who: Any) -> list[dict[str, Any]]:
    """Everything ideas keep about a participant, as plain rows."""
    if not isinstance(who, Participant):
        return []
    rows: list[dict[str, Any]] = [
        {"kind": "idea", "title": i.title, "text": i.text, "on": i.posted_on.isoformat()}
        for i in Idea.objects.filter(participant=who).select_related("node")
    ]
    rows += [
        {"kind": "support", "title": s.idea.title, "on": s.created_at.isoformat()}
        for s in Support.objects.filter(participant=who)
        .exclude(idea__participant=who)
        .select_related("idea__node")
    ]
    rows += [
        {"kind": "comment", "title": c.idea.title, "text": c.text, "on": c.created_at.isoformat()}
        for c in Comment.objects.filter(participant=who).select_related("idea__node")
    ]
    rows += [
        {"kind": "report", "title": r.idea.title, "reason": r.reason, "note": r.note}
        for r in Report.objects.filter(participant=who).select_related("idea__node")
    ]
    return rows


@transaction.atomic
def erase_person(who: Any) -> int:
    """Cut every tie to a participant: what is only theirs goes, what was said becomes nobody's."""
    if not isinstance(who, Participant):
        return 0
    rows = Support.objects.filter(participant=who).delete()[0]
    rows += Report.objects.filter(participant=who).update(participant=None, note="")
    rows += Comment.objects.filter(participant=who).update(participant=None)
    return rows + Idea.objects.filter(participant=who).update(participant=None)
