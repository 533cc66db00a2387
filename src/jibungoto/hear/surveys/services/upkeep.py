"""What has to end by itself: the tie between answers and whoever gave them."""

from django.db import transaction

from jibungoto.hear.surveys.models import Answering
from jibungoto.kernel import audit, clock


@transaction.atomic
def forget_ties() -> int:
    """Cut who answered from what was answered, where the promised day has come; how many."""
    due = Answering.objects.filter(survey__keep_until__lt=clock.today(), participant__isnull=False)
    number = due.update(participant=None)
    if number:
        audit.record("surveys.ties.forget", None, changes={"answerings": (number, 0)})
    return number
