"""Which kind of file this is, by what is in it. Reads the first lines, changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from jibungoto.japan.tables.columns import header_key
from jibungoto.japan.tables.model import Table, TableError
from jibungoto.japan.tables.reading import read_table
from jibungoto.kernel.intake.kinds import Unfit, Upload
from jibungoto.know.places.shapes import Layer, read_layer
from jibungoto.know.statistics.census_columns import counts_others
from jibungoto.know.statistics.mapping_intake import chosen_grid, saved_for

_SHAPES = (".topojson", ".kml", ".kmz", ".gml")
_SMALL_AREA_NAMES = {"KEY_CODE", "HCODE", "JINKO", "SETAI", "S_NAME", "machiaza_id", "町字ID"}
_TOWN_NAMES = {"町名", "町丁名", "町丁目名", "町丁字名", "町丁目", "大字名", "町字名", "丁目"}
_PEOPLE = {"population", "人口", "総人口", "JINKO"}
_SCHOOLS = {"A27": "shogakkoku", "A32": "chugakkoku"}
# Words of a header that only one kind of table has; the first that fit wins.
_TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("statistics.census", ("HYOSYO", "HTKSYORI")),
    ("findings.findings", ("ひとことで", "くわしく")),
    ("findings.findings", ("魅力・課題",)),
    ("findings.charms", ("要素", "説明")),
    ("places.points", ("大字町丁目コード", "緯度")),
    ("places.points", ("町丁目名", "緯度")),
    ("facilities.shelter", ("災害種別_洪水",)),
    ("facilities.medical", ("診療科目",)),
    ("facilities.care", ("実施サービス",)),
    ("facilities.aed", ("設置位置", "小児対応設備の有無")),
    ("facilities.heritage", ("文化財分類",)),
    ("facilities.wifi", ("SSID",)),
    ("facilities.toilet", ("男性トイレ総数",)),
    ("facilities.childcare", ("受入年齢",)),
    ("facilities.childcare", ("収容定員",)),
    ("facilities.childcare", ("Kodomo", "Type")),
    ("facilities.sight", ("料金(基本)",)),
    ("organisations.register", ("成り立ち",)),
    *(
        ("organisations.register", (f"{word}名", beside))
        for word in ("自治会", "町内会", "町会")
        for beside in ("会長", "代表", "加入")
    ),
    ("statistics.figures", ("指標", "値")),
    ("places.membership", ("割合", "地区")),
    ("places.membership", ("町丁目名", "地区")),
    ("facilities.public", ("名称", "緯度", "POIコード")),
    ("facilities.public", ("名称", "緯度", "経度")),
    ("facilities.public", ("施設名", "緯度", "経度")),
    ("facilities.public", ("施設名", "住所")),
    ("facilities.public", ("施設名", "所在地")),
)
_CODE = re.compile(r"T\d{9}")
_AGES = re.compile(r"0\s*歳?\s*[-～〜~－–]\s*(?:4|9|14)\s*歳?")
_PEOPLE_WORDS = re.compile(r"総?人口|世帯数|総数")
_IN_ROWS = frozenset(("性別", "年齢", "年齢階級", "男", "女"))
_FIGURES = frozenset(("人口", "総人口", "総数", "人口総数", "計"))
_PLACE_WORDS = re.compile(r"町|丁目|地域名|区分|大字")
YEAR = re.compile(
    r"(?<!\d)(19[5-9]\d|20\d\d)(?:[-年_.]?(0[1-9]|1[0-2])[-月_.]?(0[1-9]|[12]\d|3[01]))?"
)
_MONTH = re.compile(r"[-年_.]?(?:0?[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is taken for: the key of an intake and what it needs to be told, or why not."""

    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    reason: str = ""  # why it is left out


def recognise(upload: Upload) -> Recognised:
    """What kind of file this is. Never raises: a file nobody knows has a reason."""
    try:
        if upload.name.lower().endswith(_SHAPES) or _is_shapefile(upload):
            return _of_shapes(upload)
        if upload.name.lower().endswith((".json", ".geojson")):
            return _of_json(upload)
        return _of_table(upload)
    except (Unfit, TableError) as error:
        return Recognised("", reason=str(error))


def _of_json(upload: Upload) -> Recognised:
    """Shapes, or records of a table."""
    try:
        return _of_shapes(upload)
    except Unfit as error:
        try:
            found = _of_table(upload)
        except TableError:
            raise error from None
        return found if found.kind else Recognised("", reason=str(error))


def _is_shapefile(upload: Upload) -> bool:
    return upload.content.startswith(b"PK") and b".shp" in upload.content


