"""Two conversations of ひなた市: one under way on paper and on the web, one that is over.

Invented, from opinions.toml and the fixed seed, written through the services a real city uses.
"""

import datetime as dt
import random
import tomllib
from pathlib import Path
from typing import Any

from django.utils import timezone

from jibungoto.decide.councils.models import Council
from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Conversation, Part, Statement
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor, Level
from jibungoto.know.places.models import District
from jibungoto.people.models import Participant

from . import land

_HOUSE = Actor()
# What a camp's letter means: how likely it agrees and disagrees; the rest does not know.
_LIKELY = {"+": (0.84, 0.06), "-": (0.08, 0.82), "?": (0.4, 0.3), "=": (0.9, 0.03)}
_BANDS = {"young": ("10", "20", "30", "40"), "old": ("50", "60", "60", "70", "70", "80")}


def load(districts: dict[str, District]) -> None:
    """Both conversations with their votes; results.py reads them."""
    for told in tomllib.loads(Path(__file__).with_name("opinions.toml").read_text("utf-8"))[
        "conversation"
    ]:
        _load(told, districts)


def _load(told: dict[str, Any], districts: dict[str, District]) -> Conversation:
    today = clock.today()
    district = districts[told["district"]]
    council = Council.objects.filter(placed__district=district).select_related("node").first()
    made = services.create_conversation(
        title=told["title"],
        question=told["question"],
        background=told["background"],
        slug=told["slug"],
        districts=[district],
        host=council.node if council else None,
        actor=_HOUSE,
        opens_on=today + dt.timedelta(days=told["opens"]),
        closes_on=today + dt.timedelta(days=max(told["closes"], 0)),
        moderation_policy=told["policy"],
        answer_by=today + dt.timedelta(days=told["answer"]),
        answer_from=told["from"],
    )
    texts = [entry["text"] for entry in told["statement"]]
    services.add_statements(conversation=made, texts=texts, actor=_HOUSE)
    for language, words in told.get("texts", {}).items():
        services.write_text(
            conversation=made, language=language, question=words["question"], actor=_HOUSE
        )
        services.write_statement_texts(
            conversation=made,
            language=language,
            texts=dict(enumerate(words["statements"], 1)),
            actor=_HOUSE,
        )
    made = services.open_conversation(conversation=made, actor=_HOUSE)
    _write_own(made, told, district)
    services.take_in(conversation=made, rows=_rows(told, districts, made), actor=_HOUSE)
    if told["closes"] < 0:
        _end(made, today + dt.timedelta(days=told["closes"]))
    return made


def _write_own(made: Conversation, told: dict[str, Any], district: District) -> None:
    """Statements participants wrote: some shown, some that still wait."""
    person = Participant.objects.create(level=Level.DEVICE, district=district)
    for entry in told.get("written", []):
        one = services.add_statement(
            conversation=made,
            text=entry["text"],
            origin=Statement.Origin.WRITTEN,
            participant=person,
            actor=_HOUSE,
        )
        if entry.get("state"):
            services.moderate_statements(
                conversation=made,
                statements=[one],
                state=entry["state"],
                reason=entry.get("reason", ""),
                actor=_HOUSE,
            )


def _rows(
    told: dict[str, Any], districts: dict[str, District], made: Conversation
) -> list[services.Row]:
    """The votes of invented people in their camps: most answer some, few answer all."""
    rng = random.Random(f"opinions{land.SEED}{told['slug']}")  # noqa: S311  a story, not a secret
    entries = [*told["statement"], *(e for e in told.get("written", []) if "camps" in e)]
    began = timezone.make_aware(dt.datetime.combine(made.opens_on or clock.today(), dt.time(9, 0)))
    last = min(clock.now() - dt.timedelta(hours=2), began + dt.timedelta(days=20))
    whole = max((last - began).total_seconds(), 3600.0)
    near = [code for code in districts if code != told["district"]]
    rows = []
    for camp, size in enumerate(told["camps"]):
        for _ in range(size):
            number = min(len(entries), max(6, round(rng.gauss(len(entries) * 0.75, 4))))
            answered = sorted(rng.sample(range(len(entries)), number))
            begins = began + dt.timedelta(seconds=rng.random() * whole * 0.98)
            answers, moments = {}, {}
            for step, at in enumerate(answered):
                answers[at + 1] = _vote(rng, entries[at]["camps"][camp])
                moments[at + 1] = begins + dt.timedelta(seconds=9 * step)
            paper = rng.random() < told["paper"]
            band = rng.choice(_BANDS["old" if paper or camp == 0 else "young"])
            code = told["district"] if rng.random() < 0.8 else rng.choice(near)
            tells = rng.random() < 0.7
            rows.append(
                services.Row(
                    answers=answers,
                    channel=Part.Channel.PAPER if paper else Part.Channel.WEB,
                    level=Level.COUNTER if paper else Level.DEVICE,
                    age_band=band if tells else "",
                    district=districts[code] if tells else None,
                    moments=moments,
                )
            )
    rng.shuffle(rows)
    return rows


def _vote(rng: random.Random, letter: str) -> int:
    agree, disagree = _LIKELY[letter]
    draw = rng.random()
    return 1 if draw < agree else -1 if draw < agree + disagree else 0


def _end(made: Conversation, day: dt.date) -> None:
    """A conversation whose last day is over: as the nightly job would have closed it."""
    services.change_conversation(conversation=made, closes_on=day, actor=_HOUSE)
    services.close_conversation(conversation=made, actor=_HOUSE)
