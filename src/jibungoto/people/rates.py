"""How often something may be done from one place: counted together by all workers, by allauth.

Counting one rate takes a lock in the shared cache. A crowd that begins in the same second may wait
too long for it, and a worker that was killed leaves it behind for some seconds: neither is a reason
to send anybody away, so a count that could not be made refuses only where the rate is used up.
"""

import time
from collections.abc import Mapping

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_APP = "jibungoto"


def within(request: HttpRequest, *, rates: Mapping[str, str], keys: Mapping[str, str]) -> bool:
    """Count one act for each action of `keys`; False when there were too many of one."""
    config = dict(rates)
    counted = [
        ratelimit.consume(request, app=_APP, action=action, config=config, key=key) is not None
        or not _used_up(request, action, config, key)
        for action, key in keys.items()
    ]
    return all(counted)


def _used_up(request: HttpRequest, action: str, config: dict[str, str], key: str) -> bool:
    for rate in ratelimit.get_rates(app=_APP, action=action, config=config):
        name = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        allowed, _history = ratelimit.apply_rate(
            list(cache.get(name, [])), time.time(), rate, dry_run=True
        )
        if not allowed:
            return True
    return False
