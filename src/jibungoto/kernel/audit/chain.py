"""The chain of hashes: how a record is hashed, how far a chain has come, whether it holds."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jibungoto.kernel import tenancy
from jibungoto.kernel.models import AuditHead, AuditRecord, Municipality
from jibungoto.kernel.models.audit import START

Heads = dict[str, tuple[int, str]]
_FAULTS_SHOWN = 50  # of one chain: whoever mends it needs the first ones
_NEAR = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a chain, at a record, as a sentence."""

    municipality: str  # slug
    seq: int
    what: str  # changed, removed, inserted, reordered, truncated, ahead, other
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Report:
    """What the verification found: records read in each chain, and every fault."""

    checked: Mapping[str, int]
    faults: tuple[Fault, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether all chains hold."""
        return not self.faults


def digest(record: AuditRecord, *, seq: int | None = None) -> str:
    """The hash of a record: SHA-256 over its fields as one line of JSON, the hash before included.

    `seq` asks for the hash the record would have at another place.
    """
    fields = [
        record.municipality_id,
        record.seq if seq is None else seq,
        record.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        record.action,
        record.object_kind,
        record.object_id,
        record.node_id,
        record.user_id,
        record.participant_id,
        record.viewed_by,
        record.changes_text,
        record.prev_hash,
    ]
    line = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def heads() -> Heads:
    """The last number and hash of every chain, to be kept where the database can't be reached."""
    rows = AuditHead.everywhere.values_list("municipality__slug", "seq", "hash")
    return {slug: (seq, hash_) for slug, seq, hash_ in rows.order_by("municipality__slug")}


def verify(anchors: Mapping[str, tuple[int, str]] | None = None) -> Report:
    """Read every chain from its start and say what was changed, removed, inserted or moved.

    `anchors` are `heads()` taken earlier and kept elsewhere: with them even a chain that was
    rewritten as a whole is found out.
    """
    checked: dict[str, int] = {}
    faults: list[Fault] = []
    for city in Municipality.objects.order_by("pk"):
        with tenancy.within(city):
            reading = _Reading(city, (anchors or {}).get(city.slug))
            found = list(_first(reading.faults(), _FAULTS_SHOWN))
            checked[city.slug] = reading.read
            faults += found
    for slug in sorted(set(anchors or {}) - set(checked)):
        words = _("{}の記録がすべてなくなっています。").format(slug)
        faults.append(Fault(slug, 0, "removed", words))
    return Report(checked, tuple(faults))


def _first(faults: Iterator[Fault], most: int) -> Iterator[Fault]:
    for number, fault in enumerate(faults):
        if number < most:
            yield fault


def _former_place(record: AuditRecord) -> int | None:
    """The number under which the record's hash is right, looked for in the neighbourhood."""
    near = range(max(record.seq - _NEAR, 1), record.seq + _NEAR)
    return next((seq for seq in near if digest(record, seq=seq) == record.hash), None)


class _Reading:
    """One walk along the chain of a municipality."""

    def __init__(self, city: Municipality, anchor: tuple[int, str] | None) -> None:
        self.city = city
        self.anchor = anchor
        self.read = 0

    def faults(self) -> Iterator[Fault]:
        seq, before = 0, START
        for record in AuditRecord.objects.order_by("seq", "pk").iterator(chunk_size=2000):
            self.read += 1
            if record.seq > seq + 1:
                yield self._gap(seq + 1, record.seq - 1)
            yield from self._record(record, before, connected=record.seq == seq + 1)
            yield from self._anchored(record.seq, record.hash)
            seq, before = record.seq, record.hash
        yield from self._end(seq, before)

    def _record(self, record: AuditRecord, before: str, *, connected: bool) -> Iterator[Fault]:
        if digest(record) != record.hash:
            if place := _former_place(record):
                words = _(
                    "{city}の記録 {seq}番は、順番が入れかえられています。もとは{place}番でした。"
                )
                yield self._fault(record.seq, "reordered", words, place=place)
            else:
                words = _("{city}の記録 {seq}番（{at}）の中身が、書いたあとに変えられています。")
                yield self._fault(record.seq, "changed", words, at=f"{record.at:%Y-%m-%d %H:%M}")
        elif connected and record.prev_hash != before:
            words = _(
                "{city}の記録 {seq}番が、すぐ前の記録とつながりません。差しこまれた記録があります。"
            )
            yield self._fault(record.seq, "inserted", words)

    def _gap(self, first: int, last: int) -> Fault:
        if first == last:
            return self._fault(first, "removed", _("{city}の記録 {seq}番が消されています。"))
        words = _("{city}の記録 {seq}番から{last}番までが消されています。")
        return self._fault(first, "removed", words, last=last)

    def _anchored(self, seq: int, hash_: str) -> Iterator[Fault]:
        if self.anchor and self.anchor[0] == seq and self.anchor[1] != hash_:
            words = _(
                "{city}の記録 {seq}番が、別に保管した控えと合いません。書きかえられています。"
            )
            yield self._fault(seq, "other", words)

    def _end(self, seq: int, hash_: str) -> Iterator[Fault]:
        head = AuditHead.objects.first()
        last = max(head.seq if head else 0, self.anchor[0] if self.anchor else 0)
        if last > seq:
            words = _("{city}の記録の終わりが切られています。{seq}番から{last}番までがありません。")
            yield self._fault(seq + 1, "truncated", words, last=last)
        if seq > (head.seq if head else 0):
            words = _("{city}の記録 {seq}番は、決まった手順を通らずに書き足されています。")
            yield self._fault(head.seq + 1 if head else 1, "ahead", words)
        elif head and head.seq == seq and head.hash != hash_:
            words = _("{city}の最後の記録 {seq}番が、控えと合いません。")
            yield self._fault(seq, "other", words)

    def _fault(self, seq: int, what: str, words: str, **more: object) -> Fault:
        said = words.format(city=self.city.name, seq=seq, **more)
        return Fault(self.city.slug, seq, what, said)
