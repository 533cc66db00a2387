"""A survey as a questionnaire on paper."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jibungoto.hear.sample import bands
from jibungoto.hear.sample.selectors import districts
from jibungoto.hear.sheets.kinds import Item, Questionnaire, Sort
from jibungoto.hear.sheets.kinds import Option as Box
from jibungoto.hear.surveys import conditions
from jibungoto.hear.surveys.models import Kind, Option, Question, Survey
from jibungoto.kernel import clock
from jibungoto.kernel.models import Node
from jibungoto.ui.tags.words import long_date, pieces

from .surveys import questions

ABOUT_BAND, ABOUT_DISTRICT = "about-band", "about-district"
LATE = dt.timedelta(days=30)  # paper is typed in after the web has closed


def questionnaire(node: Node) -> Questionnaire:
    """What is printed of a survey now."""
    survey = Survey.objects.select_related("node").get(node=node)
    asked = questions(survey)
    items = [item for question in asked for item in _items(question, asked)]
    return Questionnaire(
        title=survey.title,
        items=[*items, *_about()],
        lead=survey.node.summary or survey.why[:200],
        asker=survey.asker,
        until=survey.closes_on,
        use=survey.use[:300],
        answer_url=f"/n/{survey.code}/",
    )


def asking() -> QuerySet[Survey, int]:
    """The nodes of surveys that are under way."""
    going = Q(closes_on__isnull=True) | Q(closes_on__gte=clock.today())
    return Survey.objects.filter(going, stage=Survey.Stage.OPEN).values_list("node_id", flat=True)


def closed(node: Node) -> str:
    """Why no paper is taken in now: it comes until a month after the last day."""
    survey = Survey.objects.filter(node=node).first()
    if survey is None or survey.stage in (Survey.Stage.DRAFT, Survey.Stage.TRIAL):
        return _("アンケートがまだ始まっていません。")
    ended = survey.closed_on or survey.closes_on
    if ended is not None and clock.today() > ended + LATE:
        return _("紙の受けつけは{}までで、終わっています。").format(long_date(ended + LATE))
    return ""


def _items(question: Question, asked: list[Question]) -> list[Item]:
    options = list(question.options.all())
    boxes = tuple(Box(o.key, o.text) for o in options if o.axis == Option.Axis.OPTION)
    words = question.text  # the sheet numbers what it asks
    hint = "　".join(part for part in (conditions.said(question, asked), question.help) if part)
    if question.kind == Kind.MATRIX:
        rows = [o for o in options if o.axis == Option.Axis.ROW]
        return [
            Item(
                f"{question.key}.{row.key}", Sort.TABLE, row.text, boxes,
                grid=question.key, grid_words=words if row is rows[0] else "", hint=hint,
            )
            for row in rows
        ]  # fmt: skip
    key = question.key
    if question.kind == Kind.CHOICE:
        return [Item(key, Sort.LIST, words, boxes, hint=hint[:200])]
    if question.kind == Kind.MULTIPLE:
        most = _("{}まで。").format(pieces(question.most)) if question.most else ""
        return [Item(key, Sort.LIST, words, boxes, single=False, hint=(most + hint)[:200])]
    if question.kind == Kind.SCALE:
        steps = tuple(Box(str(n), str(n)) for n in steps_of(question))
        low, high = question.low_label, question.high_label
        return [Item(key, Sort.SCALE, words, steps, hint=hint[:200], low=low, high=high)]
    if question.kind == Kind.NUMBER:
        digits = len(str(question.high)) if question.high else 6
        return [Item(key, Sort.NUMBER, words, digits=digits, unit=question.unit, hint=hint[:200])]
    if question.kind == Kind.PLACE:
        places = tuple(Box(d.slug, d.name) for d in districts())
        return [Item(key, Sort.LIST, words, places, hint=hint[:200])]
    rows_free = 4 if question.kind == Kind.LONG else 1
    return [Item(key, Sort.TEXT, words, rows=rows_free, hint=hint[:200])]


def _about() -> list[Item]:
    ages = tuple(Box(f"b{key}", str(words)) for key, words in bands.BANDS.items())
    places = tuple(Box(d.slug, d.name) for d in districts())
    free = _("答えなくてもかまいません。")
    found = [Item(ABOUT_BAND, Sort.LIST, _("あなたの年代"), ages, hint=free)]
    if places:
        found.append(Item(ABOUT_DISTRICT, Sort.LIST, _("お住まいの地区"), places, hint=free))
    return found


def steps_of(question: Question) -> range:
    """The numbers of a scale."""
    low = question.low if question.low is not None else 1
    high = question.high if question.high is not None else 5
    return range(low, high + 1)
