"""Search over 200,000 invented records: the newest 20 for rare and common words, on both databases.

`./jibungoto bench search [--json]`. Each database is made in a temporary folder by a process of its
own and thrown away. Times are medians in milliseconds of `search.find` as a page calls it: index,
visibility, and the records themselves with their districts and marked snippets.
"""

import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

RECORDS = int(os.environ.get("JIBUNGOTO_BENCH_RECORDS", "200000"))
ELSEWHERE = RECORDS // 10  # records of another municipality in the same index
BATCH = 5000
ROUNDS = 9
DISTRICTS = 12
KINDS = ("findings.issue", "ideas.idea", "meetings.meeting", "news.item", "activities.activity")
FIRST_DAY, DAYS = dt.date(2016, 4, 1), 3800
# Word -> share of the records that hold it; the last ones in ten records only.
SHARES = {"図書館": 0.4, "公園": 0.4, "犬": 0.4, "防災訓練": 0.1, "盆踊り": 0.03, "回覧板": 0.01}
SHARES |= {"給食の改善": 0.003, "限界集落": 10 / RECORDS, "獅子舞": 10 / RECORDS}
SHARES |= {"鰻": 10 / RECORDS, "NPO": 0.05}
_OPENINGS = ("きのうの集まりで", "駅の近くで", "子どもたちと", "雨の日に", "朝早く", "商店の人と")
_MIDDLES = (
    "道の段差について",
    "夏の行事のことを",
    "見守りの当番を",
    "花だんの手入れを",
    "荷物の運び方を",
)
_ENDS = ("話し合いました。", "相談しました。", "続けることにしました。", "決めるところです。")


def run() -> dict[str, object]:
    """Both databases, one after the other; {what: median milliseconds}."""
    from jibungoto.site.cli import postgres

    figures: dict[str, object] = {"records": RECORDS}
    figures |= _child("sqlite", "")
    with postgres.throwaway() as url:
        figures |= _child("postgresql", url)
    return figures


