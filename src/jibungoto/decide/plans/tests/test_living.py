"""Plans that live: progress by year, hurdles, indicators, frozen years, plans out of documents."""

import datetime as dt
from decimal import Decimal

import pytest

from jibungoto.decide.plans import pictures, selectors, services
from jibungoto.decide.plans.models import IndicatorValue, Measure, PlanIndicator
from jibungoto.japan.documents import read
from jibungoto.kernel import audit, clock, nodes, search, telling, tenancy, trace
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Link, Municipality, Node

from .factories import A_DOCUMENT, a_measure, a_plan

pytestmark = pytest.mark.django_db
SOMEBODY = Actor()


@pytest.fixture
def city():
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city


def report(measure: Measure, year: int, **told):
    return services.report_progress(measure=measure, year=year, actor=SOMEBODY, **told)


def an_indicator(**fields) -> PlanIndicator:
    plan = fields.pop("plan", None) or a_plan(starts=2021, ends=2030)
    values = [
        services.Told("baseline", 2020, Decimal(100)),
        services.Told("target", 2026, Decimal(200), label="中間目標"),
        services.Told("target", 2030, Decimal(300)),
    ]
    return services.add_indicator(plan=plan, name="使う人の数", unit="人", values=values, **fields)


class TestProgress:
    def test_the_newest_year_is_what_the_measure_says_of_itself(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025))
        report(measure, 2022, state="partly", done="見本の場をひらいた")
        report(measure, 2021, state="preparing")
        measure.refresh_from_db()
        assert measure.state == "partly"
        assert [y.year for y in selectors.years(measure.years.all(), {})] == [2022, 2021]

    def test_whoever_asked_for_it_reads_how_far_it_is(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025, state="public"))
        voice = nodes.register(
            kind="test", title="声", path="t/", state="public", occurred_on=dt.date(2020, 1, 1)
        )
        trace.connect(measure.node, voice, Link.Relation.CAME_OF)
        assert [e["state"] for e in telling.told(GUEST, voice)] == ["", ""]
        report(measure, 2021, state="partly", done="見本の場をひらいた")
        report(measure, 2022, state="done", done="三つの場をひらいた")
        _voice, came = telling.told(GUEST, voice)
        assert (came["state"], came["state_word"]) == ("done", "実施済み")
        assert came["text"] == "2022年度（令和4年度）：三つの場をひらいた"
        assert telling.strip([voice, measure.node])[1]["state"] == "done"

    def test_a_second_report_of_a_year_replaces_the_first_and_the_log_keeps_both(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025))
        report(measure, 2021, state="partly")
        report(measure, 2021, state="done", spent=120_000)
        assert list(measure.years.values_list("state", "spent")) == [("done", 120_000)]
        assert not audit.verify().faults

    def test_somebody_who_looked_at_an_older_report_is_told(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025))
        report(measure, 2021, state="partly", expected_version=0)
        with pytest.raises(nodes.ChangedMeanwhile):
            report(measure, 2021, state="done", expected_version=0)
        assert measure.years.get().state == "partly"

    def test_the_same_as_last_year_is_marked_as_such(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025))
        report(measure, 2021, state="continuing", done="毎月ひらいている")
        again = services.same_as_last_year(measure=measure, year=2022, actor=SOMEBODY)
        assert (again.state, again.done, again.same_as_last) == (
            "continuing",
            "毎月ひらいている",
            True,
        )

    def test_nothing_is_the_same_as_a_year_that_was_never_reported(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025), title="居場所づくり")
        with pytest.raises(services.PlansError, match="居場所づくり"):
            services.same_as_last_year(measure=measure, year=2022, actor=SOMEBODY)

    @pytest.mark.parametrize("year, state", [(1999, "done"), (2040, "done"), (2021, "finished")])
    def test_a_year_far_from_the_plan_and_an_unknown_state_are_refused(self, city, year, state):
        measure = a_measure(a_plan(starts=2020, ends=2025))
        with pytest.raises(services.PlansError):
            report(measure, year, state=state)
        assert not measure.years.exists()

    def test_a_hurdle_keeps_its_countermeasure_and_how_far_it_is(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2025))
        told = {"measure": measure, "year": 2021, "cause": "担い手が足りない"}
        services.record_hurdle(**told)
        services.record_hurdle(**told, remedy="講座をひらく", remedy_state="not_yet")
        assert list(measure.hurdles.values_list("remedy", "remedy_state")) == [
            ("講座をひらく", "not_yet")
        ]
        with pytest.raises(services.PlansError, match="対応策も書いてください"):
            services.record_hurdle(**told, remedy_state="done")


