"""Answers that came on paper: the same rows, with the channel paper and the sheet they are on."""

import unicodedata
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.sample import bands
from jibungoto.hear.sample.selectors import districts
from jibungoto.hear.sheets.kinds import Answers, SheetRefused
from jibungoto.hear.sheets.models import Sheet
from jibungoto.hear.surveys import selectors
from jibungoto.hear.surveys.models import Answering, Kind, Question, Survey
from jibungoto.hear.surveys.selectors.paper import ABOUT_BAND, ABOUT_DISTRICT
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel import audit, clock, publishing
from jibungoto.kernel.actor import Actor, Level
from jibungoto.know.places.models import District

from .answering import remove, write_replies


@transaction.atomic
def take_sheet(sheet: Sheet, answers: Answers, actor: Actor) -> None:
    """Write one filled sheet as an answering. Raises SheetRefused with a sentence."""
    survey = Survey.objects.select_related("node").get(node_id=sheet.form.node_id)
    if survey.stage in (Survey.Stage.DRAFT, Survey.Stage.TRIAL):
        raise SheetRefused(_("アンケートがまだ始まっていないため、入れられません。"))
    known = selectors.questions_ever(survey)
    values = _values(known, answers)
    if not any(values.values()):
        raise SheetRefused(_("答えが一つも書かれていません。白紙として数えないでおきます。"))
    answering = Answering.objects.create(
        survey=survey,
        version=survey.version,
        level=Level.NONE,
        channel=Answering.Channel.PAPER,
        sheet=sheet,
        age_band=_band(answers),
        district=_district(answers),
        finished_at=clock.now(),
    )
    write_replies(answering, values)
    audit.record("surveys.sheet.take", survey, actor=actor)
    publishing.heard()


@transaction.atomic
def withdraw_sheet(sheet: Sheet, actor: Actor) -> None:
    """Undo take_sheet."""
    for answering in Answering.objects.filter(sheet=sheet).select_related("survey"):
        audit.record("surveys.sheet.withdraw", answering.survey, actor=actor)
        remove(answering)


def _values(known: Mapping[str, list[Question]], answers: Answers) -> dict[Question, Value]:
    """Answers by question, each in the wording whose options were printed. Keys that are gone are
    left out."""
    rows: dict[str, dict[str, str]] = {}
    found: dict[Question, Value] = {}
    for full, told in answers.items():
        key, _dot, row = full.partition(".")
        if row and key in known and told and not isinstance(told, str):
            rows.setdefault(key, {})[row] = told[0]
        elif key in known and told:
            question = _wording(known[key], told)
            found[question] = _value(question, told)
    for key, picked in rows.items():
        found[_wording(known[key], tuple(picked.values()))] = Value(rows=picked)
    return found


def _wording(versions: list[Question], told: tuple[str, ...] | str) -> Question:
    if isinstance(told, str):
        return versions[0]
    for question in versions:
        if set(told) <= {o.key for o in question.options.all()}:
            return question
    return versions[0]


def _value(question: Question, told: tuple[str, ...] | str) -> Value:
    if question.kind in (Kind.SCALE, Kind.NUMBER):
        written = told if isinstance(told, str) else (told[0] if told else "")
        return Value(number=_number(question, written))
    if isinstance(told, str):
        return Value(text=told)
    if question.kind == Kind.PLACE:
        place = districts().filter(slug=told[0]).first()
        return Value(district_id=place.pk if place else None)
    return Value(options=told)


def _number(question: Question, written: str) -> float | None:
    text = unicodedata.normalize("NFKC", written).replace(",", "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        said = _("「{}」の「{}」は、数として読めません。").format(question.text, written)
        raise SheetRefused(said) from None
    low, high = question.low, question.high
    if (low is not None and number < low) or (high is not None and number > high):
        said = _("「{}」の「{}」は、答えられる数の外です。").format(question.text, written)
        raise SheetRefused(said)
    return number


def _first(answers: Answers, key: str) -> str:
    told = answers.get(key, ())
    return told if isinstance(told, str) else (told[0] if told else "")


def _band(answers: Answers) -> str:
    found = _first(answers, ABOUT_BAND).removeprefix("b")
    return found if found in bands.BANDS else bands.UNTOLD


def _district(answers: Answers) -> District | None:
    slug = _first(answers, ABOUT_DISTRICT)
    return districts().filter(slug=slug).first() if slug else None
