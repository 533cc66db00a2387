"""Signing in through an OpenID provider, against one that runs on the loopback."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from django.test import Client

from jibungoto.people.apps import know_provider
from jibungoto.people.models import User

from . import factories as make
from .oidc_provider import CLIENT_ID, SECRET, Provider, _key

LOGIN = "/account/oidc/oidc/login/"


@pytest.fixture
def provider(settings):
    running = Provider()
    app = {
        "provider_id": "oidc",
        "name": "ためしの確認サービス",
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "settings": {"server_url": running.issuer, "scope": ["openid"], "proves_identity": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"oidc": {"APPS": [app]}}
    know_provider()  # as an installation with these settings does when it starts
    running.app = app
    yield running
    running.close()


def goes_there(client, path=LOGIN):
    """The address at the provider that the page leads to."""
    page = client.post(path).content.decode()
    onward = html.unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)[1])
    assert f'href="{html.escape(onward)}"' in page
    return onward


def test_no_form_is_led_elsewhere(city, provider, client):
    answer = client.post(LOGIN)
    assert answer.status_code == 200
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert "ためしの確認サービスへ進みます" in answer.content.decode()


def comes_back(client, provider, address):
    back = urlsplit(provider.authorize(address))
    return client.get(f"{back.path}?{back.query}")


def registers(client, email="new@example.jp"):
    return client.post("/account/connections/signup/", {"email": email})


def test_a_provider_that_does_not_answer_is_said(city, provider, client):
    provider.app["settings"]["server_url"] = "http://127.0.0.1:1"
    answer = client.post(LOGIN)
    assert answer.status_code == 503
    assert "確認サービスにつながりません" in answer.content.decode()


def test_the_request_carries_s256_a_nonce_and_a_state_of_its_own(city, provider, client):
    asked = [parse_qs(urlsplit(goes_there(client)).query) for _ in range(2)]
    for one in asked:
        assert one["response_type"] == ["code"]
        assert one["code_challenge_method"] == ["S256"]
        assert one["scope"] == ["openid"]
        assert one["client_id"] == [CLIENT_ID]
    for name in ("nonce", "state", "code_challenge"):
        assert asked[0][name] != asked[1][name]
        assert len(asked[0][name][0]) >= 16


def test_a_person_signs_up_and_in_again(city, provider):
    client = Client()
    answer = comes_back(client, provider, goes_there(client))
    assert answer["Location"] == "/account/connections/signup/"
    registers(client)
    account = SocialAccount.objects.get()
    assert account.uid == "pairwise-1"
    assert account.user.verified_at
    user = User.objects.get()
    user.emailaddress_set.update(verified=True)
    again = Client()
    comes_back(again, provider, goes_there(again))
    assert again.get("/account/").wsgi_request.user == user
    assert provider.exchanged[0]["code_verifier"] != provider.exchanged[1]["code_verifier"]


def test_name_and_birthday_are_not_kept(city, provider, client):
    comes_back(client, provider, goes_there(client))
    registers(client)
    kept = str(SocialAccount.objects.get().extra_data)
    assert "秘密" not in kept
    assert "1980" not in kept


def test_who_is_proved_may_take_part_as_proved(city, provider):
    user = make.a_user()
    client = make.signed_in(user)
    comes_back(client, provider, goes_there(client, f"{LOGIN}?process=connect"))
    again = Client()
    comes_back(again, provider, goes_there(again))
    actor = again.get(f"/{city.slug}/personal-data/").wsgi_request.actor
    assert (actor.user_id, actor.level.name) == (user.pk, "VERIFIED")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"nonce": "of-another-request"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "another"], "azp": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_this_request_opens_nothing(city, provider, client, spoilt):
    provider.spoil = lambda: spoilt
    answer = comes_back(client, provider, goes_there(client))
    assert "確認の結果を読み取れませんでした" in answer.content.decode()
    assert not User.objects.exists()


def test_a_token_signed_by_another_key_opens_nothing(city, provider, client):
    provider.key = _key()
    answer = comes_back(client, provider, goes_there(client))
    assert "確認の結果を読み取れませんでした" in answer.content.decode()


@pytest.mark.parametrize("algorithm", ["HS256"])
def test_a_shared_secret_is_no_signature(city, provider, client, algorithm):
    provider.algorithm = algorithm
    answer = comes_back(client, provider, goes_there(client))
    assert "確認の結果を読み取れませんでした" in answer.content.decode()


def test_userinfo_about_somebody_else_opens_nothing(city, provider, client):
    provider.userinfo_sub = "somebody-else"
    answer = comes_back(client, provider, goes_there(client))
    assert "確認の結果を読み取れませんでした" in answer.content.decode()


def test_an_answer_nobody_asked_for_opens_nothing(city, provider, client):
    back = urlsplit(provider.authorize(goes_there(client)))
    assert "確認の結果" in Client().get(f"{back.path}?{back.query}").content.decode()
    forged = client.get(f"{back.path}?code=code-0&state=made-up")
    assert "確認の結果" in forged.content.decode()


def test_an_answer_is_taken_once(city, provider, client):
    back = urlsplit(provider.authorize(goes_there(client)))
    path = f"{back.path}?{back.query}"
    assert client.get(path).status_code == 302
    assert "確認の結果" in client.get(path).content.decode()


def test_giving_up_there_leads_back_in_words(city, provider, client):
    state = parse_qs(urlsplit(goes_there(client)).query)["state"][0]
    path = f"{LOGIN}callback/?error=access_denied&state={state}"
    page = client.get(path, follow=True)
    assert "確認を取りやめました" in page.content.decode()


def test_a_client_with_a_key_proves_itself_by_it(city, provider, client, tmp_path):
    key = _key()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "key.pem").write_bytes(pem)
    provider.app["settings"]["private_key_file"] = str(tmp_path / "key.pem")
    comes_back(client, provider, goes_there(client))
    told = provider.exchanged[0]
    assert "client_secret" not in told
    claims = jwt.decode(
        told["client_assertion"],
        key.public_key(),
        algorithms=["RS256"],
        audience=f"{provider.issuer}/token",
    )
    assert claims["iss"] == claims["sub"] == CLIENT_ID


def test_the_sign_in_page_offers_what_is_configured(city, provider, client):
    assert "ためしの確認サービスで入る" in client.get("/account/login/").content.decode()


def test_without_a_provider_nothing_is_offered_and_nothing_answers(city, client):
    assert "確認をして入ります" not in client.get("/account/login/").content.decode()
    assert client.post(LOGIN).status_code == 404