def _of_shapes(upload: Upload) -> Recognised:
    layer = read_layer(upload.name, upload.content)
    names = set(layer.properties)
    if len(layer.features) < 2:
        return Recognised(
            "", reason="図形が一つだけです。市の外側の線は、いまのカルテでは使いません。"
        )
    if any(name.startswith("N03_") for name in names):
        return Recognised(
            "", reason="国土数値情報の行政区域（市の外側の線）です。いまのカルテでは使いません。"
        )
    if "KEY_CODE" in names:
        source = {"source": "国勢調査 小地域の境界（e-Stat）"}
        assumed = ("出典は国勢調査 小地域の境界（e-Stat）",)
        return Recognised("places.small_areas", {**_dated(upload.name), **source}, assumed)
    if (_SMALL_AREA_NAMES | _TOWN_NAMES) & names or (_PEOPLE & names and not _school(names)):
        return Recognised("places.small_areas", _dated(upload.name))
    kind, word = _district_kind(layer, names, upload.name)
    return Recognised(
        "places.boundaries", {**_dated(upload.name), "kind": kind}, (f"地区の種類は{word}",)
    )


def _school(names: set[str]) -> str:
    return next(
        (kind for start, kind in _SCHOOLS.items() if any(n.startswith(start) for n in names)), ""
    )


def _district_kind(layer: Layer, names: set[str], file: str) -> tuple[str, str]:
    words = {"shogakkoku": "小学校区", "chugakkoku": "中学校区", "chiku": "地区"}
    said = " ".join(str(v) for f in layer.features[:20] for v in f.told.values()) + file
    found = _school(names)
    if not found:
        found = "chugakkoku" if "中学校" in said else "shogakkoku" if "小学校" in said else "chiku"
    return found, words[found]


def _of_table(upload: Upload) -> Recognised:
    table = read_table(upload.content, name=upload.name)
    # A title line, or two lines of header, may hold what tells the kind.
    text = " ".join((*table.headers, *table.preamble))
    for kind, wanted in _TABLES:
        if all(any(word in header for header in (*table.headers, text)) for word in wanted):
            if kind == "statistics.census" and any(map(counts_others, _CODE.findall(text))):
                return _census_of_others()
            return _as(kind, upload.name)
    if _counts_people(table, text):
        register = "census" if "国勢調査" in text + upload.name or "census" in upload.name else ""
        options = {"register": register or "residents", **_dated(upload.name, key="taken_on")}
        word = "国勢調査" if register else "住民基本台帳"
        assumed = [f"もとの統計は{word}"]
        if day := options.get("taken_on"):
            assumed.append(f"表に基準日がなければ、ファイルの名前から{day}とします")
        return Recognised("statistics.population", options, tuple(assumed))
    if saved_for(chosen_grid(upload, {})):
        told = {"register": "residents", **_dated(upload.name, key="taken_on")}
        told["source"] = _title(upload.name)
        return Recognised(
            "statistics.table", told, ("保存してある読み方で読みました", _from(told["source"]))
        )
    return Recognised(
        "", reason=f"見出し（{'、'.join(table.headers[:6])}）から種類がわかりません。"
    )


def _counts_people(table: Table, text: str) -> bool:
    """Whether a table is of people by area, however it lies: its first column may hold the words
    that stand in the header of others.
    """
    text = "".join(text.split())  # 人　口 in a printed header
    if _AGES.search(text) or (_PEOPLE_WORDS.search(text) and _PLACE_WORDS.search(text)):
        return True
    headers = {header_key(header) for header in table.headers}
    if headers & _IN_ROWS and _PLACE_WORDS.search(text):
        return True
    first = {header_key(row.cells[0] or "") for row in table.rows[:40]}
    return bool(first & _FIGURES) and {"男", "女", "世帯数", "総数"} & first != set()


def _census_of_others() -> Recognised:
    """A census table of households, dwellings or workers: its number says what its columns are."""
    source = "国勢調査 小地域集計（e-Stat）"
    return Recognised(
        "statistics.table", {"register": "census", "source": source}, (_from(source),)
    )


def _as(kind: str, name: str) -> Recognised:
    """A table whose header told its kind, with what that kind wants to be told."""
    if kind.startswith("facilities"):
        return Recognised(kind, _dated(name))
    if kind.startswith("findings"):
        source = _title(name)
        return Recognised(kind, {**_dated(name), "source": source}, (_from(source),))
    return Recognised(kind)


def _from(source: str) -> str:
    return f"出典は「{source}」"


def _title(name: str) -> str:
    """What a file calls itself: its name without number, day and ending."""
    stem = YEAR.sub("", PurePath(name).stem)
    japanese = re.search(r"[^\x00-\x7f].*", stem)
    return (japanese[0] if japanese else stem).strip(" _-") or name


def _dated(name: str, *, key: str = "dated") -> dict[str, str]:
    """A day in the name of a file; of a year alone the census day, 1 October.

    A year with a month (202509) is no day: it may be the first or the last of it.
    """
    found = YEAR.search(name)
    if found is None or (found[2] is None and _MONTH.match(name, found.end())):
        return {}
    year, month, day = found.groups()
    return {key: f"{year}-{month}-{day}" if month else f"{year}-10-01"}
