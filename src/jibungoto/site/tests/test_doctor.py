"""doctor looks at one thing after another; here what needs no installation."""

from pathlib import Path

import pytest

from jibungoto.site.accounts import mailer_of
from jibungoto.site.cli import doctor


@pytest.mark.parametrize(
    ("address", "number", "grade"),
    [("https://machi.example.jp", 0, "CARE"), ("https://machi.example.jp", 1, "GOOD"),
     ("http://localhost:8000", 0, "GOOD")],
)  # fmt: skip
def test_servers_in_front_that_nobody_counted_are_told(settings, address, number, grade) -> None:
    settings.BASE_URL, settings.ALLAUTH_TRUSTED_PROXY_COUNT = address, number
    found = doctor._proxies()
    assert found.grade is doctor.Grade[grade]
    assert ("JIBUNGOTO_PROXIES" in found.mend) == (grade == "CARE")


def test_a_place_that_others_on_the_machine_can_open_is_told(
    settings, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(doctor.places, "home", lambda: tmp_path)
    settings.BASE_URL = "https://machi.example.jp"
    tmp_path.chmod(0o755)
    assert f"chmod 700 {tmp_path}" in doctor._readers().mend
    tmp_path.chmod(0o700)
    assert doctor._readers().grade is doctor.Grade.GOOD


def test_a_mail_server_that_does_not_answer_is_told(settings, monkeypatch) -> None:
    monkeypatch.setenv("JIBUNGOTO_MAIL_URL", "smtp://127.0.0.1:1")
    settings.MAILERS = {"default": mailer_of("smtp://127.0.0.1:1", Path())}
    found = doctor._mail()
    assert found.grade is doctor.Grade.BAD
    assert "JIBUNGOTO_MAIL_URL" in found.mend
