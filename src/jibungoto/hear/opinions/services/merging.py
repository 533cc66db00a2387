"""Two parts of one person in one conversation become one: no vote is lost, none counts twice."""

from typing import Any

from django.db import transaction

from jibungoto.hear.opinions.models import Part, Vote


@transaction.atomic
def merge_parts(old: Any, new: Any) -> int:
    """Put the votes of participant `old` to those of `new`; how many parts became one.

    Called before everything else of `old` is handed over. Where both voted on a statement, the
    later vote counts, as it would have from one device.
    """
    merged = 0
    parts = Part.objects.filter(participant=old).order_by("pk")
    for part in parts.select_for_update(of=("self",)):
        own = Part.objects.filter(participant=new, conversation_id=part.conversation_id).first()
        if own is None:
            continue  # handed over as it is
        known = {vote.statement_id: vote for vote in own.votes.all()}
        for vote in part.votes.all():
            theirs = known.get(vote.statement_id)
            if theirs is None:
                Vote.objects.filter(pk=vote.pk).update(part=own)
            elif vote.cast_at > theirs.cast_at:
                Vote.objects.filter(pk=theirs.pk).update(
                    value=vote.value, cast_at=vote.cast_at, changed=theirs.changed + 1
                )
        own.level = max(own.level, part.level)
        own.age_band = own.age_band or part.age_band
        own.district_id = own.district_id or part.district_id
        own.save(update_fields=["level", "age_band", "district"])
        part.delete()
        merged += 1
    return merged
