"""Words, colour and contact of a municipality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.kernel import vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import AuditRecord, Word
from jibungoto.portal import colours, services, words

A = Actor()
WORDS = "/koko/settings/words/"
DETAILS = "/koko/settings/details/"
CONTACT = {"contact_office": "協働推進課", "contact_phone": "000-000-0000", "contact_hours": "平日"}


def test_a_changed_word_is_used_everywhere_and_kept_in_the_log(world):
    revision = world.municipality.revision
    assert (
        services.change_words(
            municipality=world.municipality, actor=A, texts={"council": "住民協議会"}
        )
        == 1
    )
    assert vocabulary.word("council") == "住民協議会"
    assert "住民協議会" in AuditRecord.objects.filter(action="kernel.word.edit").get().changes_text
    world.municipality.refresh_from_db()
    assert world.municipality.revision > revision


def test_an_emptied_word_goes_back_to_the_presets_own(world):
    services.change_words(municipality=world.municipality, actor=A, texts={"council": "会"})
    services.change_words(municipality=world.municipality, actor=A, texts={"council": " "})
    assert vocabulary.word("council") == vocabulary.STANDARD["council"]


def test_changing_nothing_writes_nothing(world):
    texts = {"council": vocabulary.word("council")}
    assert services.change_words(municipality=world.municipality, actor=A, texts=texts) == 0
    assert not AuditRecord.objects.filter(action="kernel.word.edit").exists()


def test_a_word_nobody_knows_is_refused(world):
    with pytest.raises(services.UnknownWord):
        services.change_words(municipality=world.municipality, actor=A, texts={"king": "王"})
    assert not Word.objects.filter(key="king").exists()


def test_every_word_stands_on_the_page_beside_the_presets_own(world):
    client = world.client("administrator")
    services.change_words(municipality=world.municipality, actor=A, texts={"karte": "地区カルテ"})
    page = client.get(WORDS).content.decode()
    shown = {entry.key for group in words.groups(world.municipality) for entry in group.entries}
    assert shown == set(vocabulary.preset("standard"))
    assert "地区カルテ" in page
    assert "はじめは「地域カルテ」" in page


def test_the_page_changes_and_resets_words(world):
    client = world.client("administrator")
    assert client.post(WORDS, {**vocabulary.words(), "vision": "夢の絵"}).status_code == 302
    assert vocabulary.word("vision") == "夢の絵"
    client.post(WORDS, {"reset": "vision"})
    assert vocabulary.word("vision") == vocabulary.STANDARD["vision"]


def test_a_colour_that_cant_be_told_from_its_ground_is_refused_with_a_hint(world):
    client = world.client("administrator")
    for colour, hint in (("#fff2a8", "濃い色"), ("#101018", "明るい色")):
        answer = client.post(DETAILS, {"colour": colour, **CONTACT})
        assert answer.status_code == 422
        assert hint in answer.content.decode()
    assert client.post(DETAILS, {"colour": "#B4326E", **CONTACT}).status_code == 302
    world.municipality.refresh_from_db()
    assert world.municipality.colour == "#b4326e"
    assert world.municipality.contact_office == "協働推進課"


COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@given(COLOURS, COLOURS)
def test_contrast_lies_between_one_and_twentyone_and_knows_no_order(one, other):
    ratio = colours.contrast(one, other)
    assert 1 <= ratio <= 21.01
    assert ratio == colours.contrast(other, one)


def test_contrast_of_black_and_white_is_the_standards_own():
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
