"""Small invented ideas for tests."""

import datetime as dt
from typing import Any

from jibungoto.hear.ideas import services
from jibungoto.hear.ideas.models import Campaign, Idea
from jibungoto.kernel import clock
from jibungoto.know.findings.tests.factories import a_photo, somebody

__all__ = ["a_campaign", "a_photo", "an_idea", "somebody"]


def an_idea(title: str = "坂の途中にベンチを置く", **told: Any) -> Idea:
    return services.create_idea(**{"title": title, "text": "買い物の帰りに休めます。", **told})


def a_campaign(title: str = "駅前の広場をどう使いますか", **told: Any) -> Campaign:
    today = clock.today()
    kept = {
        "who": "都市計画課", "opens_on": today, "closes_on": today + dt.timedelta(days=30),
        "answer_by": today + dt.timedelta(days=60),
    }  # fmt: skip
    return services.create_campaign(**{**kept, "title": title, **told})