class TestIndicators:
    def test_a_target_before_the_baseline_is_refused_with_both_years(self, city):
        with pytest.raises(services.PlansError, match=r"2019年.*2020年"):
            services.add_indicator(
                plan=a_plan(),
                name="使う人の数",
                values=[
                    services.Told("baseline", 2020, Decimal(1)),
                    services.Told("target", 2019, Decimal(2)),
                ],
            )
        assert not PlanIndicator.objects.exists()

    def test_a_frozen_year_is_changed_by_none_and_corrected_beside(self, city):
        indicator = an_indicator()
        told = {"indicator": indicator, "role": "actual", "year": 2022}
        services.record_value(**told, value=Decimal(120), status="provisional")
        assert services.close_year(plan=indicator.plan, year=2022) == 1
        with pytest.raises(services.YearClosed):
            services.record_value(**told, value=Decimal(130))
        old = indicator.values.get(role="actual")
        services.correct_value(value=old, to=Decimal(125), source="数え直し")
        services.correct_value(value=old, to=Decimal(126), source="もう一度")
        figure = selectors.indicators(GUEST, indicator.plan)[0].figure
        kinds = [row[1] for row in figure.chart.table.rows]
        assert [k for k in kinds if "訂正" in k] == [
            *("実績（訂正前）", "実績（訂正前）"),
            "実績（訂正）",
        ]
        assert "126人" in figure.heading

    def test_closing_twice_changes_nothing(self, city):
        indicator = an_indicator()
        services.record_value(indicator=indicator, role="actual", year=2022, value=Decimal(1))
        assert [services.close_year(plan=indicator.plan, year=2022) for _ in range(2)] == [1, 1]
        assert indicator.values.filter(role="actual").count() == 1

    def test_an_indicator_bound_to_a_measure_of_the_house_counts_itself_at_closing(self, city):
        indicator = an_indicator(bound_to="organisations.count")
        services.close_year(plan=indicator.plan, year=2022)
        counted = indicator.values.get(role="actual")
        assert (counted.value, counted.frozen_at is not None) == (0, True)

    def test_a_binding_to_nothing_is_refused(self, city):
        with pytest.raises(services.PlansError):
            an_indicator(bound_to="nobody.knows")

    @pytest.mark.parametrize("slope, words", [(20, "届く見込み"), (1, "届かない見込み")])
    def test_the_forecast_follows_the_straight_line_through_what_was(
        self, city, slope, words, monkeypatch
    ):
        monkeypatch.setattr(clock, "today", lambda: dt.date(2024, 6, 1))
        indicator = an_indicator()
        for year in (2021, 2022, 2023):
            value = Decimal(100 + slope * (year - 2020))
            services.record_value(indicator=indicator, role="actual", year=year, value=value)
        values = list(indicator.values.all())
        been = [v for v in values if v.role != "target"]
        aims = [v for v in values if v.role == "target"]
        assert pictures.forecast(been, aims) == pytest.approx((2026, 100 + slope * 6))
        figure = selectors.indicators(GUEST, indicator.plan)[0].figure
        assert words in figure.notes[0]

    def test_nobody_aims_at_a_year_that_is_over(self, city, monkeypatch):
        indicator = an_indicator()
        services.record_value(indicator=indicator, role="actual", year=2023, value=Decimal(110))
        said = []
        for day in (dt.date(2027, 3, 31), dt.date(2027, 4, 1), dt.date(2031, 4, 1)):
            monkeypatch.setattr(clock, "today", lambda day=day: day)
            figure = pictures.indicator_figure(indicator, list(indicator.values.all()))
            said.append(figure.heading.rpartition("。")[2])
        assert said == [
            "2026年に200人をめざします",
            "2030年に300人をめざします",
            "2030年の目標は300人でした",
        ]

    def test_a_year_no_era_has_any_more_is_shown_with_the_one_that_came(self, city):
        indicator = services.add_indicator(
            plan=a_plan(),
            name="団体の数",
            unit="団体",
            values=[
                services.Told("baseline", 2010, Decimal(74), False, "平成 22 年"),
                services.Told("target", 2022, Decimal(98), False, "平成 34 年"),
            ],
        )
        figure = pictures.indicator_figure(indicator, list(indicator.values.all()))
        assert "令和4年" in figure.chart.table.rows[-1][0]


