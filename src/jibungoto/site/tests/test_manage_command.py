"""`jibungoto manage` hands words over to Django; what fails ends in a sentence."""

import smtplib

import pytest

from jibungoto.site.cli import main


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(111, "Connection refused"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        TimeoutError("timed out"),
    ],
)
def test_a_test_mail_that_is_not_sent_says_what_to_look_at(monkeypatch, capsys, fault):
    def refuse(_words):
        raise fault

    monkeypatch.setattr("django.core.management.execute_from_command_line", refuse)
    assert main(["manage", "sendtestemail", "anata@example.jp"]) == 1
    said = capsys.readouterr().err
    assert "メールを送れませんでした" in said
    assert "JIBUNGOTO_MAIL_URL" in said
