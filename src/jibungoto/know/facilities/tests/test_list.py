"""The list of facilities: by kind, whole, and short enough for a phone."""

import re

import pytest
from django.urls import reverse

from .factories import a_facility


@pytest.fixture
def page(world, client) -> str:
    for n in range(9):
        a_facility(f"みほん公園{n}", kind="public", point=None)
    a_facility("みほん避難所", kind="shelter", point=None)
    address = reverse("facilities:facility_list", args=[world.municipality.slug])
    return client.get(address).content.decode()


def test_rows_stand_under_the_word_of_their_kind(page):
    public, shelter = page.index("公共施設</h3>"), page.index("避難場所</h3>")
    assert public < page.index("みほん公園8") < shelter < page.index("みほん避難所")


def test_a_phone_folds_what_follows_the_first_six_of_a_kind_and_nothing_is_left_out(page):
    folded = re.findall(r"<details.*?</details>", page, re.DOTALL)
    (rest,) = [one for one in folded if "みほん公園" in one]
    assert "ほかの3か所を見る" in rest
    assert rest.count("<li>") == 3
    assert "phone" in rest.partition(">")[0]
    assert all(f"みほん公園{n}" in page for n in range(9))
