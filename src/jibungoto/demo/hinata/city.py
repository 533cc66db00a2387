"""Who works in ひなた市: organisations and councils, all invented, from the fixed seed."""

import csv
import datetime as dt
import io
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from . import land

YEARS = (2022, 2023, 2024, 2025)  # of members before those of this year
STAGES = ("preparation", "founding", "karte", "vision", "plan", "action", "review")
# How far each district's council has come, by district code.
REACHED = {
    "01": "review", "02": "plan", "03": "action", "04": "review", "05": "vision", "06": "action",
    "07": "karte", "08": "action", "09": "vision", "10": "plan", "11": "founding",
    "12": "preparation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrganisationSeed:
    slug: str
    name: str
    kana: str
    footing: str
    kind: str
    purpose: str
    members: int
    unit: str
    founded: int
    districts: tuple[str, ...]


def _themes() -> list[OrganisationSeed]:
    read = (Path(__file__).parent / "organisations.toml").read_text("utf-8")
    return [
        OrganisationSeed(
            **{**row, "footing": "theme", "unit": "人", "districts": tuple(row["districts"])}
        )
        for row in tomllib.loads(read)["organisation"]
    ]


def organisations() -> list[OrganisationSeed]:
    """Every organisation: one association a 町丁目, one PTA and one welfare council a district."""
    found = []
    for seed in land.DISTRICTS:
        rng = random.Random(f"org{land.SEED}{seed.code}")  # noqa: S311  figures, not secrets
        named = zip(seed.chome, seed.chome_kana, strict=True)
        for number, (chome, kana) in enumerate(named, 1):
            households = round(seed.people / len(seed.chome) * rng.uniform(0.17, 0.28))
            founded = rng.randint(1955, 1992) if seed.ageing > 0.3 else rng.randint(1998, 2016)
            found.append(
                OrganisationSeed(
                    f"{seed.slug}-jichikai-{number}", f"{chome}自治会",
                    f"{kana}ジチカイ", "place", "町内会・自治会",
                    "住む人どうしの助け合いと、行事の世話をします。",
                    max(households, 12), "世帯", founded, (seed.code,),
                )
            )  # fmt: skip
        found += [
            OrganisationSeed(
                f"{seed.slug}-pta", f"{seed.name}小学校PTA",
                f"{seed.kana}ショウガッコウピーティーエー", "place", "PTA",
                "子どもの見守りと、学校の行事を支えます。",
                round(seed.people * 0.035), "人", rng.randint(1950, 2010), (seed.code,),
            ),
            OrganisationSeed(
                f"{seed.slug}-shakyo", f"{seed.name}地区社会福祉協議会",
                f"{seed.kana}チクシャキョウ", "place", "地区社協",
                "見守りとサロンで、くらしを支えます。",
                rng.randint(14, 40), "人", rng.randint(1975, 2005), (seed.code,),
            ),
        ]  # fmt: skip
    found += _themes()
    return found


def members_file() -> bytes:
    """The households of each association in the years before, as the city's survey keeps them."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(["ID", "団体名", "種類", "会員の数え方", *(f"会員数_{year}" for year in YEARS)])
    for seed in organisations():
        if seed.unit == "世帯":
            rng = random.Random(f"members{land.SEED}{seed.slug}")  # noqa: S311
            loss = rng.uniform(0.004, 0.03)
            counts = [round(seed.members * (1 + loss) ** (2026 - year)) for year in YEARS]
            out.writerow([seed.slug, seed.name, seed.kind, seed.unit, *counts])
    return text.getvalue().encode("utf-8-sig")


def journey(code: str, today: dt.date) -> list[tuple[str, dt.date]]:
    """The stages a district's council went through, each with its first day."""
    rng = random.Random(f"journey{land.SEED}{code}")  # noqa: S311
    reached = STAGES.index(REACHED[code])
    day = today - dt.timedelta(days=rng.randint(40, 120))
    days = []
    for _ in range(reached + 1):
        days.append(day)
        day -= dt.timedelta(days=rng.randint(150, 330))
    return list(zip(STAGES[: reached + 1], reversed(days), strict=True))
