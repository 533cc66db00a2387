"""Which pages the demo has, and for whom: the gallery and the browser tests go round by it.

Runs inside an installation, with Django set up: `python -m tests.browser.visits links FILE` follows
links, as each role does; `… tables FILE` then makes what no link reached from the access tables.
The second changes what the first would see, so it belongs on a copy.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

HOME = "hinata"
# A name of the access tables → the account of the demo that plays it; the order is who comes first.
PLAYERS = {
    "guest": "",
    "resident": "jumin@hinata.example.jp",
    "officer": "yakuin@hinata.example.jp",
    "secretary": "jimukyoku@hinata.example.jp",
    "district_officer": "chiku@hinata.example.jp",
    "department": "koen@hinata.example.jp",
    "planner": "kyodo@hinata.example.jp",
    "administrator": "kanri@hinata.example.jp",
}
# Hands out a file, keeps a choice, or is no page of its own.
LEFT_OUT = re.compile(
    r"^api:|^guide:(preferences|sheet|offline_worker)|^oidc_|:health$|^kernel:(node_open|file_open|file_thumb)"
    r"|:(idea|statement)_near$"  # a part put into a page while somebody writes
)
# Pages that differ by an argument count once for each value of it.
TELLING = ("stage", "key")
A_DAY = 86_400
_PASSING = re.compile(
    r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>|nonce="[^"]*"|<header.*?</header>'
    r"|<footer.*?</footer>|<svg.*?</svg>|csrf[^>]*>|[a-z]+@hinata.example.jp",
    re.DOTALL,
)


@dataclass
class Visit:
    """One page for one reader. `fault`: an empty form sent to it is answered with its mistakes."""

    part: str
    view: str
    path: str
    role: str
    status: int = 200
    found: str = "link"
    fault: bool = False


@dataclass
class Round:
    """Everything found, and what the tables name but nobody could be shown, with the reason."""

    visits: list[Visit] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def by_links() -> Round:
    """Walk the demo as everybody; only sessions are new afterwards."""
    from jibungoto.kernel.models import Municipality

    done = Round()
    seen: dict[str, set[str]] = {}
    clients = _clients(done)
    for role, client in clients.items():
        starts = ["/", f"/{HOME}/", f"/{HOME}/me/", "/styleguide/", "/account/"]
        _walk(done, role, client, starts, seen)
    for city in Municipality.objects.exclude(slug=HOME).order_by("order"):
        _walk(done, "guest", clients["guest"], [f"/{city.slug}/"], seen)
    for path in ("/hinata/nowhere/", "/hinata/audit/", "/hinata/cockpit/"):
        for role in ("guest", "officer"):
            status = clients[role].get(path).status_code
            if status >= 400:
                done.visits.append(Visit("refusals", f"{status}", path, role, status, "typed"))
    return done


def by_tables(reached: set[str]) -> Round:
    """Make an object for every row of the access tables that is not among `reached` views."""
    done = Round()
    seen: dict[str, set[str]] = {}
    clients = _clients(done)
    _from_tables(done, clients, seen, reached)
    _with_second_factor(done, clients["officer"], seen)
    return done


def _clients(done: Round) -> dict[str, Any]:
    clients = {role: client_of(role) for role in PLAYERS}
    for role, client in clients.items():
        done.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
    return clients


def client_of(role: str) -> Any:
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from django.test import Client

    from jibungoto.people.models import User

    client = Client(raise_request_exception=False)
    if PLAYERS[role]:
        user = User.objects.get(email=PLAYERS[role])
        client.force_login(user)
        # Pages that ask for the password once more are open to who has just given it.
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time() + A_DAY, "email": PLAYERS[role]}
        ]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
        session.save()
    return client


def _walk(
    done: Round, role: str, client: Any, starts: list[str], seen: dict[str, set[str]]
) -> None:
    waiting, known = list(starts), set()
    for path in _each_once(waiting):
        kind = _kind(path)
        if kind is None or kind in known or (role != "guest" and not _at_home(kind)):
            continue
        known.add(kind)
        answer = client.get(path)
        if answer.status_code in (301, 302):
            known.discard(kind)
            waiting.append(urljoin(path, answer["Location"]))
            continue
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        html = answer.content.decode()
        _keep(done, client, role, path, answer.status_code, html, "link", seen)
        links = _Links()
        links.feed(html)
        waiting += [urljoin(path, link) for link in links.found]


def _each_once(waiting: list[str]) -> Iterator[str]:
    """Paths of this site in the order found, while more are added."""
    tried: set[str] = set()
    while waiting and len(tried) < 4000:
        parts = urlsplit(waiting.pop(0))
        if parts.scheme in ("", "http") and parts.path not in tried:
            tried.add(parts.path)
            yield parts.path


def _kind(path: str) -> str | None:
    """What makes a page one of its kind: city or not, view, and the telling arguments."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(path)
    except Resolver404:
        return None
    name = match.view_name or ""
    if LEFT_OUT.search(name) or name == "account_logout" or name.startswith("demo:start"):
        return None
    telling = [str(match.kwargs[key]) for key in TELLING if key in match.kwargs]
    return " ".join([str(match.kwargs.get("municipality", "")), name, *telling])


