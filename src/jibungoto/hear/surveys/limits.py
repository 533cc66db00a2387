"""How often answers may be written from one place: enough for a school class, not for a flood."""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# A class of forty shares one address and turns six pages; a device turns a page at a time.
_RATES = {
    "survey_ip": "600/10m/ip",
    "survey_person": "120/h/key",
    "survey_city": "20000/h/key",
}
WAIT_SECONDS = 600


def within(request: HttpRequest, participant_id: int) -> bool:
    """Count one page of answers; False when there were too many."""
    city = str(request.municipality.pk)  # type: ignore[attr-defined]
    keys: dict[str, Any] = {
        "survey_ip": city,
        "survey_person": f"{city}:{participant_id}",
        "survey_city": city,
    }
    counted = [
        ratelimit.consume(request, app="jibungoto", action=action, config=_RATES, key=keys[action])
        for action in _RATES
    ]
    return all(counted)
