"""What the outbox asks about people: where their mail goes, and what they may see today.

Not here: who is told, and when (kernel.outbox).
"""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.conf import settings

from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.outbox import Address, actor_source, address_source

from .models import Participant
from .selectors.standing import standing


@address_source
def confirmed_addresses(participant_ids: Collection[int]) -> dict[int, Address]:
    """The confirmed address of each account in use, and its language, in two queries."""
    accounts = Participant.objects.filter(
        pk__in=participant_ids, user__is_active=True, user__erase_on=None
    )
    of_user = {pk: user_id for pk, user_id in accounts.values_list("pk", "user_id") if user_id}
    known = EmailAddress.objects.filter(user_id__in=of_user.values(), verified=True, primary=True)
    found = {
        user_id: Address(email, language or settings.LANGUAGE_CODE)
        for user_id, email, language in known.values_list("user_id", "email", "user__language")
    }
    return {pk: found[user_id] for pk, user_id in of_user.items() if user_id in found}


@actor_source
def actors_with_roles(participant_ids: Collection[int]) -> dict[int, Actor]:
    """An actor for each account that holds a role today; everybody else sees the public."""
    here, today = tenancy.current_id(), clock.today()
    holders = Participant.objects.filter(
        pk__in=participant_ids, user__is_active=True, user__grants__municipality_id=here
    )
    found = {}
    for pk, user_id in holders.values_list("pk", "user_id").distinct():
        stands = standing(user_id=user_id, municipality_id=here, today=today)
        found[pk] = Actor(
            municipality_id=here,
            user_id=user_id,
            participant_id=pk,
            level=Level.ACCOUNT,
            district_id=stands.district_id,
            grants=stands.grants,
            past_terms=stands.past_terms,
        )
    return found
