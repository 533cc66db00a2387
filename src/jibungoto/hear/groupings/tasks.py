"""Jobs of groupings."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from jibungoto.engines import freetext
from jibungoto.japan.text import search_key
from jibungoto.kernel.jobs import Done, Progress, job
from jibungoto.kernel.links import link
from jibungoto.ui.saying import say
from jibungoto.ui.tags.words import pieces

from . import naming, services
from .models import Grouping, Item


@job("groupings.group", title=gettext_lazy("声を、似たものどうしに分ける"), long=True)
def group(progress: Progress, *, grouping_id: int) -> Callable[[], Done]:
    """Propose bundles for the texts of a grouping; names by a model only where both say so."""
    grouping = Grouping.objects.select_related("node").get(pk=grouping_id)
    items = list(Item.objects.filter(grouping=grouping).order_by("pk"))
    progress.step(0, 3, _("{}件の声を読んでいます。").format(len(items)))
    found = freetext.group([i.text for i in items], seed=grouping.seed, fold=search_key)
    progress.step(1, 3, _("{}のまとまりになりました。").format(pieces(len(found.groups))))
    names: dict[int, str] = {}
    if grouping.ask_llm and naming.endpoint():
        for number, told in enumerate(found.groups):
            said = [s for at, s in told.sentences if not items[at].cautions]
            if name := naming.propose(told.keywords, said):
                names[number] = name
            progress.step(1, 3, _("名前の案を聞いています。"))
    progress.step(2, 3, _("書きとめています。"))

    def write() -> Done:
        services.keep_proposal(
            grouping=grouping, items=items, found=found, names=names, model=naming.model()
        )
        told = noop("{}件の声を分けました。まとまりの案は{}件です。")
        address = link("groupings:grouping_work", code=grouping.code)
        return Done(say(told, len(items), len(found.groups)), address)

    return write
