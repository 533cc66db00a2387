"""How often something may be written from one place: enough for a school class, not for a flood."""

from django.http import HttpRequest

from jibungoto.people import rates

# A class of forty shares one address; one device writes a few in an hour.
_RATES = {
    "finding_ip": "120/10m/ip",
    "finding_person": "20/h/key",
    "finding_city": "2000/h/key",
}
WAIT_SECONDS = 600


def within(request: HttpRequest, participant_id: int) -> bool:
    """Count one act of writing; False when there were too many."""
    city = str(request.municipality.pk)  # type: ignore[attr-defined]
    keys = {
        "finding_ip": city,
        "finding_person": f"{city}:{participant_id}",
        "finding_city": city,
    }
    return rates.within(request, rates=_RATES, keys=keys)
