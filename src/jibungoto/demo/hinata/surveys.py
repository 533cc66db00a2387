"""Surveys of ひなた市 and their answers: invented, from the fixed seed."""

import datetime as dt
import random
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jibungoto.hear.surveys import conditions, presets, selectors, services
from jibungoto.hear.surveys.models import Answering, Kind, Pick, Question, Reply, Survey
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Level
from jibungoto.kernel.contributions.caution import cautions
from jibungoto.know.places.models import District

from . import land
from .findings import spot

_WORDS: Mapping[str, Any] = tomllib.loads(
    (Path(__file__).parent / "surveys.toml").read_text("utf-8")
)
# Who answers: the young and the busy too seldom, as everywhere.
_AGES = {"10": 4, "20": 5, "30": 3, "40": 6, "50": 14, "60": 20, "70": 28, "80": 14, "": 6}
_ASKER = "ひなた市 協働推進課"


def load(districts: dict[str, District]) -> None:
    """One that runs, one with its result and answer, two rounds of a third; some on paper."""
    today = clock.today()
    _running(districts, today)
    _places(districts, today)
    first = _taking_part(
        districts, today - dt.timedelta(days=760), "地域の活動への参加（前回）", 95, 0.0
    )
    second = _taking_part(
        districts, today - dt.timedelta(days=60), "地域の活動への参加", 105, 0.18, first=first
    )
    services.conclude_survey(
        survey=second,
        text="「日時が合わない」「さそわれなかった」という声が多いことを受けて、春の清掃を"
        "土曜の午前30分ずつの入れかわりにします。さそい合いのはがきを、各地区に配ります。",
        who="各地区の推進会議と協働推進課",
        due_on=today + dt.timedelta(days=120),
        on=today - dt.timedelta(days=20),
    )


def _made(key: str, title: str, first: dt.date, last: dt.date, **told: Any) -> Survey:
    survey = services.create_from_preset(title=title, preset=presets.preset(key))
    return services.change_survey(
        survey=survey,
        asker=_ASKER,
        opens_on=first,
        closes_on=max(last, clock.today()),
        keep_until=last + dt.timedelta(days=365),
        **told,
    )


def _end(survey: Survey, on: dt.date) -> Survey:
    survey = services.close_survey(survey=survey, on=on)
    Survey.objects.filter(pk=survey.pk).update(closes_on=on)
    survey.refresh_from_db()
    return survey


def _running(districts: dict[str, District], today: dt.date) -> None:
    survey = _made(
        "disaster",
        "防災のそなえ",
        today - dt.timedelta(days=12),
        today + dt.timedelta(days=16),
        invited=1200,
    )
    survey = services.open_survey(survey=survey)
    _answer(survey, districts, 118, today - dt.timedelta(days=11), 11, paper=0.0)


def _places(districts: dict[str, District], today: dt.date) -> None:
    survey = _made(
        "places",
        "居場所のこと",
        today - dt.timedelta(days=130),
        today - dt.timedelta(days=100),
        invited=600,
    )
    survey = services.open_survey(survey=survey)
    _answer(survey, districts, 124, today - dt.timedelta(days=129), 28, paper=0.34)
    held = str(_WORDS["held"])  # names somebody: it waits until somebody looked
    written = Reply.objects.filter(answering__survey=survey, question__key="idea").first()
    if written is not None:
        written.text, written.cautions = held, " ".join(cautions(held))
        written.save(update_fields=["text", "cautions"])
    survey = _end(survey, today - dt.timedelta(days=100))
    services.conclude_survey(
        survey=survey,
        text="「お茶を飲んで話せる」場所を望む声がいちばん多いことを受けて、公民館のロビーを"
        "毎週水曜の午後に開きます。運ぶ人手は、推進会議が声をかけます。",
        who="公民館と川端地区の推進会議",
        due_on=today + dt.timedelta(days=60),
        on=today - dt.timedelta(days=70),
    )


def _taking_part(
    districts: dict[str, District],
    begin: dt.date,
    title: str,
    number: int,
    more: float,
    *,
    first: Survey | None = None,
) -> Survey:
    last = begin + dt.timedelta(days=30)
    if first is None:
        survey = _made("taking-part", title, begin, last, invited=500)
    else:
        survey = services.copy_survey(survey=first, title=title)
        survey = services.change_survey(
            survey=survey,
            opens_on=begin,
            closes_on=clock.today(),
            keep_until=last + dt.timedelta(days=365),
            invited=500,
        )
    survey = services.open_survey(survey=survey)
    _answer(survey, districts, number, begin, 29, paper=0.2, more=more)
    return _end(survey, last)


