"""Which surveys there are, their questions, and what is missing before one can begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jibungoto.hear.surveys import conditions, policies
from jibungoto.hear.surveys.models import (
    Answering,
    Kind,
    Option,
    Outcome,
    Question,
    Reply,
    Survey,
)
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node, NodeDistrict
from jibungoto.know.places.models import District
from jibungoto.ui.listing import listed

_OPTIONS = "options"


def _whole() -> QuerySet[Survey]:
    placed = NodeDistrict.objects.select_related("district").order_by("district__order")
    return Survey.objects.select_related("node", "host").prefetch_related(
        Prefetch("node__placed", placed)
    )


def survey(actor: Actor, code: str) -> Survey | None:
    """The survey of an address, if the actor may see it."""
    return only(_whole().filter(policies.visible(actor), node__short_code=code))


def run_survey(actor: Actor, code: str) -> Survey | None:
    """The survey of an address for those who run some: whether this one, the rule says."""
    found = policies.visible(actor) | policies.workable(actor)
    return only(_whole().filter(found, node__short_code=code))


def surveys(
    actor: Actor, *, district: District | None = None, state: str = "", words: str = ""
) -> QuerySet[Survey]:
    """The surveys the actor may see: running ones first, then those to come, then by their end.

    `state`: running, ahead, over, draft. With `district` also those of the whole city. Each has
    `answered`, how many handed in.
    """
    today = clock.today()
    begun = Q(opens_on__isnull=True) | Q(opens_on__lte=today)
    going = Q(closes_on__isnull=True) | Q(closes_on__gte=today)
    is_open = Q(stage=Survey.Stage.OPEN)
    running, over = is_open & begun & going, Q(stage=Survey.Stage.CLOSED) | (is_open & ~going)
    ahead = is_open & ~begun & going
    found = _whole().filter(policies.visible(actor)).exclude(node__state=Node.State.REMOVED)
    if district is not None:
        here = NodeDistrict.objects.filter(district=district).values("node_id")
        found = found.filter(Q(node__in=here) | ~Q(node__in=NodeDistrict.objects.values("node_id")))
    states = {
        "running": running, "ahead": ahead, "over": over,
        "draft": Q(stage__in=[Survey.Stage.DRAFT, Survey.Stage.TRIAL]),
    }  # fmt: skip
    if state in states:
        found = found.filter(states[state])
    if words:
        found = found.filter(Q(node__title__icontains=words) | Q(node__summary__icontains=words))
    place = Case(
        When(running, then=Value(0)), When(ahead, then=Value(1)), When(over, then=Value(3)),
        default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    # Counted beside and not joined: a join would group by every column there is.
    handed = Answering.objects.filter(
        survey=OuterRef("pk"), is_trial=False, finished_at__isnull=False
    )
    number = handed.order_by().values("survey").annotate(n=Count("pk")).values("n")
    counted = Coalesce(Subquery(number, output_field=IntegerField()), 0)
    return found.annotate(place=place, answered=counted).order_by("place", "-closes_on", "-pk")


def questions(survey: Survey) -> list[Question]:
    """The questions asked now, in order, with their options."""
    found = Question.objects.filter(survey=survey, until=None).prefetch_related(_OPTIONS)
    return list(found.order_by("order", "pk"))


def questions_ever(survey: Survey) -> dict[str, list[Question]]:
    """Every wording of every question by key, the newest first."""
    found: dict[str, list[Question]] = {}
    rows = Question.objects.filter(survey=survey).prefetch_related(_OPTIONS)
    for question in rows.order_by("-since", "-pk"):
        found.setdefault(question.key, []).append(question)
    return found


def asked_now(ever: Mapping[str, Sequence[Question]]) -> list[Question]:
    """`questions` out of `questions_ever`, where both are needed."""
    found = [q for versions in ever.values() for q in versions if q.until is None]
    return sorted(found, key=lambda q: (q.order, q.pk))


def removed_questions(ever: Mapping[str, Sequence[Question]]) -> list[Question]:
    """Of `questions_ever`: what was answered and taken out since; each in its last wording."""
    now = {q.key for q in asked_now(ever)}
    return [versions[0] for key, versions in ever.items() if key not in now]


def question(actor: Actor, code: str, key: str) -> Question | None:
    """The newest wording of a question of a survey the actor may see."""
    found = Question.objects.filter(survey__node__short_code=code, key=key)
    seen = Survey.objects.filter(policies.visible(actor) | policies.workable(actor))
    placed = NodeDistrict.objects.select_related("district")
    rows = (
        found.filter(survey__in=seen)
        .select_related("survey__node")
        .prefetch_related(_OPTIONS, Prefetch("survey__node__placed", placed))
    )
    return rows.order_by("-since", "-pk").first()


def reply(actor: Actor, number: int) -> Reply | None:
    """One answer to one question, of a survey the actor may see."""
    seen = Survey.objects.filter(policies.visible(actor) | policies.workable(actor))
    rows = Reply.objects.filter(pk=number, question__survey__in=seen)
    return only(rows.select_related("question__survey__node"))


def outcome(actor: Actor, number: int) -> Outcome | None:
    seen = Survey.objects.filter(policies.visible(actor) | policies.workable(actor))
    rows = Outcome.objects.filter(pk=number, survey__in=seen)
    return only(rows.select_related("survey__node"))


def outcomes(survey: Survey) -> list[Outcome]:
    return list(Outcome.objects.filter(survey=survey))


def trials(survey: Survey) -> int:
    """How many sheets were filled in as a try."""
    return Answering.objects.filter(survey=survey, is_trial=True).count()


def answered(survey: Survey) -> int:
    """How many handed in; those of a try are never among them."""
    return Answering.objects.filter(
        survey=survey, is_trial=False, finished_at__isnull=False
    ).count()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list before a survey begins; where it is mended."""

    words: str
    done: bool
    needed: bool = True
    page: str = "survey_edit"


def checklist(survey: Survey, asked: Sequence[Question] | None = None) -> list[Check]:
    """What is there and what is missing before the survey can begin."""
    asked = questions(survey) if asked is None else asked
    edit = "question_list"
    thin = [q.text for q in asked if _lacks_options(q)]
    wrong = conditions.faults(asked)
    today = clock.today()
    ends = survey.closes_on is not None and survey.closes_on >= today
    found = [
        Check(_("質問"), bool(asked), page=edit),
        Check(_("なぜ聞くか"), bool(survey.why.strip())),
        Check(_("答えを何に使うか"), bool(survey.use.strip())),
        Check(_("終わりの日（今日より後）"), ends),
        Check(_("一人ひとりの答えを消す日"), survey.keep_until is not None),
        Check(_("答えたあとに見せることば"), bool(survey.thanks.strip()), needed=False),
        Check(_("お願いを送った数（回答率のもと）"), survey.invited is not None, needed=False),
    ]
    if survey.level > 1:
        found.append(Check(_("答えられる方を限る理由"), bool(survey.level_why.strip())))
    if thin:
        words = _("選ぶものが二つ以上（{}）").format(listed(thin[:3]))
        found.append(Check(words, done=False, page=edit))
    found += [Check(fault.words, done=False, page=edit) for fault in wrong]
    return found


def _lacks_options(question: Question) -> bool:
    if question.kind not in (Kind.CHOICE, Kind.MULTIPLE, Kind.MATRIX):
        return False
    options = list(question.options.all())
    chosen = [o for o in options if o.axis == Option.Axis.OPTION]
    rows = [o for o in options if o.axis == Option.Axis.ROW]
    return len(chosen) < 2 or (question.kind == Kind.MATRIX and not rows)
