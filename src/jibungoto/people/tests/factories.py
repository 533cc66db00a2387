"""People for tests: municipalities with roles, accounts, devices."""

import itertools
from importlib import import_module
from typing import Any

from django.apps import apps
from django.test import Client

from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.models import Municipality
from jibungoto.people import devices, services
from jibungoto.people.models import Participant, Role, User
from jibungoto.people.selectors.standing import standing
from tests.again import built_once

_numbers = itertools.count(1)


def a_municipality(slug: str = "koko", name: str = "ここ市") -> Municipality:
    municipality = Municipality.objects.create(slug=slug, name=name)
    services.create_roles(municipality)
    return municipality


@built_once
def the_city() -> Municipality:
    """The municipality most tests of people are in; built once, for its roles are many rows."""
    return a_municipality()


def a_user(email: str = "", password: str | None = None) -> User:
    return services.create_account(
        email=email or f"p{next(_numbers)}@example.jp", password=password
    )


def a_district(name: str = "北地区", parent: Any = None) -> Any:
    # By name: places is a room below this one, only its tests meet it here.
    places = import_module("jibungoto.know.places.services")
    DistrictKind = apps.get_model("places", "DistrictKind")
    kind = DistrictKind.objects.filter(key="chiku").first()
    if kind is None:
        kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    slug = f"d{next(_numbers)}"
    return places.create_district(kind=kind, slug=slug, name=name, parent=parent)


def with_role(role: str, *, user: User | None = None, **scope: Any) -> User:
    user = user or a_user()
    services.grant_role(role=Role.objects.get(key=role), user=user, **scope)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def actor_of(user: User, municipality: Municipality) -> Actor:
    """The Actor an account is in a municipality, as a request would make it."""
    found = standing(user_id=user.pk, municipality_id=municipality.pk, today=clock.today())
    return Actor(
        municipality_id=municipality.pk,
        user_id=user.pk,
        participant_id=found.participant_id,
        level=Level.ACCOUNT,
        grants=found.grants,
        past_terms=found.past_terms,
    )


def enter_device(client: Client, municipality: Municipality) -> Participant:
    """Give a test client the cookie of a device that has taken part before."""
    secret = devices.new_secret()
    with tenancy.within(municipality):
        participant = services.participant_of_device(secret=secret)
    client.cookies[devices.COOKIE] = devices.cookie_value(secret)
    return participant
