"""What a person may be called in public: only what they allowed, field by field."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from jibungoto.kernel import clock
from jibungoto.kernel.keyed import only
from jibungoto.people.models import Consent, PersonName, RoleGrant, User
from jibungoto.ui.listing import with_note


def public_name(user: User | int) -> str:
    """What may stand on a public page for a person; without consent their role, or 参加者."""
    pk = user if isinstance(user, int) else user.pk
    return public_names([pk])[pk]


def public_names(user_ids: Iterable[int]) -> dict[int, str]:
    """`public_name` for many at once, in at most three queries.

    The name to be called by, if allowed; else family and given name, each only if allowed; else the
    role held today; else 「参加者」.
    """
    wanted = list(dict.fromkeys(user_ids))
    consents: dict[int, set[str]] = defaultdict(set)
    for user_id, field in Consent.objects.filter(
        user_id__in=wanted, withdrawn_at__isnull=True
    ).values_list("user_id", "field"):
        consents[user_id].add(field)
    names = {
        name.user_id: _allowed(name, consents[name.user_id])
        for name in PersonName.objects.filter(user_id__in=list(consents))
    }
    nameless = [pk for pk in wanted if not names.get(pk)]
    labels = _role_labels(nameless) if nameless else {}
    return {pk: names.get(pk) or labels.get(pk) or _("参加者") for pk in wanted}


def _allowed(name: PersonName, fields: set[str]) -> str:
    if Consent.Field.DISPLAY in fields and name.display:
        return name.display
    parts = [
        name.family if Consent.Field.FAMILY in fields else "",
        name.given if Consent.Field.GIVEN in fields else "",
    ]
    said = " ".join(part for part in parts if part)
    if said and Consent.Field.KANA in fields and name.kana:
        said = with_note(said, name.kana)
    return said


def _role_labels(user_ids: list[int]) -> dict[int, str]:
    today = clock.today()
    grants = (
        RoleGrant.objects.filter(user_id__in=user_ids, starts_on__lte=today)
        .exclude(ends_on__lt=today)
        .order_by("-role__order")
        .values_list("user_id", "role__name")
    )
    return dict(grants)


def own_name(user: User) -> PersonName:
    """What somebody is called in the municipality at hand; an empty one before they said so."""
    return only(PersonName.objects.filter(user=user)) or PersonName(user=user)


def given_consents(user: User) -> list[str]:
    """The fields this person allows on public pages."""
    given = Consent.objects.filter(user=user, withdrawn_at__isnull=True)
    return list(given.values_list("field", flat=True))
