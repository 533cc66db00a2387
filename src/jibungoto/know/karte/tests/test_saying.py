"""A karte is kept by the parts of its sentences and said in the language of the page."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import translation

from jibungoto.kernel import wording
from jibungoto.know.karte import contents, printing
from jibungoto.know.places import services as places
from jibungoto.ui import pdf, saying
from jibungoto.ui.charts import key_of
from jibungoto.ui.saying import amount, day, joined, listed, read_all, say, stored
from jibungoto.ui.units import unit_after

from .factories import a_karte, an_edition, three_dates

KEY = "データなし"  # a sentence the catalogues know


@pytest.mark.parametrize(
    ("words", "japanese"),
    [
        (say("{}には{}があります。", "北", amount(3912, "世帯")), "北には3,912世帯があります。"),
        (joined(say("一つ。"), "", "二つ。"), "一つ。二つ。"),
        (listed(["北", say("南")], "・"), "北・南"),
        (amount(-2.345, "%", 1), "−2.3%"),
        (day(dt.date(2026, 4, 1), "long"), "2026年4月1日"),
        (say("あ。") + "い。" + say("う。"), "あ。い。う。"),
    ],
)
def test_words_are_kept_by_their_parts_and_said_again(words, japanese) -> None:
    kept = json.loads(json.dumps(stored(words)))
    assert words == japanese
    with translation.override("ja"):
        assert read_all({"x": [kept]}) == {"x": [japanese]}


def test_another_language_has_its_own_words_units_and_blanks() -> None:
    words = [stored(w) for w in (say(KEY), amount(1200, "世帯"), joined(say(KEY), say(KEY)))]
    with translation.override("en"):
        none, homes, both = read_all(words)
    assert none != KEY
    assert homes.startswith("1,200\N{NO-BREAK SPACE}")
    assert both == f"{none} {none}"


@pytest.fixture
def district(city):
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    made = [places.create_district(kind=kind, slug=f"d{n}", name=f"第{n}地区") for n in range(6)]
    three_dates([(d, 60 + 8 * n, n - 3) for n, d in enumerate(made)])
    return made[0]


def test_a_page_in_english_counts_in_english_and_paper_in_japanese(
    district, city, monkeypatch
) -> None:
    edition = an_edition(district)
    total = contents.read(edition.contents).numbers[0].value
    with translation.override("en"):
        people = unit_after(2, "人")
    for address in ("", "editions/1/"):
        page = Client().get(f"/{city.slug}/karte/d0/{address}", headers={"accept-language": "en"})
        assert f"{total:,.0f}{people}" in page.content.decode()
    seen: dict = {}
    monkeypatch.setattr(pdf, "render", lambda _template, data: seen.update(data) or b"%PDF-")
    with translation.override("en"):
        printing.pdf(city, edition.karte, edition, "a4")
    assert seen["stats"][0]["label"] == "総人口"
    assert "人がくらしています" in seen["parts"][0]["reading"]


def test_figures_are_the_same_in_every_language(district) -> None:
    kept = a_karte(district).contents
    told = {}
    for language in ("ja", "en", "ja-easy"):
        with translation.override(language):
            told[language] = [
                (n.key, n.value, n.city, n.then) for _t, _s, n in contents.read(kept).all_numbers()
            ]
            assert contents.read(kept).to_json() == kept
    assert told["ja"] == told["en"] == told["ja-easy"]


def test_a_karte_of_before_kept_in_whole_sentences_still_reads() -> None:
    found = contents.read(
        {"district": "北地区", "slug": "kita", "city": "ここ市", "kind": "地区",
         "parts": [{"key": "population", "title": "人口", "reading": "北地区の人口です。"}]}
    )  # fmt: skip
    assert found.parts[0].reading == "北地区の人口です。"


def test_pictures_are_drawn_anew_in_the_language_of_the_page(district, city) -> None:
    kept = a_karte(district).contents
    with translation.override("en"):
        pictures = [p for p in contents.read(kept).pictures() if p.made]
        assert {p.made["builder"] for p in pictures} >= {"pyramid", "stacked", "line"}
        for picture in pictures:
            chart = picture.drawn_anew()
            assert chart is not None
            words = [*chart.table.columns, *(key.word for key in chart.legend), chart.alt]
            assert not {"男性", "女性", "推計", "はずれる幅", "15歳未満"} & set(words), words
    with translation.override("ja"):
        pyramid = next(p for p in contents.read(kept).pictures() if p.made)
        again = pyramid.drawn_anew()
        assert again is not None
        assert key_of(again.spec) == pyramid.key, "the same words give the same drawing"
    page = Client().get(f"/{city.slug}/karte/d0/", headers={"accept-language": "en"})
    said = page.content.decode()
    for word in (
        "男性",
        "女性",
        "これまで",
        "推計",
        "はずれる幅",
        "ほかの地区",
        "町丁・字を合わせ",
    ):
        assert word not in said


def test_a_kartes_title_is_said_in_the_language_of_the_reader(district, monkeypatch) -> None:
    node = a_karte(district).node
    monkeypatch.setattr(saying, "gettext", lambda key: f"EN {key}" if "{}" in key else key)
    assert wording.title_of(node) == "第0地区の地域カルテ"
    with translation.override("en"):
        assert wording.title_of(node) == "EN 第0地区の地域カルテ"