def _answer(
    survey: Survey,
    districts: dict[str, District],
    number: int,
    begin: dt.date,
    days: int,
    *,
    paper: float,
    more: float = 0.0,
) -> None:
    """Answers by the hundred, written at once; `more` makes people join more often."""
    rng = random.Random(f"surveys{land.SEED}{survey.title}")  # noqa: S311  a story, not a secret
    asked = selectors.questions(survey)
    places = list(districts.items())
    sheets, values = [], []
    for _n in range(number):
        code, district = rng.choice(places)
        band = rng.choices(list(_AGES), list(_AGES.values()))[0]
        day = begin + dt.timedelta(days=rng.randrange(max(days, 1)))
        at = dt.datetime.combine(day, dt.time(rng.randrange(7, 22)), clock.now().tzinfo)
        on_paper = rng.random() < paper
        sheets.append(
            Answering(
                survey=survey,
                version=survey.version,
                level=Level.NONE if on_paper else Level.DEVICE,
                channel=Answering.Channel.PAPER if on_paper else Answering.Channel.WEB,
                age_band=band,
                district=None if rng.random() < 0.04 else district,
                started_at=at,
                changed_at=at,
                finished_at=at,
            )
        )
        values.append(_values(asked, rng, code, district, int(band or 60), more))
    Answering.objects.bulk_create(sheets)
    _write(list(zip(sheets, values, strict=True)))


def _values(
    asked: list[Question], rng: random.Random, code: str, district: District, age: int, more: float
) -> dict[Question, Value]:
    told: dict[str, Value] = {}
    found: dict[Question, Value] = {}
    for question in asked:
        shown = conditions.asked(asked, {k: v.options for k, v in told.items()})
        if question not in shown:
            continue
        if not question.required and rng.random() < 0.08:
            continue
        value = _value(question, rng, code, district, age, more)
        if value:
            told[question.key] = found[question] = value
    return found


def _value(
    question: Question, rng: random.Random, code: str, district: District, age: int, more: float
) -> Value:
    options = [o for o in question.options.all() if o.axis == "option"]
    if question.kind == Kind.CHOICE:
        weights = [1.0 / (n + 1.3) for n in range(len(options))]
        if question.key == "joined":
            active = 0.10 + more + (0.12 if age >= 60 else 0.0)
            weights = [active, 0.22 + more, 0.2, max(0.6 - more - active, 0.1)]
        return Value(options=(rng.choices(options, weights)[0].key,))
    if question.kind == Kind.MULTIPLE:
        most = min(question.most or 3, 3)
        weights = [1.0 / (n + 1.5) for n in range(len(options))]
        picked = {rng.choices(options, weights)[0] for _ in range(rng.randint(1, most))}
        other = any(o.is_other for o in picked)
        said = _WORDS.get(question.key, [])
        text = rng.choice(said) if other and said else ""
        return Value(text=text, options=tuple(o.key for o in picked))
    if question.kind == Kind.MATRIX:
        rows = [o for o in question.options.all() if o.axis == "row"]
        return Value(
            rows={
                r.key: rng.choices(options, [3 - n * 0.4, 2.0, 1.0 + n * 0.4, 1.0])[0].key
                for n, r in enumerate(rows)
            }
        )
    if question.kind == Kind.SCALE:
        return Value(number=float(min(max(round(rng.gauss(3.1 + more * 2, 1.1)), 1), 5)))
    if question.kind == Kind.NUMBER:
        return Value(number=float(min(round(rng.expovariate(1 / 4.5)), 60)))
    if question.kind == Kind.PLACE:
        if rng.random() < 0.5:
            return Value()
        lon, lat = spot(land.districts()[code], rng)
        return Value(lat=lat, lon=lon, district_id=district.pk)
    words = _WORDS.get(question.key, [])
    return Value(text=rng.choice(words)) if words and rng.random() < 0.3 else Value()


def _write(told: list[tuple[Answering, dict[Question, Value]]]) -> None:
    replies, values = [], []
    for sheet, found in told:
        for question, value in found.items():
            replies.append(
                Reply(
                    answering=sheet,
                    question=question,
                    text=value.text,
                    number=value.number,
                    lat=value.lat,
                    lon=value.lon,
                    district_id=value.district_id,
                    cautions=" ".join(cautions(value.text)) if value.text else "",
                )
            )
            values.append(value)
    Reply.objects.bulk_create(replies, batch_size=500)
    picks = []
    for reply, value in zip(replies, values, strict=True):
        known = {(o.axis, o.key): o for o in reply.question.options.all()}
        picks += [Pick(reply=reply, option=known["option", key]) for key in value.options]
        picks += [
            Pick(reply=reply, option=known["option", key], row=known["row", row])
            for row, key in value.rows.items()
        ]
    Pick.objects.bulk_create(picks, batch_size=500)
