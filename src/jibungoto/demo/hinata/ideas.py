"""What people of ひなた市 proposed, supported and were answered: invented, from the fixed seed."""

import datetime as dt
import random
import tomllib
from pathlib import Path
from typing import Any

from jibungoto.hear.groupings import services as groupings
from jibungoto.hear.groupings.models import Grouping
from jibungoto.hear.groupings.tasks import group
from jibungoto.hear.ideas import services
from jibungoto.hear.ideas.models import Campaign, Comment, Idea
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Level
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.registry import SourceText
from jibungoto.know.places.models import District
from jibungoto.people.models import Participant

from . import land

_READ = tomllib.loads((Path(__file__).parent / "ideas.toml").read_text("utf-8"))


def load(districts: dict[str, District]) -> None:
    """A campaign and some two dozen ideas: supported, remarked on, merged, answered, promised."""
    rng = random.Random(f"ideas{land.SEED}")  # noqa: S311  a story, not a secret
    people = [Participant.objects.create(level=Level.DEVICE) for _ in range(18)]
    campaign = _campaign(districts)
    made: dict[str, Idea] = {}
    for told in _READ["idea"]:
        made[told["title"]] = _idea(told, districts, campaign, people, rng)
    for told in _READ["idea"]:
        if "merge" in told:
            services.handling.merge(
                made[told["merge"]], others=[made[told["title"]]], reason="同じ考えの提案です"
            )


def _campaign(districts: dict[str, District]) -> Campaign:
    told, today = _READ["campaign"], clock.today()
    return services.create_campaign(
        title=told["title"],
        text=told["text"],
        who=told["who"],
        district=districts[told["d"]],
        opens_on=today - dt.timedelta(days=14),
        closes_on=today + dt.timedelta(days=31),
        answer_by=today + dt.timedelta(days=75),
    )


def _idea(
    told: dict[str, Any],
    districts: dict[str, District],
    campaign: Campaign,
    people: list[Participant],
    rng: random.Random,
) -> Idea:
    today = clock.today()
    author, *others = rng.sample(people, told["s"] + 1)
    idea = services.create_idea(
        title=told["title"],
        text=told["text"],
        district=districts[told["d"]] if "d" in told else None,
        campaign=campaign if told.get("campaign") else None,
        posted_on=today - dt.timedelta(days=told["days"]),
        participant_id=author.pk,
        checked=True,
    )
    for person in others:
        services.support(idea=idea, participant_id=person.pk)
    for text in told.get("comments", ()):
        said = services.comment(idea=idea, participant_id=rng.choice(others).pk, text=text)
        when = clock.now() - dt.timedelta(days=max(1, told["days"] - 3))
        Comment.objects.filter(pk=said.pk).update(created_at=when)
    if "promise" in told:
        who, days = told["promise"]
        services.promise_answer(idea=idea, by=today + dt.timedelta(days=days), who=who)
    on = today - dt.timedelta(days=max(1, told["days"] // 2))
    if "answer" in told:
        who, text, days = told["answer"]
        on = today - dt.timedelta(days=days)
        services.handling.answer(idea, text=text, who=who, on=on)
    if told.get("state", "received") != "received":
        reason = told["answer"][1] if told["state"] == "passed" else ""
        services.handling.change_state(idea, state=told["state"], reason=reason[:300], on=on)
    elif "state" in told and "answer" not in told:
        services.handling.change_state(idea, state="received", on=on)
    return idea


def gather() -> None:
    """All proposals put together by subject, looked through and published."""
    found = [
        SourceText(i.code, f"{i.title}\n{i.text}", i.district_id, i.node_id)
        for i in Idea.objects.select_related("node").order_by("pk")
    ]
    made, _job = groupings.create_grouping(
        title="みんなの提案のまとまり",
        texts=found,
        source="ideas:all",
        source_label="アイデア・提案：公開の提案すべて",
    )
    group(Progress(), grouping_id=made.pk)()
    made.refresh_from_db()
    _mend(made)
    groupings.publish_grouping(
        grouping=made,
        who="市民協働部 協働推進課",
        note="半年のあいだに届いた提案を、似たものどうしにまとめました。次の推進会議で話し合います。",
        shows_texts=True,
    )


def _mend(made: Grouping) -> None:
    """People look through the proposal: names for what belongs together, the others set free."""
    for name, titles in _READ["bundle"].items():
        rows = made.items.filter(node__title__in=titles)
        kept = [item.pk for item in rows]
        groupings.move_items(grouping=made, keys=kept, target="new", name=name)
    named = made.items.filter(bundle__isnull=False, bundle__name="")
    if left := list(named.values_list("pk", flat=True)):
        groupings.move_items(grouping=made, keys=left, target="rest")
