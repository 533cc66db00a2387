"""The order of the journey and what each step asks of whom. Pure: no rows, no clock."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Council

S = Council.Stage
ORDER: tuple[str, ...] = tuple(S.values)

# The part of the cycle a council works at while it stands at a step.
PART = {
    S.PREPARATION: "decide",
    S.FOUNDING: "decide",
    S.KARTE: "know",
    S.VISION: "hear",
    S.PLAN: "decide",
    S.ACTION: "act",
    S.REVIEW: "review",
}

# What is done at a step, said to the people of the district.
TASK: dict[str, Any] = {
    S.PREPARATION: _("地区の団体と呼びかけ合い、だれと何をするかを話し合います。"),
    S.FOUNDING: _("規約と役を決め、設立の総会を開きます。"),
    S.KARTE: _("人口や施設、魅力や課題を、みんなで集めて確かめます。"),
    S.VISION: _("どんな地区にしたいかを聴き合い、ことばにします。"),
    S.PLAN: _("だれが、いつまでに、何をするかを決めます。"),
    S.ACTION: _("計画の活動を、できるところから進めます。"),
    S.REVIEW: _("できたこと、できなかったこととその理由を確かめ、次を決めます。"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a page draws it. `position` is past, here or ahead."""

    stage: str
    word: str
    task: str
    position: str
    since: Any = None


def is_step_back(old: str, new: str) -> bool:
    """Whether going from `old` to `new` means going back. After a review a new round begins."""
    return old != S.REVIEW and ORDER.index(new) < ORDER.index(old)


def steps(stage: str, words: dict[str, str], since: dict[str, Any]) -> list[Step]:
    """The whole journey seen from `stage`. `since` is {stage: the day it was last entered}."""
    here = ORDER.index(stage)
    return [
        Step(
            step,
            words[f"stage.{step}"],
            str(TASK[step]),
            "here" if n == here else "past" if n < here else "ahead",
            since.get(step) if n <= here else None,
        )
        for n, step in enumerate(ORDER)
    ]


def following(stage: str) -> str:
    """The step that usually comes next; after a review it is the karte again."""
    return S.KARTE if stage == S.REVIEW else ORDER[ORDER.index(stage) + 1]
