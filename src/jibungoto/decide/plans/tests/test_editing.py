"""Editing a plan by hand: its tree, its words, two people at once."""

import pytest
from django.urls import reverse

from jibungoto.decide.plans import selectors, services
from jibungoto.decide.plans.models import Measure, MeasureActor, Plan
from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Link
from tests import world as worlds

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = worlds.build()
    with tenancy.within(world.municipality):
        yield world


def url(name, plan, measure=None, **more):
    own = {"code": measure.node.short_code} if measure else {}
    kwargs = {"municipality": "koko", "slug": plan.slug, **own, **more}
    return reverse(f"plans:{name}", kwargs=kwargs)


def written(measure, **changes):
    """What the form of a measure sends."""
    told = {
        "code": measure.code, "title": measure.title, "level": measure.level,
        "parent": measure.parent.code if measure.parent else "", "version": measure.version,
    }  # fmt: skip
    return told | changes


def edit(measure, **changes):
    nothing = {"carriers": (), "pointers": (), "viewpoints": (), "served": ()}
    now = {
        "code": measure.code, "title": measure.title, "level": measure.level,
        "parent": measure.parent, "mark": measure.mark, "expected_version": measure.version,
    }  # fmt: skip
    return services.edit_measure(measure=measure, **{**nothing, **now, **changes})


def codes(plan):
    return list(selectors.flat(GUEST, plan).values_list("code", flat=True))


@pytest.fixture
def tree(world):
    plan = a_plan(starts=2024, ends=2028)
    told = [("1", "ひとづくり", ""), ("2", "しくみづくり", ""), ("1-(1)", "講座", "1")]
    made: dict[str, Measure] = {}
    for code, title, above in [*told, ("1-(1)-①", "入門講座", "1-(1)")]:
        parent = made.get(above)
        made[code] = services.hang_measure(
            plan=plan,
            code=code,
            title=title,
            parent=parent,
            level=parent.level + 1 if parent else 1,
        )
    return plan, *made.values()


class TestTree:
    def test_a_measure_is_hung_as_the_last_below_its_parent(self, tree):
        plan, one, *_ = tree
        services.hang_measure(plan=plan, code="1-(2)", title="交流", level=2, parent=one)
        assert codes(plan) == ["1", "1-(1)", "1-(1)-①", "1-(2)", "2"]

    def test_a_measure_moves_under_another_parent_with_all_below_it(self, tree):
        plan, _one, two, inner, _leaf = tree
        edit(inner, parent=two)
        assert codes(plan) == ["1", "2", "1-(1)", "1-(1)-①"]

    def test_those_below_keep_their_distance_when_a_measure_changes_its_level(self, tree):
        _plan, _one, two, inner, leaf = tree
        edit(inner, parent=two, level=4)
        leaf.refresh_from_db()
        assert leaf.level == 5

    def test_a_measure_moves_up_and_down_among_its_siblings(self, tree):
        plan, _one, two, *_ = tree
        assert services.shift_measure(measure=two, by=-1)
        assert codes(plan) == ["2", "1", "1-(1)", "1-(1)-①"]
        two.refresh_from_db()
        assert not services.shift_measure(measure=two, by=-1)

    def test_a_measure_cannot_hang_below_itself(self, tree):
        _plan, one, _two, _inner, leaf = tree
        with pytest.raises(services.PlansError, match="自分の下には移せません"):
            edit(one, parent=leaf, level=4)

    def test_a_measure_with_others_below_is_not_removed(self, tree):
        _plan, one, *_ = tree
        with pytest.raises(services.PlansError, match="下に1件ある"):
            services.remove_measure(measure=one)

    def test_a_measure_an_indicator_measures_is_not_removed(self, tree):
        plan, _one, two, *_ = tree
        services.add_indicator(plan=plan, name="集まりの数", measure=two)
        with pytest.raises(services.PlansError, match="集まりの数"):
            services.remove_measure(measure=two)

    def test_what_was_removed_is_gone_for_all_and_can_be_put_back(self, tree):
        plan, _one, _two, _inner, leaf = tree
        services.remove_measure(measure=leaf)
        assert codes(plan) == ["1", "1-(1)", "2"]
        assert selectors.measure(GUEST, plan.slug, leaf.node.short_code) is None
        leaf.refresh_from_db()
        services.restore_measure(measure=leaf)
        assert codes(plan) == ["1", "1-(1)", "1-(1)-①", "2"]

    def test_a_code_that_was_given_away_meanwhile_is_named_when_putting_back(self, tree):
        plan, _one, _two, inner, leaf = tree
        services.remove_measure(measure=leaf)
        services.hang_measure(plan=plan, code=leaf.code, title="別の講座", level=3, parent=inner)
        leaf.refresh_from_db()
        with pytest.raises(services.CodeTaken, match="1-\\(1\\)-①"):
            services.restore_measure(measure=leaf)

    def test_a_code_used_twice_is_refused(self, tree):
        with pytest.raises(services.CodeTaken):
            edit(tree[1], code="2")


