"""How often answers may be written from one place: enough for a school class, not for a flood."""

from django.http import HttpRequest

from jibungoto.people import rates

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
    keys = {
        "survey_ip": city,
        "survey_person": f"{city}:{participant_id}",
        "survey_city": city,
    }
    return rates.within(request, rates=_RATES, keys=keys)
