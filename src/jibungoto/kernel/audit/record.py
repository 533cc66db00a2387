"""Writing the audit log."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Any, Final

from django.db import connection, models, transaction

from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import AuditHead, AuditRecord, Municipality, Node

from .chain import digest

PERSONAL: Final = "変更あり"  # stands for the before and after of personal data, in every language
_LONGEST = 2000
_acting: ContextVar[Actor] = ContextVar("acting", default=GUEST)


class OutsideTransaction(RuntimeError):
    """A record was to be written outside the transaction of the deed it tells of."""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Whatever is recorded inside was done by this actor, unless `record` is told another."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def current_actor() -> Actor:
    """Who does what happens now: the actor of the request or job, or nobody."""
    return _acting.get()


def record(
    action: str,
    obj: models.Model | None,
    *,
    actor: Actor | None = None,
    changes: Mapping[str, Any] | None = None,
) -> AuditRecord:
    """Append what was done to the municipality's chain, within the deed's own transaction.

    `changes` is {field: (before, after)}; a field in the model's PERSONAL_FIELDS, or given as
    PERSONAL, is kept only as 変更あり. Without `actor` it is the one of `acting`; nobody at all
    means the house itself did it. Raises OutsideTransaction, NoMunicipality.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(action)
    who = actor if actor is not None else _acting.get()
    municipality_id = tenancy.current_id()
    seq, before = _head(municipality_id)
    entry = AuditRecord(
        municipality_id=municipality_id,
        seq=seq + 1,
        at=clock.now(),
        action=action,
        object_kind=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        node_id=_node_id(obj),
        user_id=who.user_id,
        participant_id=who.participant_id,
        viewed_by=who.viewed_by,
        changes_text=_text(obj, changes or {}),
        prev_hash=before,
    )
    entry.hash = digest(entry)
    _append(entry)
    return entry


# By hand: every deed asks this, and building the queries takes three times their answer.
_HEADS = AuditHead._meta.db_table
_LOCK = f"SELECT 1 FROM {Municipality._meta.db_table} WHERE id = %s FOR NO KEY UPDATE"  # noqa: S608
_LAST = f"SELECT seq, hash FROM {_HEADS} WHERE municipality_id = %s"  # noqa: S608
_FORWARD = f"UPDATE {_HEADS} SET seq = %s, hash = %s WHERE municipality_id = %s"  # noqa: S608
_COLUMNS = [f.attname for f in AuditRecord._meta.concrete_fields if not f.primary_key]
_INSERT = (
    f"INSERT INTO {AuditRecord._meta.db_table} ({', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join(['%s'] * len(_COLUMNS))}) RETURNING id"
)


def _head(municipality_id: int) -> tuple[int, str]:
    """How far the chain has come; nobody else goes on with it before this transaction ends."""
    with connection.cursor() as cursor:
        # The municipality's row is the lock, as it is for publishing: one lock, hence no two
        # orders. On SQLite whoever writes at all holds the only lock there is.
        if connection.features.has_select_for_update:
            cursor.execute(_LOCK, [municipality_id])
        cursor.execute(_LAST, [municipality_id])
        found: tuple[int, str] | None = cursor.fetchone()
    if found is None:
        head = AuditHead.objects.create()
        found = head.seq, head.hash
    return found


def _append(entry: AuditRecord) -> None:
    told = {name: getattr(entry, name) for name in _COLUMNS}
    told["at"] = connection.ops.adapt_datetimefield_value(entry.at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, list(told.values()))
        entry.pk = cursor.fetchone()[0]
        cursor.execute(_FORWARD, [entry.seq, entry.hash, entry.municipality_id])
    entry._state.adding, entry._state.db = False, connection.alias


def diff(
    before: Mapping[str, Any], after: Mapping[str, Any], *, personal: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields of `after` that differ from `before`, in the form `record` takes."""
    hidden = frozenset(personal)
    return {
        name: PERSONAL if name in hidden else (before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value
    }


def _node_id(obj: models.Model | None) -> int | None:
    if isinstance(obj, Node):
        return obj.pk
    found: int | None = getattr(obj, "node_id", None)
    return found


def _text(obj: models.Model | None, changes: Mapping[str, Any]) -> str:
    hidden = getattr(obj, "PERSONAL_FIELDS", ())
    said: dict[str, Any] = {}
    for name, change in changes.items():
        if change == PERSONAL or name in hidden:
            said[name] = PERSONAL
        else:
            before, after = change
            said[name] = [_plain(before), _plain(after)]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> Any:
    """A value as JSON can say it; long texts are cut, the record itself holds them."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
