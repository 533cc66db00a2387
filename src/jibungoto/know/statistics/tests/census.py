"""A small invented table in the layout of e-Stat, to be cut and bent by tests."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

LOWS = (0, 5, 10)  # the last one is open
HEAD = ("KEY_CODE", "HYOSYO", "CITYNAME", "NAME", "HTKSYORI", "HTKSAKI", "GASSAN")
_BANDS = ("０～４歳", "５～９歳", "１０歳以上")
_SUMS = ("０～１４歳未満", "１５～６４歳")


def header(table: str = "T001082", *, sexes: bool = True) -> list[list[str]]:
    """The two lines: codes and labels, with sums between the classes as e-Stat has them."""
    labels = ["総数、年齢「不詳」含む", *(f"総数{b}" for b in _BANDS), "総数１５～６４歳"]
    if sexes:
        for sex in ("男", "女"):
            labels += [f"{sex}の総数、年齢「不詳」含む", *(f"{sex}{b}" for b in _BANDS)]
    codes = [f"{table}{i:03}" for i in range(1, len(labels) + 1)]
    return [[*HEAD, *codes], [""] * len(HEAD) + labels]


def row(
    key: str, level: int, name: str, men: Sequence[int], women: Sequence[int], *,
    city: str = "ここ市", unknown: int = 0, handling: str = "0", into: str = "", from_: str = "",
) -> list[str]:  # fmt: skip
    """One line; `unknown` are men of no known age. handling 2 makes it withheld."""
    head = [key, str(level), city, name, handling, into, from_]
    if handling == "2":
        return [*head, *["X"] * 13]
    both = [m + w for m, w in zip(men, women, strict=True)]
    total = sum(both) + unknown
    cells = [total, *both, sum(both[1:]), sum(men) + unknown, *men, sum(women), *women]
    return [*head, *("-" if n == 0 else str(n) for n in cells)]


def a_city() -> list[list[str]]:
    """A municipality of 60 people: one 町 without 丁目, one with two of which one is withheld, and
    one of which both are; and a line of another municipality.
    """
    return [
        row("13201", 1, "", [10, 10, 10], [10, 10, 5], unknown=5),
        row("132010010", 2, "朝日町", [1, 2, 3], [3, 2, 1], unknown=5),
        row("132010020", 3, "北町", [4, 4, 3], [4, 4, 2]),
        row("13201002001", 4, "北町一丁目", [4, 4, 3], [4, 4, 2], handling="1", from_="002002"),
        row("13201002002", 4, "北町二丁目", [], [], handling="2", into="002001"),
        row("132010030", 3, "南町", [5, 4, 4], [3, 4, 2], handling="1", from_="003001;003002"),
        row("13201003001", 4, "南町一丁目", [], [], handling="2", into="0030"),
        row("13201003002", 4, "南町二丁目", [], [], handling="2", into="0030"),
        row("13209", 1, "", [1, 1, 1], [1, 1, 1], city="となり市"),
        row("132090010", 2, "港町", [1, 1, 1], [1, 1, 1], city="となり市"),
    ]


def as_file(rows: Sequence[Sequence[Any]], encoding: str = "cp932", **names: Any) -> bytes:
    """The file as downloaded."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([*header(**names), *rows])
    return out.getvalue().encode(encoding)


def changed(rows: Sequence[list[str]], key: str, cells: Mapping[str, str]) -> list[list[str]]:
    """The same lines, one of them with other cells."""
    names = header()[0]
    return [
        [cells.get(n, c) for n, c in zip(names, r, strict=True)] if r[0] == key else r for r in rows
    ]
