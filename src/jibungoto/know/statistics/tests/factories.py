"""Small invented tables of people for tests."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import IntakeKind, Upload
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.know.statistics import mapping_services, services
from jibungoto.know.statistics.mapping import Use, signature
from jibungoto.know.statistics.models import Figure, Headcount, Indicator, Mapping, Release
from jibungoto.know.statistics.packing import pack

LOWS = tuple(range(0, 90, 5))
DAY = dt.date(2026, 4, 1)


def standard_header(lows: Sequence[int] = LOWS, *, old: bool = False) -> list[str]:
    """The header of the national standard 04, of either generation, to any last class."""
    bands = [f"{a}-{b - 1}歳" for a, b in pairwise(lows)]
    ages = [f"{band}の{sex}" for band in [*bands, f"{lows[-1]}歳以上"] for sex in ("男性", "女性")]
    if old:
        head = ["都道府県コード又は市区町村コード", "地域コード", "都道府県名", "市区町村名"]
    else:
        head = ["全国地方公共団体コード", "地域コード", "地方公共団体名"]
    middle = ["調査年月日", "地域名", "総人口", "男性", "女性"]
    return [*head, *middle, *ages, "世帯数", "備考"]


def standard_row(
    code: str, name: str, men: Sequence[int], women: Sequence[int], *, day: str = "2026-04-01",
    city: str = "", old: bool = False, households: Any = 100,
) -> list[str]:  # fmt: skip
    ages = [str(n) for pair in zip(men, women, strict=True) for n in pair]
    total = sum(men) + sum(women)
    head = [city, code, "どこか県", "ここ市"] if old else [city, code, "ここ市"]
    counts = [str(total), str(sum(men)), str(sum(women))]
    return [*head, day, name, *counts, *ages, str(households), ""]


def as_csv(rows: Iterable[Sequence[str]], encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def handed_in(kind: IntakeKind, content: bytes, name: str = "file.csv", **told: str) -> IntakeRun:
    options = {"source": "見本の名簿", "register": "residents", **told}
    return intake.preview(kind=kind, upload=Upload(name, content), options=options, actor=GUEST)


def taken_in(kind: IntakeKind, content: bytes, name: str = "file.csv", **told: str) -> IntakeRun:
    run = handed_in(kind, content, name, **told)
    assert run.state == "previewed", run.verdict
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def a_release(
    rows: Iterable[tuple[Any, Sequence[int], Sequence[int]]],
    *,
    taken_on: dt.date = DAY,
    lows: Sequence[int] = LOWS,
    register: str = "residents",
) -> Release:
    """People of areas: (small area, district or None, men by age, women by age)."""
    return services.store_release(
        register=register,
        taken_on=taken_on,
        source="見本の住民基本台帳",
        classes=" ".join(map(str, lows)),
        headcounts=[
            Headcount(
                small_area=area if area and area._meta.model_name == "smallarea" else None,
                district=area if area and area._meta.model_name == "district" else None,
                total=sum(men) + sum(women),
                men=sum(men),
                women=sum(women),
                households=(sum(men) + sum(women)) // 2,
                men_by_age=pack(men),
                women_by_age=pack(women),
            )
            for area, men, women in rows
        ],
    )


def an_indicator(slug: str = "kanyu", **fields: Any) -> Indicator:
    told = {"name": "自治会の加入率", "unit": "%", "definition": "加入している世帯の割合"}
    return services.create_indicator(slug=slug, **{**told, "decimals": 1, **fields})


def a_figure(indicator: Indicator, value: Any = "61.2", **fields: Any) -> Figure:
    given = None if value is None else Decimal(value)
    told = {"last_on": DAY, "source": "見本の調査"}
    return services.record_figure(indicator=indicator, value=given, **{**told, **fields})


TOWNS = "ちょうめい,すんでいる人\n北町,120\n南町,80\n"


def a_mapping(name: str = "町名の表", **fields: Any) -> Mapping:
    """How the towns above are read."""
    uses = (Use(1, "ちょうめい", "area_name"), Use(2, "すんでいる人", "total"))
    told = {"layout": "wide", "header": (1, 1), "skip": "", "uses": uses, "actor": GUEST}
    headers = [use.header for use in fields.get("uses", uses)]
    told |= {"name": name, "signature": signature(headers)}
    return mapping_services.store_mapping(**{**told, **fields})
