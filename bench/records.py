"""Two hundred thousand invented records, laid into a database by its quickest way.

As rows and not as models: SQLite takes them in one statement and builds its index at the end,
PostgreSQL copies them with a connection for each core and builds its index at the end too. What
stands in the tables is what the house's own services would have written.
"""

import datetime as dt
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import batched
from typing import Any

RECORDS = int(os.environ.get("JIBUNGOTO_BENCH_RECORDS", "200000"))
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
_BATCH = 5000

type Row = dict[str, Any]


def fill(slug: str, records: int, seed: int) -> tuple[Any, list[int]]:
    """A municipality with so many records; (it, the keys of its districts)."""
    from jibungoto.kernel import tenancy
    from jibungoto.kernel.models import Municipality, Node, NodeDistrict, SearchEntry
    from jibungoto.know.places import services as places

    municipality = Municipality.objects.create(slug=slug, name="ひなた市（見本）")
    with tenancy.within(municipality):
        kind = places.create_district_kind(key="chiku", name="地区")
        districts = [
            places.create_district(kind=kind, slug=f"d{n}", name=f"第{n}地区").pk
            for n in range(1, DISTRICTS + 1)
        ]
        began = time.monotonic()
        nodes, placed, entries = _invented(municipality.pk, records, districts, seed)
        say(f"{slug}: {records:,}件をつくりました（{time.monotonic() - began:.0f}秒）")
        began = time.monotonic()
        for model, rows in ((Node, nodes), (NodeDistrict, placed), (SearchEntry, entries)):
            _lay(model, rows)
        say(f"{slug}: データベースに入れました（{time.monotonic() - began:.0f}秒）")
    return municipality, districts


def say(words: str) -> None:
    """How far it is, beside the figures."""
    print(words, file=sys.stderr, flush=True)


def sentence(chance: random.Random) -> str:
    """Something people say."""
    return chance.choice(_OPENINGS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)


def _invented(
    municipality_id: int, records: int, districts: list[int], seed: int
) -> tuple[list[Row], list[Row], list[Row]]:
    from jibungoto.kernel.models import Node
    from jibungoto.kernel.search.index import mark, sort_key

    chance = random.Random(seed)  # noqa: S311
    first = max(Node.everywhere.order_by("-pk").values_list("pk", flat=True)[:1], default=0) + 1
    nodes, placed, entries = [], [], []
    for number in range(records):
        pk, kind, place = first + number, chance.choice(KINDS), chance.randrange(DISTRICTS)
        state = "public" if chance.random() < 0.9 else "staff"
        day = CENSUS_DAY if chance.random() < CENSUS_SHARE else chance.randrange(DAYS)
        occurred_on, title = FIRST_DAY + dt.timedelta(days=day), f"見本の記録 {number}"
        said = _said(chance, day, place, kind)
        nodes.append(
            {
                "id": pk,
                "public_id": uuid.UUID(int=chance.getrandbits(128)).hex,
                "short_code": f"{pk:08d}",
                "kind": kind,
                "title": title,
                "path": f"bench/{number}/",
                "state": state,
                "occurred_on": occurred_on.isoformat(),
            }
        )
        placed.append({"node_id": pk, "district_id": districts[place]})
        marks = [mark("m", municipality_id), mark("s", state), mark("k", kind)]
        marks.append(mark("d", districts[place]))
        grams = " ".join([f"{_grams('見本の記録')} {number}", *map(_grams, said)])
        entries.append(
            {
                "id": sort_key(occurred_on, pk),
                "node_id": pk,
                "body": "".join(said),
                "grams": f" {grams} ",
                "marks": f" {' '.join(marks)} ",
            }
        )
    return nodes, placed, entries


def _said(chance: random.Random, day: int, place: int, kind: str) -> list[str]:
    said = [sentence(chance) for _ in range(chance.randint(4, 8))]
    said += [f"{word}。" for word, share in SHARES.items() if chance.random() < share]
    said += [f"{word}。" for word, holds in UNEVEN.items() if holds(day / DAYS, place, kind)]
    if day == CENSUS_DAY:
        said.append(f"{CENSUS_WORD}。")
    chance.shuffle(said)
    return said


@lru_cache(maxsize=4096)
def _grams(text: str) -> str:
    from jibungoto.japan.text import grams

    return " ".join(grams(text))


def _lay(model: Any, rows: list[Row]) -> None:
    """Rows of a table; columns they don't name hold what a new record has there."""
    from django.db import connection

    usual = {
        field.column: field.get_db_prep_save(field.pre_save(model(), add=True), connection)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.column not in rows[0]
    }
    columns = [*rows[0], *usual]
    told = ((*row.values(), *usual.values()) for row in rows)
    names = ", ".join(f'"{column}"' for column in columns)
    into = f'"{model._meta.db_table}" ({names})'
    if connection.vendor == "sqlite":
        _sqlite(into, len(columns), told)
    else:
        _postgresql(model, into, list(told))


@contextmanager
def index_at_the_end() -> Iterator[None]:
    """What is laid into the tables inside is put into the index of the search when it ends."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -200000")
            index = "INSERT INTO kernel_searchindex (kernel_searchindex) VALUES ('rebuild')"
        else:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [_INDEX])
            [index] = cursor.fetchone()
            cursor.execute(f"DROP INDEX {_INDEX}")
        yield
        began = time.monotonic()
        cursor.execute(index)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -8000")
    say(f"索引をつくりました（{time.monotonic() - began:.0f}秒）")


_INDEX = "kernel_search_vector"
_TRIGGER = "kernel_search_put"


def _sqlite(into: str, width: int, rows: Iterator[tuple[Any, ...]]) -> None:
    """Without the trigger that puts each row into the index."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [_TRIGGER])
        [trigger] = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {_TRIGGER}")
        cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * width)})", rows)  # noqa: S608
        cursor.execute(trigger)


def _postgresql(model: Any, into: str, rows: list[tuple[Any, ...]]) -> None:
    """By COPY with a connection for each core, as the database works out what it searches by."""
    from django.core.management.color import no_style
    from django.db import connection

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(partial(_copy, into), batched(rows, _BATCH, strict=False)))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _copy(into: str, rows: tuple[tuple[Any, ...], ...]) -> None:
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.close()
