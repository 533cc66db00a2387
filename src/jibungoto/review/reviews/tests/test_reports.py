"""Yearly reports: what they say, that an edition never changes, and what is said beside it."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jibungoto.decide.plans import services as plans
from jibungoto.decide.plans.models import IndicatorValue, Plan
from jibungoto.decide.plans.tests.factories import a_measure
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Node, OutboxEvent
from jibungoto.review.reviews import services
from jibungoto.review.reviews.models import YearReport
from jibungoto.review.reviews.selectors import reports

from .factories import PARKS, WELFARE, a_plan_with_departments, a_report, a_round, this_year

pytestmark = pytest.mark.django_db


def url(name: str, **kwargs) -> str:
    return reverse(f"reviews:{name}", kwargs={"municipality": "koko", **kwargs})


@pytest.fixture
def plan(world) -> Plan:
    """A plan whose last year was reported on, but for one measure."""
    plan = a_plan_with_departments()
    year = this_year() - 1
    for code, states, spent in (
        ("1-1", ("preparing", "done"), 900_000),
        ("1-2", ("partly", "partly"), None),
    ):
        measure = plan.measures.get(code=code)
        for n, state in enumerate(states):
            plans.report_progress(
                measure=measure, year=year - 1 + n, actor=Actor(), state=state,
                done=f"{code}で実施", spent=spent if n else None, budget=1_000_000,
            )  # fmt: skip
    plans.record_hurdle(
        measure=plan.measures.get(code="1-2"), year=year, cause="雨が多い", remedy="屋根をつける",
        remedy_state="underway",
    )  # fmt: skip
    plans.add_indicator(
        plan=plan, name="公園の数", unit="か所",
        values=[
            plans.Told("baseline", year - 3, Decimal(10)),
            plans.Told("actual", year, Decimal(14)),
            plans.Told("target", year + 3, Decimal(20)),
        ],
    )  # fmt: skip
    return plan


def test_a_report_counts_states_with_last_year_beside_and_says_who_answered(plan):
    held = a_round(plan)
    for item in held.requests.get(department=PARKS).items.all():
        services.report_measure(item=item, actor=Actor(), told=services.Told("done", spent=10))
    services.give_answer(request=held.requests.get(department=PARKS), actor=Actor())
    said = reports.contents(plan, this_year() - 1)
    assert {(c.state, c.number, c.last) for c in said.counts} == {
        ("done", 2, 0),
        ("preparing", 0, 1),
        ("partly", 0, 1),
        ("", 2, 2),
    }
    assert [(a.department, a.measures, bool(a.answered)) for a in said.answers] == [
        (PARKS, 2, True),
        (WELFARE, 1, False),
    ]
    assert (said.number, said.reported, said.spent) == (4, 2, 20)
    assert [s.cause for s in said.stalled] == ["雨が多い"]
    (gauge,) = said.gauges
    assert [(v.role, v.value) for v in gauge.values] == [
        ("baseline", "10"),
        ("actual", "14"),
        ("target", "20"),
    ]


def test_an_edition_never_changes_and_what_came_later_stands_beside(plan, client):
    report = a_report(plan)
    frozen = YearReport.objects.get().contents
    page = client.get(f"/koko/{report.node.path}").text
    assert "あとで変わったこと" not in page
    measure = plan.measures.get(code="1-2")
    plans.report_progress(
        measure=measure, year=report.year, actor=Actor(), state="done", done="完成"
    )
    value = IndicatorValue.objects.get(role="actual")
    assert value.frozen_at is not None  # the year was closed with the report
    plans.correct_value(value=value, to=Decimal(15), source="数え直し")
    assert YearReport.objects.get().contents == frozen
    kept = reports.contents_of(YearReport.objects.get())
    assert reports.is_intact(YearReport.objects.get(), kept)
    assert {(c.state, c.number) for c in kept.counts if c.number} == {
        ("done", 1), ("partly", 1), ("", 2),
    }  # fmt: skip
    page = client.get(f"/koko/{report.node.path}").text
    assert "あとで変わったこと" in page
    said = {one.what: (one.frozen, one.now) for one in reports.since(report, kept)}
    assert said["1-2 花壇をつくる"][0].startswith("一部実施")
    assert "完成" in said["1-2 花壇をつくる"][1]
    assert said[f"公園の数（{report.year}年度）"] == ("14か所", "15か所")


def test_an_edition_somebody_tampered_with_says_so(plan, client):
    report = a_report(plan)
    stored = {**report.contents, "plan": "別の計画"}
    YearReport.objects.filter(pk=report.pk).update(contents=stored)
    assert "確定したときと変わっています" in client.get(f"/koko/{report.node.path}").text


def test_a_second_edition_needs_something_new_and_leaves_the_first(plan):
    first = a_report(plan)
    with pytest.raises(services.ReviewsError, match="第1版から変わったところがありません"):
        a_report(plan)
    plans.report_progress(
        measure=plan.measures.get(code="1-3"), year=first.year, actor=Actor(), state="done"
    )
    second = a_report(plan)
    assert (first.number, second.number) == (1, 2)
    assert reports.contents_of(first).reported == 2
    assert reports.contents_of(second).reported == 3


def test_a_year_that_is_not_over_is_not_frozen(plan):
    with pytest.raises(services.ReviewsError, match="まだ終わっていない"):
        a_report(plan, year=this_year())
    assert not YearReport.objects.exists()


def test_a_report_is_drafted_frozen_and_published_on_pages(plan, world, client):
    planner = world.client("planner")
    year = this_year() - 1
    draft = url("report_draft", slug=plan.slug, year=year)
    assert "下書きです" in planner.get(draft).text
    assert not YearReport.objects.exists()
    where = planner.post(f"{draft}freeze/")["Location"]
    assert client.get(where).status_code == 404
    planner.post(f"{where}publish/")
    page = client.get(where).text
    assert "公園をひらく" in page
    assert "雨が多い" in page
    assert plan.title in client.get("/koko/reports/").text
    assert OutboxEvent.objects.filter(key="reviews.report.published", node=plan.node).count() == 1


def test_a_plan_leads_to_what_looks_back_on_it(plan, world, client):
    reports, rounds = f"/koko/reports/{plan.slug}/", "/koko/reviews/"
    here = f"/koko/{plan.node.path}"
    planner = world.client("planner")
    assert reports not in client.get(here).text
    assert f'href="{rounds}"' in planner.get(here).text
    a_report(plan)
    under_way = a_round(plan)
    seen = client.get(here).text
    assert f'href="{reports}"' in seen
    assert rounds not in seen
    assert f"{rounds}{under_way.public_id}/" in planner.get(here).text


def test_a_report_of_a_plan_not_public_yet_stays_with_the_staff(plan):
    Node.objects.filter(pk=plan.node_id).update(state=Node.State.DRAFT)
    with pytest.raises(services.ReviewsError, match="計画がまだ公開されていない"):
        a_report(plan)
    assert not reports.reports(GUEST).exists()


def test_a_report_is_printed_and_taken_away_as_a_book(plan, client):
    report = a_report(plan)
    paper = client.get(f"/koko/{report.node.path}pdf/")
    assert paper.content[:5] == b"%PDF-"
    assert b"/StructTreeRoot" in paper.content or b"/MarkInfo" in paper.content
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/koko/{report.node.path}book/").content)
    )
    assert book.sheet_names == [
        "一目で", "進みぐあいごとの数", "施策・事業", "指標", "進まなかった理由", "回答した課",
    ]  # fmt: skip
    rows = book.get_sheet_by_name("施策・事業").to_python()
    assert rows[1][1:5] == ["1-1", "公園をひらく", PARKS, "実施済み"]
    assert rows[1][8:10] == [1_000_000, 900_000]


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_of_reports_cost_ten_queries_at_most(
    plan, world, client, rows, django_assert_max_num_queries
):
    for number in range(rows):
        measure = a_measure(plan, f"3-{number}", "花", level=2, departments=[PARKS])
        plans.report_progress(
            measure=measure, year=this_year() - 1, actor=Actor(), state="done", done="植えた"
        )
    report = a_report(plan)
    for address in ("/koko/reports/", f"/koko/reports/{plan.slug}/", f"/koko/{report.node.path}"):
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200
    planner, draft = (
        world.client("planner"),
        url("report_draft", slug=plan.slug, year=this_year() - 1),
    )
    planner.get(draft)
    with django_assert_max_num_queries(20):
        assert planner.get(draft).status_code == 200


def test_an_edition_is_withdrawn_with_a_reason_and_its_page_stays_and_says_so(plan, world, client):
    report = a_report(plan)
    where, planner = f"/koko/{report.node.path}", world.client("planner")
    faulty = planner.post(f"{where}withdraw/", {"because": " "})
    assert faulty.status_code == 422
    planner.post(f"{where}withdraw/", {"because": "費用を数えまちがえたため"})
    page = client.get(where)
    assert page.status_code == 200
    assert "取り下げました" in page.text
    assert "費用を数えまちがえたため" in page.text
    assert "取り下げました" in client.get(f"/koko/reports/{plan.slug}/").text
    assert client.get(f"{where}pdf/").status_code == 200
    planner.post(f"{where}reinstate/")
    assert "取り下げました" not in client.get(where).text


def test_an_older_edition_counts_again_where_the_newest_is_withdrawn(plan):
    first = a_report(plan)
    plans.report_progress(
        measure=plan.measures.get(code="1-3"), year=first.year, actor=Actor(), state="done"
    )
    second = a_report(plan)
    assert reports.newest_editions([first, second]) == {second.pk}
    withdrawn = services.withdraw_report(report=second, because="まちがい", actor=Actor())
    assert reports.newest_editions([first, withdrawn]) == {first.pk}


def test_an_edition_nobody_has_seen_is_not_withdrawn(plan):
    report = a_report(plan, published=False)
    with pytest.raises(services.ReviewsError, match="まだ公開していない"):
        services.withdraw_report(report=report, because="まちがい", actor=Actor())


def test_the_draft_is_printed_before_it_is_frozen(plan, world):
    year = this_year() - 1
    answer = world.client("planner").get(f"/koko/reports/{plan.slug}/{year}/draft/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert not YearReport.objects.exists()
