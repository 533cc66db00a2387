"""Signing in: password, mailed code, authenticator app; what staff need; in our own words."""

import datetime as dt
import re
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from django.utils.module_loading import import_string

from jibungoto.kernel import tenancy
from jibungoto.people import services, urls_account
from jibungoto.people.models import User

from . import factories as make

PASSWORD = "a-long-secret-word"
ONWARD = "?next=/account/"

PAGES = (
    "login/",
    "signup/",
    "login/code/",
    "password/reset/",
    "inactive/",
    "password/reset/done/",
    "connections/login/cancelled/",
)
OWN_PAGES = (
    "",
    "logout/",
    "email/",
    "password/change/",
    "password/set/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "connections/",
    "data/",
    "reauthenticate/",
)


@pytest.fixture
def user(city):
    return make.a_user("someone@example.jp", PASSWORD)


def signs_in(client, user, password=PASSWORD):
    return client.post(f"/account/login/{ONWARD}", {"login": user.email, "password": password})


def confirms(client):
    """Say once more who one is, as allauth asks before anything that matters."""
    return client.post("/account/reauthenticate/", {"password": PASSWORD})


def code_in(message):
    return re.search(r"^[A-Z0-9-]{6,}$", message.body, re.MULTILINE)[0]


def now_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_password_opens_the_account(user, client):
    assert signs_in(client, user)["Location"] == "/account/"
    assert client.get("/account/").wsgi_request.user == user


def test_a_session_that_has_ended_opens_nothing(user, client):
    signs_in(client, user)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not client.get("/account/login/").wsgi_request.user.is_authenticated


def test_a_wrong_password_is_told_without_saying_who_has_an_account(user, client):
    known = signs_in(client, user, "wrong-password").content.decode()
    unknown = client.post("/account/login/", {"login": "no@example.jp", "password": "x" * 12})
    for page in (known, unknown.content.decode()):
        assert "メールアドレスかパスワードがちがいます。" in page


def test_trying_passwords_is_stopped(user, client):
    pages = [signs_in(client, user, f"wrong-password-{n}") for n in range(7)]
    assert "続けてまちがえた" in pages[-1].content.decode()
    assert "続けてまちがえた" in signs_in(client, user).content.decode()


def test_too_many_requests_get_a_page_that_says_when(city, client):
    answers = [client.post("/account/signup/", {}) for _ in range(22)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"]


def test_a_mailed_code_opens_the_account_once(user, client):
    client.post("/account/login/code/", {"email": user.email})
    letter = mail.outbox[0]
    assert letter.subject == "サインインのコード（自分ごと）"
    answer = client.post("/account/login/code/confirm/", {"code": code_in(letter)})
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200
    other = Client()
    other.post("/account/login/code/", {"email": user.email})
    refused = other.post("/account/login/code/confirm/", {"code": code_in(letter)})
    assert other.get("/account/").status_code == 302
    assert refused.status_code == 200


def test_registering_needs_an_address_that_is_one_s_own(city, client):
    told = {"email": "New@Example.jp", "password1": PASSWORD}
    assert client.post(f"/account/signup/{ONWARD}", told).status_code == 302
    assert client.get("/account/").status_code == 302
    page = client.get("/account/confirm-email/")
    assert "届いたコードを入れてください" in page.content.decode()
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})
    assert client.get("/account/").status_code == 200
    assert User.objects.get().email == "new@example.jp"


def test_registering_a_known_address_betrays_nothing_and_tells_its_owner(user, client):
    answer = client.post("/account/signup/", {"email": user.email, "password1": PASSWORD})
    assert answer.status_code == 302
    assert mail.outbox[-1].subject.startswith("このアドレスは、もう登録されています")
    assert User.objects.count() == 1


def test_mails_name_the_city_s_own_address_whatever_the_request_says(user, settings):
    settings.BASE_URL = "https://machi.example.jp"
    for path in ("signup/", "login/code/", "password/reset/"):
        for address in (user.email, "no@example.jp"):
            told = {"email": address, "password1": PASSWORD}
            Client().post(f"/account/{path}", told, headers={"Host": "localhost:6666"})
    assert len(mail.outbox) == 6
    assert [m.body for m in mail.outbox if "6666" in m.body or "localhost" in m.body] == []
    assert "https://machi.example.jp/account/password/reset/" in mail.outbox[0].body


@pytest.mark.parametrize("path", ["signup/", "login/code/", "password/reset/"])
def test_nobody_s_mailbox_is_filled_from_many_places(user, path):
    told = {"email": user.email, "password1": PASSWORD}
    for place in range(6):
        Client(REMOTE_ADDR=f"192.0.2.{place}").post(f"/account/{path}", told)
    assert len(mail.outbox) <= 5


def test_an_address_told_by_the_sender_counts_only_behind_a_proxy_of_ours(city, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "3/m/ip"}

    def refused(told: str) -> int:
        found = [
            Client(headers={"X-Forwarded-For": told.format(n)}).post("/account/signup/", {})
            for n in range(5)
        ]
        return [answer.status_code for answer in found].count(429)

    assert refused("203.0.113.{}") == 2
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert refused("203.0.113.{}, 192.0.2.7") == 2  # the last is what our own proxy saw
    assert refused("192.0.2.7, 203.0.113.{}") == 0


def test_a_forgotten_password_is_chosen_anew_by_a_code(user, client):
    client.post("/account/password/reset/", {"email": user.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(mail.outbox[-1])})
    new = {"password1": "another-secret-word", "password2": "another-secret-word"}
    assert client.post("/account/password/reset/complete/", new).status_code == 302
    assert signs_in(Client(), user, "another-secret-word").status_code == 302


