"""Reading the audit log: what somebody may read of it, and its records put into words."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from jibungoto.kernel import kept, links, nodes, registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import AuditRecord, Node, NodeDistrict

from . import targets
from .words import VERBS, field_label, is_number_of_row, spoken

_JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
_OF_NODES = "kernel.node."
_NEAR = 3  # a deed registers a node, changes it and then tells of itself, one after the other


@dataclass(frozen=True, slots=True)
class Line:
    """A record as a page shows it. `who_key` finds other records of the same person."""

    seq: int
    at: dt.datetime
    who: str
    who_key: str
    did: str
    kind: str
    title: str
    url: str
    changes: tuple[tuple[str, str, str], ...]  # (field, before, after)


def records(
    actor: Actor,
    *,
    action: str = "",
    words: str = "",
    who: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> QuerySet[AuditRecord]:
    """The deeds in the municipality's log, newest first, for those whose role reads the log.

    What the kernel noted of a node for a deed the app tells of itself is left out, unless asked
    for by `action`; the chain keeps both.

    `words` occur in the title of the record, or are its short code. `who` is "u12" (an account) or
    "p5" (a participant); `first` and `last` are both included.
    """
    if not actor.scopes("kernel.audit.read").everywhere:
        return AuditRecord.objects.none()
    found = AuditRecord.objects.filter(_within(first, last))
    found = found.filter(action=action) if action else found.exclude(_told_by_the_app())
    if words:
        named = Q(title__icontains=words) | Q(short_code=words.upper())
        found = found.filter(node__in=Node.objects.filter(named))
    if match := re.fullmatch(r"([up])([0-9]{1,18})", who):
        name = "user_id" if match[1] == "u" else "participant_id"
        found = found.filter(**{name: int(match[2])})
    return _shown(actor, found)


def term_records(actor: Actor) -> QuerySet[AuditRecord]:
    """What happened in the actor's past terms: in the district of the term, and their own deeds.

    What was withdrawn, and drafts, stay hidden.
    """
    if actor.user_id is None or not actor.past_terms:
        return AuditRecord.objects.none()
    theirs = Q(pk__in=[])
    shown = Q(node__state__in=[Node.State.PUBLIC, Node.State.STAFF])
    for first, last, district_id in actor.past_terms:
        here = Q(user_id=actor.user_id)
        if district_id is not None:
            # Districts inside the district of the term count as well.
            placed = NodeDistrict.objects.filter(
                district__lineage__contains=f".{district_id}."
            ).values("node_id")
            exactly = NodeDistrict.objects.filter(district_id=district_id).values("node_id")
            here |= shown & (Q(node_id__in=placed) | Q(node_id__in=exactly))
        theirs |= _within(first, last) & here
    return _shown(actor, AuditRecord.objects.filter(theirs))


def history(actor: Actor, node: Node) -> QuerySet[AuditRecord]:
    """What was done to a node, newest first, for those whose role reads the log."""
    return records(actor).filter(node=node)


def actions_seen() -> list[tuple[str, list[tuple[str, str]]]]:
    """The actions that occur in this municipality's log by the room they belong to, in words: the
    choices of a filter."""
    seen = AuditRecord.objects.order_by("action").values_list("action", flat=True).distinct()
    rooms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for action in seen:
        rooms[room(action)].append((action, did(action)))
    return sorted((name, sorted(deeds, key=itemgetter(1))) for name, deeds in rooms.items())


def room(action: str) -> str:
    """What the room of an action is called."""
    label = action.partition(".")[0]
    if label not in apps.app_configs:
        return _("そのほか")  # no longer part of the house
    return kept.in_own_words(str(apps.get_app_config(label).verbose_name))


def lines(actor: Actor, found: Iterable[AuditRecord], *, with_names: bool = False) -> list[Line]:
    """Records in words, in three more queries. `with_names` only for who reads the whole log.

    What the kernel noted of the node for the same deed (its title, its districts) is told with it.
    """
    page = list(found)
    notes = _notes(page)
    names = _names(page) if with_names else {}
    of_targets = targets.titles(page)
    return [_line(actor, record, names, of_targets, notes.get(record.seq, [])) for record in page]


def did(action: str) -> str:
    """What an action is called: the app's own words, else those of its verb."""
    words = registry.action_word(action)
    if words is None:
        verb = re.split(r"[._]", action.rpartition(".")[2])[0]
        words = VERBS.get(verb, _("記録を変えました"))
    return kept.in_own_words(str(words))