def _at_home(kind: str) -> bool:
    """Of the city in which the roles stand, or of the installation."""
    return kind.startswith((" ", f"{HOME} "))


def _keep(
    done: Round,
    client: Any,
    role: str,
    path: str,
    status: int,
    html: str,
    found: str,
    seen: dict[str, set[str]],
) -> None:
    """Keep a page unless somebody before was shown the very same."""
    body = _PASSING.sub("", html)
    if body in seen.setdefault(path, set()):
        return
    seen[path].add(body)
    kind = _kind(path) or ""
    view = kind.strip().split(" ")[0 if kind.startswith(" ") else 1]
    part = view.split(":")[0] if ":" in view else view.split("_")[0]
    visit = Visit(part, view, path, role, status, found)
    visit.fault = bool(re.search(r'<main.*<form[^>]*method="post"', html, re.DOTALL)) and (
        _answers_with_mistakes(client, path)
    )
    done.visits.append(visit)


def _answers_with_mistakes(client: Any, path: str) -> bool:
    from django.db import transaction

    with transaction.atomic():
        answer = client.post(path, {"sent": "1"})
        transaction.set_rollback(True)
    return answer.status_code == 422 or 'aria-invalid="true"' in answer.content.decode()


def _from_tables(
    done: Round, clients: dict[str, Any], seen: dict[str, set[str]], reached: set[str]
) -> None:
    """Pages of the tables that no link reached, on objects the tables make."""
    from tests.test_access import TABLES
    from tests.world import ROLES

    # The kernel's table gives somebody a second role, which those of people do not expect.
    for table in sorted(TABLES, key=lambda table: "kernel" in table.__name__):
        for (url, method), rows in table.MATRIX.items():
            if method != "GET" or url in reached or LEFT_OUT.search(url):
                continue
            for state, letters in rows.items():
                opened = [
                    role
                    for role, letter in zip(ROLES, letters.replace(" ", ""), strict=True)
                    if letter == "o" and role in clients
                ]
                if opened:
                    _made(done, table, url, state, opened[0], clients, seen)
                else:
                    done.missing.append(f"{url} {state}: 表では、だれにも開きません")


def _made(
    done: Round,
    table: Any,
    url: str,
    state: str,
    role: str,
    clients: dict[str, Any],
    seen: dict[str, set[str]],
) -> None:
    from django.db import transaction

    from jibungoto.kernel import tenancy
    from tests.stage import kwargs_of
    from tests.test_access import _address

    world = _world()
    try:
        with transaction.atomic(), tenancy.within(world.municipality):
            path = _address(url, kwargs_of(table, url, state, world), world)
    except Exception as fault:
        done.missing.append(f"{url} {state}: {type(fault).__name__} {fault}"[:200])
        return
    answer = clients[role].get(path)
    if answer.status_code in (301, 302):
        done.missing.append(f"{url} {state}: {role} は {answer['Location']} へ")
    elif answer.get("Content-Type", "").startswith("text/html"):
        html = answer.content.decode()
        _keep(done, clients[role], role, path, answer.status_code, html, "table", seen)


def _with_second_factor(done: Round, client: Any, seen: dict[str, set[str]]) -> None:
    """Pages only somebody with a second factor has: theirs are made by hand."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from jibungoto.people.models import User

    user = User.objects.get(email=PLAYERS["officer"])
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "わたしのスマートフォン", "credential": {}},
    )
    key = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN).pk
    names = ["", "recovery-codes/", "totp/deactivate/", "webauthn/"]
    names += [f"webauthn/keys/{key}/edit/", f"webauthn/keys/{key}/remove/"]
    for name in names:
        path = f"/account/2fa/{name}"
        answer = client.get(path)
        if answer.status_code == 200:
            html = answer.content.decode()
            _keep(done, client, "officer", path, 200, html, "made", seen)
        else:
            done.missing.append(f"{path}: {answer.status_code}")


def _world() -> Any:
    """The demo in the shape the tables build in."""
    from jibungoto.kernel import tenancy
    from jibungoto.kernel.models import Municipality
    from jibungoto.know.organisations.models import Organisation
    from jibungoto.know.places import services as places
    from jibungoto.know.places.models import District, DistrictKind
    from jibungoto.people.models import User
    from tests.world import World

    here = Municipality.objects.get(slug=HOME)
    there = Municipality.objects.exclude(slug=HOME).earliest("order")
    with tenancy.within(here):
        # A district without a council: the tables found one.
        district = District.objects.filter(slug="atarashii").first() or places.create_district(
            kind=DistrictKind.objects.first(), slug="atarashii", name="新しい地区"
        )
        organisation = Organisation.objects.get(slug="tsutsujidai-jichikai-1")
    users = {role: User.objects.get(email=email) for role, email in PLAYERS.items() if email}
    return World(here, there, district, organisation, users)


def main(way: str, file: Path) -> None:
    """Find the pages one way; `tables` reads from FILE what was found before, then replaces it."""
    import django

    django.setup()
    from django.conf import settings

    logging.disable()  # refusals are what we came to see
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    if way == "links":
        found = by_links()
    else:
        before = json.loads(file.read_text("utf-8"))
        found = by_tables({visit["view"] for visit in before["visits"]})
    file.write_text(json.dumps(asdict(found), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
