"""A plan goes out as a workbook and comes back: the same, or with its differences and faults."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from jibungoto.decide.plans import services
from jibungoto.decide.plans.models import IndicatorValue, Measure, Plan
from jibungoto.decide.plans.plan_intake import KIND
from jibungoto.decide.plans.selectors import workbook as told_by
from jibungoto.decide.plans.workbook import (
    book_bytes,
    template_bytes,
)
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.books import Page, book
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import Municipality, Node

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db
SOMEBODY = Actor()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(db):
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city


def a_whole_plan() -> Plan:
    plan = a_plan(
        "midori",
        "みどりの計画",
        starts=2022,
        ends=2027,
        horizon=2035,
        policy="木を植える",
        levels=["方針", "事業"],
        marks={"◎": "主要事業"},
    )
    policy = a_measure(plan, "1", "みどりをふやす", narrative="一行目\n二行目")
    measure = a_measure(
        plan,
        "1-1",
        "公園をひらく",
        level=2,
        parent=policy,
        mark="◎",
        departments=["公園緑地課", "協働、推進課"],
        references=["住宅計画"],
    )
    a_measure(plan, "2", "=1+1 のように見える名前")
    for year in (2022, 2023):
        services.report_progress(
            measure=measure,
            year=year,
            actor=SOMEBODY,
            state="continuing",
            done="毎月ひらいた",
            budget=1_200_000,
            spent=900_000,
        )
    services.record_hurdle(
        measure=measure, year=2023, cause="雨が多い", remedy="屋根", remedy_state="underway"
    )
    services.add_indicator(
        plan=plan,
        name="公園の数",
        unit="か所",
        measure=measure,
        direction="up",
        values=[
            services.Told("baseline", 2021, Decimal("12.5"), written="令和3年度"),
            services.Told("target", 2022, Decimal(15), False, "平成34年", "中間"),
            services.Told("target", 2027, None, words="増加"),
            services.Told("actual", 2022, Decimal(14)),
        ],
    )
    return plan


def export(plan: Plan) -> Upload:
    return Upload("計画.xlsx", book_bytes(told_by.plan_told(plan), told_by.book_words()))


def workbook(**sheets: list[list[object]]) -> Upload:
    """A workbook written by hand: heads in the first row of each sheet."""
    titles = {
        "plan": "計画",
        "measures": "施策・事業",
        "indicators": "指標",
        "values": "指標の値",
        "progress": "進みぐあい",
        "hurdles": "進まなかった理由",
    }
    pages = [Page(titles[name], [], rows) for name, rows in sheets.items()]
    return Upload("計画.xlsx", book(pages))


def take(upload: Upload):
    run = intake.preview(kind=KIND, upload=upload, options={}, actor=GUEST)
    if run.state == "previewed" and run.changes_anything:
        intake.apply(run=run, proposal=intake.read_again(run), progress=Progress())
        run.refresh_from_db()
    return run


PLAN = [
    ["アドレスの名前", "名前", "始まりの年度", "終わりの年度"],
    ["midori", "みどりの計画", "令和4年度", 2027],
]


def test_what_is_exported_comes_back_without_a_difference(city):
    run = take(export(a_whole_plan()))
    assert (run.state, run.added, run.changed, run.unchanged) == ("previewed", 0, 0, 12)
    assert "変わるところはありません" in run.verdict


def test_a_file_of_before_that_says_wake_for_a_reason_is_read_as_well(city):
    workbook = load_workbook(io.BytesIO(export(a_whole_plan()).content))
    workbook["進まなかった理由"].title = "進まなかったわけ"
    for cell in workbook["進まなかったわけ"][1]:
        cell.value = str(cell.value).replace("理由", "わけ")
    kept = io.BytesIO()
    workbook.save(kept)
    run = take(Upload("前の版.xlsx", kept.getvalue()))
    assert (run.state, run.added, run.changed, run.unchanged) == ("previewed", 0, 0, 12)


def test_a_plan_is_made_out_of_its_workbook_in_another_city(city):
    upload, told = export(a_whole_plan()), told_by.plan_told(Plan.objects.get())
    there = Municipality.objects.create(slug="asoko", name="あそこ市")
    with tenancy.within(there):
        run = take(upload)
        assert run.state == "applied"
        plan = Plan.objects.get()
        assert told_by.plan_told(plan) == told
        assert plan.node.state == Node.State.DRAFT
        assert {m.node.state for m in plan.measures.all()} == {Node.State.DRAFT}
        assert plan.measures.get(code="1-1").state == "continuing"
        assert take(upload).state == "previewed"  # a second time there is nothing to do
        intake.undo(run=run)
        assert not Plan.objects.exists()
        assert not Node.objects.exists()


def test_an_update_shows_its_differences_and_can_be_taken_back(city):
    plan = a_whole_plan()
    before = told_by.plan_told(plan)
    run = take(
        workbook(
            plan=PLAN,
            measures=[
                ["番号", "上の番号", "名前", "担当課"],
                ["1", "", "みどりを育てる", ""],
                ["1-0", "1", "苗をくばる", "公園緑地課、子育て課"],
                ["1-1", "1", "公園をひらく", "公園緑地課"],
            ],
            progress=[
                ["番号", "年度", "進みぐあい", "使ったお金（円）"],
                ["1-1", "R6年度", "実施済み", "120万円"],
            ],
        )
    )
    assert (run.state, run.added, run.changed) == ("applied", 2, 2)
    assert list(plan.measures.values_list("code", flat=True)) == ["1", "1-0", "1-1", "2"]
    new = Measure.objects.get(code="1-0")
    assert (new.level, new.parent.code, new.node.state) == (2, "1", Node.State.PUBLIC)
    assert Measure.objects.get(code="1-1").state == "done"
    said = {(c.title, c.label): (c.before, c.after) for c in run.changes.all()}
    assert said["施策・事業：1 みどりを育てる", "名前"] == ("みどりをふやす", "みどりを育てる")
    intake.undo(run=run)
    assert told_by.plan_told(plan) == before
    assert Measure.objects.get(code="1-1").state == "continuing"


def test_what_was_changed_since_is_not_overwritten_by_an_undo(city):
    plan = a_whole_plan()
    run = take(workbook(plan=[PLAN[0], ["midori", "新しい名前", "2022年度", "2027年度"]]))
    services.report_progress(
        measure=plan.measures.get(code="2"), year=2024, actor=SOMEBODY, state="done"
    )
    with pytest.raises(CannotUndo, match="2024年度"):
        intake.undo(run=run)
    assert Plan.objects.get().title == "新しい名前"


HEADS = ["番号", "上の番号", "段", "名前"]


@pytest.mark.parametrize(
    "sheets, where, words",
    [
        (
            {"measures": [HEADS, ["1", "", "", "あ"], ["1", "", "", "い"]]},
            "施策・事業 A3「番号」",
            "2行目でも使われています",
        ),
        (
            {"measures": [HEADS, ["1", "9", "", "あ"]]},
            "施策・事業 B2「上の番号」",
            "上の番号「9」が、この計画にありません",
        ),
        (
            {"measures": [HEADS, ["1", "2", "", "あ"], ["2", "1", "", "い"]]},
            "施策・事業 B2「上の番号」",
            "「1」「2」「1」と、元に戻って",
        ),
        (
            {"measures": [HEADS, ["1", "", "2", "あ"], ["2", "1", "2", "い"]]},
            "施策・事業 C3「段」",
            "2段目なので",
        ),
        (
            {"measures": [HEADS, ["1", "", "", ""]]},
            "施策・事業 D2「名前」",
            "名前が書かれていません",
        ),
        (
            {"measures": [[*HEADS, "しるし"], ["1", "", "", "あ", "★"]]},
            "施策・事業 E2「しるし」",
            "しるし「★」の意味",
        ),
        (
            {"measures": [HEADS, ["1", "", "", "あ" * 201]]},
            "施策・事業 D2「名前」",
            "200字までです（いまは201字）",
        ),
        (
            {"progress": [["番号", "年度", "進みぐあい"], ["7", "2023年度", "実施済み"]]},
            "進みぐあい A2「番号」",
            "番号「7」の施策・事業",
        ),
        (
            {
                "measures": [HEADS, ["7", "", "", "あ"]],
                "progress": [["番号", "年度", "進みぐあい"], ["7", "令和0年度", ""]],
            },
            "進みぐあい B2「年度」",
            "令和0年という年はありません",
        ),
        (
            {
                "measures": [HEADS, ["7", "", "", "あ"]],
                "progress": [["番号", "年度", "進みぐあい"], ["7", "2023年", ""]],
            },
            "進みぐあい B2「年度」",
            "年です。年度のことなら",
        ),
        (
            {
                "measures": [HEADS, ["7", "", "", "あ"]],
                "progress": [["番号", "年度", "進みぐあい"], ["7", "1999年度", ""]],
            },
            "進みぐあい B2「年度」",
            "期間（2022〜2027年度）から離れています",
        ),
        (
            {
                "measures": [HEADS, ["7", "", "", "あ"]],
                "progress": [["番号", "年度", "進みぐあい"], ["7", "2023年度", "たぶん"]],
            },
            "進みぐあい C2「進みぐあい」",
            "「たぶん」は",
        ),
        (
            {
                "indicators": [["名前"], ["数"]],
                "values": [
                    ["指標", "種類", "年", "値"],
                    ["数", "基準", "令和5年度", 3],
                    ["数", "目標", "平成34年", 5],
                ],
            },
            "指標の値 C3「年」",
            "目標の年（2022年）が、基準の年（2023年）より前です",
        ),
        (
            {
                "indicators": [["名前"], ["数"]],
                "values": [["指標", "種類", "年", "値"], ["数", "基準", "文久3年", 3]],
            },
            "指標の値 C2「年」",
            "年として読めませんでした",
        ),
        (
            {
                "indicators": [["名前"], ["数"]],
                "values": [["指標", "種類", "年", "値"], ["数", "実績", "2023年度", "たくさん"]],
            },
            "指標の値 D2「値」",
            "数として読めません",
        ),
        (
            {"plan": [PLAN[0], ["みどり", "計画", "", ""]]},
            "計画 A2「アドレスの名前」",
            "半角の英数字",
        ),
        (
            {"plan": [PLAN[0], ["a", "計画", "2027年度", "2020年度"]]},
            "計画 D2「終わりの年度」",
            "始まりの年度（2027年度）より前",
        ),
    ],
)
def test_a_fault_is_told_by_its_cell_and_nothing_is_taken_in(city, sheets, where, words):
    run = take(workbook(**{"plan": PLAN, **sheets}))
    assert run.state == "refused"
    faults = [(f.column, f.text) for f in run.remarks.filter(role="fault")]
    assert any(column == where and words in text for column, text in faults), faults
    assert not Plan.objects.exists()


def test_the_future_of_heisei_is_a_year_like_any_other(city):
    run = take(
        workbook(
            plan=PLAN,
            indicators=[["名前"], ["数"]],
            values=[
                ["指標", "種類", "年", "値"],
                ["数", "基準", "平成22年", 74],
                ["数", "目標", "平成34年", 98],
            ],
        )
    )
    assert run.state == "applied"
    rows = IndicatorValue.objects.values_list("year", "is_fiscal", "written", "value")
    assert list(rows) == [(2010, False, "平成22年", 74), (2022, False, "平成34年", 98)]


def test_a_closed_year_is_not_changed_by_a_file(city):
    plan = a_whole_plan()
    services.close_year(plan=plan, year=2022)
    assert take(export(plan)).changes_anything is False
    run = take(
        workbook(
            plan=PLAN, values=[["指標", "種類", "年", "値"], ["公園の数", "実績", "2022年度", 99]]
        )
    )
    (fault,) = run.remarks.filter(role="fault")
    assert "確定しています" in fault.text
    assert IndicatorValue.objects.get(role="actual").value == 14


@pytest.mark.parametrize(
    "upload, words",
    [
        (workbook(measures=[["番号"], ["1"]]), "「計画」というシートがありません"),
        (workbook(plan=[["名前"], ["あ"]]), "列「アドレスの名前」がありません"),
        (workbook(plan=[PLAN[0]]), "計画が書かれていません"),
        (Upload("計画.xlsx", b"not a book"), ""),
    ],
)
def test_a_file_that_is_none_says_what_is_missing(city, upload, words):
    run = take(upload)
    assert run.state == "refused"
    assert words in run.verdict


def test_the_empty_workbook_is_one_that_can_be_filled_in_and_read(city):
    upload = Upload("ひな形.xlsx", template_bytes(told_by.book_words()))
    run = take(upload)
    assert run.state == "applied", [f.text for f in run.remarks.all()]
    plan = Plan.objects.get(slug="machi-2026")
    assert plan.measures.get().title == "つながりをつくる"
    assert [level.name for level in plan.levels.all()] == ["方針", "施策", "事業"]


def test_a_plan_of_many_measures_asks_the_database_as_often_as_a_small_one(
    city, django_assert_max_num_queries
):
    plan = a_whole_plan()
    with django_assert_max_num_queries(12):
        told_by.plan_told(plan)
    rows = [[f"3-{n}", "1", f"施策{n}", "公園緑地課"] for n in range(150)]
    upload = workbook(plan=PLAN, measures=[["番号", "上の番号", "名前", "担当課"], *rows])
    run = intake.preview(kind=KIND, upload=upload, options={}, actor=GUEST)
    proposal = intake.read_again(run)
    with django_assert_max_num_queries(140):
        intake.apply(run=run, proposal=proposal, progress=Progress())
    assert plan.measures.count() == 153
