"""What is written to people when they are away is in the language they chose."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from jibungoto.kernel.outbox import introductions
from jibungoto.people import adapter, letters, services
from jibungoto.people.models import Invitation, Role, RoleGrant
from jibungoto.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(monkeypatch):
    """The languages that were spoken while mails were written."""
    heard = []
    write = letters.render_to_string

    def listen(*args, **kwargs):
        heard.append(translation.get_language())
        return write(*args, **kwargs)

    monkeypatch.setattr(letters, "render_to_string", listen)
    return heard


def switch(client, language, **headers):
    client.get("/preferences/", {"lang": language, "next": "/"}, headers=headers)


def test_a_language_chosen_while_signed_in_is_remembered(city):
    user = make.a_user()
    client = make.signed_in(user)
    switch(client, "en")
    user.refresh_from_db()
    assert user.language == "en"
    switch(client, "xx")
    user.refresh_from_db()
    assert user.language == "en"


def test_another_site_cannot_choose_for_somebody(city):
    user = make.a_user()
    switch(make.signed_in(user), "en", sec_fetch_site="cross-site")
    user.refresh_from_db()
    assert user.language == ""


def test_the_language_of_the_device_goes_along_into_the_account(city):
    user = make.a_user()
    client = Client()
    switch(client, "ja-easy")
    client.post(
        "/account/login/", {"login": user.email, "password": "x"}, follow=True
    )  # refused: nobody's choice yet
    user.refresh_from_db()
    assert user.language == ""
    user.set_password("a-long-password")
    user.save()
    client.post("/account/login/", {"login": user.email, "password": "a-long-password"})
    user.refresh_from_db()
    assert user.language == "ja-easy"


def test_a_language_the_house_does_not_speak_is_refused(city):
    with pytest.raises(ValueError, match="xx"):
        services.choose_language(user=make.a_user(), language="xx")


@pytest.mark.parametrize(("chosen", "written"), [("en", "en"), ("ja-easy", "ja-easy"), ("", "ja")])
def test_mails_about_roles_are_in_the_language_of_who_gets_them(city, spoken, chosen, written):
    user = make.with_role("planner")
    if chosen:
        services.choose_language(user=user, language=chosen)
    user.refresh_from_db()
    invitation = Invitation.objects.create(
        role=Role.objects.first(), email=user.email, expires_on=dt.date(2027, 1, 1)
    )
    with translation.override("en" if written == "ja" else "ja"):  # whoever gives the role
        letters.role_mail(RoleGrant.objects.get(user=user))
        letters.invitation_mail(invitation)
    assert spoken == [written, written]


def test_an_invitation_to_somebody_unknown_is_in_japanese(city, spoken):
    invitation = Invitation.objects.create(
        role=Role.objects.first(), email="new@example.jp", expires_on=dt.date(2027, 1, 1)
    )
    with translation.override("en"):
        letters.invitation_mail(invitation)
    assert spoken == ["ja"]


def test_the_outbox_is_told_in_which_language_somebody_reads(city):
    one, other = make.a_user(), make.a_user()
    services.choose_language(user=one, language="en")
    own = [services.participant_of_user(user_id=user.pk).pk for user in (one, other)]
    found = introductions.addresses(own)
    assert [found[pk].language for pk in own] == ["en", "ja"]


def test_a_mailed_code_comes_in_the_language_of_the_page_it_was_asked_on(city, monkeypatch):
    heard = []
    write = adapter.AccountAdapter.render_mail

    def listen(self, *args, **kwargs):
        heard.append(translation.get_language())
        return write(self, *args, **kwargs)

    monkeypatch.setattr(adapter.AccountAdapter, "render_mail", listen)
    user = make.a_user()
    client = Client()
    switch(client, "en")
    client.post("/account/login/code/", {"email": user.email})
    assert len(mail.outbox) == 1
    assert heard == ["en"]


def test_what_was_chosen_is_given_out_and_erased_with_the_account(city):
    user = make.a_user()
    services.choose_language(user=user, language="en")
    user.refresh_from_db()
    assert services.export_of(user)["account"]["language"] == "en"
    services.erase_user(user=user)
    user.refresh_from_db()
    assert user.language == ""