def _child(vendor: str, url: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="jibungoto-bench-") as home:
        environment = {**os.environ, "JIBUNGOTO_HOME": home, "DJANGO_SETTINGS_MODULE": SETTINGS}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        paths = [str(Path(__file__).resolve().parent.parent / "src"), environment.get("PYTHONPATH")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        done = subprocess.run(
            [sys.executable, __file__], env=environment, stdout=subprocess.PIPE, check=True
        )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return {f"{vendor}_{key}": value for key, value in found.items()}


SETTINGS = "jibungoto.site.settings"


def measure() -> dict[str, object]:
    """In a process whose settings name the database: fill it and ask it."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    here, districts = _fill("hinata", RECORDS, seed=1)
    _fill("tonari", ELSEWHERE, seed=2)
    filled = time.perf_counter() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    from jibungoto.kernel import tenancy

    with tenancy.within(here):
        figures = _ask(districts)
    return {**figures, "fill_s": round(filled, 1)}


def _ask(districts: list[int]) -> dict[str, object]:
    from jibungoto.kernel import search
    from jibungoto.kernel.actor import GUEST, Actor, Grant

    rights = frozenset({"kernel.node.read_staff"})
    city = Actor(user_id=1, grants=(Grant("planner", rights),))
    district = Actor(user_id=1, grants=(Grant("officer", rights, districts[0]),))
    narrow = {"kinds": [KINDS[0]], "district_id": districts[1]}
    year = {"since": dt.date(2020, 4, 1), "until": dt.date(2021, 3, 31)}
    cases: dict[str, Callable[[], Any]] = {
        "common_1_犬": lambda: search.find(GUEST, "犬"),
        "common_2_公園": lambda: search.find(GUEST, "公園"),
        "common_3_図書館": lambda: search.find(GUEST, "図書館"),
        "share10_4_防災訓練": lambda: search.find(GUEST, "防災訓練"),
        "share3_3_盆踊り": lambda: search.find(GUEST, "盆踊り"),
        "share1_3_回覧板": lambda: search.find(GUEST, "回覧板"),
        "share03_5_給食の改善": lambda: search.find(GUEST, "給食の改善"),
        "rare_1_鰻": lambda: search.find(GUEST, "鰻"),
        "rare_2_限界": lambda: search.find(GUEST, "限界"),
        "rare_3_獅子舞": lambda: search.find(GUEST, "獅子舞"),
        "rare_4_限界集落": lambda: search.find(GUEST, "限界集落"),
        "none_3_宇宙船": lambda: search.find(GUEST, "宇宙船"),
        "latin_NPO": lambda: search.find(GUEST, "NPO"),
        "two_words_公園_犬": lambda: search.find(GUEST, "公園 犬"),
        "two_words_公園_限界": lambda: search.find(GUEST, "公園 限界"),
        "city_staff_公園": lambda: search.find(city, "公園"),
        "district_staff_公園": lambda: search.find(district, "公園"),
        "kind_district_公園": lambda: search.find(GUEST, "公園", **narrow),
        "kind_district_犬": lambda: search.find(GUEST, "犬", **narrow),
        "kind_district_限界": lambda: search.find(GUEST, "限界", **narrow),
        "old_year_公園": lambda: search.find(GUEST, "公園", **year),
        "old_year_限界": lambda: search.find(GUEST, "限界", **year),
        "count_公園": lambda: search.count(GUEST, "公園"),
        "count_犬": lambda: search.count(GUEST, "犬"),
        "count_限界": lambda: search.count(GUEST, "限界"),
    }
    figures: dict[str, object] = {f"{name}_ms": _median(case) for name, case in cases.items()}
    figures["worst_find_ms"] = max(
        value for name, value in figures.items() if not name.startswith("count")
    )  # type: ignore[type-var]
    return {**figures, "put_ms": _median(_put())}


def _median(case: Callable[[], Any]) -> float:
    case()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        case()
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 1)


def _put() -> Callable[[], Any]:
    from jibungoto.kernel import search
    from jibungoto.kernel.models import Node

    nodes = iter(Node.objects.order_by("-pk")[:50])
    return lambda: search.put(next(nodes), body=_sentence(random.Random(3)) * 5)  # noqa: S311


def _fill(slug: str, records: int, seed: int) -> tuple[Any, list[int]]:
    from django.db import transaction

    from jibungoto.kernel import tenancy
    from jibungoto.kernel.models import Municipality
    from jibungoto.know.places import services as places

    chance = random.Random(seed)  # noqa: S311
    municipality = Municipality.objects.create(slug=slug, name="ひなた市（見本）")
    with tenancy.within(municipality), transaction.atomic():
        kind = places.create_district_kind(key="chiku", name="地区")
        districts = [
            places.create_district(kind=kind, slug=f"d{n}", name=f"第{n}地区").pk
            for n in range(1, DISTRICTS + 1)
        ]
        for start in range(0, records, BATCH):
            _batch(chance, start, min(BATCH, records - start), districts)
            print(f"{slug}: {start + BATCH:,}", file=sys.stderr, end="\r")
    return municipality, districts


def _batch(chance: random.Random, start: int, number: int, districts: list[int]) -> None:
    from jibungoto.kernel.models import Node, NodeDistrict, SearchEntry
    from jibungoto.kernel.search.index import mark, sort_key

    nodes = Node.objects.bulk_create(
        Node(
            kind=chance.choice(KINDS),
            title=f"見本の記録 {n}",
            path=f"bench/{n}/",
            state="public" if chance.random() < 0.9 else "staff",
            occurred_on=FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS)),
        )
        for n in range(start, start + number)
    )
    placed = {node.pk: chance.choice(districts) for node in nodes}
    NodeDistrict.objects.bulk_create(
        NodeDistrict(node_id=node_id, district_id=pk) for node_id, pk in placed.items()
    )
    entries = []
    for node in nodes:
        sentences = [_sentence(chance) for _ in range(chance.randint(4, 8))]
        sentences += [f"{word}。" for word, share in SHARES.items() if chance.random() < share]
        chance.shuffle(sentences)
        grams = [_grams(node.title), *map(_grams, sentences)]
        marks = [
            mark("m", str(node.municipality_id)),
            mark("s", node.state),
            mark("k", node.kind),
            mark("d", placed[node.pk]),
        ]
        entries.append(
            SearchEntry(
                id=sort_key(node.occurred_on, node.pk),
                node=node,
                body="".join(sentences),
                grams=f" {' '.join(grams)} ",
                marks=f" {' '.join(marks)} ",
            )
        )
    SearchEntry.objects.bulk_create(entries)


def _sentence(chance: random.Random) -> str:
    return chance.choice(_OPENINGS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)


@lru_cache(maxsize=4096)
def _grams(text: str) -> str:
    from jibungoto.japan.text import grams

    return " ".join(grams(text))


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
