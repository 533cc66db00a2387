"""Indicators by hand: what they are, their values as a table, closed years and corrections."""

from decimal import Decimal

import pytest
from django.urls import reverse

from jibungoto.decide.plans import selectors, services
from jibungoto.decide.plans.forms.indicators import read_number
from jibungoto.decide.plans.models import PlanIndicator
from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.actor import GUEST
from tests import world as worlds

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


@pytest.fixture
def indicator(world):
    plan = a_plan(starts=2021, ends=2030)
    return services.add_indicator(plan=plan, name="集いの場", unit="か所")


def url(name, plan, indicator=None, **more):
    own = {"code": indicator.node.short_code} if indicator else {}
    kwargs = {"municipality": "koko", "slug": plan.slug, **own, **more}
    return reverse(f"plans:{name}", kwargs=kwargs)


def table(*rows, version=1, known=0):
    """What the small table sends."""
    names = ("role", "year", "value", "label", "status", "source")
    told = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": known, "version": version}
    for n, row in enumerate(rows):
        told |= {f"form-{n}-{name}": cell for name, cell in zip(names, row, strict=False)}
    return told


def figures(indicator):
    return list(indicator.values.order_by("year", "pk").values_list("role", "year", "value"))


class TestServices:
    def test_the_table_is_the_whole_of_what_is_not_frozen(self, indicator):
        told = {"indicator": indicator}
        first = [
            services.Figure("baseline", 2020, Decimal(10)),
            services.Figure("target", 2030, None, words="増加"),
        ]
        assert services.set_values(**told, figures=first, expected_version=1) == 2
        assert services.set_values(**told, figures=first[:1], expected_version=2) == 1
        assert figures(indicator) == [("baseline", 2020, 10)]
        with pytest.raises(nodes.ChangedMeanwhile):
            services.set_values(**told, figures=[], expected_version=2)

    @pytest.mark.parametrize(
        "rows, said",
        [
            ([("baseline", 2022), ("target", 2021)], "2021年.*2022年"),
            ([("actual", 2022), ("actual", 2022)], "二度"),
        ],
    )
    def test_what_cannot_be_is_refused_whole(self, indicator, rows, said):
        told = [services.Figure(role, year, Decimal(1)) for role, year in rows]
        with pytest.raises(services.PlansError, match=said):
            services.set_values(indicator=indicator, figures=told, expected_version=1)
        assert figures(indicator) == []

    def test_a_frozen_year_is_left_alone(self, indicator):
        one = services.Figure("actual", 2022, Decimal(12))
        services.set_values(indicator=indicator, figures=[one], expected_version=1)
        services.close_year(plan=indicator.plan, year=2022)
        services.set_values(indicator=indicator, figures=[], expected_version=2)
        assert figures(indicator) == [("actual", 2022, 12)]
        with pytest.raises(services.YearClosed):
            services.set_values(indicator=indicator, figures=[one], expected_version=2)
        with pytest.raises(services.YearClosed, match="集いの場"):
            services.remove_indicator(indicator=indicator)

    def test_a_name_twice_is_refused(self, indicator):
        with pytest.raises(services.PlansError, match="もうあります"):
            services.add_indicator(plan=indicator.plan, name="集いの場")


