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
from pathlib import Path
from typing import Any

# Run as a file too, in a process of its own.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.records import DAYS, FIRST_DAY, KINDS, RECORDS, fill, index_at_the_end, say, sentence

ELSEWHERE = RECORDS // 10  # records of another municipality in the same index
ROUNDS = 9
SETTINGS = "jibungoto.site.settings"


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


def measure() -> dict[str, object]:
    """In a process whose settings name the database: fill it and ask it."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    say(f"{connection.vendor}: 空のデータベースをつくっています")
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with index_at_the_end():
        here, districts = fill("hinata", RECORDS, seed=1)
        fill("tonari", ELSEWHERE, seed=2)
    filled = time.perf_counter() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    from jibungoto.kernel import tenancy

    with tenancy.within(here):
        say(f"{connection.vendor}: 探しています")
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
    return lambda: search.put(next(nodes), body=sentence(random.Random(3)) * 5)  # noqa: S311


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False))
