"""What a document says besides its tree: confirmed one by one, it becomes part of the plan."""

import pytest
from django.urls import reverse

from jibungoto.decide.plans import services
from jibungoto.decide.plans.models import Hurdle, PlanDocument
from jibungoto.decide.plans.services import reading, taking
from jibungoto.decide.plans.views import documents
from jibungoto.japan.documents import Cause, Item, Outcome, Pairing, Reading, Source
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link
from tests import world as worlds

pytestmark = pytest.mark.django_db
AT = Source(1, 1)
READING = Reading(
    items=[Item("1", "１", 1, "地区担当職員の配置", AT, 0.9)],
    causes=[Cause("配置のための説明が足りない", "説明会をひらく", False, AT, 0.8)],
    outcomes=[
        Outcome("地区担当職員の配置", "三つの地区に置いた", "すべての地区に置く", AT, 0.9),
        Outcome("活動室の設置", "拠点をつくった", "拠点を続ける", AT, 0.5),
    ],
    pairings=[
        Pairing("", "measure", "支援体制の創設", "支援する体制をつくる。", AT, 0.6),
        Pairing("", "issue", "担い手の不足", "担い手が不足している。", AT, 0.6),
        Pairing("", "policy", "ひとづくり", "機会をつくります。", AT, 0.6),
    ],
)


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(taking, "read", lambda text: READING)
    monkeypatch.setattr(documents, "read", lambda text: READING)
    monkeypatch.setattr(reading, "read", lambda text: READING)
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


@pytest.fixture
def document(world):
    made = services.keep_document(name="計画書", text="配置\n", actor=Actor())
    services.plan_from_document(document=made, slug="aoba", title="計画")
    return PlanDocument.objects.get()


def take(document, *told, year=2024):
    confirmed = [services.Confirmed(*one) for one in told]
    return services.take_over(document=document, confirmed=confirmed, year=year)


def test_a_cause_becomes_what_stood_in_the_way_of_the_measure_somebody_chose(document):
    for _ in range(2):
        take(document, ("cause:1", "1"))
    hurdle = Hurdle.objects.get()
    assert (hurdle.measure.code, hurdle.year, hurdle.cause) == (
        "1",
        2024,
        "配置のための説明が足りない",
    )
    assert (hurdle.remedy, hurdle.remedy_state) == ("説明会をひらく", "not_yet")


def test_a_result_is_written_to_the_measure_of_its_name_or_to_a_new_one(document):
    take(document, ("outcome:1",), ("outcome:2",))
    rows = document.plan.measures.order_by("pk").values_list("code", "done", "next_step")
    assert list(rows) == [
        ("1", "三つの地区に置いた", "すべての地区に置く"),
        ("成果1", "拠点をつくった", "拠点を続ける"),
    ]


def test_issues_policies_and_key_measures_hang_together_as_somebody_chose(document, world):
    told = (("pairing:1", "pairing:3"), ("pairing:2",), ("pairing:3", "pairing:2"))
    for _ in range(2):
        take(document, *told)
    links = Link.objects.order_by("pk").values_list(
        "from_node__title", "relation", "to_node__title"
    )
    assert list(links) == [
        ("ひとづくり", "came_of", "担い手の不足"),
        ("支援体制の創設", "serves", "ひとづくり"),
    ]
    page = world.client("planner").get("/koko/plans/aoba/tables/issues/")
    assert "担い手の不足" in page.text
    assert "支援体制の創設" in page.text


@pytest.mark.parametrize(
    ("told", "year", "words"),
    [
        (("cause:1", "9"), 2024, "この計画にありません"),
        (("cause:1", ""), 2024, "つながる先を選んで"),
        (("cause:1", "1"), None, "年度を書いて"),
        (("pairing:3", "pairing:2"), 2024, "いっしょに入れて"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_half_done(document, told, year, words):
    with pytest.raises(services.PlansError, match=words):
        take(document, ("outcome:1",), told, year=year)
    assert not document.plan.measures.exclude(done="").exists()


def test_the_page_leads_from_the_draft_to_what_else_was_read(world):
    planner = world.client("planner")
    made = services.keep_document(name="計画書", text="配置の行\n", actor=Actor())
    where = reverse("plans:document_view", args=["koko", made.public_id])
    assert "一つずつ確かめて" in planner.get(where).text
    answer = planner.post(where, {"keep": ["1"], "title": "計画", "slug": "aoba"})
    assert answer["Location"] == f"{where}#further"
    page = planner.get(where).text
    assert "配置の行" in page
    assert "説明会をひらく" in page
    told = {"take": ["cause:1", "outcome:1"], "at-cause:1": "1", "year": ""}
    faulty = planner.post(f"{where}take-over/", told)
    assert (faulty.status_code, "年度を書いて" in faulty.text) == (422, True)
    planner.post(f"{where}take-over/", {**told, "year": "2024"})
    assert "書きこみました" in planner.get(where).text
    assert Hurdle.objects.count() == 1