class TestDocuments:
    def test_a_draft_plan_comes_out_of_its_text(self, city):
        plan = services.plan_from_reading(
            reading=read(A_DOCUMENT), slug="aoba", title="まちづくり計画", source="計画書"
        )
        assert (plan.starts, plan.ends, plan.node.state) == (2024, 2028, Node.State.DRAFT)
        codes = list(plan.measures.values_list("code", "mark__sign"))
        assert codes[2] == ("1-(1)-①", "◎")
        assert len(codes) == 6
        assert plan.measures.get(code="1-(1)-①").references.get().text == "住宅計画"
        values = plan.indicators.get().values.values_list("role", "year", "value")
        assert list(values) == [("baseline", 2023, 12), ("target", 2028, 20)]
        assert selectors.plan(GUEST, "aoba") is None
        services.publish_plan(plan=plan)
        shown = selectors.tree(GUEST, selectors.plan(GUEST, "aoba"))
        assert [len(branch.children) for branch in shown] == [2]
        assert len(selectors.indicators(GUEST, plan)) == 1

    def test_what_a_person_left_out_is_left_out_with_all_below(self, city):
        plan = services.plan_from_reading(
            reading=read(A_DOCUMENT),
            slug="aoba",
            title="計画",
            source="",
            left_out=["1-(1)", "indicator:集いの場"],
        )
        assert list(plan.measures.values_list("code", flat=True)) == ["1", "1-(2)", "1-(2)-①"]
        assert not IndicatorValue.objects.exists()


class TestFinding:
    """Whoever holds a document finds its words, in whatever row of the plan they stand."""

    def found(self, words):
        return {hit.node.kind for hit in search.find(GUEST, words).items}

    def test_reasons_remedies_and_reports_lead_to_their_measure(self, city):
        measure = a_measure(a_plan(starts=2020, ends=2030), title="居場所づくり")
        hurdle = services.add_hurdle(
            measure=measure, year=2024, cause="会長が一年で交代する", remedy="民生委員に頼む"
        )
        services.report_progress(
            measure=measure, year=2024, actor=SOMEBODY, state="partly", done="空き教室をひらいた"
        )
        for words in ("会長 一年", "民生委員", "空き教室"):
            assert self.found(words) == {"measure"}
        services.remove_hurdle(hurdle=hurdle)
        assert self.found("民生委員") == set()
        assert self.found("空き教室") == {"measure"}

    def test_a_figure_leads_to_its_indicator_with_its_comma_or_without(self, city):
        services.add_indicator(
            plan=a_plan(), name="利用者数", unit="人",
            values=[services.Told("baseline", 2010, Decimal(837_244), written="平成22年")],
        )  # fmt: skip
        for words in ("837,244", "837244", "平成22年"):
            assert self.found(words) == {"plan_indicator"}

    def test_points_of_view_and_the_year_in_sight_lead_to_their_plan(self, city):
        plan = a_plan(horizon=2040)
        services.add_viewpoints(plan=plan, group="原則", titles={"1": "互いの自主性を尊重します"})
        for words in ("自主性", "2040年", "原則"):
            assert self.found(words) == {"plan"}
