"""Every change made from the portal: the words and the details of a municipality."""

from collections.abc import Mapping

from django.db import transaction

from jibungoto.kernel import audit, publishing
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Municipality, Word

from . import words


class UnknownWord(KeyError):
    """A word the house has no use for."""


@transaction.atomic
def change_words(*, municipality: Municipality, actor: Actor, texts: Mapping[str, str]) -> int:
    """Give words another text, with "" the preset's own; how many changed. Raises UnknownWord."""
    originals = words.originals(municipality)
    if unknown := set(texts) - set(originals):
        raise UnknownWord(sorted(unknown)[0])
    now = {**originals, **dict(Word.objects.values_list("key", "text"))}
    wanted = {key: text.strip() or originals[key] for key, text in texts.items()}
    changes = {k: (now[k], text) for k, text in wanted.items() if now[k] != text}
    for key, (_before, text) in changes.items():
        Word.objects.update_or_create(key=key, defaults={"text": text})
    if changes:
        audit.record("kernel.word.edit", municipality, actor=actor, changes=changes)
        publishing.published()
    return len(changes)


@transaction.atomic
def change_details(
    *,
    municipality: Municipality,
    actor: Actor,
    colour: str,
    contact_office: str,
    contact_phone: str,
    contact_hours: str,
) -> Municipality:
    """Change the colour of the mark and where people can turn to."""
    after = {
        "colour": colour,
        "contact_office": contact_office,
        "contact_phone": contact_phone,
        "contact_hours": contact_hours,
    }
    changes = audit.diff({name: getattr(municipality, name) for name in after}, after)
    if changes:
        for name, value in after.items():
            setattr(municipality, name, value)
        municipality.save(update_fields=list(after))
        audit.record("portal.municipality.edit", municipality, actor=actor, changes=changes)
        publishing.published()
    return municipality
