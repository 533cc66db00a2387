"""`jibungoto begin`: from an empty installation to an administrator who can let others in."""

import pytest
from django.core import mail

from jibungoto.kernel import links, tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.people.letters import invitation_url
from jibungoto.people.models import Invitation, RoleGrant, User
from jibungoto.people.selectors.administrators import (
    cities_without_administrator,
    invited_to_administer,
)
from jibungoto.site.cli import doctor, main

pytestmark = pytest.mark.django_db
KADOMA = ["--municipality", "272230", "--name", "はじめ市"]


@pytest.fixture(autouse=True)
def _slugs_of_this_test_alone(monkeypatch):
    monkeypatch.setattr(links, "_slugs", {})


def begin(*words: str) -> int:
    return main(["begin", *words])


def test_a_city_begins_and_its_administrator_is_invited_with_an_address_to_hand_over(
    capsys, monkeypatch
) -> None:
    monkeypatch.delenv("JIBUNGOTO_MAIL_URL", raising=False)
    assert begin(*KADOMA, "--manager", "kanri@example.jp") == 0
    city = Municipality.objects.get(slug="27223")
    assert cities_without_administrator() == (1, ["はじめ市"])
    with tenancy.within(city):
        invitation = Invitation.objects.get()
        said = capsys.readouterr().out
        assert "はじめ市をつくりました" in said
        assert invitation_url(invitation) in said
        assert "次のアドレスをお渡しください" in said
        assert invitation.role.key == "administrator"
    assert mail.outbox == []  # it goes out with the server's jobs
    assert invited_to_administer() == ["はじめ市"]
    found = doctor._cities()
    assert "招いた管理者が、まだ来ていない" in found.state


def test_who_has_an_account_already_is_administrator_at_once(capsys) -> None:
    User.objects.create_user("kanri@example.jp")
    assert begin(*KADOMA, "--manager", "Kanri@example.jp") == 0
    assert "はじめ市の管理者にしました" in capsys.readouterr().out
    assert cities_without_administrator() == (1, [])


def test_a_second_time_makes_neither_a_second_city_nor_a_second_invitation(capsys) -> None:
    for _time in range(2):
        assert begin(*KADOMA, "--manager", "kanri@example.jp") == 0
    assert "もうあります" in capsys.readouterr().out
    assert Municipality.objects.count() == 1
    with tenancy.within(Municipality.objects.get()):
        assert (Invitation.objects.count(), RoleGrant.objects.count()) == (1, 0)


def test_what_is_no_address_is_refused_before_anything_is_made(capsys) -> None:
    assert begin(*KADOMA, "--manager", "管理者") == 2
    assert "メールアドレスの形ではありません" in capsys.readouterr().err
    assert Municipality.objects.count() == 0
