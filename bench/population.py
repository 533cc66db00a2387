"""Ratios, shrinking and three scenarios of six steps for Sapporo's 202 school districts.

`./jibungoto bench population [--json]`. Blocks, points and polygons are the published ones; one
table with ages is published, so that of five years earlier is invented from the nation's change.
Times are medians of the engine alone, in seconds; reading the files is told apart.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 21
STEPS = 6


def run() -> dict[str, object]:
    """{what: seconds}; projection_202_s is all that follows two tables of the districts."""
    from jibungoto.engines import population as engine
    from tests.engines.population import sapporo

    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    started = time.perf_counter()
    city = sapporo.read(Path(os.environ.get("JIBUNGOTO_DATA") or beside))
    read = time.perf_counter() - started
    started = time.perf_counter()
    now = city.districts(engine.Sexes.APART)
    gathered = time.perf_counter() - started
    then = sapporo.five_years_earlier(now, spread_by=0.1)
    both = city.districts()
    both_then = sapporo.five_years_earlier(both, spread_by=0.1)
    whole = now.whole()
    totals = engine.project(
        whole, engine.ratios_between(sapporo.five_years_earlier(whole), whole), steps=STEPS
    )
    control = engine.Control([totals.at(step) for step in range(1, STEPS + 1)])
    # A record to draw the band from: the invented table, foretold from one more of its kind.
    earlier = sapporo.five_years_earlier(then, spread_by=0.1)
    return {
        "districts": len(now.areas),
        "placed_percent": round(100 * city.placed, 2),
        "read_s": round(read, 3),
        "gather_split_s": round(gathered, 3),
        "projection_202_s": _median(lambda: _three(then, now, None)),
        "projection_202_controlled_s": _median(lambda: _three(then, now, control)),
        "projection_202_both_s": _median(lambda: _three(both_then, both, None)),
        "back_cast_202_s": _median(lambda: engine.back_cast(earlier, then, now)),
    }


def _three(then: Any, now: Any, control: Any) -> list[Any]:
    from jibungoto.engines import population as engine

    reference = engine.ratios_of_all(then, now)
    own = engine.ratios_between(then, now)
    ratios = engine.shrink(own, reference, engine.Shrinkage())
    apart = now.sexes is engine.Sexes.APART
    families = engine.Families(dict.fromkeys(now.areas, 2.0), engine.YOUNG_FAMILY)
    return [
        engine.project(now, ratios, steps=STEPS, control=control),
        engine.project(now, ratios, steps=STEPS, control=control, families=families),
        engine.project_closed(
            now,
            survival=engine.survival(now.sexes, now.ages),
            children=ratios.children,
            boys=ratios.boys if apart else 0.5,
            steps=STEPS,
        ),
    ]


def _median(case: Callable[[], Any]) -> float:
    case()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        case()
        times.append(time.perf_counter() - started)
    return round(statistics.median(times), 4)
