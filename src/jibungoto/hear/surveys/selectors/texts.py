"""What people wrote in their own words: for everybody what may be shown, for moderators all."""

from django.db.models import Q, QuerySet

from jibungoto.hear.surveys.models import Reply, Survey

SHOWN = Q(hidden_reason="") & (Q(cautions="") | Q(checked_at__isnull=False))
WAITS = Q(hidden_reason="") & ~Q(cautions="") & Q(checked_at__isnull=True)


def texts(survey: Survey, *, key: str = "", state: str = "shown") -> QuerySet[Reply]:
    """Words of sheets that count, the longest way back first: shown, waiting (of staff), hidden.

    Nothing of who wrote them comes along: no age band, no district, no time.
    """
    found = Reply.objects.filter(
        answering__survey=survey,
        answering__is_trial=False,
        answering__finished_at__isnull=False,
    ).exclude(text="")
    if key:
        found = found.filter(question__key=key)
    which = {"shown": SHOWN, "waits": WAITS, "hidden": ~Q(hidden_reason="")}
    return found.filter(which.get(state, SHOWN)).select_related("question").order_by("pk")


def waiting(survey: Survey) -> int:
    """How many words wait for somebody to look."""
    return texts(survey, state="waits").count()
