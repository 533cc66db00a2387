"""Choosing texts, and keeping what the engine proposes."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.engines.freetext import VERSION
from jibungoto.engines.freetext import Grouping as Found
from jibungoto.hear.groupings.models import Bundle, Grouping, Item
from jibungoto.kernel import audit, clock, identity, jobs, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions import caution
from jibungoto.kernel.models import Job, Node
from jibungoto.kernel.registry import SourceText
from jibungoto.know.places.models import District

MOST = 20_000
BATCH = 500
_LONGEST = 20_000


class GroupingError(ValueError):
    """Something can't be done to a grouping; the message is a sentence for a person."""


@transaction.atomic
def create_grouping(
    *,
    title: str,
    texts: Sequence[SourceText],
    source: str,
    source_label: str,
    district: District | None = None,
    collected_on: dt.date | None = None,
    ask_llm: bool = False,
    actor: Actor | None = None,
) -> tuple[Grouping, Job]:
    """Keep the texts as they are and order their grouping. Raises GroupingError for none, or for
    more than MOST."""
    if not texts:
        raise GroupingError(_("分ける声がありません。"))
    if len(texts) > MOST:
        said = _("一度に分けられるのは{}件までです。期間や地区でしぼってください。")
        raise GroupingError(said.format(MOST))
    code = identity.short_code()
    node = nodes.register(
        kind="grouping",
        title=title,
        path=f"groupings/{code}/",
        short_code=code,
        state=Node.State.DRAFT,
        district_ids=[district.pk] if district else [],
    )
    made = Grouping.objects.create(
        node=node, district=district, source=source, source_label=source_label[:200],
        collected_on=collected_on or clock.today(), number=len(texts), ask_llm=ask_llm,
        created_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    Item.objects.bulk_create(
        [
            Item(
                grouping=made, key=t.key[:80], text=t.text[:_LONGEST], node_id=t.node_id,
                district_id=t.district_id, cautions=" ".join(caution.cautions(t.text)), rank=n,
            )
            for n, t in enumerate(texts)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    audit.record("groupings.grouping.create", made, changes={"number": (None, len(texts))})
    job = jobs.enqueue("groupings.group", key=f"grouping:{made.pk}", grouping_id=made.pk)
    return made, job


@transaction.atomic
def keep_proposal(
    *,
    grouping: Grouping,
    items: Sequence[Item],
    found: Found,
    names: Mapping[int, str],
    model: str = "",
) -> Grouping:
    """Write the engine's bundles for these items (in the order they were read); `names` are what
    a language model proposed, by group."""
    current = Grouping.objects.select_for_update(of=("self",)).get(pk=grouping.pk)
    if current.state != Grouping.State.WAITING:
        return current
    for number, group in enumerate(found.groups):
        bundle = Bundle.objects.create(
            grouping=current, order=number, keywords="・".join(group.keywords)[:200],
            llm_name=names.get(number, "")[:80], parent=group.parent, x=group.x, y=group.y,
        )  # fmt: skip
        for rank, at in enumerate(group.members):
            items[at].bundle, items[at].rank = bundle, rank
        for at, sentence in group.sentences:
            items[at].sentence = sentence[:300]
    for number, family in enumerate(found.families, 1):
        for at in family:
            items[at].family = number
    for item, taken in zip(items, found.stances, strict=True):
        item.stances = f" {' '.join(sorted(taken))} " if taken else ""
    Item.objects.bulk_update(
        items, ["bundle", "rank", "sentence", "family", "stances"], batch_size=BATCH
    )
    current.state, current.made_at = Grouping.State.READY, clock.now()
    current.engine, current.seed, current.sha256 = VERSION, found.seed, found.sha256
    current.llm_model = model if names else ""
    current.save()
    audit.record("groupings.grouping.propose", current, changes={"groups": (0, len(found.groups))})
    return current
