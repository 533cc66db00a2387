"""Rates refuse a flood, and nobody because counting could not be done."""

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import RequestFactory

from jibungoto.people.rates import within

RATES = {"few": "3/10m/ip", "all": "50/h/key"}
KEYS = {"few": "1", "all": "1"}


@pytest.fixture
def request_(db):
    return RequestFactory().post("/")


def test_the_fourth_of_three_is_refused(request_) -> None:
    assert [within(request_, rates=RATES, keys=KEYS) for _ in range(4)] == [True] * 3 + [False]


def test_a_lock_left_behind_sends_nobody_away_but_a_used_up_rate_still_does(
    request_, monkeypatch
) -> None:
    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0)
    (rate,) = ratelimit.get_rates(app="jibungoto", action="few", config=RATES)
    key = ratelimit.get_cache_key(request_, app="jibungoto", action="few", rate=rate, key="1")
    cache.add(f"{key}:lock", True, timeout=60)
    assert all(within(request_, rates=RATES, keys=KEYS) for _ in range(5))
    cache.delete(f"{key}:lock")
    for _ in range(3):
        within(request_, rates=RATES, keys=KEYS)
    cache.add(f"{key}:lock", True, timeout=60)
    assert not within(request_, rates=RATES, keys=KEYS)
