"""Logs name pages, never the key that opens one."""

import logging
from urllib.parse import urlencode

import pytest
from django.core.signing import Signer

from jibungoto.site import logs


@pytest.mark.parametrize("sep", [":", "."])
def test_no_log_holds_a_key_that_somebody_could_use(sep: str) -> None:
    token = Signer(sep=sep, salt="x").sign("17.2")
    told = logs.without_keys(f'GET "/koko/reviews/link/{token}/" 200')
    assert told == f'GET "/koko/reviews/link/17.2{sep}***/" 200'
    onward = "/account/login/?" + urlencode({"next": f"/koko/invitations/{token}/"})
    assert token.rpartition(sep)[2] not in logs.without_keys(onward)


def test_the_code_of_a_letter_is_covered_and_other_paths_stay() -> None:
    assert logs.without_keys("Not Found: /koko/code/ABCD-EFGH-JK/") == "Not Found: /koko/code/***/"
    plain = "Not Found: /koko/n/01990c3e-7d3a-7b63-9b2b-1f7f6f0d4c55/"
    assert logs.without_keys(plain) == plain


def test_the_list_of_requests_is_written_without_keys(capsys) -> None:
    token = Signer().sign("1")
    told = logs.of_requests()
    record = logging.LogRecord("granian.access", 20, "", 0, "%(path)s", ({"path": token},), None)
    assert logs.WithoutKeys().filter(record)
    assert record.getMessage() == "1:***"
    assert told["handlers"]["access"]["filters"] == ["without_keys"]


def test_django_s_own_log_is_written_without_keys(settings) -> None:
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["without_keys"]
