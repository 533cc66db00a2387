"""Each municipality calls things as its own documents do."""

import pytest
from django.utils import translation

from jibungoto.kernel import tenancy, vocabulary
from jibungoto.kernel.audit import reading
from jibungoto.kernel.models import Municipality, Word


@pytest.mark.parametrize(
    ("preset", "council"),
    [
        ("machida", "地区協議会"),
        ("third_plan", "まちづくり活動団体"),
        ("mitaka", "住民協議会"),
        ("hachioji", "地域づくり推進会議"),
        ("shiroi", "まちづくり協議会"),
    ],
)
def test_the_council_of_each_reference_city_has_its_own_word(preset, council):
    assert vocabulary.preset(preset)["council"] == council


def test_every_preset_changes_only_words_the_house_knows():
    for words in vocabulary.PRESETS.values():
        assert set(words) <= set(vocabulary.STANDARD)


@pytest.mark.django_db
def test_a_word_of_one_municipality_is_not_the_other_ones():
    here = Municipality.objects.create(slug="here", name="こちら市", preset="machida")
    there = Municipality.objects.create(slug="there", name="あちら市")
    for city in (here, there):
        with tenancy.within(city):
            vocabulary.apply_preset(city)
    with tenancy.within(there):
        Word.objects.filter(key="council").update(text="むらの会")
        assert vocabulary.word("council") == "むらの会"
    with tenancy.within(here):
        assert vocabulary.word("council") == "地区協議会"


@pytest.mark.django_db
@pytest.mark.parametrize(("preset", "council"), [("", "協議会"), ("hinata", "推進会議")])
def test_the_log_calls_the_council_by_the_city_s_own_word(preset, council):
    city = Municipality.objects.create(slug="machi", name="まち", preset=preset)
    with tenancy.within(city):
        if preset:
            vocabulary.apply_preset(city)
        assert reading.did("councils.stage.enter") == f"{council}の段階を進めました"
        with translation.override("en"):
            assert "会" not in reading.did("councils.stage.enter")
