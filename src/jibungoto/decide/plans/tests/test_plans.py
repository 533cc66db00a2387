"""Plans: their tree, their generations, their pages."""

import pytest
from django.urls import reverse

from jibungoto.decide.plans import selectors, services
from jibungoto.decide.plans.services.found import measures_told
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.models import Municipality, Node, SearchEntry

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city


def test_a_tree_keeps_the_order_and_the_levels_of_the_document(city):
    plan = a_plan()
    policy = a_measure(plan, "1", "ひとづくり")
    a_measure(plan, "2", "しくみづくり")
    a_measure(plan, "1-(1)", "講座", level=2, parent=policy)
    roots = selectors.tree(GUEST, plan)
    assert [(b.measure.code, [c.measure.code for c in b.children]) for b in roots] == [
        ("1", ["1-(1)"]),
        ("2", []),
    ]


def test_a_new_measure_is_found_by_what_it_will_be_found_by_when_told_anew(city):
    plan = a_plan("shirushi", marks={"◎": "重点"})
    told = {"narrative": "花を植える", "note": "春から", "next_step": "広げる", "mark": "◎"}
    new = a_measure(plan, "1", references=["甲", "甲", "乙"], departments=["公園緑地課"], **told)
    entries = SearchEntry.objects.filter(node=new.node)
    before = entries.values().get()
    measures_told([new.pk])
    assert entries.values().get() == before
    assert {"花を植える", "重点", "乙", "公園緑地課"} <= set(before["body"].split("\n"))


def test_a_code_used_twice_in_one_plan_is_refused(city):
    plan = a_plan()
    a_measure(plan, "1")
    with pytest.raises(services.CodeTaken, match="番号「1」"):
        a_measure(plan, "1")


def test_a_measure_hangs_only_below_a_higher_level_of_its_own_plan(city):
    plan, other = a_plan(), a_plan("hoka", "別の計画")
    low = a_measure(plan, "1-(1)", level=2)
    with pytest.raises(services.PlansError):
        a_measure(plan, "1", level=1, parent=low)
    with pytest.raises(services.PlansError):
        a_measure(other, "2", level=3, parent=low)


def test_generations_are_found_from_both_sides(city):
    first = a_plan("dai1", "第1期")
    second = a_plan("dai2", "第2期", continues=first)
    third = a_plan("dai3", "第3期", continues=second)
    beside = selectors.lineage(GUEST, second)
    assert (beside.before, beside.after) == ([first], [third])


def test_a_measure_not_public_yet_is_not_in_the_tree(city):
    plan = a_plan()
    hidden = a_measure(plan, "1")
    Node.objects.filter(pk=hidden.node_id).update(state=Node.State.DRAFT)
    assert selectors.tree(GUEST, plan) == []


def test_a_period_is_shown_in_western_and_era_years(city):
    plan = a_plan(starts=2017, ends=2021)
    assert selectors.period(plan) == "2017年度〜2021年度（平成29年度〜令和3年度）"


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_of_plans_cost_ten_queries_at_most(client, city, rows, django_assert_max_num_queries):
    for number in range(rows):
        plan = a_plan(f"p{number}", f"計画{number}")
        a_measure(plan, "1")
    for number in range(rows):
        a_measure(plan, f"1-{number}", level=2, state="done")
    for name, kwargs in [("plan_list", {}), ("plan_view", {"slug": plan.slug})]:
        with django_assert_max_num_queries(10):
            page = client.get(reverse(f"plans:{name}", kwargs={"municipality": "koko", **kwargs}))
        assert page.status_code == 200
