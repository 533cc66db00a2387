"""Small kartes for tests, built from invented figures by the same services as any."""

import datetime as dt
from typing import Any

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.know.karte import services
from jibungoto.know.karte.models import Edition, Karte
from jibungoto.know.statistics.tests.factories import LOWS, a_release

NOW, THEN, BEFORE = dt.date(2026, 4, 1), dt.date(2021, 4, 1), dt.date(2016, 4, 1)


def some_people(first: int = 60, step: int = 0) -> list[int]:
    """Eighteen classes of age, `first` in each, `step` more with every class."""
    return [max(first + step * n, 0) for n in range(len(LOWS))]


def three_dates(areas: Any) -> None:
    """Three tables five years apart. `areas`: (district, people of the youngest class, slope)."""
    for day, factor in ((BEFORE, 1.1), (THEN, 1.05), (NOW, 1.0)):
        rows = []
        for district, first, step in areas:
            people = [round(n * factor) for n in some_people(first, step)]
            rows.append((district, people, [n + 3 for n in people]))
        a_release(rows, taken_on=day)


def a_karte(district: Any) -> Karte:
    """The karte of a district, made if there is none; of whatever is known."""
    found = Karte.objects.filter(district=district).select_related("node", "district").first()
    if found is None:
        services.build(district.kind)
        found = Karte.objects.select_related("node", "district").get(district=district)
    return found


def an_edition(district: Any, *, withdrawn: bool = False) -> Edition:
    """An edition of this fiscal year."""
    karte = a_karte(district)
    year = FiscalYear.of(clock.today()).year
    made = Edition.objects.filter(karte=karte, year=year).first()
    if made is None:
        (made,) = services.issue_editions(kartes=[karte], year=year)
    if withdrawn and made.state == Edition.State.ISSUED:
        made = services.withdraw_edition(edition=made, reason="数字に誤りがあったため")
    return made
