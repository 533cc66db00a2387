"""The places people use in ひなた市: all invented, as files in the national standard's layouts.

They go through the same importers as a real city's. PURE: a seed and the land.
"""

import csv
import io
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shapely import Point, Polygon

from . import land
from .people import CODE, DATES, NAME, areas

Row = dict[str, Any]
_HEAD = ("全国地方公共団体コード", "ID", "地方公共団体名")
_SEAT = ("所在地_連結表記", "緯度", "経度")
_LAYOUTS: Mapping[str, Sequence[str]] = {
    "public": (
        *_HEAD,
        "名称",
        "名称_カナ",
        *_SEAT,
        "電話番号",
        "団体名",
        "利用可能曜日",
        "開始時間",
        "終了時間",
        "利用可能日時特記事項",
        "説明",
        "バリアフリー情報",
        "備考",
    ),
    "shelter": (
        *_HEAD,
        "名称",
        "名称_カナ",
        *_SEAT,
        "標高",
        "災害種別_洪水",
        "災害種別_崖崩れ、土石流及び地滑り",
        "災害種別_地震",
        "災害種別_大規模な火事",
        "災害種別_内水氾濫",
        "指定避難所との重複",
        "想定収容人数",
        "対象となる町会・自治会",
    ),
    "childcare": (
        *_HEAD,
        "名称",
        "名称_カナ",
        "種別",
        *_SEAT,
        "電話番号",
        "収容定員",
        "受入年齢",
        "利用可能曜日",
        "開始時間",
        "終了時間",
        "一時預かりの有無",
    ),
    "medical": (
        *_HEAD,
        "名称",
        "名称_カナ",
        "医療機関の種類",
        *_SEAT,
        "電話番号",
        "診療曜日",
        "診療開始時間",
        "診療終了時間",
        "診療科目",
        "病床数",
    ),
    "care": (
        *_HEAD,
        "介護サービス事業所名称",
        "介護サービス事業所名称_カナ",
        "実施サービス",
        *_SEAT,
        "電話番号",
        "定員",
    ),
    "aed": (
        *_HEAD,
        "名称",
        "名称_カナ",
        *_SEAT,
        "設置位置",
        "利用可能曜日",
        "開始時間",
        "終了時間",
        "小児対応設備の有無",
    ),
    "heritage": (
        *_HEAD,
        "名称",
        "名称_カナ",
        "文化財分類",
        *_SEAT,
        "所有者等",
        "文化財指定日",
        "概要",
    ),
    "sight": (*_HEAD, "名称", "名称_カナ", *_SEAT, "料金(基本)", "説明", "アクセス方法"),
}
TITLES = {
    "public": "公共施設一覧",
    "shelter": "指定緊急避難場所一覧",
    "childcare": "子育て施設一覧",
    "medical": "医療機関一覧",
    "care": "介護サービス事業所一覧",
    "aed": "AED設置箇所一覧",
    "heritage": "文化財一覧",
    "sight": "観光施設一覧",
}
_DEPARTMENTS = ("内科", "小児科", "外科", "整形外科", "皮膚科", "眼科", "耳鼻咽喉科")
_CARE = ("訪問介護", "通所介護", "居宅介護支援", "短期入所生活介護", "認知症対応型共同生活介護")
_HERITAGE = (
    ("日向の大けやき", "ヒナタノオオケヤキ", "市指定天然記念物", "幹の回りは6メートルあります。"),
    ("浜の常夜灯", "ハマノジョウヤトウ", "市指定有形文化財", "舟の目じるしだった石の灯ろうです。"),
    ("水車小屋あと", "スイシャゴヤアト", "市指定史跡", "粉をひいた水車の石組みが残ります。"),
    ("日向ばやし", "ヒナタバヤシ", "市指定無形民俗文化財", "夏まつりに伝わるおはやしです。"),
)
_SIGHTS = (
    ("ひなた展望台", "ヒナタテンボウダイ", "無料", "海と町を見わたせます。"),
    ("潮風の市場", "シオカゼノイチバ", "無料", "朝にとれた魚と野菜がならびます。"),
    ("ひなた水辺の散歩道", "ヒナタミズベノサンポミチ", "無料", "川ぞいの2キロの道です。"),
)