def test_an_address_is_changed_by_a_code_to_the_new_one(user, client):
    signs_in(client, user)
    client.post("/account/email/", {"email": "other@example.jp", "action_add": ""})
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})
    user.refresh_from_db()
    assert user.email == "other@example.jp"


def test_signing_out_everywhere_but_here(user):
    here, there = Client(), Client()
    signs_in(here, user)
    signs_in(there, user)
    here.post("/account/sessions/")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_set_up_and_then_asked_for(client):
    user = make.a_user("someone@example.jp", PASSWORD)
    signs_in(client, user)
    confirms(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    client.post("/account/2fa/totp/activate/", {"code": now_code(secret)})
    assert [m.subject for m in mail.outbox] == ["認証アプリが登録されました（自分ごと）"]
    other = Client()
    assert signs_in(other, user)["Location"].startswith("/account/2fa/authenticate/")
    assert other.get("/account/").status_code == 302
    assert "二段階の確認" in other.get("/account/2fa/authenticate/").content.decode()


def test_a_staff_role_wakes_when_the_second_factor_is_used(city, settings):
    settings.STAFF_MFA = True
    user = make.with_role("planner", user=make.a_user(password=PASSWORD))
    client = Client()
    signs_in(client, user)
    asleep = client.get(f"/{city.slug}/roles/")
    assert asleep["Location"] == "/account/2fa/"
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    client = Client()
    signs_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": now_code(secret)})
    assert client.get(f"/{city.slug}/roles/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_second_factor_wakes_the_role_in_the_same_session(settings):
    settings.STAFF_MFA = True
    city = make.a_municipality()
    with tenancy.within(city):
        user = make.with_role("planner", user=make.a_user(password=PASSWORD))
    client = Client()
    signs_in(client, user)
    confirms(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert client.get(f"/{city.slug}/roles/").status_code == 302
    client.post("/account/2fa/totp/activate/", {"code": now_code(secret)})
    assert client.get(f"/{city.slug}/roles/").status_code == 200


def test_a_session_without_the_second_factor_wakes_the_role_by_using_it_once(city, settings):
    settings.STAFF_MFA = True
    user = make.with_role("planner")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = make.signed_in(user)
    assert client.get(f"/{city.slug}/roles/")["Location"] == "/account/2fa/"
    assert "いま確かめる" in client.get("/account/2fa/").content.decode()
    client.post("/account/2fa/reauthenticate/", {"code": now_code(secret)})
    assert client.get(f"/{city.slug}/roles/").status_code == 200


def test_a_recovery_code_opens_once(city, user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for opened in (True, False):
        client = Client()
        signs_in(client, user)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert (client.get("/account/").status_code == 200) is opened


def test_passkey_pages_carry_what_a_browser_needs(user, client):
    answer = client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert "challenge" in answer.json()["request_options"]["publicKey"]
    page = client.get("/account/login/").content.decode()
    assert "people/passkeys.js" in page
    assert not re.findall(r"<script(?![^>]*(src=|application/json))", page)


_ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})+")


def words_of(page):
    body = page.content.decode()
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<!--.*?-->", " ", body)
    return re.sub(r"<[^>]+>", " ", body)


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_signing_in_have_no_english_left_over(city, client, path):
    page = client.get(f"/account/{path}")
    assert page.status_code == 200
    assert not _ENGLISH.search(words_of(page).replace("English", ""))
    assert page.content.decode().count("<h1") == 1


@pytest.mark.parametrize("path", OWN_PAGES)
def test_pages_of_one_s_account_have_no_english_left_over(user, client, path):
    signs_in(client, user)
    confirms(client)
    page = client.get(f"/account/{path}", follow=True)
    assert page.status_code == 200
    assert not _ENGLISH.search(words_of(page).replace("English", ""))
    assert page.content.decode().count("<h1") == 1


def test_no_mail_of_ours_has_english_left_over(user, client):
    for path, told in [
        ("login/code/", {"email": user.email}),
        ("login/code/", {"email": "nobody@example.jp"}),
        ("password/reset/", {"email": user.email}),
        ("signup/", {"email": user.email, "password1": PASSWORD}),
        ("signup/", {"email": "new@example.jp", "password1": PASSWORD}),
    ]:
        Client().post(f"/account/{path}", told)
    assert len(mail.outbox) >= 5
    for letter in mail.outbox:
        assert not _ENGLISH.search(letter.subject + letter.body), letter.body


def test_an_account_made_twice_is_the_same_account(city):
    first = services.create_account(email="A@example.jp", password=PASSWORD)
    assert services.create_account(email="a@example.jp") == first


def test_each_page_of_the_second_factor_stands_where_its_library_has_it() -> None:
    theirs = {
        (f"2fa/{place}{route}", name): view
        for place, part in {
            "": "base",
            "recovery-codes/": "recovery_codes",
            "totp/": "totp",
            "webauthn/": "webauthn",
        }.items()
        for route, name, view in _pages(import_module(f"allauth.mfa.{part}.urls").urlpatterns)
    }
    ours = {
        (route, name): import_string(view.__qualname__)
        for route, name, view in _pages(urls_account.urlpatterns)
        if route.startswith("2fa/")
    }
    assert ours == theirs


def _pages(patterns: list[Any], above: str = "") -> Iterator[tuple[str, str, Any]]:
    """(address, name, view) of each page among patterns and the patterns below them."""
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or "", pattern.callback
        else:
            yield from _pages(pattern.url_patterns, route)