class TestRelations:
    def test_references_that_lead_back_are_refused(self, tree):
        _plan, one, two, *_ = tree
        edit(one, pointers=[services.Pointer("2へ", two.node)])
        with pytest.raises(services.PlansError, match="めぐって"):
            edit(two, pointers=[services.Pointer("1へ", one.node)])
        with pytest.raises(services.PlansError, match="そのもの"):
            edit(two, pointers=[services.Pointer("自分", two.node)])

    def test_a_districts_measure_serves_the_citys(self, tree, world):
        _plan, one, *_ = tree
        own = a_measure(a_plan("kita", "北地区の計画", district=world.district))
        edit(own, served=[one.node])
        link = Link.objects.get(relation=Link.Relation.SERVES)
        assert (link.from_node_id, link.to_node_id) == (own.node_id, one.node_id)
        with pytest.raises(services.PlansError, match="たがいに"):
            edit(one, served=[own.node])
        own.refresh_from_db()
        edit(own)
        assert not Link.objects.filter(relation=Link.Relation.SERVES).exists()

    def test_an_organisation_of_that_name_is_linked(self, tree, world):
        kind = MeasureActor.Kind.ORGANISATION
        edit(
            tree[1], carriers=[services.Carrier(kind, "北町自治会"), services.Carrier("residents")]
        )
        found = tree[1].actors.get(kind=kind)
        assert found.organisation_id == world.organisation.pk

    def test_a_plan_does_not_continue_what_continues_it(self, world):
        first = a_plan("a", "第1期")
        second = a_plan("b", "第2期", continues=first)
        with pytest.raises(services.PlansError, match="第2期"):
            services.change_plan(plan=first, continues=[second])
        services.change_plan(plan=second, continues=[])
        assert selectors.lineage(GUEST, second).before == []


class TestWords:
    def test_marks_may_swap_their_signs(self, world):
        plan = a_plan(marks={"◎": "主要", "※": "推進"})
        a, b = plan.marks.all()
        rows = [
            {"pk": a.pk, "sign": "※", "name": "主要"},
            {"pk": b.pk, "sign": "◎", "name": "推進"},
        ]
        services.set_words(
            plan=plan, levels=[{"name": "方針"}], marks=rows, viewpoints=[],
            expected_version=plan.node.version,
        )  # fmt: skip
        assert [str(m) for m in plan.marks.all()] == ["※ 主要", "◎ 推進"]

    def test_a_mark_in_use_stays_and_says_where(self, world):
        plan = a_plan(marks={"◎": "主要"})
        a_measure(plan, mark="◎")
        with pytest.raises(services.PlansError, match="1件の施策・事業で使っている"):
            services.set_words(
                plan=plan, levels=[], marks=[], viewpoints=[], expected_version=plan.node.version
            )

    def test_a_sign_twice_is_refused(self, world):
        plan = a_plan()
        twice = [{"sign": "◎", "name": "主要"}, {"sign": "◎", "name": "重点"}]
        with pytest.raises(services.PlansError, match="二度"):
            services.set_words(
                plan=plan, levels=[], marks=twice, viewpoints=[],
                expected_version=plan.node.version,
            )  # fmt: skip


