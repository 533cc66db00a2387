"""Carrying a large plan over: as a job, in few queries, the whole of it or nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jibungoto.decide.plans import selectors, services
from jibungoto.decide.plans.models import Measure, Plan
from jibungoto.kernel import jobs, tenancy, trace
from jibungoto.kernel.models import Job, Link, Node
from tests import world as worlds

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


def a_tree(below: int, slug: str = "mae") -> Plan:
    plan = a_plan(slug, "前", marks={"◎": "重点"}, ends=2025)
    for number in (1, 2):
        root = a_measure(plan, f"{number}", f"柱{number}")
        for n in range(below):
            a_measure(
                plan, f"{number}-{n}", f"事業{number}-{n}", level=2, parent=root, mark="◎",
                departments=["市民課"], references=["別の計画"],
            )  # fmt: skip
    return plan


def test_copies_come_with_all_that_belongs_to_them_in_the_plans_order(world):
    before = a_tree(2)
    after = services.carry_over(plan=before, slug="ato", title="後", fates={})
    codes = [m.code for m in after.measures.order_by("order")]
    assert codes == ["1", "1-0", "1-1", "2", "2-0", "2-1"]
    leaf = after.measures.get(code="2-1")
    assert (leaf.parent.code, leaf.mark.plan, leaf.node.state) == ("2", after, Node.State.DRAFT)
    assert (leaf.actors.get().name, leaf.references.get().text) == ("市民課", "別の計画")
    link = Link.objects.get(from_node=leaf.node)
    assert link.to_node == before.measures.get(code="2-1").node
    assert link.relation == Link.Relation.CONTINUES


def test_what_hangs_below_a_merged_measure_moves_along_and_below_a_dropped_one_ends(world):
    before = a_tree(1)
    fates = {"1": services.Fate("merge", into="2")}
    after = services.carry_over(plan=before, slug="ato", title="後", fates=fates)
    assert after.measures.get(code="1-0").parent.code == "2"
    fates = {"1": services.Fate("drop", why="役目を終えた")}
    again = services.carry_over(plan=before, slug="mata", title="又", fates=fates)
    assert set(again.measures.values_list("code", flat=True)) == {"2", "2-0"}
    assert before.measures.get(code="1-0").dropped_because == "役目を終えた"


def test_a_large_plan_costs_hardly_more_queries_than_a_small_one(world):
    costs = []
    for below in (2, 40):
        before = a_tree(below, f"mae{below}")
        with CaptureQueriesContext(
            connection,
        ) as told:
            services.carry_over(plan=before, slug=f"ato{below}", title="後", fates={})
        costs.append(len(told))
    assert costs[1] <= costs[0] + 4


@pytest.fixture
def large(world, monkeypatch):
    monkeypatch.setattr(selectors.generations, "MOST_AT_ONCE", 3)
    return a_tree(2)


def order(world, plan, **told):
    where = reverse("plans:plan_carry_over", args=["koko", plan.slug])
    return world.client("planner").post(where, {"title": "後", "slug": "ato", **told})


def test_a_large_plan_is_carried_over_by_a_job_that_leads_on_to_what_came_of_it(world, large):
    answer = order(world, large)
    assert "/jobs/" in answer["Location"]
    assert not Plan.objects.filter(slug="ato").exists()
    jobs.run_due()
    page = world.client("planner").get(answer["Location"]).text
    assert "下書きをつくりました" in page
    assert reverse("plans:plan_changes", args=["koko", "ato"]) in page
    assert Measure.objects.filter(plan__slug="ato").count() == 6


def test_what_would_be_refused_is_said_before_the_job_begins(world, large):
    drop = large.measures.get(code="1")
    answer = order(world, large, **{f"fate-{drop.pk}": "drop"})
    assert (answer.status_code, "理由を書いて" in answer.text) == (422, True)
    assert order(world, large, slug="mae").status_code == 422
    assert not Job.objects.filter(name="plans.carry_over").exists()


def test_a_job_that_breaks_in_the_middle_leaves_nothing_half_done(world, large, monkeypatch):
    real, calls = trace.connect_new, []

    def breaks(pairs, **told):
        calls.append(pairs)
        if len(calls) == 2:
            raise SystemError("cut off")
        real(pairs, **told)

    monkeypatch.setattr(trace, "connect_new", breaks)
    order(world, large)
    jobs.run_due()
    assert len(calls) == 2
    assert not Plan.objects.filter(slug="ato").exists()
    assert Measure.objects.count() == 6
    assert not Node.objects.filter(path__startswith="plans/ato/").exists()
