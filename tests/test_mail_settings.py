"""The one address that says how mails go out."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.filebased import EmailBackend

from jibungoto.site.accounts import mailer_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ("filebased", {"file_path": "/home/mail"})),
        ("file:///var/spool/out", ("filebased", {"file_path": "/var/spool/out"})),
        ("smtps://u%40x:p%2Fw@mail.example.jp", ("smtp", {"port": 465, "use_ssl": True})),
        ("smtp+tls://mail.example.jp", ("smtp", {"port": 587, "use_tls": True})),
        ("smtp://mail.example.jp:587", ("smtp", {"port": 587, "use_tls": True})),
        ("smtp://localhost:2525", ("smtp", {"port": 2525, "use_tls": False})),
    ],
)
def test_a_mail_address_names_the_way_mails_go(url, expected):
    found = mailer_of(url, Path("/home"))
    assert expected[0] in found["BACKEND"]
    assert expected[1].items() <= found["OPTIONS"].items()


def test_a_mail_address_of_an_unknown_kind_is_refused_in_words():
    with pytest.raises(ValueError, match="JIBUNGOTO_MAIL_URL"):
        mailer_of("pigeon://x", Path("/home"))


def test_mails_are_really_written_where_nothing_is_set(tmp_path):
    told = mailer_of("", tmp_path)["OPTIONS"]
    EmailBackend(alias="default", **told).send_messages(
        [mail.EmailMessage("件名", "本文", to=["a@b.jp"])]
    )
    assert list((tmp_path / "mail").iterdir())
