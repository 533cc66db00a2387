"""The API of facilities."""

import datetime as dt

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from jibungoto.kernel.api import FARTHEST, actor_of
from jibungoto.kernel.links import node_url
from jibungoto.know.places import selectors as places

from . import selectors
from .models import Facility

router = Router(tags=["施設・場所"])


class FacilityOut(Schema):
    """A place people use; `lat` and `lon` are null where no list tells them."""

    code: str
    kind: str
    subkind: str
    name: str
    kana: str
    address: str
    lat: float | None
    lon: float | None
    phone: str
    open_days: str
    opens: str
    closes: str
    capacity: int | None
    url: str
    source: str
    dated: dt.date
    ended_on: dt.date | None

    @classmethod
    def of(cls, facility: Facility) -> "FacilityOut":
        names = (
            "kind", "subkind", "name", "kana", "address", "lat", "lon", "phone", "open_days",
            "opens", "closes", "capacity", "source", "dated", "ended_on",
        )  # fmt: skip
        told = {name: getattr(facility, name) for name in names}
        return cls(code=facility.node.short_code, url=node_url(facility.node), **told)


class FactOut(Schema):
    """Something only this kind of place has."""

    label: str
    value: str


class WholeFacilityOut(FacilityOut):
    """A facility with all that is known of it; `districts` are slugs."""

    operator: str
    website: str
    hours_note: str
    description: str
    accessibility: str
    note: str
    districts: list[str]
    facts: list[FactOut]


class FacilityFilter(Schema):
    """Which facilities: of a kind, in a district (its slug); `offset` and `limit` walk through."""

    kind: str = ""
    district: str = ""
    limit: int = 100
    offset: int = 0


@router.get(
    "/facilities",
    response=list[FacilityOut],
    operation_id="facility_list",
    url_name="facility_list",
)
def facility_list(request: HttpRequest, asked: Query[FacilityFilter]) -> list[FacilityOut]:
    """Facilities by kind and reading, at most 500 at once."""
    actor = actor_of(request)
    district = None
    if asked.district:
        district = places.district(actor, asked.district)
        if district is None:
            raise Http404
    found = selectors.facilities(actor, kind=asked.kind, district=district)
    first = min(max(asked.offset, 0), FARTHEST)
    return [FacilityOut.of(f) for f in found[first : first + min(max(asked.limit, 1), 500)]]


@router.get(
    "/facilities/{code}",
    response=WholeFacilityOut,
    operation_id="facility_view",
    url_name="facility_view",
)
def facility_view(request: HttpRequest, code: str) -> WholeFacilityOut:
    """One facility by the short code of its record, also when it is in no list any more."""
    found = selectors.facility(actor_of(request), code)
    if found is None:
        raise Http404
    names = ("operator", "website", "hours_note", "description", "accessibility", "note")
    facts = [(f.label, f.value) for f in selectors.facts(found)]
    facts += [(name, "1" if good else "0") for name, good in selectors.hazards(found)]
    return WholeFacilityOut(
        **FacilityOut.of(found).dict(),
        **{name: getattr(found, name) for name in names},
        districts=[d.slug for d in selectors.districts(found)],
        facts=[FactOut(label=label, value=value) for label, value in facts],
    )
