"""Invented councils, built inside the scope of a municipality."""

import datetime as dt
import itertools
from typing import Any

from jibungoto.decide.councils import services
from jibungoto.decide.councils.models import Council, Seat, Term
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.know.places import services as places
from jibungoto.know.places.models import District, DistrictKind

_numbers = itertools.count(1)


def a_district(**fields: Any) -> District:
    number = next(_numbers)
    kind = fields.pop("kind", None) or DistrictKind.objects.get(has_council=True)
    return places.create_district(
        kind=kind, **{"slug": f"c{number}", "name": f"第{number}地区", **fields}
    )


def a_council(*, district: District | None = None, **fields: Any) -> Council:
    place = district or a_district()
    return services.create_council(
        **{
            "actor": Actor(),
            "name": f"{place.name}まちづくり協議会",
            "districts": [place],
            "entered_on": clock.today() - dt.timedelta(days=900),
            **fields,
        }
    )


def a_seat(council: Council, **fields: Any) -> Seat:
    return services.add_seat(
        **{"council": council, "actor": Actor(), "title": "会長", "brings": "自治会長", **fields}
    )


def a_term(seat: Seat, *, days_left: int = 200, **fields: Any) -> Term:
    today = clock.today()
    return services.fill_seat(
        **{
            "seat": seat,
            "actor": Actor(),
            "starts_on": today - dt.timedelta(days=165),
            "ends_on": today + dt.timedelta(days=days_left),
            **fields,
        }
    )
