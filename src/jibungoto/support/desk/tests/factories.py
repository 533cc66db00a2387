"""Invented contacts, built inside the scope of a municipality."""

import datetime as dt
from typing import Any

from jibungoto.decide.councils.tests.factories import a_district
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.support.desk import policies, services
from jibungoto.support.desk.models import Contact

__all__ = ["a_contact", "a_district", "an_officer", "days"]


def an_officer(user: Any, district: Any = None) -> Actor:
    """Somebody of the city who looks after a district, or after all of them."""
    allowed = frozenset([policies.READ, policies.WRITE])
    grant = Grant("district_officer", allowed, district_id=district.pk if district else None)
    return Actor(user_id=user.pk, grants=(grant,))


def a_contact(actor: Actor, district: Any, **fields: Any) -> Contact:
    return services.log_contact(
        **{
            "actor": actor,
            "district": district,
            "kind": Contact.Kind.VISIT,
            "note": "集会所で話しました",
            **fields,
        }
    )


def days(number: int) -> dt.date:
    return clock.today() + dt.timedelta(days=number)