@pytest.mark.parametrize(
    "text, number",
    [
        ("74", 74), ("１，２００", 1200), ("98団体", 98), ("12.5", Decimal("12.5")),
        ("▲3", -3), ("増加", None), ("", None), ("1e5", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, number):
    assert read_number(text, "団体") == number


class TestPages:
    def test_an_indicator_is_made_with_all_that_belongs_to_it(self, world):
        plan = a_plan()
        measure = a_measure(plan, "1")
        told = {
            "name": "集いの場", "unit": "か所", "direction": "up", "definition": "ひらいた場の数",
            "formula": "届け出の数", "bound_to": "organisations.count", "source": "協働課",
            "missing_rule": "空けておく", "grade": "measured", "decimals": 0, "measure": "1",
        }  # fmt: skip
        world.client("planner").post(url("indicator_create", plan), told)
        made = PlanIndicator.objects.get()
        assert (made.grade, made.missing_rule, made.measure) == ("measured", "空けておく", measure)

    def test_values_are_written_as_the_document_writes_them(self, world, indicator):
        planner = world.client("planner")
        rows = [
            ("baseline", "平成22年", "74"),
            ("target", "平成34年度", "98か所", "最終目標"),
            ("target", "令和8年度", "増加"),
        ]
        planner.post(url("value_table", indicator.plan, indicator), table(*rows))
        assert list(
            indicator.values.order_by("year").values_list(
                "year", "written", "is_fiscal", "value", "words"
            )
        ) == [
            (2010, "平成22年", False, 74, ""),
            (2022, "平成34年度", True, 98, ""),
            (2026, "令和8年度", True, None, "増加"),
        ]
        page = planner.get(url("value_table", indicator.plan, indicator)).text
        assert 'value="平成34年度"' in page

    @pytest.mark.parametrize(
        "row, said",
        [
            (("actual", "令和0年度", "1"), "令和0年という年はありません"),
            (("actual", "慶応3年", "1"), "年として読めませんでした"),
            (("actual", "2024年度", "たくさん"), "実績は、数で"),
            (("", "2024年度", "1"), "種類を選んでください"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_cell(self, world, indicator, row, said):
        page = world.client("planner").post(
            url("value_table", indicator.plan, indicator), table(row)
        )
        assert page.status_code == 422
        assert said in page.text
        assert figures(indicator) == []

    def test_a_pasted_table_is_shown_before_it_is_saved(self, world, indicator):
        planner = world.client("planner")
        pasted = "種類\t年\t値\r\n目標\t平成34年度\t98\r\n2024年度\t80\r\n"
        page = planner.post(url("value_table", indicator.plan, indicator), {"pasted": pasted})
        assert "まだ保存していません" in page.text
        first, second = page.context["rows"].initial_forms
        assert (first.initial["year"], second.initial["role"]) == ("平成34年度", "actual")
        assert figures(indicator) == []

    def test_whoever_comes_second_sees_what_was_written_meanwhile(self, world, indicator):
        planner = world.client("planner")
        address = url("value_table", indicator.plan, indicator)
        planner.post(address, table(("actual", "2023年度", "5")))
        page = planner.post(address, table(("actual", "2023年度", "7")))
        assert page.status_code == 409
        assert figures(indicator) == [("actual", 2023, 5)]
        planner.post(address, table(("actual", "2023年度", "7"), version=page.context["version"]))
        assert figures(indicator) == [("actual", 2023, 7)]

    def test_a_closed_year_is_corrected_beside(self, world, indicator):
        planner, plan = world.client("planner"), indicator.plan
        planner.post(url("value_table", plan, indicator), table(("actual", "2023年度", "5")))
        planner.post(url("year_close", plan), {"year": 2023})
        value = indicator.values.get()
        assert value.frozen_at is not None
        planner.post(
            url("value_correct", plan, indicator, pk=value.pk), {"value": "6", "source": "数え直し"}
        )
        assert figures(indicator) == [("actual", 2023, 5), ("actual", 2023, 6)]
        assert "（訂正）" in planner.get(url("value_table", plan, indicator)).text

    def test_an_indicator_is_taken_out_and_put_back(self, world, indicator):
        planner, plan = world.client("planner"), indicator.plan
        planner.post(url("indicator_remove", plan, indicator))
        assert selectors.indicators(GUEST, plan) == []
        planner.post(url("indicator_restore", plan, indicator))
        assert len(selectors.indicators(GUEST, plan)) == 1

    @pytest.mark.parametrize("rows", [1, 30])
    def test_pages_of_indicators_cost_ten_queries_at_most(
        self, world, rows, indicator, django_assert_max_num_queries
    ):
        for number in range(rows):
            services.add_indicator(
                plan=indicator.plan,
                name=f"指標{number}",
                values=[services.Told("actual", 2022, Decimal(1))],
            )
        planner = world.client("planner")
        for name, own in [
            ("indicators_edit", None),
            ("indicator_create", None),
            ("indicator_edit", indicator),
            ("value_table", indicator),
        ]:
            assert planner.get(url(name, indicator.plan, own)).status_code == 200
            with django_assert_max_num_queries(10):
                planner.get(url(name, indicator.plan, own))
