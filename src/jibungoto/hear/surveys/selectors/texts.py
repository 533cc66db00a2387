"""What people wrote in their own words: for everybody what may be shown, for moderators all."""

from django.db.models import Count, Max, Q, QuerySet

from jibungoto.hear.surveys import policies
from jibungoto.hear.surveys.models import Kind, Question, Reply, Survey
from jibungoto.kernel.actor import Actor

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


def groupable(actor: Actor) -> list[tuple[Question, int]]:
    """Questions in words of the surveys somebody runs, with how many wrote; none of a few people.

    A question is told in its last wording.
    """
    rows = (
        _written(actor)
        .values("question__survey", "question__key")
        .annotate(number=Count("pk"), last=Max("question"))
        .filter(number__gte=Max("question__survey__smallest"))
        .order_by("-question__survey", "last")
    )
    numbers = {row["last"]: row["number"] for row in rows}
    found = Question.objects.filter(pk__in=numbers).select_related("survey__node")
    by_id = {question.pk: question for question in found}
    return [(by_id[pk], number) for pk, number in numbers.items()]


def to_group(actor: Actor, code: str, key: str) -> list[Reply]:
    """What was written to one of these questions, in a fixed order, whoever wrote it."""
    chosen = [q for q, _number in groupable(actor) if (q.survey.code, q.key) == (code, key)]
    if not chosen:
        return []
    rows = _written(actor).filter(question__survey=chosen[0].survey, question__key=key)
    return list(rows.select_related("question__survey").order_by("pk"))


def _written(actor: Actor) -> QuerySet[Reply]:
    mine = Survey.objects.filter(policies.workable(actor))
    return Reply.objects.filter(
        SHOWN,
        question__survey__in=mine,
        question__kind__in=(Kind.SHORT, Kind.LONG),
        answering__is_trial=False,
        answering__finished_at__isnull=False,
    ).exclude(text="")


def waiting(survey: Survey) -> int:
    """How many words wait for somebody to look."""
    return texts(survey, state="waits").count()
