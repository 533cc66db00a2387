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
SHARES |= {"花火": 0.3, "火花": 0.3}  # 花火花 has both pairs of many records, and stands in none
# Words that stand unevenly: where a plan that trusts an even spread waits for seconds.
# (age of the record from 0 = oldest to 1 = newest, number of its district, its kind) -> holds it.
UNEVEN: dict[str, Callable[[float, int, str], bool]] = {
    "旧校舎": lambda age, district, kind: age < 0.05,
    "古文書": lambda age, district, kind: age < 0.005,
    "蔵": lambda age, district, kind: age < 0.3,
    "町村合併": lambda age, district, kind: age < 0.6,
    "渡し船": lambda age, district, kind: district == 3,
    "灯": lambda age, district, kind: district == 4 and age < 0.5,
    "給水塔": lambda age, district, kind: kind == KINDS[1] and age < 0.8,
}
CENSUS_DAY, CENSUS_SHARE, CENSUS_WORD = 400, 0.1, "一斉点検"  # a tenth came in on one old day
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
    from jibungoto.kernel.search.index import sort_key

    rights = frozenset({"kernel.node.read_staff"})
    city = Actor(user_id=1, grants=(Grant("planner", rights),))
    district = Actor(user_id=1, grants=(Grant("officer", rights, districts[0]),))
    narrow = {"kinds": [KINDS[0]], "district_id": districts[1]}
    year = {"since": dt.date(2020, 4, 1), "until": dt.date(2021, 3, 31)}
    far = str(sort_key(FIRST_DAY + dt.timedelta(days=DAYS // 2), 0))
    last = str(sort_key(FIRST_DAY + dt.timedelta(days=3), 0))
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
        "filtered_1_犬": lambda: search.find(GUEST, "犬", district_id=districts[5]),
        "old_5_旧校舎": lambda: search.find(GUEST, "旧校舎"),
        "old_05_古文書": lambda: search.find(GUEST, "古文書"),
        "old_30_蔵": lambda: search.find(GUEST, "蔵"),
        "old_60_町村合併": lambda: search.find(GUEST, "町村合併"),
        "old_kind_80_給水塔": lambda: search.find(GUEST, "給水塔"),
        "old_kind_district_給水塔": lambda: search.find(
            GUEST, "給水塔", kinds=[KINDS[1]], district_id=districts[1]
        ),
        "old_district_蔵": lambda: search.find(GUEST, "蔵", district_id=districts[1]),
        "old_year_蔵": lambda: search.find(GUEST, "蔵", **year),
        "after_the_end_町村合併": lambda: search.find(GUEST, "町村合併", since=dt.date(2023, 4, 1)),
        "one_district_渡し船": lambda: search.find(GUEST, "渡し船"),
        "other_district_渡し船": lambda: search.find(GUEST, "渡し船", district_id=districts[1]),
        "one_district_old_灯": lambda: search.find(GUEST, "灯"),
        "one_day_一斉点検": lambda: search.find(GUEST, "一斉点検"),
        "one_day_kind_一斉点検": lambda: search.find(GUEST, "一斉点検", kinds=[KINDS[0]]),
        "never_in_a_row_花火花": lambda: search.find(GUEST, "花火花"),
        "two_common_花火_火花": lambda: search.find(GUEST, "花火 火花"),
        "never_together_渡し船_灯": lambda: search.find(GUEST, "渡し船 灯"),
        "three_渡し船_公園_旧校舎": lambda: search.find(GUEST, "渡し船 公園 旧校舎"),
        "old_and_common_蔵_犬": lambda: search.find(GUEST, "蔵 犬"),
        "far_page_公園": lambda: search.find(GUEST, "公園", before=far),
        "last_page_公園": lambda: search.find(GUEST, "公園", before=last),
        "count_公園": lambda: search.count(GUEST, "公園"),
        "count_犬": lambda: search.count(GUEST, "犬"),
        "count_限界": lambda: search.count(GUEST, "限界"),
        "count_町村合併": lambda: search.count(GUEST, "町村合併"),
        "count_渡し船": lambda: search.count(GUEST, "渡し船"),
        "count_一斉点検": lambda: search.count(GUEST, "一斉点検"),
        "count_kind_district_犬": lambda: search.count(GUEST, "犬", **narrow),
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
            if sys.stderr.isatty():
                print(f"{slug}: {start + BATCH:,}", file=sys.stderr, end="\r")
    return municipality, districts


def _batch(chance: random.Random, start: int, number: int, districts: list[int]) -> None:
    from jibungoto.kernel.models import Node, NodeDistrict, SearchEntry
    from jibungoto.kernel.search.index import mark, sort_key

    def day() -> int:
        return CENSUS_DAY if chance.random() < CENSUS_SHARE else chance.randrange(DAYS)

    nodes = Node.objects.bulk_create(
        Node(
            kind=chance.choice(KINDS),
            title=f"見本の記録 {n}",
            path=f"bench/{n}/",
            state="public" if chance.random() < 0.9 else "staff",
            occurred_on=FIRST_DAY + dt.timedelta(days=day()),
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
        age = (node.occurred_on - FIRST_DAY).days / DAYS
        number_there = districts.index(placed[node.pk])
        sentences += [
            f"{word}。" for word, holds in UNEVEN.items() if holds(age, number_there, node.kind)
        ]
        if (node.occurred_on - FIRST_DAY).days == CENSUS_DAY:
            sentences.append(f"{CENSUS_WORD}。")
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
