"""Adding, changing, moving and removing questions. After answers a change makes a new version."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.surveys import conditions, selectors
from jibungoto.hear.surveys.models import Answering, Option, Pick, Question, Reply, Survey
from jibungoto.kernel import audit, identity, publishing

from .errors import SurveysError
from .surveys import copy_question, lock

_STEP = 10


@transaction.atomic
def add_question(
    *,
    survey: Survey,
    kind: str,
    text: str,
    options: Sequence[str] = (),
    rows: Sequence[str] = (),
    other: bool = False,
    key: str = "",
    after: Question | None = None,
    **told: Any,
) -> Question:
    """Add a question at the end, or after another. Raises SurveysError.

    `options` and `rows` are their words in order; `other` adds one with a line to write.
    """
    current = _editable(survey)
    asked = selectors.questions(current)
    if len(asked) >= conditions.MOST:
        raise SurveysError(_("質問は{}までです。").format(conditions.MOST))
    question = Question.objects.create(
        survey=current,
        kind=kind,
        text=text,
        since=_version(current),
        order=(asked[-1].order if asked else 0) + _STEP,
        **({"key": key} if key else {}),
        **told,
    )
    _write_options(question, options, rows, other=other)
    _put(current, question, after)
    _check(current)
    audit.record("surveys.question.add", current, changes={"question": (None, text)})
    publishing.heard()
    return question


@transaction.atomic
def change_question(
    *,
    question: Question,
    options: Sequence[str] | None = None,
    rows: Sequence[str] = (),
    other: bool = False,
    **told: Any,
) -> Question:
    """Change a question; once it was answered the answers keep the old wording and this is a new
    version of it. Raises SurveysError when it was changed or removed meanwhile, or a condition
    would no longer hold.
    """
    survey = _editable(question.survey)
    current = _current(question)
    before = {name: getattr(current, name) for name in told}
    changes = audit.diff(before, told)
    if _has_answers(current):
        version = _version(survey)
        old = current
        old.until = version
        old.save(update_fields=["until"])
        current = copy_question(old, survey=survey, since=version)
    else:
        _drop_trial(current)
    for name, value in told.items():
        setattr(current, name, value)
    current.save()
    if options is not None:
        _write_options(current, options, rows, other=other)
    _check(survey)
    audit.record("surveys.question.change", survey, changes=changes)
    publishing.heard()
    return current


@transaction.atomic
def move_question(*, question: Question, up: bool) -> bool:
    """Change places with the question before or after; False at the end. Raises SurveysError where
    a question would come before the one its condition looks at.
    """
    survey = _editable(question.survey)
    asked = selectors.questions(survey)
    at = next((n for n, q in enumerate(asked) if q.key == question.key), None)
    if at is None:
        raise SurveysError(_("この質問は、いま外されています。"))
    to = at - 1 if up else at + 1
    if not 0 <= to < len(asked):
        return False
    asked[at], asked[to] = asked[to], asked[at]
    _number(asked)
    _check(survey)
    audit.record("surveys.question.move", survey, changes={"question": (at + 1, to + 1)})
    publishing.heard()
    return True


@transaction.atomic
def duplicate_question(*, question: Question) -> Question:
    """The same question once more, right after it, to be changed."""
    survey = _editable(question.survey)
    current = _current(question)
    made = copy_question(current, survey=survey, since=_version(survey), key=identity.short_code())
    _put(survey, made, current)
    audit.record("surveys.question.duplicate", survey, changes={"question": (None, made.text)})
    publishing.heard()
    return made


@transaction.atomic
def remove_question(*, question: Question) -> bool:
    """Take a question out. One that was answered stays with its answers and can be put back:
    True. Raises SurveysError when another question's condition needs it.
    """
    survey = _editable(question.survey)
    current = _current(question)
    answered = _has_answers(current)
    if answered:
        current.until = _version(survey)
        current.save(update_fields=["until"])
    else:
        _drop_trial(current)
        current.delete()
    _check(survey)
    audit.record("surveys.question.remove", survey, changes={"question": (current.text, None)})
    publishing.heard()
    return answered


@transaction.atomic
def restore_question(*, question: Question) -> Question:
    """Undo remove_question: the same wording is asked again."""
    survey = _editable(question.survey)
    if survey.questions.filter(key=question.key, until=None).exists():
        raise SurveysError(_("この質問は、もう入っています。"))
    if question.until == survey.version and not _answered_since(survey):
        question.until = None
        question.save(update_fields=["until"])
        made = question
    else:
        made = copy_question(question, survey=survey, since=_version(survey))
    _check(survey)
    audit.record("surveys.question.restore", survey, changes={"question": (None, made.text)})
    publishing.heard()
    return made


def _editable(survey: Survey) -> Survey:
    current = lock(survey)
    if current.is_over():
        raise SurveysError(
            _("締め切ったアンケートの質問は変えられません。新しい回をつくってください。")
        )
    return current


def _current(question: Question) -> Question:
    found = Question.objects.filter(pk=question.pk, until=None).first()
    if found is None:
        raise SurveysError(
            _(
                "この質問は、ほかの方が先に直したか外しました。新しい形を開いて、もう一度お願いします。"
            )
        )
    return found


def _answered_since(survey: Survey) -> bool:
    """Whether anybody answered the version that is asked now."""
    return Answering.objects.filter(survey=survey, is_trial=False, version=survey.version).exists()


def _version(survey: Survey) -> int:
    """The version a change belongs to: a new one as soon as somebody answered this one."""
    if _answered_since(survey):
        survey.version += 1
        survey.save(update_fields=["version"])
    return survey.version


def _has_answers(question: Question) -> bool:
    return Reply.objects.filter(question=question, answering__is_trial=False).exists()


def _drop_trial(question: Question) -> None:
    replies = Reply.objects.filter(question=question)
    Pick.objects.filter(reply__in=replies).delete()
    replies.delete()


def _check(survey: Survey) -> None:
    found = conditions.faults(selectors.questions(survey))
    if found:
        asked = {q.key: q.text for q in selectors.questions(survey)}
        raise SurveysError(
            _("「{}」の条件が合わなくなります。{}").format(asked[found[0].key], found[0].words)
        )


def _put(survey: Survey, question: Question, after: Question | None) -> None:
    if after is None:
        return
    asked = [q for q in selectors.questions(survey) if q.key != question.key]
    at = next((n for n, q in enumerate(asked) if q.key == after.key), len(asked) - 1)
    _number([*asked[: at + 1], question, *asked[at + 1 :]])


def _number(asked: Sequence[Question]) -> None:
    for n, question in enumerate(asked, 1):
        question.order = n * _STEP
    Question.objects.bulk_update(asked, ["order"])


def _write_options(
    question: Question, options: Sequence[str], rows: Sequence[str], *, other: bool
) -> None:
    """Options in this order. The same words keep their key; so does the n-th of as many as before,
    where only its words were mended."""
    had = list(question.options.all())
    for axis, words in ((Option.Axis.OPTION, options), (Option.Axis.ROW, rows)):
        before = [o for o in had if o.axis == axis and not o.is_other]
        keys = _keys(before, words)
        Option.objects.filter(question=question, axis=axis, is_other=False).delete()
        Option.objects.bulk_create(
            [
                Option(question=question, axis=axis, key=key, order=n, text=text)
                for n, (text, key) in enumerate(zip(words, keys, strict=True), 1)
            ]
        )
    others = [o for o in had if o.is_other]
    if other and not others:
        Option.objects.create(question=question, order=900, text=_("その他"), is_other=True)
    elif others and not other:
        Option.objects.filter(question=question, is_other=True).delete()


def _keys(before: Sequence[Option], words: Sequence[str]) -> list[str]:
    by_words = {o.text: o.key for o in before}
    taken = {by_words[w] for w in words if w in by_words}
    same_length = len(before) == len(words)
    keys = []
    for n, text in enumerate(words):
        key = by_words.get(text, "")
        if not key and same_length and before[n].key not in taken:
            key = before[n].key
        keys.append(key or identity.short_code())
    return keys
