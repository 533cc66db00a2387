"""The progress grid: cells, pastes, two people at once, what dates tell, and its pages."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.decide.plans import cells, selectors, services
from jibungoto.decide.plans.computing import computed
from jibungoto.decide.plans.models import Progress
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from tests import world as worlds

from .factories import a_measure, a_plan

WORDS = cells.Words({"partly": "一部実施", "done": "実施済み"})


@pytest.fixture
def world(db):
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


@pytest.fixture
def measure(world):
    return a_measure(a_plan(starts=2020, ends=2030), title="居場所づくり", departments=["協働課"])


def fill(measure, year=2024, key="", **typed):
    named = {f"{name}.{key}" if name in cells.HINDERED else name: t for name, t in typed.items()}
    told = {name: services.Typed(*pair) for name, pair in named.items()}
    found = services.fill_row(
        measure=measure, year=year, actor=Actor(), cells=told, words=selectors.grid_words()
    )
    return {cells.column_of(one.column): (one.state, one.value) for one in found}


def hurdles(measure):
    return list(measure.hurdles.order_by("pk").values_list("cause", "remedy", "remedy_state"))


def grid_url(plan, **query):
    return reverse("plans:progress_grid", args=["koko", plan.slug], query=query or None)


def post_cells(client, plan, **told):
    address = reverse("plans:progress_cells", args=["koko", plan.slug])
    return client.post(address, json.dumps(told), content_type="application/json")


class TestCells:
    @pytest.mark.parametrize(
        "column, typed, shown",
        [
            ("state", "一部実施", "partly"),
            ("state", "done", "done"),
            ("done_on", "R6.5.10", "2024/5/10"),
            ("done_on", "令和6年5月10日", "2024/5/10"),
            ("budget", "120万円", "1,200,000"),
            ("spent", "１，２００千円", "1,200,000"),
            ("remedy_state", "対応中", "underway"),
            ("done", " 講座を\r\nひらいた ", "講座を\nひらいた"),
            ("budget", "", ""),
        ],
    )
    def test_what_people_write_is_read(self, column, typed, shown):
        assert cells.text(cells.read(column, typed, WORDS)) == shown

    @pytest.mark.parametrize(
        "column, typed, said",
        [
            ("state", "おわり", "一部実施"),
            ("done_on", "令和6年", "年だけ"),
            ("budget", "たくさん", "金額として読めません"),
            ("spent", "▲500", "0より小さい"),
            ("done", "あ" * 601, "601字"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, column, typed, said):
        with pytest.raises(cells.CellError, match=said):
            cells.read(column, typed, WORDS)

    @given(st.integers(0, 10**14) | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
    def test_what_a_cell_shows_is_read_again_as_the_same(self, value):
        column = "budget" if isinstance(value, int) else "done_on"
        assert cells.read(column, cells.text(value), WORDS) == value

    @pytest.mark.parametrize("name", ["cause", "state.h1", "cause.x1", "cause.h", "", "pk"])
    def test_other_names_are_no_cells(self, name):
        assert not cells.is_cell(name)

    @given(st.sampled_from(cells.COLUMNS), st.text(max_size=30))
    def test_nothing_typed_breaks_a_cell(self, column, typed):
        try:
            value = cells.read(column, typed, WORDS)
        except cells.CellError:
            return
        assert cells.read(column, cells.text(value), WORDS) == value


class TestFilling:
    def test_two_people_in_two_cells_of_a_row_both_are_kept(self, measure):
        fill(measure, state=("", "partly"))
        assert fill(measure, done=("", "講座をひらいた"))["done"][0] == "saved"
        report = measure.years.get()
        assert (report.state, report.done) == ("partly", "講座をひらいた")

    def test_the_second_in_the_same_cell_sees_both_values(self, measure):
        fill(measure, done=("", "講座をひらいた"))
        assert fill(measure, done=("", "集いをひらいた")) == {
            "done": ("conflict", "講座をひらいた")
        }
        assert fill(measure, done=("講座をひらいた", "集いをひらいた"))["done"][0] == "saved"

    def test_the_same_words_of_two_people_are_no_conflict(self, measure):
        fill(measure, done=("", "講座をひらいた"))
        assert fill(measure, done=("", "講座をひらいた"))["done"][0] == "same"

    def test_a_cell_that_cannot_be_read_leaves_the_others_saved(self, measure):
        answers = fill(measure, state=("", "done"), budget=("", "たくさん"))
        assert (answers["state"][0], answers["budget"][0]) == ("saved", "fault")
        assert (measure.years.get().state, measure.years.get().budget) == ("done", None)

    def test_a_hurdle_grows_changes_and_goes_with_its_cells(self, measure):
        assert fill(measure, key="n1", remedy=("", "講座"))["remedy"][0] == "fault"
        fill(measure, key="n1", cause=("", "担い手が足りない"), remedy=("", "講座"))
        key = f"h{measure.hurdles.get().pk}"
        fill(measure, key=key, remedy_state=("", "対応中"))
        assert hurdles(measure) == [("担い手が足りない", "講座", "underway")]
        assert fill(measure, key=key, remedy=("講座", ""))["remedy"][0] == "fault"
        fill(
            measure, key=key,
            cause=("担い手が足りない", ""), remedy=("講座", ""), remedy_state=("underway", ""),
        )  # fmt: skip
        assert not measure.hurdles.exists()

    def test_several_hurdles_of_a_year_are_written_changed_and_removed_each_by_itself(
        self, measure
    ):
        fill(measure, key="n1", cause=("", "担い手が足りない"))
        fill(measure, key="n2", cause=("", "場所がない"), remedy=("", "学校をひらく"))
        first, second = (f"h{one.pk}" for one in measure.hurdles.order_by("pk"))
        fill(measure, key=first, cause=("担い手が足りない", ""))
        assert fill(measure, key=second, remedy_state=("", "対応済み")) == {
            "remedy_state": ("saved", "done")
        }
        assert hurdles(measure) == [("場所がない", "学校をひらく", "done")]

    def test_two_people_in_the_same_empty_line_are_both_kept(self, measure):
        fill(measure, key="n1", cause=("", "担い手が足りない"))
        assert fill(measure, key="n1", cause=("", "場所がない"))["cause"][0] == "saved"
        assert [cause for cause, *_rest in hurdles(measure)] == ["担い手が足りない", "場所がない"]

    def test_the_same_hurdle_of_two_people_stands_once_and_loses_no_words(self, measure):
        fill(measure, key="n1", cause=("", "場所がない"), remedy=("", "学校をひらく"))
        answers = fill(measure, key="n1", cause=("", "場所がない"), remedy=("", "寺を借りる"))
        assert answers == {
            "cause": ("same", "場所がない"), "remedy": ("conflict", "学校をひらく"),
        }  # fmt: skip
        assert hurdles(measure) == [("場所がない", "学校をひらく", "")]

    def test_a_hurdle_somebody_took_away_is_said_at_its_cell(self, measure):
        hurdle = services.add_hurdle(measure=measure, year=2024, cause="場所がない", remedy="学校")
        services.remove_hurdle(hurdle=hurdle)
        assert fill(measure, key=f"h{hurdle.pk}", remedy=("学校", "寺")) == {
            "remedy": ("conflict", "")
        }

    def test_a_year_far_from_the_plan_is_refused_at_the_cell(self, measure):
        assert fill(measure, 2050, state=("", "done"))["state"][0] == "fault"

    def test_a_plan_for_the_year_and_the_mark_of_repeating_behave(self, measure):
        services.report_progress(measure=measure, year=2023, actor=Actor(), state="partly")
        services.set_schedule(measure=measure, planned={2024: "広げる"}, actor=Actor())
        services.same_as_last_year(measure=measure, year=2024, actor=Actor())
        fill(measure, 2024, done=("", "広げた"))
        report = measure.years.get(year=2024)
        assert (report.same_as_last, report.state) == (False, "partly")


class TestComputed:
    @pytest.mark.parametrize(
        "year, states, planned, found",
        [
            (2027, {}, [], "not_started"),
            (2024, {2022: "done"}, [], "done"),
            (2026, {2022: "done"}, [], "done"),
            (2024, {2022: "partly"}, [], ""),
            (2025, {}, [2026], "not_started"),
            (2026, {}, [], None),
            (2025, {2025: "partly"}, [], None),
        ],
    )
    def test_dates_tell_what_nobody_reported(self, year, states, planned, found):
        told = computed(year=year, this_year=2026, states=states, planned=planned)
        assert (told.state if told else None) == found


class TestPages:
    def test_a_page_sent_whole_saves_only_what_was_changed(self, world, measure):
        plan, client = measure.plan, world.client("planner")
        other = a_measure(plan, "2")
        rows = client.get(grid_url(plan, year=2024)).context["grid"].rows
        data = {f"was-{row.pk}": row.was for row in rows}
        for row in rows:
            data |= {f"{name}-{row.pk}": value for name, value in row.cells.items()}
        data |= {f"state-{measure.pk}": "done", f"spent-{measure.pk}": "12万円"}
        answer = client.post(grid_url(plan, year=2024), data)
        assert answer.status_code == 302
        assert list(Progress.objects.values_list("measure", "spent")) == [(measure.pk, 120_000)]
        assert not other.years.exists()

    def test_what_was_not_taken_is_shown_at_its_cell_with_what_was_typed(self, world, measure):
        plan, client = measure.plan, world.client("planner")
        fill(measure, done=("", "講座をひらいた"))
        empty = json.dumps(dict.fromkeys(cells.REPORTED, ""))
        data = {
            f"was-{measure.pk}": empty,
            f"done-{measure.pk}": "集いをひらいた",
            f"budget-{measure.pk}": "たくさん",
        }
        page = client.post(grid_url(plan, year=2024), data)
        assert page.status_code == 409
        assert "先に「講座をひらいた」と書きました" in page.text
        assert "集いをひらいた</textarea>" in page.text
        assert 'value="たくさん"' in page.text
        row = page.context["grid"].rows[0]
        data[f"was-{measure.pk}"] = row.was
        data[f"budget-{measure.pk}"] = ""
        client.post(grid_url(plan, year=2024), data)
        assert measure.years.get().done == "集いをひらいた"

    def test_cells_are_saved_one_by_one(self, world, measure):
        client = world.client("planner")
        cell = {"row": measure.pk, "column": "done_on", "was": "", "value": "R6.5.10"}
        answer = post_cells(client, measure.plan, year=2024, cells=[cell]).json()
        assert answer["cells"][0] | {"said": ""} == {
            "row": measure.pk, "column": "done_on", "state": "saved", "typed": "R6.5.10",
            "value": "2024/5/10", "said": "", "key": "",
        }  # fmt: skip
        assert measure.years.get().done_on == dt.date(2024, 5, 10)

    def test_a_block_from_excel_is_laid_over_the_cells(self, world, measure):
        plan, client = measure.plan, world.client("planner")
        other = a_measure(plan, "2")
        was = {"state": "", "done": "", "done_on": "", "budget": ""}
        answer = post_cells(
            client, plan, year=2024, column="state",
            paste='実施済み\t"二行の\n文"\t2024/5/10\t1,200千円\r\nおわり\t話しあった\r\nあまり\r\n',
            rows=[{"row": measure.pk, "was": was}, {"row": other.pk, "was": was}],
        ).json()  # fmt: skip
        assert answer["cut"] == 1
        report = measure.years.get()
        assert (report.state, report.done, report.budget) == ("done", "二行の\n文", 1_200_000)
        assert [one["state"] for one in answer["cells"][4:]] == ["fault", "saved"]
        assert other.years.get().done == "話しあった"

    def test_a_line_for_one_more_reason_comes_with_a_button_and_is_sent_with_the_page(
        self, world, measure
    ):
        plan, client = measure.plan, world.client("planner")
        fill(measure, key="n1", cause=("", "担い手が足りない"))
        answer = client.post(grid_url(plan, year=2024), {"more": measure.pk})
        assert answer.url == f"{grid_url(plan, year=2024, more=measure.pk)}#r{measure.pk}"
        row = client.get(answer.url).context["grid"].rows[0]
        assert row.keys == [f"h{measure.hurdles.get().pk}", "n1"]
        data = {f"was-{row.pk}": row.was, f"cause.n1-{row.pk}": "場所がない"}
        client.post(answer.url, data)
        assert [cause for cause, *_rest in hurdles(measure)] == ["担い手が足りない", "場所がない"]

    def test_pasted_reasons_go_into_the_lines_they_are_laid_over(self, world, measure):
        plan, client = measure.plan, world.client("planner")
        hurdle = services.add_hurdle(measure=measure, year=2024, cause="場所がない")
        key = f"h{hurdle.pk}"
        answer = post_cells(
            client, plan, year=2024, column="spent",
            paste="12万円\t場所がない\t学校をひらく\t対応中\r\n\t人がいない\t講座\t未対応\r\n",
            rows=[
                {"row": measure.pk, "was": {
                    "spent": "", f"cause.{key}": "場所がない", f"remedy.{key}": "",
                    f"remedy_state.{key}": "",
                }},
                {"row": measure.pk, "was": dict.fromkeys(
                    ("cause.n2", "remedy.n2", "remedy_state.n2"), ""
                )},
            ],
        ).json()  # fmt: skip
        assert hurdles(measure) == [
            ("場所がない", "学校をひらく", "underway"), ("人がいない", "講座", "not_yet"),
        ]  # fmt: skip
        new = measure.hurdles.get(cause="人がいない")
        assert [one["key"] for one in answer["cells"]][-1] == f"h{new.pk}"

    def test_the_year_before_is_repeated_and_marked(self, world, measure):
        plan, client = measure.plan, world.client("planner")
        services.report_progress(
            measure=measure, year=2023, actor=Actor(), state="continuing", done="毎月"
        )
        answer = post_cells(client, plan, year=2024, same=measure.pk).json()
        assert answer["same"][str(measure.pk)]["done"] == "毎月"
        page = client.get(grid_url(plan, year=2024))
        assert page.context["grid"].rows[0].is_same
        client.post(grid_url(plan, year=2025), {"same": measure.pk})
        assert measure.years.get(year=2025).same_as_last

    @pytest.mark.parametrize(
        "body", ["", "[]", "{}", '{"year": 2024}', '{"year": 1500, "cells": []}', "\x00"]
    )
    def test_anything_else_is_refused_in_words(self, world, measure, body):
        address = reverse("plans:progress_cells", args=["koko", measure.plan.slug])
        answer = world.client("planner").post(address, body, content_type="application/json")
        assert (answer.status_code, "読み取れません" in answer.json()["said"]) == (422, True)

    def test_a_form_in_parts_is_refused_in_words(self, world, measure):
        address = reverse("plans:progress_cells", args=["koko", measure.plan.slug])
        answer = world.client("planner").post(address, {"cells": "[]"})
        assert (answer.status_code, "読み取れません" in answer.json()["said"]) == (422, True)

    def test_a_row_of_another_plan_is_left_alone(self, world, measure):
        elsewhere = a_measure(a_plan("hoka", "別の計画"))
        cell = {"row": elsewhere.pk, "column": "state", "was": "", "value": "done"}
        answer = post_cells(world.client("planner"), measure.plan, year=2024, cells=[cell])
        assert answer.json()["cells"] == []
        assert not elsewhere.years.exists()

    def test_the_grid_is_narrowed(self, world, measure):
        plan, client = measure.plan, world.client("planner")
        root = a_measure(plan, "2", "しくみ")
        leaf = a_measure(plan, "2-1", "講座", level=2, parent=root)
        fill(leaf, state=("", "done"))

        def codes(**query):
            page = client.get(grid_url(plan, year=2024, **query))
            return [row.code for row in page.context["grid"].rows]

        assert codes() == ["1", "2-1"]
        assert codes(level="all") == ["1", "2", "2-1"]
        assert codes(level="1") == ["1", "2"]
        assert codes(branch="2") == ["2-1"]
        assert codes(department="協働課") == ["1"]
        assert codes(state="done") == ["2-1"]
        assert codes(state="none") == ["1"]
        assert codes(state="nonsense") == []

    def test_a_department_finds_and_fills_its_own_rows_only(self, world, measure):
        plan, client = measure.plan, world.client("department")
        assert "あなたの課が受け持つ施策・事業は" in client.get(grid_url(plan)).text
        own = a_measure(plan, "2", departments=["公園緑地課"])
        page = client.get(grid_url(plan, year=2024))
        assert [row.code for row in page.context["grid"].rows] == ["2"]
        assert "公園緑地課が受け持つ" in page.text
        cells = [
            {"row": one.pk, "column": "state", "was": "", "value": "done"} for one in (own, measure)
        ]
        answer = post_cells(client, plan, year=2024, cells=cells)
        assert [one["row"] for one in answer.json()["cells"]] == [own.pk]
        assert not measure.years.exists()

    @pytest.mark.parametrize("rows", [1, 30, 130])
    def test_the_grid_costs_ten_queries_at_most(
        self, world, measure, rows, django_assert_max_num_queries
    ):
        for number in range(rows):
            one = a_measure(measure.plan, f"2-{number}")
            services.report_progress(measure=one, year=2023, actor=Actor(), state="partly")
            services.record_hurdle(measure=one, year=2024, cause="理由")
        client = world.client("planner")
        client.get(grid_url(measure.plan))
        for query in ({"year": 2024}, {"year": 2024, "state": "none", "page": 2}):
            with django_assert_max_num_queries(10):
                assert client.get(grid_url(measure.plan, **query)).status_code == 200

    def test_a_measures_page_says_what_was_reported_and_what_only_dates_tell(self, world, measure):
        fill(measure, 2023, state=("", "partly"))
        services.set_schedule(
            measure=measure, planned={2023: "はじめる", 2030: "終える"}, actor=Actor()
        )
        address = ["koko", measure.plan.slug, measure.node.short_code]
        text = world.client("guest").get(reverse("plans:measure_view", args=address)).text
        assert "一部実施" in text
        assert "自動で判断しました。この年度は、まだ始まっていません。" in text
        assert "終える" in text
