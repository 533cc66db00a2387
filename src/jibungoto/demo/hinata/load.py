"""ひなた市, step by step, through the same services and importers as a real city."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from jibungoto.decide.councils import services as councils
from jibungoto.demo import accounts
from jibungoto.demo.figures import add_figures, import_file
from jibungoto.kernel import clock, nodes, tenancy, vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Municipality
from jibungoto.know.organisations import services as organisations
from jibungoto.know.places import services as places
from jibungoto.know.places.models import District
from jibungoto.people import services as people

from . import (
    city,
    contacts,
    facilities,
    findings,
    ideas,
    kartes,
    land,
    opinions,
    plan,
    results,
    surveys,
    ways,
)
from . import people as counts

SLUG = "hinata"
JOINING = {2022: 52.8, 2023: 51.4, 2024: 50.1, 2025: 48.9, 2026: 47.6}
NOTE = gettext_noop("ひなた市は架空の市です。人も、数字も、できごとも、すべて見本です。")


def load(say: Callable[[str], None]) -> None:
    """Make the city if it is not there; a load that was interrupted left nothing behind."""
    if Municipality.objects.filter(slug=SLUG).exists():
        with tenancy.within(Municipality.objects.get(slug=SLUG)):
            accounts.load()
        return
    with transaction.atomic():
        municipality = Municipality.objects.create(
            slug=SLUG,
            code=counts.CODE,
            name=counts.NAME,
            kana="ヒナタシ",
            preset="hinata",
            contact_office="市民協働部 協働推進課",
            contact_phone="000-000-0000",
            contact_hours="平日 8時30分〜17時15分",
            sample_note=NOTE,
            order=10,
        )
        with tenancy.within(municipality):
            vocabulary.apply_preset(municipality)
            people.create_roles(municipality)
            say("ひなた市の12地区")
            districts = _load_districts()
            say("ひなた市の団体")
            _load_organisations(districts)
            say("ひなた市の統計")
            _load_statistics()
            say("ひなた市の施設")
            _load_facilities()
            say("ひなた市の気づき")
            findings.load(districts)
            say("ひなた市の提案")
            ideas.load(districts)
            ideas.gather()
            say("ひなた市のアンケート")
            surveys.load(districts)
            say("ひなた市の推進会議")
            _load_councils(districts)
            say("ひなた市の意見")
            opinions.load(districts)
            say("ひなた市の役割と訪問の記録")
            accounts.load()
            contacts.load(districts)
            say("ひなた市の計画")
            plan.load()
            ways.load(districts)
            say("ひなた市の意見からわかること")
            results.load()
            say("ひなた市の地域カルテ")
            kartes.load()


def _load_districts() -> dict[str, District]:
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    shapes = land.districts()
    districts = {}
    for number, seed in enumerate(land.DISTRICTS, 1):
        district = places.create_district(
            kind=kind,
            slug=seed.slug,
            code=seed.code,
            name=f"{seed.name}地区",
            kana=f"{seed.kana}チク",
            lead=seed.lead,
            valid_from=dt.date(2005, 4, 1),
            order=number * 10,
        )
        places.set_boundary(
            district=district,
            geojson=land.to_geojson(shapes[seed.code]),
            source="見本の境界（乱数からつくったもの）",
            dated=dt.date(2026, 4, 1),
        )
        districts[seed.code] = district
    return districts


def _load_organisations(districts: dict[str, District]) -> None:
    for seed in city.organisations():
        organisation = organisations.create_organisation(
            slug=seed.slug,
            name=seed.name,
            kana=seed.kana,
            footing=seed.footing,
            kind=seed.kind,
            purpose=seed.purpose,
            members=seed.members,
            members_unit=seed.unit,
            counted_on=dt.date(2026, 4, 1),
            members_source="各団体の届け出（見本）",
            founded=seed.founded,
            districts=[districts[code] for code in seed.districts],
        )
        # Known for long: the register is no news.
        nodes.change(organisation.node, occurred_on=dt.date(seed.founded, 4, 1))


def _load_statistics() -> None:
    """Write the files a city publishes and import them as a city's officer would."""
    folder = settings.HOME / "demo" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    membership = folder / "町丁目と地区の対応表.csv"
    membership.write_bytes(counts.membership_file())
    for date in counts.DATES:
        path = folder / f"地域・年齢別人口_{date:%Y%m%d}.csv"
        path.write_bytes(counts.standard_file(date))
        import_file(
            "statistics.population", path, register="residents", source="住民基本台帳（見本）"
        )
    import_file("places.membership", membership, source="通学区域の対応表（見本）")
    add_figures(
        {
            "key": "joining_rate",
            "name": "自治会の加入率",
            "unit": "%",
            "definition": "自治会に入っている世帯を、住民基本台帳の世帯で割った割合です。",
            "values": [{"on": dt.date(y, 4, 1), "value": v} for y, v in JOINING.items()],
        },
        source="協働推進課の調べ（見本）",
    )


def _load_facilities() -> None:
    """The city's lists of places, and the land its people live on, for who is within a walk."""
    folder = settings.HOME / "demo" / "files"
    land_file = folder / "町丁目の区域.geojson"
    land_file.write_bytes(facilities.small_areas())
    import_file(
        "places.small_areas", land_file,
        source="見本の区域（乱数からつくったもの）", dated="2026-04-01",
    )  # fmt: skip
    for kind, content in facilities.files().items():
        title = facilities.TITLES[kind]
        path = folder / f"{title}.csv"
        path.write_bytes(content)
        import_file(f"facilities.{kind}", path, source=f"{title}（見本）", dated="2026-04-01")
    members = folder / "自治会の加入世帯.csv"
    members.write_bytes(city.members_file())
    import_file("organisations.register", members)


def _load_councils(districts: dict[str, District]) -> None:
    word = vocabulary.word("council")
    for code, district in districts.items():
        steps = city.journey(code, clock.today())
        founded = next((day for stage, day in steps if stage == "founding"), None)
        council = councils.create_council(
            actor=Actor(),
            name=f"{district.name}{word}",
            districts=[district],
            stage=steps[0][0],
            entered_on=steps[0][1],
            founded_on=founded,
        )
        for stage, day in steps[1:]:
            council = councils.enter_stage(
                council=council, stage=stage, entered_on=day, actor=Actor()
            ).council
