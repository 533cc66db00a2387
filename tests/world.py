"""A small world for tests: two municipalities, a district, an organisation, one person per role."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from jibungoto.kernel import tenancy, vocabulary
from jibungoto.kernel.models import Municipality
from jibungoto.know.organisations import services as organisations
from jibungoto.know.organisations.models import Organisation
from jibungoto.know.places import services as places
from jibungoto.know.places.models import District
from jibungoto.people import services as people
from jibungoto.people.models import User
from jibungoto.people.tests.factories import enter_device
from tests.again import built_once

ROLES = (
    "guest",
    "participant",
    "resident",
    "officer",
    "secretary",
    "district_officer",
    "department",
    "planner",
    "administrator",
    "stranger",
)

_HANDLER = ClientHandler(enforce_csrf_checks=False)
_USUAL = settings._wrapped  # type: ignore[misc]


@dataclass
class World:
    """What access tables build their objects in. `users` has no guest and no participant.

    `cookies` has what the browsers of roles hold that were signed in when the world was built.
    """

    municipality: Municipality
    other_municipality: Municipality
    district: Any
    organisation: Any
    users: dict[str, User] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which this role is signed in; a participant has a device cookie only."""
        client = _a_client()
        if role in self.cookies:
            client.cookies.load(self.cookies[role])
        elif role == "participant":
            enter_device(client, self.municipality)
        elif role != "guest":
            client.force_login(self.users[role])
        return client


def _a_client() -> Client:
    """A browser on the one chain of middleware, which costs more to load than most pages.

    A test that overrides settings gets a chain of its own: middleware reads some when it is made.
    """
    client = Client()
    if settings._wrapped is _USUAL:  # type: ignore[misc]
        client.handler = _HANDLER
    return client


def a_municipality(slug: str, name: str) -> Municipality:
    municipality = Municipality.objects.create(slug=slug, name=name, code="")
    with tenancy.within(municipality):
        vocabulary.apply_preset(municipality)
        people.create_roles(municipality)
    return municipality


@built_once
def build() -> World:
    """Make the world and leave it; use `tenancy.within(world.municipality)` to go back in."""
    here, there = a_municipality("koko", "ここ市"), a_municipality("asoko", "あそこ市")
    with tenancy.within(here):
        kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
        district = places.create_district(kind=kind, slug="kita", name="北地区")
        organisation = organisations.create_organisation(
            slug="kita-jichikai",
            name="北町自治会",
            footing="place",
            kind="自治会",
            districts=[district],
        )
        world = World(here, there, district, organisation)
        for role in ROLES[2:-1]:
            world.users[role] = a_user(role)
        people.grant_role(user=world.users["officer"], role="officer", organisation=organisation)
        for role in ("secretary", "district_officer"):
            people.grant_role(user=world.users[role], role=role, district=district)
        people.grant_role(
            user=world.users["department"], role="department", department="公園緑地課"
        )
        for role in ("planner", "administrator"):
            people.grant_role(user=world.users[role], role=role)
    with tenancy.within(there):
        world.users["stranger"] = a_user("stranger")
        people.grant_role(user=world.users["stranger"], role="administrator")
    return world


@built_once
def build_signed_in() -> World:
    """The world in which everybody came before: for tests that ask as many roles, many times."""
    world = build()
    for role in ROLES[1:]:
        cookies = world.client(role).cookies
        world.cookies[role] = {name: morsel.value for name, morsel in cookies.items()}
    return world


def give_every_role(user: User, there: Municipality, *, only: str = "") -> None:
    """Let one person hold each role a municipality begins with, or one of them."""
    with tenancy.within(there):
        district, organisation = _ground(there)
        scopes: dict[str, dict[str, Any]] = {
            "officer": {"organisation": organisation},
            "secretary": {"district": district},
            "district_officer": {"district": district},
            # Called as the one over here: a department is known by its row, not by its name.
            "department": {"department": "公園緑地課"},
            "planner": {},
            "administrator": {},
        }
        for role, scope in scopes.items():
            if only in ("", role):
                people.grant_role(user=user, role=role, **scope)


def _ground(there: Municipality) -> tuple[Any, Any]:
    """A district and an organisation of the other city, made at the first asking."""
    if found := Organisation.objects.first():
        return District.objects.get(slug="minami"), found
    kind = places.create_district_kind(key="yoso", name="よその地区", has_council=True)
    district = places.create_district(kind=kind, slug="minami", name="南地区")
    organisation = organisations.create_organisation(
        slug="minami-jichikai",
        name="南町自治会",
        footing="place",
        kind="自治会",
        districts=[district],
    )
    return district, organisation


def a_user(role: str) -> User:
    return User.objects.create_user(f"{role}@example.jp", "test-only-pass")
