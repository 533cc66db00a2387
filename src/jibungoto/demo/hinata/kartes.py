"""The kartes of ひなた市, built by the same service as any city's; sheets follow when asked for."""

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.know.karte import reading, services
from jibungoto.know.karte.models import Karte


def load() -> None:
    """Build all kartes and issue the edition of the fiscal year."""
    for kind in reading.kinds():
        services.build(kind)
    kartes = list(Karte.objects.select_related("node"))
    services.issue_editions(kartes=kartes, year=FiscalYear.of(clock.today()).year)
