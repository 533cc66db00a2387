"""People mend the proposal: each step says what was before, so that it can be undone."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.groupings.models import Bundle, Grouping, Item, Move, Step
from jibungoto.kernel import audit, clock, publishing
from jibungoto.kernel.actor import Actor

from .making import BATCH, GroupingError

ASIDE, REST, NEW = "aside", "rest", "new"


def _lock(grouping: Grouping) -> Grouping:
    found = (
        Grouping.objects.select_for_update(of=("self",)).select_related("node").get(pk=grouping.pk)
    )
    if found.state == Grouping.State.WAITING:
        raise GroupingError(_("いま分けているところです。終わってから直してください。"))
    return found


def _step(
    grouping: Grouping, verb: str, said: str, actor: Actor | None, bundle: Bundle | None = None,
    was_name: str = "",
) -> Step:  # fmt: skip
    made = Step.objects.create(
        grouping=grouping, verb=verb, said=said[:200], bundle=bundle, was_name=was_name,
        done_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    audit.record(f"groupings.bundle.{verb}", grouping, actor=actor, changes={"said": ("", said)})
    publishing.heard()
    return made


def _move(step: Step, found: Iterable[Item], bundle: Bundle | None, *, aside: bool) -> None:
    rows = list(found)
    Move.objects.bulk_create(
        [Move(step=step, item=i, was_bundle_id=i.bundle_id, was_aside=i.aside) for i in rows],
        batch_size=BATCH,
    )
    Item.objects.filter(pk__in=[i.pk for i in rows]).update(bundle=bundle, aside=aside)


@transaction.atomic
def rename_bundle(
    *, grouping: Grouping, bundle: Bundle, name: str, actor: Actor | None = None
) -> Bundle:
    """Give a bundle a name of people's own; the same name again changes nothing."""
    current = _lock(grouping)
    wanted, before = name.strip()[:80], bundle.name
    if wanted == before:
        return bundle
    said = _("「{}」を「{}」に").format(bundle.title, wanted or bundle.keywords)
    _step(current, Step.Verb.RENAME, said, actor, bundle, before)
    bundle.name = wanted
    bundle.save(update_fields=["name"])
    return bundle


@transaction.atomic
def merge_bundles(
    *, grouping: Grouping, head: Bundle, others: Iterable[Bundle], actor: Actor | None = None
) -> Step:
    """Put the texts of the others under one. Raises GroupingError when there is no other."""
    current = _lock(grouping)
    chosen = [b for b in others if b.pk != head.pk]
    if not chosen:
        raise GroupingError(_("合わせるまとまりを、二つ以上選んでください。"))
    said = _("「{}」に{}個を").format(head.title, len(chosen))
    step = _step(current, Step.Verb.MERGE, said, actor, head)
    _move(step, Item.objects.filter(bundle__in=chosen, aside=False), head, aside=False)
    return step


@transaction.atomic
def move_items(
    *,
    grouping: Grouping,
    keys: Iterable[int],
    target: str,
    name: str = "",
    actor: Actor | None = None,
) -> Step:
    """Move texts to a bundle (its number), to a `new` one, to the `rest` or `aside`.

    Raises GroupingError when none was chosen or the target is not there.
    """
    current = _lock(grouping)
    rows = list(Item.objects.filter(grouping=current, pk__in=list(keys)))
    if not rows:
        raise GroupingError(_("移す声に印をつけてください。"))
    bundle, verb = None, Step.Verb.MOVE
    if target == NEW:
        order = Bundle.objects.filter(grouping=current).count()
        near = rows[0].bundle
        bundle = Bundle.objects.create(
            grouping=current, order=order, name=name.strip()[:80],
            x=near.x if near else 0, y=near.y if near else 0, parent=near.parent if near else 0,
        )  # fmt: skip
        verb, said = Step.Verb.SPLIT, _("{}件を新しいまとまりに").format(len(rows))
    elif target == ASIDE:
        verb, said = Step.Verb.ASIDE, _("{}件を外に").format(len(rows))
    elif target == REST:
        said = _("{}件を、どのまとまりにも入らない声に").format(len(rows))
    else:
        bundle = (
            Bundle.objects.filter(grouping=current, pk=target).first()
            if (target.isdecimal())
            else None
        )
        if bundle is None:
            raise GroupingError(_("移す先のまとまりを選んでください。"))
        said = _("{}件を「{}」に").format(len(rows), bundle.title)
    step = _step(current, verb, said, actor, bundle)
    _move(step, rows, bundle, aside=target == ASIDE)
    return step


@transaction.atomic
def undo_step(*, grouping: Grouping, actor: Actor | None = None) -> Step:
    """Take back the last step that stands. Raises GroupingError when there is none."""
    current = _lock(grouping)
    step = Step.objects.filter(grouping=current, undone_at=None).select_related("bundle").first()
    if step is None:
        raise GroupingError(_("取り消せる手順はありません。"))
    by_place: dict[tuple[int | None, bool], list[int]] = {}
    for move in step.moves.all():
        by_place.setdefault((move.was_bundle_id, move.was_aside), []).append(move.item_id)
    for (bundle_id, aside), ids in by_place.items():
        Item.objects.filter(pk__in=ids).update(bundle_id=bundle_id, aside=aside)
    if step.verb == Step.Verb.RENAME and step.bundle:
        Bundle.objects.filter(pk=step.bundle.pk).update(name=step.was_name)
    step.undone_at = clock.now()
    step.save(update_fields=["undone_at"])
    audit.record("groupings.step.undo", current, actor=actor, changes={"said": (step.said, "")})
    publishing.heard()
    return step
