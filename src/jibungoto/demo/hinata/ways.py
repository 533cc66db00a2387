"""What came of what in ひなた市: from a voice to its result, invented, through the services."""

import random
import tomllib
from pathlib import Path
from typing import Any

from jibungoto.decide.plans.models import Measure
from jibungoto.hear.ideas import services as ideas
from jibungoto.hear.ideas.models import Idea
from jibungoto.hear.opinions.models import Conversation
from jibungoto.kernel.actor import Level
from jibungoto.know.findings import services as findings
from jibungoto.know.places.models import District
from jibungoto.people.models import Participant

from . import land
from .findings import spot

_READ = tomllib.loads((Path(__file__).parent / "ways.toml").read_text("utf-8"))


def load(districts: dict[str, District]) -> None:
    """The ways that were gone to their end, and the proposals everybody is asked about."""
    for told in _READ["way"]:
        _gone(told, districts[told["district"]])
    for told in _READ["asked"]:
        conversation = Conversation.objects.get(slug=told["conversation"])
        ideas.handling.connect_result(
            Idea.objects.get(node__title=told["idea"]), result=conversation.node
        )


def _gone(told: dict[str, Any], district: District) -> None:
    """An issue somebody noticed, the proposal made of it, the measure it became."""
    rng = random.Random(f"ways{land.SEED}")  # noqa: S311  a story, not a secret
    who, author, *others = (
        Participant.objects.create(level=Level.DEVICE, district=district)
        for _ in range(told["people"])
    )
    issue, first = dict(told["issue"]), told["idea"]
    lon, lat = spot(land.districts()[told["district"]], rng)
    finding = findings.create_finding(
        sort="issue", district=district, lat=lat, lon=lon, channel="web", themes=[], checked=True,
        found_on=issue.pop("on"), participant_id=who.pk, **issue,
    )  # fmt: skip
    for person in others[:3]:
        findings.say_me_too(finding=finding, participant_id=person.pk)
    idea = ideas.create_idea(
        title=first["title"], text=first["text"], district=district,
        posted_on=first["on"], participant_id=author.pk, checked=True,
    )  # fmt: skip
    for person in (who, *others):
        ideas.support(idea=idea, participant_id=person.pk)
    findings.handling.change_state(finding, state="connected", on=first["on"])
    findings.handling.connect_result(finding, result=idea.node)
    for step in told["state"]:
        ideas.handling.change_state(idea, **step)
    measure = Measure.objects.get(code=told["measure"]["code"], plan__slug=told["measure"]["plan"])
    ideas.handling.connect_result(idea, result=measure.node)
