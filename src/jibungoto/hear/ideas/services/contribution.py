"""What an idea is to the town: its tables and its words for what the town does with them."""

from django.utils.translation import gettext_lazy as _

from jibungoto.hear.ideas.models import (
    Answer,
    Idea,
    IdeaTheme,
    Merge,
    MergedIdea,
    Report,
    StateChange,
    Support,
)
from jibungoto.kernel.contributions.handling import Handling, Words

from .campaigns import reception
from .errors import CannotMerge, IdeasError

handling = Handling(
    action="ideas.idea",
    field="idea",
    model=Idea,
    changes=StateChange,
    answers=Answer,
    merges=Merge,
    originals=MergedIdea,
    reports=Report,
    themes=IdeaTheme,
    backings=Support,
    backed="support",
    new=Idea.State.NEW,
    received=Idea.State.RECEIVED,
    passed=Idea.State.PASSED,
    came_to=(Idea.State.TAKEN_UP, Idea.State.DONE),
    reception=reception,
    error=IdeasError,
    cannot_merge=CannotMerge,
    words=Words(
        not_itself=_("この提案自身とは、つなげません。"),
        loop=_("「{}」は、この提案のもとになったことなので、その先にはできません。"),
        too_few=_("まとめる提案を、二つ以上選んでください。"),
        merged_already=_("もうほかにまとめられている提案が入っています。"),
        own=_("ご自分の提案です。ほかの方の支持を待ちましょう。"),
    ),
)
