"""Who took part beside who lives there: shares, who is missing, and what stays withheld."""

from collections import Counter

import pytest
from django.template import Context, Template

from jibungoto.hear.sample import bands, comparing
from jibungoto.hear.sample.forms import AboutFields
from jibungoto.know.places.tests.factories import a_district
from jibungoto.know.statistics.people import read_classes
from jibungoto.know.statistics.tests.factories import LOWS, a_release

FIVE = [100] * len(LOWS)  # men, and as many women, of each class


@pytest.fixture
def districts(city):
    found = [a_district("kita"), a_district("minami")]
    a_release([(found[0], FIVE, FIVE), (found[1], FIVE, FIVE)])
    return found


def answered(districts, **numbers):
    """Counts by band, spread evenly over the districts."""
    return Counter(
        {
            (band.removeprefix("b"), d.pk): n // len(districts)
            for band, n in numbers.items()
            for d in districts
        }
    )


def test_bands_fit_any_last_class_of_a_table():
    assert [g.label for g in bands.groups(read_classes("0 5 10 15 20 30 40 50 60 70 75"))] == [
        "9歳以下", "10代", "20代", "30代", "40代", "50代", "60代", "70歳以上",
    ]  # fmt: skip
    assert len(bands.groups(read_classes(" ".join(map(str, LOWS))), since=10)) == 8
    assert [g.label for g in bands.groups(read_classes("0 15 65"))] == ["0歳以上"]
    assert bands.groups(read_classes("0 15 65"), since=10) == ()


def test_the_missing_are_said_in_a_sentence(districts):
    found = comparing.compare(
        answered(districts, b10=40, b20=40, b30=2, b40=4, b50=40, b60=40, b70=40, b80=20), districts
    )
    assert found.finding == "30代と40代の声が、まだ足りません"
    assert found.source == "見本の住民基本台帳"
    assert "比べました" in found.method


def test_with_few_people_nobody_is_called_missing(districts):
    found = comparing.compare(answered(districts, b60=10, b70=10), districts)
    assert not found.someone_missing
    assert "わかります" in found.finding


def test_a_district_that_is_silent_is_missing(districts):
    counted = Counter({("50", districts[0].pk): 80, ("50", districts[1].pk): 4})
    found = comparing.compare(counted, districts)
    assert "minami地区" in found.missing_districts
    assert found.districts[1].count is None, "under ten people are withheld"
    assert found.districts[0].count is None, "and cannot be computed from the sum"


def test_cells_under_ten_are_withheld_in_every_table(districts):
    found = comparing.compare(
        answered(districts, b10=60, b20=60, b30=8, b40=60, b50=60, b60=60, b70=60, b80=60),
        districts,
    )
    shown = [c.count for row in found.cross.rows for c in row.cells if c.count is not None]
    assert all(n == 0 or n >= 10 for n in shown)
    assert [line.count for line in found.ages].count(None) >= 2


def test_without_a_population_the_reason_is_said(city):
    found = comparing.compare(Counter({("30", None): 50}), [a_district("kita")])
    assert "人口の表がまだない" in found.finding


def test_a_table_without_ages_still_compares_districts(city):
    found = [a_district("kita"), a_district("minami")]
    a_release([(d, [9], [9]) for d in found], lows=(0,))
    told = comparing.compare(Counter({("30", found[0].pk): 60}), found)
    assert not told.ages
    assert told.missing_districts == ("minami地区",)


def test_the_part_of_a_page_shows_sentence_table_and_source(districts):
    found = comparing.compare(
        answered(districts, b10=40, b20=40, b30=2, b40=40, b50=40, b60=40, b70=40, b80=20),
        districts,
    )
    page = Template("{% load sample %}{% who_is_missing found %}").render(Context({"found": found}))
    for words in (
        "30代の声が、まだ足りません",
        "見本の住民基本台帳",
        "2026年4月1日",
        "伏せています",
    ):
        assert words in page
    assert "<script" not in page


def test_about_oneself_nothing_must_be_told(city):
    form = AboutFields({})
    assert form.is_valid()
    assert form.cleaned_data == {"age_band": "", "district": None}
    assert not AboutFields({"age_band": "33"}).is_valid()
