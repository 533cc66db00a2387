"""A person's own data among surveys: what they are, and how they end."""

from typing import Any

from django.db import transaction

from jibungoto.hear.surveys.models import Answering
from jibungoto.people.models import Participant

from .answering import remove


def export_person(who: Any) -> list[dict[str, Any]]:
    """Everything surveys keep about a participant, as plain rows."""
    if not isinstance(who, Participant):
        return []
    found = Answering.objects.filter(participant=who).select_related("survey__node", "district")
    return [
        {
            "kind": "survey",
            "title": a.survey.title,
            "age_band": a.age_band,
            "district": a.district.name if a.district else "",
            "started": a.started_at.isoformat(),
            "finished": a.finished_at.isoformat() if a.finished_at else None,
            "answers": [
                {
                    "question": r.question.text,
                    "text": r.text,
                    "number": r.number,
                    "place": [r.lat, r.lon] if r.lat is not None else None,
                    "chosen": [
                        f"{p.row.text}: {p.option.text}" if p.row else p.option.text
                        for p in r.picks.select_related("option", "row")
                    ],
                }
                for r in a.replies.select_related("question")
            ],
        }
        for a in found
    ]


@transaction.atomic
def erase_person(who: Any) -> int:
    """Take all answers of a participant out of every survey; results count without them."""
    if not isinstance(who, Participant):
        return 0
    found = list(Answering.objects.filter(participant=who))
    for answering in found:
        remove(answering)
    return len(found)