def files() -> dict[str, bytes]:
    """The published list of each kind: UTF-8 with BOM and CRLF, the columns of 2023."""
    rows: dict[str, list[Row]] = {kind: [] for kind in _LAYOUTS}
    for seed in land.DISTRICTS:
        rng = random.Random(f"places{land.SEED}{seed.code}")  # noqa: S311  a map, not a secret
        for kind, row in _of_district(seed, rng):
            rows[kind].append(row)
    _beyond_districts(rows)
    return {kind: _file(kind, found) for kind, found in rows.items()}


def small_areas() -> bytes:
    """The 町丁目 with their polygons as the GeoJSON a city's map office keeps."""
    codes = {(a.district, a.name): a.code for a in areas(DATES[-1])}
    features = [
        {
            "type": "Feature",
            "properties": {"地域コード": codes[district, name], "地域名": name},
            "geometry": land.to_geojson(polygon),
        }
        for district, found in land.chome().items()
        for name, polygon in found.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()


def _of_district(seed: land.DistrictSeed, rng: random.Random) -> Iterator[tuple[str, Row]]:
    polygons = land.chome()[seed.code]
    names = list(polygons)

    def at(kind: str, name: str, kana: str, chome: str = "", **told: Any) -> tuple[str, Row]:
        chome = chome or rng.choice(names)
        lat, lon = _spot(polygons[chome], rng)
        seat = f"{NAME}{chome}{rng.randint(1, 30)}-{rng.randint(1, 20)}"
        return kind, {
            "名称": name,
            "名称_カナ": kana,
            "所在地_連結表記": seat,
            "緯度": lat,
            "経度": lon,
            "電話番号": f"000-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
            **told,
        }

    hall = at(
        "public",
        f"{seed.name}市民センター",
        f"{seed.kana}シミンセンター",
        names[0],
        団体名=NAME,
        利用可能曜日="火水木金土日",
        開始時間="09:00",
        終了時間="21:30",
        利用可能日時特記事項="月曜日と年末年始は休み",
        説明="集会室・調理室・和室があります。",
        バリアフリー情報="エレベーターあり",
    )
    school = at("shelter", f"{seed.name}小学校", f"{seed.kana}ショウガッコウ", names[-1])[1]
    yield hall
    for chome in names:
        yield at(
            "public", f"{chome}公園", "", chome, 団体名=NAME, 説明="遊具と水飲み場があります。"
        )
    yield "shelter", _refuge(school, rng, 800, names)
    park = at("public", "", "", names[len(names) // 2])[1]
    yield (
        "shelter",
        _refuge(
            {**park, "名称": f"{seed.name}ひろば", "名称_カナ": f"{seed.kana}ヒロバ"},
            rng,
            300,
            names,
        ),
    )
    for number in range(1, 2 + round((1 - seed.ageing) * 3)):
        yield at(
            "childcare",
            f"{seed.name}第{number}保育園",
            f"{seed.kana}ダイ{number}ホイクエン",
            種別="認可保育所",
            収容定員=rng.choice((60, 90, 120)),
            受入年齢="0歳から5歳",
            利用可能曜日="月火水木金土",
            開始時間="07:30",
            終了時間="18:30",
            一時預かりの有無=rng.choice((0, 1)),
        )
    yield at(
        "childcare",
        f"{seed.name}児童館",
        f"{seed.kana}ジドウカン",
        種別="児童館",
        利用可能曜日="月火水木金土",
        開始時間="09:30",
        終了時間="17:30",
    )
    for number in range(rng.randint(2, 4)):
        word = rng.choice(("クリニック", "医院", "診療所"))
        yield at(
            "medical",
            f"{rng.choice(names)}{word}",
            "",
            医療機関の種類="診療所",
            診療曜日="月火水金土",
            診療開始時間="09:00",
            診療終了時間="18:00",
            診療科目=";".join(rng.sample(_DEPARTMENTS, 1 + number % 3)),
            病床数=0,
        )
    for number in range(1, 2 + round(seed.ageing * 3)):
        yield at(
            "care",
            "",
            "",
            介護サービス事業所名称=f"{seed.name}ケアの家{number}号館",
            介護サービス事業所名称_カナ=f"{seed.kana}ケアノイエ{number}ゴウカン",
            実施サービス=";".join(rng.sample(_CARE, 2)),
            定員=rng.choice((18, 25, 30)),
        )
    for row in (hall[1], school):
        yield (
            "aed",
            {
                **{k: row[k] for k in ("名称", "名称_カナ", *_SEAT)},
                "設置位置": "1階の入口の横",
                "利用可能曜日": "月火水木金土日",
                "開始時間": "09:00",
                "終了時間": "21:00",
                "小児対応設備の有無": 1,
            },
        )


def _refuge(row: Row, rng: random.Random, capacity: int, names: Sequence[str]) -> Row:
    dry = rng.random() > 0.3
    return row | {
        "標高": round(rng.uniform(2, 48), 1),
        "災害種別_洪水": int(dry),
        "災害種別_崖崩れ、土石流及び地滑り": rng.choice((0, 1)),
        "災害種別_地震": 1,
        "災害種別_大規模な火事": 1,
        "災害種別_内水氾濫": int(dry),
        "指定避難所との重複": int(capacity > 500),
        "想定収容人数": capacity + rng.randint(0, 40) * 10,
        "対象となる町会・自治会": ";".join(f"{name}自治会" for name in names),
    }


def _beyond_districts(rows: dict[str, list[Row]]) -> None:
    """What a city has a few of. One of them has no position, as in real lists."""
    rng = random.Random(f"places{land.SEED}")  # noqa: S311
    polygons = [(name, p) for found in land.chome().values() for name, p in found.items()]

    def seat() -> Row:
        name, polygon = rng.choice(polygons)
        lat, lon = _spot(polygon, rng)
        return {"所在地_連結表記": f"{NAME}{name}{rng.randint(1, 30)}", "緯度": lat, "経度": lon}

    rows["public"].append(
        {
            **seat(),
            "名称": "ひなた市中央図書館",
            "名称_カナ": "ヒナタシチュウオウトショカン",
            "団体名": NAME,
            "利用可能曜日": "火水木金土日",
            "開始時間": "09:30",
            "終了時間": "20:00",
        }
    )
    rows["medical"].append(
        {
            **seat(),
            "名称": "ひなた市民病院",
            "名称_カナ": "ヒナタシミンビョウイン",
            "医療機関の種類": "病院",
            "診療曜日": "月火水木金",
            "診療開始時間": "08:30",
            "診療終了時間": "17:00",
            "診療科目": ";".join(_DEPARTMENTS),
            "病床数": 280,
        }
    )
    for name, kana, kind, words in _HERITAGE:
        place = {} if "無形" in kind else seat()
        rows["heritage"].append(
            {
                **place,
                "名称": name,
                "名称_カナ": kana,
                "文化財分類": kind,
                "所有者等": "保存会",
                "文化財指定日": f"{rng.randint(1962, 1998)}-03-01",
                "概要": words,
            }
        )
    for name, kana, fee, words in _SIGHTS:
        rows["sight"].append(
            {
                **seat(),
                "名称": name,
                "名称_カナ": kana,
                "料金(基本)": fee,
                "説明": words,
                "アクセス方法": "ひなた駅からバスで10分",
            }
        )


def _file(kind: str, rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    header = _LAYOUTS[kind]
    out.writerow(header)
    for number, row in enumerate(rows, 1):
        told = {
            "全国地方公共団体コード": CODE,
            "地方公共団体名": NAME,
            "ID": f"{kind}-{number:04d}",
            **row,
        }
        out.writerow([told.get(name, "") for name in header])
    return text.getvalue().encode("utf-8-sig")


def _spot(polygon: Polygon, rng: random.Random) -> tuple[float, float]:
    """A point inside the polygon (km), as latitude and longitude."""
    west, south, east, north = polygon.bounds
    while True:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if polygon.contains(Point(x, y)):
            break
    lon0, lat0 = land.ORIGIN
    east = land.KM_PER_DEGREE * math.cos(math.radians(lat0))
    return round(lat0 + y / land.KM_PER_DEGREE, 6), round(lon0 + x / east, 6)
