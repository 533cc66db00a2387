"""A person's own data among findings: what they are, and how they end."""

from typing import Any

from django.db import transaction

from jibungoto.know.findings.models import Contact, Draft, Finding, MeToo, Report
from jibungoto.people.models import Participant


def export_person(who: Any) -> list[dict[str, Any]]:
    """Everything findings keep about a participant, as plain rows."""
    if not isinstance(who, Participant):
        return []
    rows: list[dict[str, Any]] = [
        {
            "kind": "finding",
            "sort": f.sort,
            "title": f.title,
            "text": f.text,
            "place": f.place,
            "on": f.found_on.isoformat(),
        }
        for f in Finding.objects.filter(participant=who).select_related("node")
    ]
    rows += [
        {"kind": "draft", "title": d.title, "text": d.text}
        for d in Draft.objects.filter(participant=who)
    ]
    rows += [
        {"kind": "me_too", "title": m.finding.title, "on": m.created_at.isoformat()}
        for m in MeToo.objects.filter(participant=who)
        .exclude(finding__participant=who)
        .select_related("finding__node")
    ]
    rows += [
        {"kind": "report", "title": r.finding.title, "reason": r.reason, "note": r.note}
        for r in Report.objects.filter(participant=who).select_related("finding__node")
    ]
    rows += [
        {"kind": "contact", "text": c.text, "agreed": c.agreed_at.isoformat()}
        for c in Contact.objects.filter(participant=who)
    ]
    return rows


@transaction.atomic
def erase_person(who: Any) -> int:
    """Cut every tie to a participant: what is only theirs goes, findings become nobody's."""
    if not isinstance(who, Participant):
        return 0
    rows = Draft.objects.filter(participant=who).delete()[0]
    rows += MeToo.objects.filter(participant=who).delete()[0]
    rows += Contact.objects.filter(participant=who).delete()[0]
    rows += Report.objects.filter(participant=who).update(participant=None, note="")
    return rows + Finding.objects.filter(participant=who).update(participant=None)
