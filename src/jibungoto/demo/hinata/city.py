"""Who works in ひなた市: organisations, councils and contacts, all invented, from the fixed seed."""

import datetime as dt
import random
from dataclasses import dataclass

from . import land

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


# Theme-based organisations: slug, name, kana, kind, purpose, members, founded, district codes.
_THEMES = (
    ("wakaba-shokudo", "わかば子ども食堂", "ワカバコドモショクドウ", "NPO・市民活動", "子どもと大人が、いっしょに食べる場をつくります。", 18, 2018, ("09", "12")),
    ("okurimukae", "ひなた送りあいの会", "ヒナタオクリアイノカイ", "NPO・市民活動", "買い物と通院の足を、近所で支え合います。", 26, 2021, ("01", "04")),
    ("umebayashi", "梅林を守る会", "ウメバヤシヲマモルカイ", "NPO・市民活動", "梅林の手入れと、梅まつりを続けます。", 41, 1996, ("06",)),
    ("kawa-seso", "ひなた川清掃隊", "ヒナタガワセイソウタイ", "NPO・市民活動", "川の清掃と、水辺の生きもの調べをします。", 33, 2004, ("03", "11")),
    ("nihongo", "にほんご広場", "ニホンゴヒロバ", "NPO・市民活動", "外国から来た人と、日本語でおしゃべりします。", 22, 2012, ("07", "02")),
    ("akiya", "空き家とまち研究会", "アキヤトマチケンキュウカイ", "NPO・市民活動", "空き家の使い道を、持ち主と考えます。", 12, 2020, ("10",)),
    ("satoyama-hozen", "里山ほぜん隊", "サトヤマホゼンタイ", "NPO・市民活動", "草刈りと山道の手入れを手伝います。", 29, 2009, ("08",)),
    ("bosai-shi", "防災士の会ひなた", "ボウサイシノカイヒナタ", "NPO・市民活動", "訓練と、家具の固定を手伝います。", 37, 2013, ("02", "03", "05")),
    ("asaichi", "浜辺朝市組合", "ハマベアサイチクミアイ", "商店会・事業者", "毎月第二日曜に朝市をひらきます。", 24, 1988, ("05",)),
    ("ekimae-shoten", "ひなた駅前商店会", "ヒナタエキマエショウテンカイ", "商店会・事業者", "店と通りのにぎわいをつくります。", 58, 1961, ("02",)),
    ("gakusei", "学園まちづくりサークル", "ガクエンマチヅクリサークル", "学校・学生", "学生が地区の行事を手伝います。", 45, 2019, ("09",)),
)  # fmt: skip


def organisations() -> list[OrganisationSeed]:
    """Every organisation: one association a 町丁目, one PTA and one welfare council a district."""
    found = []
    for seed in land.DISTRICTS:
        rng = random.Random(f"org{land.SEED}{seed.code}")  # noqa: S311  figures, not secrets
        for number, chome in enumerate(seed.chome, 1):
            households = round(seed.people / len(seed.chome) * rng.uniform(0.2, 0.34))
            founded = rng.randint(1955, 1992) if seed.ageing > 0.3 else rng.randint(1998, 2016)
            found.append(
                OrganisationSeed(
                    f"{seed.slug}-jichikai-{number}", f"{chome}自治会", f"{seed.kana}{number:02d}ジチカイ",
                    "place", "町内会・自治会", "住む人どうしの助け合いと、行事の世話をします。",
                    max(households, 12), "世帯", founded, (seed.code,),
                )
            )  # fmt: skip
        found += [
            OrganisationSeed(
                f"{seed.slug}-pta", f"{seed.name}小学校PTA", f"{seed.kana}ショウガッコウピーティーエー",
                "place", "PTA", "子どもの見守りと、学校の行事を支えます。",
                round(seed.people * 0.035), "人", rng.randint(1950, 2010), (seed.code,),
            ),
            OrganisationSeed(
                f"{seed.slug}-shakyo", f"{seed.name}地区社会福祉協議会", f"{seed.kana}チクシャキョウ",
                "place", "地区社協", "見守りとサロンで、くらしを支えます。",
                rng.randint(14, 40), "人", rng.randint(1975, 2005), (seed.code,),
            ),
        ]  # fmt: skip
    found += [
        OrganisationSeed(s, n, k, "theme", kind, p, m, "人", year, codes)
        for s, n, k, kind, p, m, year, codes in _THEMES
    ]
    return found


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
