"""Jobs of conversations."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Done, Progress, job
from jibungoto.ui.saying import say

from . import services
from .models import Conversation
from .reading import read
from .selectors.votes import cast
from .services import privacy
from .services.analyses import keep_analysis


@job("opinions.analyse", title=gettext_lazy("意見の結果を計算する"), long=True)
def analyse(progress: Progress, *, conversation_id: int) -> Callable[[], Done]:
    """Read all votes and keep what they say; after the close, for good."""
    conversation = Conversation.objects.select_related("node").get(pk=conversation_id)
    # Asked before the votes are read: a reading is final only if nobody could vote meanwhile.
    final = conversation.state == Conversation.State.CLOSED
    progress.step(0, 2, _("答えを読んでいます。"))
    found = cast(conversation)
    progress.step(1, 2, _("計算しています。"))
    told = read(found, release=final)

    def write() -> Done:
        made = keep_analysis(conversation=conversation, read=told, final=final)
        return Done(say(noop("{}人、{}件の答えを読みました。"), made.people, made.votes))

    return write


@job("opinions.close_due", title=gettext_lazy("期間の終わった意見の受付を締め切る"))
def close_due(progress: Progress) -> Done:
    """Close what is over, in the first minutes of the day after."""
    return Done(say(noop("{}件の受付を締め切りました。"), services.close_due()))


@job("opinions.forget_networks", title=gettext_lazy("終わった問いかけの、網のしるしを消す"))
def forget_networks(progress: Progress) -> Done:
    """The hashes of networks were for noticing bursts while votes came in."""
    return Done(say(noop("{}件のしるしを消しました。"), privacy.forget_networks()))
