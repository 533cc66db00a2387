"""A manifest may name a thing by the word each municipality has for it."""

import pytest
from django.core.cache import caches
from django.test import Client

from jibungoto.kernel import kept, publishing, tenancy, vocabulary
from jibungoto.kernel.models import Municipality, Word
from jibungoto.kernel.naming import named

pytestmark = pytest.mark.django_db


def a_city(slug: str, preset: str) -> Municipality:
    made = Municipality.objects.create(slug=slug, name=f"{slug}市", code="", preset=preset)
    with tenancy.within(made):
        vocabulary.apply_preset(made)
    return made


def test_a_label_speaks_the_words_of_the_municipality_at_hand() -> None:
    label = named("council.short", "{}の歩み")
    said = []
    for preset in ("mitaka", "hachioji"):
        with tenancy.within(a_city(preset, preset)):
            said.append(str(label))
    assert said == ["住民協議会の歩み", "推進会議の歩み"]
    assert str(label) == "協議会の歩み"  # on a page of the installation


def test_a_word_changed_shows_at_once() -> None:
    city = a_city("koko", "standard")
    with tenancy.within(city):
        assert str(named("council.short")) == "協議会"
        Word.objects.filter(key="council.short").update(text="寄り合い")
        publishing.published()
    city.refresh_from_db()
    with tenancy.within(city):
        assert str(named("council.short")) == "寄り合い"


def test_the_words_come_with_the_municipality_and_cost_no_question(
    django_assert_num_queries,
) -> None:
    a_city("koko", "mitaka")
    caches["pages"].clear()
    with django_assert_num_queries(1):
        city = kept.municipality("koko", None)
        with tenancy.within(city):
            assert kept.words_at_hand()["council"] == "住民協議会"
            assert kept.words(city)["council"] == "住民協議会"


def test_the_menu_calls_the_council_as_the_city_does() -> None:
    a_city("koko", "mitaka")
    assert "住民協議会</a>" in Client().get("/koko/").content.decode()
