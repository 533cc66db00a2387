"""Codes in letters and flyers: printing them once, using them, taking a batch back."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, identity, tenancy
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.keyed import only
from jibungoto.people.models import Code, CodeBatch, Participant

LENGTH = 12  # of 32 signs: 60 bits, more than anybody can try at a few a minute
MOST_LETTERS = 3000


class CodeProblem(ValueError):
    """A code that can't be used; its message is a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to print: the only place where the code itself ever stands."""

    number: int
    code: str

    @property
    def grouped(self) -> str:
        """In groups of four, as it is printed and read aloud."""
        return "-".join(self.code[i : i + 4] for i in range(0, LENGTH, 4))


def code_hash(code: str) -> str:
    """What the database knows a code by, in the municipality at hand."""
    return hashlib.sha256(f"{tenancy.current_id()}:{code}".encode()).hexdigest()


def new_letters(size: int, *, asked: str = "") -> list[Letter]:
    """Codes for so many letters; nothing is kept yet, so that printing can come first.

    What is asked for twice in the same words gets the same codes, known to this house alone;
    without words they are fresh every time.
    """
    if not asked:
        return [Letter(n, identity.short_code(LENGTH)) for n in range(1, size + 1)]
    return [Letter(n, _code(f"{tenancy.current_id()}:{asked}:{n}")) for n in range(1, size + 1)]


def _code(asked: str) -> str:
    return identity.code_from(salted_hmac(__name__, asked, algorithm="sha256").digest(), LENGTH)


@transaction.atomic
def create_batch(
    *,
    title: str,
    kind: str,
    district: Any,
    size: int,
    uses_each: int,
    expires_on: dt.date,
    actor: Actor,
    letters: list[Letter] | None = None,
) -> tuple[CodeBatch, list[Letter]]:
    """A batch of letters, those given (printed already) or new ones.

    Letters that made a batch before are answered with that batch. Raises CodeProblem if it was
    taken back since. The codes are answered for printing; they are kept nowhere.
    """
    letters = letters or new_letters(size)
    if made := _made_of(letters):
        return made, letters
    try:
        with transaction.atomic():
            batch = CodeBatch.objects.create(
                title=title,
                kind=kind,
                district=district,
                size=size,
                uses_each=uses_each,
                expires_on=expires_on,
                created_by_id=actor.user_id,
            )
            Code.objects.bulk_create(
                [
                    Code(batch=batch, number=letter.number, code_hash=code_hash(letter.code))
                    for letter in letters
                ],
                batch_size=500,
            )
    except IntegrityError:  # asked for twice at one moment
        if made := _made_of(letters):
            return made, letters
        raise
    changes = {
        "size": (None, size),
        "uses_each": (None, uses_each),
        "expires_on": (None, expires_on),
    }
    audit.record("people.code.print", batch, actor=actor, changes=changes)
    return batch, letters


def _made_of(letters: list[Letter]) -> CodeBatch | None:
    known = Code.objects.filter(code_hash=code_hash(letters[0].code)).select_related("batch")
    found = only(known)
    if found and found.batch.withdrawn_at:
        raise CodeProblem(
            _("この手紙は、取りやめました。もう一度つくるときは、ページを開き直してください。")
        )
    return found.batch if found else None


@transaction.atomic
def withdraw_batch(*, batch: CodeBatch, actor: Actor) -> None:
    """From now on no code of this batch is taken; who has used one already stays as they are."""
    if batch.withdrawn_at is not None:
        return
    batch.withdrawn_at = clock.now()
    batch.save(update_fields=["withdrawn_at"])
    changes = {"withdrawn_at": (None, batch.withdrawn_at)}
    audit.record("people.code.withdraw", batch, actor=actor, changes=changes)


@transaction.atomic
def redeem_code(*, typed: str, participant: Participant, actor: Actor | None = None) -> Participant:
    """Raise a participant to the level of a code and let them live in its district.

    The same person using the same code again changes nothing. Raises CodeProblem: unknown, taken
    back, expired, or used by as many people as it is for.
    """
    code = (
        Code.objects.filter(code_hash=code_hash(identity.read_code(typed)))
        .select_related("batch", "batch__district")
        .first()
    )
    if code is None:
        raise CodeProblem(_("このコードは見つかりません。手紙の文字を、もう一度お確かめください。"))
    if participant.code_id == code.pk:
        return participant
    batch = code.batch
    if batch.withdrawn_at is not None:
        raise CodeProblem(_("この手紙のコードは取りやめになりました。新しい手紙をお待ちください。"))
    if batch.expires_on < clock.today():
        raise CodeProblem(
            _(
                "このコードは{}年{}月{}日で終わりました。登録すれば、いまからでも参加できます。"
            ).format(batch.expires_on.year, batch.expires_on.month, batch.expires_on.day)
        )
    # The condition stands in the update itself, so that two at the same moment can't both be last.
    if not Code.objects.filter(pk=code.pk, used__lt=batch.uses_each).update(used=F("used") + 1):
        raise CodeProblem(
            _(
                "このコードは{}人が使い終わりました。ほかの方は、登録するか窓口で参加できます。"
            ).format(batch.uses_each)
        )
    participant.code = code
    participant.level = max(participant.level, Level.CODE)
    participant.district = batch.district or participant.district
    participant.save(update_fields=["code", "level", "district"])
    changes = {"level": (None, participant.level), "batch": (None, batch.pk)}
    audit.record("people.code.enter", participant, actor=actor, changes=changes)
    return participant


@transaction.atomic
def start_counter(*, district: Any, actor: Actor) -> Participant:
    """Somebody stands at the counter: a participant without a name, written down by staff."""
    participant = Participant.objects.create(
        level=Level.COUNTER, district=district, recorded_by_id=actor.user_id
    )
    changes = {"recorded_by": (None, actor.user_id), "district": (None, district)}
    audit.record("people.counter.record", participant, actor=actor, changes=changes)
    return participant
