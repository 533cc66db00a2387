"""A questionnaire on paper: frozen once, numbered, and what stands on it."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jibungoto.engines.sheets import Identity
from jibungoto.hear.sheets import kinds, printing, selectors, services
from jibungoto.hear.sheets.models import SheetBatch, SheetForm
from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST

from . import factories as make

pytestmark = pytest.mark.django_db


def page(world, name, **kwargs):
    return reverse(f"sheets:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


def test_an_unchanged_questionnaire_is_printed_from_the_same_form_again(world, room):
    node = make.a_node(world.district)
    first = services.print_sheets(node=node, copies=20, actor=GUEST)
    second = services.print_sheets(node=node, copies=5, actor=GUEST)
    assert first.form == second.form
    assert (first.first_serial, first.last_serial) == (1, 20)
    assert (second.first_serial, second.last_serial) == (21, 25)


def test_a_changed_questionnaire_gets_its_next_version_and_the_old_one_stays_readable(world, room):
    node = make.a_node(world.district)
    old = services.freeze_form(node=node)
    room.items = room.items[:2]
    new = services.freeze_form(node=node)
    assert (old.version, new.version) == (1, 2)
    assert old.code != new.code
    room.items = make.ITEMS
    assert services.freeze_form(node=node) == old
    layout = selectors.Forms().layout(Identity(old.code, 1, 1, old.layout_hash))
    assert layout is not None
    assert layout.hash == old.layout_hash


def test_the_layout_and_words_come_back_from_the_rows_as_they_were_frozen(world, room):
    node = make.a_node(world.district)
    asked = room.questionnaire(node).whole()
    found = selectors.printed(services.freeze_form(node=node))
    assert found.asked.items == asked.items
    assert found.layout.hash == found.layout.hash
    assert [m.key for m in found.layout.marks()] == ["agree", "disagree", "pass"] * 2 + ["a", "b"]


def test_a_questionnaire_without_items_is_not_printed(world, room):
    room.items = ()
    with pytest.raises(services.SheetError, match="まだありません"):
        services.freeze_form(node=make.a_node(world.district))
    assert not SheetForm.objects.exists()


def test_too_many_copies_are_refused_in_words(world, room):
    with pytest.raises(services.SheetError, match="300部"):
        services.print_sheets(node=make.a_node(world.district), copies=301, actor=GUEST)


@pytest.mark.drawn
def test_copies_are_a_tagged_pdf_that_says_how_to_mark_and_which_copy_it_is(world, room):
    node = make.a_node(world.district)
    batch = services.print_sheets(node=node, copies=2, actor=GUEST)
    pdf = PdfReader(io.BytesIO(services.typeset(batch)))
    text = pdf.pages[0].extract_text()
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert len(pdf.pages) == 2 * batch.form.pages
    for words in (
        "書き方",
        "歩く人を先に考える",
        "北地区協議会",
        "90日",
        printing.grouped(batch.form.code),
    ):
        assert words in text
    assert "00001" in text
    assert "00002" in pdf.pages[batch.form.pages].extract_text()


@pytest.mark.drawn
def test_many_copies_are_made_by_a_job_and_few_at_once(world, room):
    node = make.a_node(world.district)
    client = world.client("district_officer")
    create = page(world, "batch_create", code=node.short_code)
    client.post(create, {"way": "copies", "copies": "3"})
    few = SheetBatch.objects.get()
    assert few.state == "ready"
    answer = client.get(page(world, "batch_open", public_id=few.public_id))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.post(create, {"way": "copies", "copies": "60"})
    many = SheetBatch.objects.order_by("-pk").first()
    assert many.state == "making"
    jobs.definition("sheets.print").work(jobs.Progress(), batch_id=many.pk)()
    many.refresh_from_db()
    assert (many.state, many.first_serial) == ("ready", 4)


def test_a_room_without_paper_has_no_page(world):
    node = make.a_node(world.district)
    node.kind = "charm"
    assert kinds.print_url(node) is None
