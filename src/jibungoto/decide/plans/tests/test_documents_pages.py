"""Going through a document page by page: hand in, tick, make a draft, publish."""

import io

import pytest
from django.urls import reverse
from docx import Document

from jibungoto.decide.plans import extracting
from jibungoto.decide.plans.models import Plan, PlanDocument
from jibungoto.kernel import tenancy
from tests import world as worlds

from .factories import A_DOCUMENT, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


def url(name: str, **kwargs: object) -> str:
    return reverse(f"plans:{name}", kwargs={"municipality": "koko", **kwargs})


def test_a_pasted_text_becomes_a_draft_and_then_a_plan_for_everybody(world, client):
    planner = world.client("planner")
    answer = planner.post(url("document_read"), {"pasted": A_DOCUMENT})
    page = planner.get(answer["Location"]).text
    assert "空き家を使う" in page
    assert "参照：住宅計画" in page
    keep = ["1", "1-(1)", "1-(1)-①", "indicator:集いの場"]
    answer = planner.post(
        answer["Location"], {"keep": keep, "title": "まちづくり計画", "slug": "aoba"}
    )
    assert answer["Location"] == "/koko/plans/aoba/"
    plan = Plan.objects.get()
    assert list(plan.measures.values_list("code", flat=True)) == ["1", "1-(1)", "1-(1)-①"]
    assert client.get("/koko/plans/aoba/").status_code == 404
    planner.post(url("plan_publish", slug="aoba"))
    assert "空き家を使う" in client.get("/koko/plans/aoba/").text


def test_an_address_that_is_taken_keeps_what_was_ticked(world):
    planner = world.client("planner")
    where = planner.post(url("document_read"), {"pasted": A_DOCUMENT})["Location"]
    planner.post(where, {"keep": ["1"], "title": "計画", "slug": "aoba"})
    again = planner.post(where, {"keep": ["1"], "title": "計画", "slug": "aoba"})
    assert again.status_code == 422
    assert "ほかの計画が使っています" in again.text
    assert 'value="plan-2024"' in planner.get(where).text  # nobody has to think of one
    a_plan("plan-2024", "べつの計画")
    assert 'value="plan-2024-2"' in planner.get(where).text
    assert again.text.count(" checked") == 1


def test_a_document_that_is_thrown_away_is_gone(world):
    planner = world.client("planner")
    planner.post(url("document_read"), {"pasted": A_DOCUMENT})
    document = PlanDocument.objects.get()
    planner.post(url("document_discard", public_id=document.public_id))
    assert not PlanDocument.objects.exists()


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("計画.pdf", b"%PDF-1.7 broken", "PDFとして読めませんでした"),
        ("計画.docx", b"PK\x03\x04broken", "Wordの文書として読めませんでした"),
        ("計画.txt", b"\x81\x20\xff\xfe\x00", "文字の種類がわかりませんでした"),
        ("計画.txt", b" \n ", "文字を取り出せませんでした"),
        ("計画.txt", b"", "空のファイルです"),
    ],
)
def test_a_file_without_text_says_what_is_wrong(name, content, words):
    with pytest.raises(extracting.NoText, match=words):
        extracting.text_of(name, content)


def test_a_word_file_gives_its_paragraphs_and_tables_in_order():
    document = Document()
    document.add_paragraph("１　つながりをつくる")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "①場をひらく", "市民課"
    document.add_paragraph("２　担い手をそだてる")
    out = io.BytesIO()
    document.save(out)
    assert extracting.text_of("計画.docx", out.getvalue()).splitlines() == [
        "１　つながりをつくる",
        "①場をひらく    市民課",
        "２　担い手をそだてる",
    ]
