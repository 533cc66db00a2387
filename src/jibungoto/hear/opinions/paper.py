"""A conversation as a questionnaire on paper (hear.sheets): its shown statements, and two words
about oneself."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.hear.sample import bands
from jibungoto.hear.sample.selectors import districts
from jibungoto.hear.sheets import kinds
from jibungoto.hear.sheets.kinds import Item, Option, Questionnaire, SheetKind, Sort
from jibungoto.kernel import clock
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node

from . import selectors
from .models import Conversation
from .services import paper


def questionnaire(node: Node) -> Questionnaire:
    """What is printed now."""
    conversation = Conversation.objects.select_related("host").get(node=node)
    marks = (
        Option("agree", _("そう思う")),
        Option("pass", _("わからない")),
        Option("disagree", _("そう思わない")),
    )
    items = [
        Item(
            paper.statement_key(one.number), Sort.TABLE, one.text, marks, grid="votes",
            grid_words=_("それぞれの意見について、あてはまる欄に印をつけてください。"),
        )
        for one in selectors.shown(conversation)
    ]  # fmt: skip
    told = tuple(Option(key, str(words)) for key, words in bands.BANDS.items())
    items.append(Item(paper.BAND, Sort.LIST, _("あなたの年代（答えなくてもかまいません）"), told))
    places = tuple(Option(str(d.pk), d.name) for d in districts())
    if places:
        items.append(
            Item(paper.DISTRICT, Sort.LIST, _("お住まいの地区（答えなくてもかまいません）"), places)
        )
    return Questionnaire(
        title=conversation.question,
        items=items,
        lead=conversation.background[:200],
        asker=conversation.host.title if conversation.host else "",
        until=conversation.closes_on,
        hand_in=_("市民センターなどの窓口へお持ちください。"),
        use=_("ほかの方の答えと合わせて、話し合いのもとにします。お名前は書かないでください。"),
        answer_url=link("opinions:vote", slug=conversation.slug),
    )


def closed(node: Node) -> str:
    return paper.closed(Conversation.objects.get(node=node))


def asking() -> QuerySet[Conversation, int]:
    """The nodes of conversations that take votes."""
    going = Q(closes_on__isnull=True) | Q(closes_on__gte=clock.today())
    found = Conversation.objects.filter(going, state=Conversation.State.OPEN)
    return found.values_list("node_id", flat=True)


KIND = kinds.register(
    SheetKind(
        key="opinions.conversation",
        label=gettext_lazy("みんなの意見"),
        node_kinds=("conversation",),
        questionnaire=questionnaire,
        take=paper.take_sheet,
        withdraw=paper.withdraw_sheet,
        closed=closed,
        asking=asking,
    )
)
