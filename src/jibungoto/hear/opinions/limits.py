"""How often somebody may begin to take part, or write, from one place: a hall, but not a flood.

A vote itself is bounded by its row: one for each statement, changed a limited number of times. So
votes ask no counter; beginning to take part and writing a statement do.
"""

import hashlib
import hmac

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jibungoto.kernel import clock
from jibungoto.people.rates import within

# A hall of six hundred may share one address.
_RATES = {
    "opinion_ip": "900/10m/ip",
    "opinion_city": "20000/h/key",
    "statement_ip": "120/10m/ip",
    "statement_person": "20/h/key",
}
WAIT_SECONDS = 600


def may_begin(request: HttpRequest) -> bool:
    """Count one person beginning to take part; False when there were too many."""
    city = str(request.municipality.pk)  # type: ignore[attr-defined]
    return within(request, rates=_RATES, keys={"opinion_ip": city, "opinion_city": city})


def may_write(request: HttpRequest, participant_id: int) -> bool:
    """Count one statement written; False when there were too many."""
    city = str(request.municipality.pk)  # type: ignore[attr-defined]
    keys = {"statement_ip": city, "statement_person": f"{city}:{participant_id}"}
    return within(request, rates=_RATES, keys=keys)


def network_of(request: HttpRequest) -> str:
    """Which network a request came from, as a hash that is another one tomorrow.

    With the house's secret in it nobody can find the address by trying them all, and after a day
    nobody can compare. The address itself is kept nowhere.
    """
    try:
        address = str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
    near = ":".join(address.split(":")[:3]) if ":" in address else address.rpartition(".")[0]
    told = f"{clock.today():%Y-%m-%d}:{near}"
    key = f"jibungoto.opinions.network:{settings.SECRET_KEY}"
    return hmac.new(key.encode(), told.encode(), hashlib.sha256).hexdigest()[:16]