class TestSchedule:
    def test_a_year_far_from_the_plan_is_refused_and_nothing_is_written(self, tree):
        one = tree[1]
        told = {"measure": one, "actor": Actor()}
        with pytest.raises(services.PlansError, match="2040"):
            services.set_schedule(**told, planned={2024: "はじめる", 2040: "終える"})
        assert services.set_schedule(**told, planned={2024: "はじめる", 2025: ""}) == 1
        assert list(one.years.values_list("year", "planned")) == [(2024, "はじめる")]


class TestPages:
    def test_a_planner_makes_a_plan_and_hangs_a_measure(self, world):
        planner = world.client("planner")
        planner.post(
            reverse("plans:plan_create", args=["koko"]),
            {"title": "第2期計画", "slug": "dai2", "starts": "平成34年度", "ends": "R8"},
        )
        plan = Plan.objects.get(slug="dai2")
        assert (plan.starts, plan.ends, plan.node.state) == (2022, 2026, "draft")
        planner.post(url("measure_create", plan), {"code": "１", "title": "場をひらく", "level": 1})
        assert plan.measures.get().title == "場をひらく"

    def test_a_year_no_era_has_is_said_at_its_field(self, world):
        plan = a_plan()
        page = world.client("planner").post(
            url("plan_edit", plan), {"title": "計画", "starts": "令和0年度", "version": 1}
        )
        assert page.status_code == 422
        assert "令和0年という年はありません" in page.text

    def test_everything_of_a_measure_is_written_in_one_form(self, world, tree):
        plan, one, two, *_ = tree
        services.set_words(
            plan=plan, levels=[], marks=[{"sign": "◎", "name": "主要"}],
            viewpoints=[{"group": "視点", "code": "1", "title": "参画"}],
            expected_version=plan.node.version,
        )  # fmt: skip
        told = written(
            two,
            mark=plan.marks.get().pk,
            viewpoints=[plan.viewpoints.get().pk],
            carriers="市の担当課：協働課\n住民",
            references=f"住宅計画\nひとづくり → {one.node.short_code}",
            narrative="みんなで",
        )
        world.client("planner").post(url("measure_edit", plan, two), told)
        two = Measure.objects.get(pk=two.pk)
        assert (str(two.mark), two.narrative) == ("◎ 主要", "みんなで")
        assert [str(a) for a in two.actors.all()] == ["協働課", "住民"]
        assert list(two.references.values_list("text", "to_node")) == [
            ("住宅計画", None),
            ("ひとづくり", one.node_id),
        ]

    @pytest.mark.parametrize(
        "changes, said",
        [
            ({"carriers": "協働課"}, "1行目：「協働課」の担い手の種類がわかりません"),
            ({"references": "住宅計画 → NAI"}, "「NAI」というページが見つかりません"),
            ({"parent": "99"}, "番号「99」の施策は、この計画にありません"),
            ({"code": "1"}, "番号「1」は、この計画でもう使われています"),
        ],
    )
    def test_what_is_wrong_is_said_where_it_is(self, world, tree, changes, said):
        plan, _one, two, *_ = tree
        page = world.client("planner").post(url("measure_edit", plan, two), written(two, **changes))
        assert page.status_code == 422
        assert said in page.text

    def test_whoever_comes_second_sees_both_and_loses_nothing(self, world, tree):
        plan, _one, two, *_ = tree
        planner = world.client("planner")
        seen = planner.get(url("measure_edit", plan, two)).context["form"].initial["seen"]
        first = written(two, title="しくみをつくる", note="みんなで", seen=seen)
        second = written(two, title="しくみを育てる", narrative="長い説明", seen=seen)
        planner.post(url("measure_edit", plan, two), first)
        page = planner.post(url("measure_edit", plan, two), second)
        assert page.status_code == 409
        assert [(d.name, d.theirs, d.mine, d.is_mine) for d in page.context["differences"]] == [
            ("title", "しくみをつくる", "しくみを育てる", True),
            ("note", "みんなで", "", False),
            ("narrative", "", "長い説明", True),
        ]
        assert Measure.objects.get(pk=two.pk).title == "しくみをつくる"
        again = dict(page.context["kept"]) | {
            "take-title": "mine",
            "take-note": "theirs",
            "take-narrative": "mine",
        }
        planner.post(url("measure_edit", plan, two), again)
        now = Measure.objects.get(pk=two.pk)
        assert (now.title, now.note, now.narrative) == ("しくみを育てる", "みんなで", "長い説明")

    def test_the_service_itself_refuses_an_older_version(self, tree):
        one = tree[1]
        edit(one, title="ひとを育てる")
        with pytest.raises(nodes.ChangedMeanwhile):
            edit(one, title="ひと", expected_version=1)

    def test_words_are_not_written_over_what_somebody_else_wrote(self, world):
        plan = a_plan(levels=["方針"])
        planner = world.client("planner")
        frame = {
            f"{p}-{k}": v
            for p in ("level", "mark", "view")
            for k, v in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))
        }
        told = {**frame, "version": plan.node.version, "level-0-name": "柱"}
        planner.post(url("plan_words", plan), told)
        page = planner.post(url("plan_words", plan), {**told, "level-0-name": "目標"})
        assert page.status_code == 409
        assert list(plan.levels.values_list("name", flat=True)) == ["柱"]
        planner.post(
            url("plan_words", plan),
            {**told, "level-0-name": "目標", "version": page.context["version"]["version"].value()},
        )
        assert list(plan.levels.values_list("name", flat=True)) == ["目標"]

    def test_a_removed_measure_is_put_back_on_the_page(self, world, tree):
        plan, *_rest, leaf = tree
        planner = world.client("planner")
        planner.post(url("measure_remove", plan, leaf))
        assert "元に戻す" in planner.get(url("tree_edit", plan)).text
        planner.post(url("measure_restore", plan, leaf))
        assert "1-(1)-①" in codes(plan)

    def test_a_department_writes_why_and_what_is_done_about_it(self, world, tree):
        plan, one, *_ = tree
        one.actors.create(kind="department", name="公園緑地課")
        client = world.client("department")
        told = {"cause": "担い手が足りない", "year": 2024}
        page = client.post(url("hurdle_create", plan, one), {**told, "remedy_state": "done"})
        assert (page.status_code, "対応策も書いて" in page.text) == (422, True)
        client.post(url("hurdle_create", plan, one), {**told, "remedy": "講座をひらく"})
        hurdle = one.hurdles.get()
        page = client.post(
            url("hurdle_edit", plan, one, pk=hurdle.pk), {**told, "remedy": "別の策", "version": 9}
        )
        assert page.status_code == 409
        client.post(url("hurdle_remove", plan, one, pk=hurdle.pk))
        assert not one.hurdles.exists()

    @pytest.mark.parametrize("rows", [1, 30])
    def test_pages_of_editing_cost_ten_queries_at_most(
        self, world, rows, django_assert_max_num_queries
    ):
        plan = a_plan(levels=["方針"], starts=2024, ends=2028)
        for number in range(rows):
            measure = a_measure(plan, f"{number}")
            services.record_hurdle(measure=measure, year=2024, cause="理由")
        planner = world.client("planner")
        for name, own, most in [
            ("plan_edit", None, 10),
            ("plan_words", None, 10),
            ("tree_edit", None, 10),
            ("measure_create", None, 10),
            ("measure_edit", measure, 11),  # its history is one more
            ("measure_schedule", measure, 10),
            ("hurdle_create", measure, 10),
        ]:
            assert planner.get(url(name, plan, own)).status_code == 200
            with django_assert_max_num_queries(most):
                planner.get(url(name, plan, own))
