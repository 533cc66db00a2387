"""Plans that can be followed: `./jibungoto bench plans [--json]`.

A city plan of 2,000 measures over 10 years and 8 generations, with 500 indicators, in an empty
SQLite database in a temporary folder: queries and processor time of its page that nobody asked for
yet. Then a plan of 300 pages read from its text, and what the reader finds in the documents of
Mitaka and Shiroi, against the truth the tests keep. JIBUNGOTO_SEEDS names the documents' folder.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

# Run as a file too, in a process of its own.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.karte import _child_of
from bench.pages import unkept

MEASURES, YEARS, GENERATIONS, INDICATORS, PAGES = 2000, 10, 8, 500, 300
LINES_A_PAGE = 36


def run() -> dict[str, object]:
    """Every part, one after the other."""
    return {**_child_of(__file__, "tree"), **_child_of(__file__, "documents")}


def tree() -> dict[str, object]:
    """The page of the newest plan, made anew each time."""
    from jibungoto.kernel import statistics as db_statistics
    from jibungoto.kernel import tenancy, vocabulary
    from jibungoto.kernel.models import Municipality

    city = Municipality.objects.create(slug="ookii", name="おおきい市")
    with tenancy.within(city):
        vocabulary.apply_preset(city)
        address = f"/ookii/{_generations()}"
        db_statistics.renew()  # as the nightly job does
    cpu, queries = unkept(address)
    return {"tree_queries": queries, "tree_cpu_ms": cpu}


def _generations() -> str:
    """Eight plans, each the next of the one before; answers the path of the newest."""
    from jibungoto.decide.plans import services
    from jibungoto.decide.plans.models import Plan

    before: Plan | None = None
    for number in range(GENERATIONS):
        starts = 1952 + number * YEARS
        plan = services.create_plan(
            slug=f"dai{number + 1}", title=f"第{number + 1}期総合計画", continues=before,
            starts=starts, ends=starts + YEARS - 1, marks={"◎": "重点"},
            levels=["政策", "施策", "事業"], order=number,
        )  # fmt: skip
        _grow(plan, starts)
        before = plan
    if before is None:
        raise RuntimeError("no plan")
    _measure_it(before)
    return str(before.node.path)


def _grow(plan: Any, starts: int) -> None:
    """2,000 measures in three levels, each with a report of every year, some with hurdles."""
    from jibungoto.decide.plans.models import Hurdle, Measure, MeasureActor, Progress

    mark = plan.marks.get()
    states = ("done", "continuing", "partly", "preparing", "not_started")
    parents: dict[str, Any] = {}
    for level, codes in enumerate(_codes(), 1):
        nodes = _nodes("measure", plan, [f"{code} の取り組みを進める" for code in codes])
        made = Measure.objects.bulk_create(
            Measure(
                node=node, plan=plan, parent=parents.get(code.rpartition("-")[0]), level=level,
                code=code, order=order, title=node.title, state=states[order % 5],
                mark=mark if order % 7 == 0 else None,
            )
            for order, (code, node) in enumerate(zip(codes, nodes, strict=True))
        )  # fmt: skip
        parents |= dict(zip(codes, made, strict=True))
    every = list(parents.values())
    Progress.objects.bulk_create(
        (
            Progress(measure=m, year=starts + n, state=states[(m.order + n) % 5], done="すすめた")
            for m in every
            for n in range(YEARS)
        ),
        batch_size=5000,
    )
    Hurdle.objects.bulk_create(
        Hurdle(measure=m, year=starts + 1, cause="担い手が足りない", remedy="講座をひらく")
        for m in every[::40]
    )
    MeasureActor.objects.bulk_create(
        MeasureActor(measure=m, kind="department", name=f"第{m.order % 30}課") for m in every
    )


def _codes() -> list[list[str]]:
    """10 policies, 190 measures, 1,800 projects."""
    policies = [f"{n}" for n in range(1, 11)]
    measures = [f"{p}-{n}" for p in policies for n in range(1, 20)]
    whole = MEASURES - len(policies) - len(measures)
    projects = [f"{measures[n % len(measures)]}-{n // len(measures)}" for n in range(whole)]
    return [policies, measures, projects]


def _nodes(kind: str, plan: Any, titles: list[str]) -> list[Any]:
    from jibungoto.kernel import identity
    from jibungoto.kernel.models import Node

    codes = [identity.short_code() for _ in titles]
    return Node.objects.bulk_create(
        Node(kind=kind, title=title, short_code=code, path=f"plans/{plan.slug}/{kind}/{code}/")
        for title, code in zip(titles, codes, strict=True)
    )


def _measure_it(plan: Any) -> None:
    """500 indicators, each with baseline, targets and ten actuals."""
    from jibungoto.decide.plans.models import IndicatorValue, PlanIndicator

    nodes = _nodes("plan_indicator", plan, [f"指標{n}" for n in range(INDICATORS)])
    made = PlanIndicator.objects.bulk_create(
        PlanIndicator(node=node, plan=plan, name=node.title, unit="人", order=order)
        for order, node in enumerate(nodes)
    )
    told = [("baseline", 0, 100), ("target", 4, 140), ("target", YEARS - 1, 200)]
    told += [("actual", n, 100 + 8 * n) for n in range(YEARS)]
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                indicator=one, role=role, year=(plan.starts or 0) + year, value=Decimal(value)
            )
            for one in made
            for role, year, value in told
        ),
        batch_size=5000,
    )


def documents() -> dict[str, object]:
    """Pages a second of a long plan, and what is found in two real documents."""
    from jibungoto.japan.documents import read
    from tests.documents.truth import scores

    text = _long()
    began = time.process_time()
    read(text)
    spent = time.process_time() - began
    mitaka, shiroi = scores(seeds(), "mitaka"), scores(seeds(), "shiroi")
    return {
        "import_pages_per_s": round(PAGES / spent, 1),
        "mitaka_recall": _least(mitaka, "recall"),
        "mitaka_precision": _least(mitaka, "precision"),
        "shiroi_recall": _least(shiroi, "recall"),
    }


def _least(scores: Mapping[str, Any], what: str) -> float:
    """The worst kind counts: a mean would hide it."""
    return round(min(float(getattr(score, what)) for score in scores.values()), 3)


def seeds() -> Path:
    """The folder of the documents' texts."""
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
    return Path(os.environ.get("JIBUNGOTO_SEEDS") or beside)


def _long() -> str:
    """A plan of 300 pages: chapters, measures, projects, indicators, and prose about them."""
    lines = ["みほん市総合計画", "計画期間は、令和6年度から令和15年度までです。", "Ⅰ　施策の体系"]
    policy = 0
    while len(lines) < PAGES * LINES_A_PAGE:
        policy += 1
        lines.append(f"{policy}　第{policy}のまちづくりをすすめる")
        for measure in range(1, 6):
            lines.append(f"（{measure}）場をひらく取り組みその{measure}")
            for number, circle in enumerate("①②③④⑤", 1):
                mark = "◎" if number == 1 else ""
                lines.append(f"{mark}{circle}取り組みその{number}をひろげる（「住宅計画」参照）")
                lines += [
                    "　地域の人が集まる場をふやし、世代をこえた交流をすすめます。空いた",
                    "　部屋や公園も使い、担い手の負担を軽くします。",
                ] * 2
        lines.append("\f")
    return "\n".join(lines[: PAGES * LINES_A_PAGE])


PARTS = {"tree": tree, "documents": documents}

if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(PARTS[sys.argv[1]](), ensure_ascii=False))