def _notes(page: Iterable[AuditRecord]) -> dict[int, list[AuditRecord]]:
    """By the number of an app's record: what the kernel noted of its node right before."""
    told = [r for r in page if r.node_id and not r.action.startswith(_OF_NODES)]
    near = {seq for r in told for seq in range(r.seq - _NEAR, r.seq)}
    if not near:
        return {}
    noted = AuditRecord.objects.filter(seq__in=near, action=f"{_OF_NODES}change").order_by("seq")
    every = list(noted)
    return {
        r.seq: [
            n for n in every
            if r.seq - _NEAR <= n.seq < r.seq
            and (n.node_id, n.user_id, n.participant_id)
            == (r.node_id, r.user_id, r.participant_id)
        ]
        for r in told
    }  # fmt: skip


def _told_by_the_app() -> Q:
    """The kernel's own notes of nodes that the app's word on the same deed comes right after."""
    same_doer = {
        "doer": Coalesce(OuterRef("user_id"), 0),
        "taking_part": Coalesce(OuterRef("participant_id"), 0),
    }
    own = (
        AuditRecord.objects.annotate(
            doer=Coalesce("user_id", 0), taking_part=Coalesce("participant_id", 0)
        )
        .filter(seq__gt=OuterRef("seq"), seq__lte=OuterRef("seq") + _NEAR, **same_doer)
        .exclude(action__startswith=_OF_NODES)
    )
    return Q(action__startswith=_OF_NODES) & Q(Exists(own))


def _shown(actor: Actor, found: QuerySet[AuditRecord]) -> QuerySet[AuditRecord]:
    """Newest first, with the node and whether the actor may open it."""
    seen = Node.objects.filter(nodes.visible(actor), pk=OuterRef("node_id"))
    return found.annotate(node_seen=Exists(seen)).select_related("node").order_by("-seq")


def _within(first: dt.date | None, last: dt.date | None) -> Q:
    days = Q()
    if first is not None:
        days &= Q(at__gte=_midnight(first))
    if last is not None:
        days &= Q(at__lt=_midnight(last + dt.timedelta(days=1)))
    return days


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _names(page: list[AuditRecord]) -> dict[int, str]:
    wanted = {pk for r in page for pk in (r.user_id, r.viewed_by) if pk is not None}
    return {
        pk: user.get_username() for pk, user in get_user_model().objects.in_bulk(wanted).items()
    }


def _line(
    actor: Actor,
    record: AuditRecord,
    names: Mapping[int, str],
    of_targets: Mapping[tuple[str, str], str],
    notes: Iterable[AuditRecord],
) -> Line:
    node = record.node
    known = registry.kinds().get(node.kind) if node else registry.targets().get(record.object_kind)
    model = _model(record.object_kind)
    linked = getattr(record, "node_seen", False)
    return Line(
        seq=record.seq,
        at=record.at,
        who=_who(actor, record, names),
        who_key=_who_key(record),
        did=did(record.action),
        kind=str(known.label) if known else _kind_words(model),
        title=node.title if node else of_targets.get((record.object_kind, record.object_id), ""),
        url=links.node_url(node) if node and linked else "",
        changes=tuple(_with_notes(record, model, notes)),
    )


def _who(actor: Actor, record: AuditRecord, names: Mapping[int, str]) -> str:
    if record.user_id is not None:
        if record.user_id == actor.user_id:
            who = _("あなた")
        else:
            who = names.get(record.user_id) or _("利用者{}番").format(record.user_id)
        if record.participant_id is not None:
            return who
        return _("{}（ほかの役割として）").format(who) if record.viewed_by else who
    if record.participant_id is not None:
        return _("参加者{}番").format(record.participant_id)
    return _("自動の処理")


def _who_key(record: AuditRecord) -> str:
    if record.user_id is not None:
        return f"u{record.user_id}"
    return f"p{record.participant_id}" if record.participant_id is not None else ""


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label) if label else None
    except LookupError:
        return None  # the kind of record is no longer part of the house


def _kind_words(model: type[models.Model] | None) -> str:
    name = str(model._meta.verbose_name) if model else ""
    return name if _JAPANESE.search(name) else ""


def _with_notes(
    record: AuditRecord, model: type[models.Model] | None, notes: Iterable[AuditRecord]
) -> Iterable[tuple[str, str, str]]:
    """What a deed changed, once each: the app's own words before what the kernel noted."""
    told = list(_changes(record, model))
    for note in notes:
        labels, values = {c[0] for c in told}, {c[1:] for c in told}
        told += [c for c in _changes(note, Node) if c[0] not in labels and c[1:] not in values]
    return told


def _changes(
    record: AuditRecord, model: type[models.Model] | None
) -> Iterable[tuple[str, str, str]]:
    room = record.action.partition(".")[0]
    for name, change in record.changes.items():
        label = field_label(model, name, room)
        if not isinstance(change, list):
            yield label, "", _("変更あり（個人の情報なので、中身は残しません）")
        elif not any(is_number_of_row(model, name, value) for value in change):
            before, after = (spoken(model, name, value, room) for value in change)
            yield label, before, after
        elif None not in change:  # what was new is named by the record itself
            yield label, "", _("変わりました")
