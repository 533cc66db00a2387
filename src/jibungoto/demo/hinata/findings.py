"""What people of ひなた市 noticed, and what became of it: invented, from the fixed seed."""

import datetime as dt
import io
import math
import random
import tomllib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from shapely import Point, Polygon

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Level
from jibungoto.know.findings import services
from jibungoto.know.findings.models import Finding, Theme
from jibungoto.know.places.models import District
from jibungoto.people.models import Participant

from . import land

_READ = tomllib.loads((Path(__file__).parent / "findings.toml").read_text("utf-8"))
# A resource was written down at its first deed.
_BEGAN = {entry["title"]: entry["deeds"][0][0] for entry in _READ["story"]}
# Words of a finding that tell its theme.
_THEMES = {
    "みどり・水辺": ("川", "花", "梅", "松", "用水", "ほたる", "並木", "棚田", "つつじ", "草"),
    "道・交通": ("バス", "坂", "道", "自転車", "車", "信号", "電車"),
    "子ども・学び": ("子ども", "学校", "教室", "通学", "宿題", "図書館", "学生"),
    "健康・福祉": ("病院", "見守り", "つえ", "ごみ", "体操"),
    "防災・安全": ("避難", "津波", "大雨", "街灯", "土のう", "水門"),
    "歴史・文化": ("祭り", "昔", "石段", "わら", "踊り", "看板"),
    "にぎわい・店": ("商店", "市", "店", "食堂", "直売"),
    "つながり": ("知り合い", "自治会", "外国", "となり"),
    "住まい・空き家": ("空き家", "空いて", "閉店", "団地", "大家"),
}


def load(districts: dict[str, District]) -> None:
    """Findings of all twelve districts: noticed, noticed too, merged, answered, used."""
    services.seed_themes()
    themes = {theme.name: theme for theme in Theme.objects.all()}
    made: dict[str, Finding] = {}
    for entry in _READ["district"]:
        code = entry["code"]
        rng = random.Random(f"findings{land.SEED}{code}")  # noqa: S311  a story, not a secret
        people = [
            Participant.objects.create(level=Level.DEVICE, district=districts[code])
            for _ in range(9)
        ]
        for number, told in enumerate(_told(entry)):
            finding = _pin(told, districts[code], land.districts()[code], people, rng, themes)
            made[finding.title] = finding
            if finding.sort == "charm" and number in (0, 2):
                services.add_photo(finding=finding, upload=_picture(rng), alt="見本の絵")
            likely = 7 if finding.sort == "issue" else 4
            for person in rng.sample(people, rng.randint(0, likely)):
                if person.pk != finding.participant_id:
                    services.say_me_too(finding=finding, participant_id=person.pk)
    _became(made)


def _told(entry: dict[str, Any]) -> list[dict[str, str]]:
    rows = [
        {"sort": sort, "title": title, "text": text, "place": place}
        for sort in ("charm", "issue")
        for title, text, place in entry[f"{sort}s"]
    ]
    for asset, presence, title, text, place in entry["resources"]:
        told = {"sort": "resource", "title": title, "text": text, "place": place}
        rows.append({**told, "asset": asset, "presence": presence})
    return rows


def _pin(
    told: dict[str, str],
    district: District,
    area: Polygon,
    people: list[Participant],
    rng: random.Random,
    themes: dict[str, Theme],
) -> Finding:
    on_paper = rng.random() < 0.2
    place = spot(area, rng) if rng.random() < 0.8 else None
    words = told["title"] + told["text"]
    about = [themes[n] for n, signs in _THEMES.items() if any(s in words for s in signs)][:2]
    return services.create_finding(
        **told,
        district=district,
        lat=place[1] if place else None,
        lon=place[0] if place else None,
        found_on=clock.today() - dt.timedelta(days=_BEGAN.get(told["title"], rng.randint(4, 330))),
        channel="paper" if on_paper else "web",
        participant_id=None if on_paper else rng.choice(people).pk,
        themes=about,
        checked=True,
    )


def spot(area: Polygon, rng: random.Random) -> tuple[float, float]:
    """A place well inside a district: (longitude, latitude)."""
    inner = area.buffer(-0.15)
    west, south, east, north = inner.bounds
    lon0, lat0 = land.ORIGIN
    while True:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if inner.contains(Point(x, y)):
            wide = land.KM_PER_DEGREE * math.cos(math.radians(lat0))
            return round(lon0 + x / wide, 6), round(lat0 + y / land.KM_PER_DEGREE, 6)


def _became(made: dict[str, Finding]) -> None:
    today = clock.today()
    for entry in _READ["merge"]:
        head, *others = (made[title] for title in entry["titles"])
        services.handling.merge(head, others=others, reason="同じことへの声です")
    for number, entry in enumerate(_READ["answer"]):
        finding = made[entry["title"]]
        on = today - dt.timedelta(days=3 + number % 20)
        services.handling.answer(finding, text=entry["text"], who=entry["who"], on=on)
        if entry["state"] != "received":
            reason = entry["text"] if entry["state"] == "passed" else ""
            services.handling.change_state(finding, state=entry["state"], reason=reason, on=on)
    for entry in _READ["story"]:
        for days, verb, who, text in entry["deeds"]:
            services.record_deed(
                finding=made[entry["title"]], verb=verb, who=who, text=text,
                on=today - dt.timedelta(days=days),
            )  # fmt: skip
    _receive(made)


def _receive(made: dict[str, Finding]) -> None:
    """Charms and resources were mostly taken note of; the newest findings are still new."""
    before = clock.today() - dt.timedelta(days=60)
    for finding in made.values():
        finding.refresh_from_db()
        if finding.state == "new" and finding.found_on < before and not finding.merged_into_id:
            services.handling.change_state(
                finding, state="received", on=finding.found_on + dt.timedelta(days=9)
            )


def _picture(rng: random.Random) -> SimpleUploadedFile:
    """A drawn landscape: hills under a sky, so that nobody takes it for a photo of a place."""
    wide, high = 960, 720
    hue = rng.choice([(214, 226, 232), (240, 222, 200), (226, 232, 214)])
    image = Image.new("RGB", (wide, high), hue)
    draw = ImageDraw.Draw(image)
    x, y = rng.randint(200, 760), rng.randint(120, 260)
    draw.ellipse((x - 60, y - 60, x + 60, y + 60), fill=(245, 205, 140))
    for layer in range(4):
        base, shade = 330 + layer * 95, 150 - layer * 26
        phase, step = rng.uniform(0, 6), rng.uniform(140, 260)
        ridge = [
            (px, base + 46 * math.sin(px / step + phase) + 18 * math.sin(px / 47 + phase))
            for px in range(0, wide + 20, 20)
        ]
        draw.polygon([(0, high), *ridge, (wide, high)], fill=(shade, shade + 26, shade - 6))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return SimpleUploadedFile("mihon.jpg", out.getvalue(), "image/jpeg")
