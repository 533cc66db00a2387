"""Saying by when an idea is answered."""

import datetime as dt

from django.db import transaction

from jibungoto.hear.ideas.models import Idea
from jibungoto.kernel import audit, nodes, outbox

from .contribution import handling


@transaction.atomic
def promise_answer(*, idea: Idea, by: dt.date, who: str) -> Idea:
    """Say by when an answer comes, and from whom; another day later is said as well."""
    current = handling.lock(idea)
    before = {"answer_by": current.answer_by, "answer_from": current.answer_from}
    current.answer_by, current.answer_from = by, who.strip()
    current.save(update_fields=["answer_by", "answer_from"])
    after = {"answer_by": current.answer_by, "answer_from": current.answer_from}
    changes = audit.diff(before, after)
    if changes:
        nodes.change(current.node)
        audit.record("ideas.idea.promise", current, changes=changes)
        outbox.emit(
            "ideas.idea.promised", node=current.node, until=by.isoformat(), who=current.answer_from
        )
    return current
