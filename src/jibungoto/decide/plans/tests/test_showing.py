"""What everybody reads of a plan: the whole at a glance, tables, indicators, changes, files."""

import io
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from jibungoto.decide.plans import selectors, services, standing
from jibungoto.decide.plans.models import MeasureActor, MeasureViewpoint
from jibungoto.decide.plans.selectors.glance import Chosen
from jibungoto.kernel import tenancy, trace, vocabulary
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Link, Municipality
from jibungoto.know.places import services as places

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        vocabulary.apply_preset(city)
        yield city


def url(name: str, **kwargs: object) -> str:
    return reverse(f"plans:{name}", kwargs={"municipality": "koko", **kwargs})


def a_tree():
    plan = a_plan(marks={"◎": "重点"})
    policy = a_measure(plan, "1", "ひとづくり")
    one = a_measure(plan, "1-1", "講座をひらく", level=2, parent=policy, mark="◎", state="done")
    two = a_measure(plan, "1-2", "団体を支える", level=2, parent=policy, state="not_started")
    return selectors.plan(GUEST, plan.slug), policy, one, two


class TestWhole:
    def test_states_stand_in_shape_and_word_and_not_only_in_colour(self, city, client):
        plan, *_rest = a_tree()
        page = client.get(url("plan_view", slug=plan.slug)).text
        assert '<a class="cell done"' in page
        assert '講座をひらく<span class="vh">（実施済み）</span>' in page

    def test_a_filter_keeps_the_ancestors_of_what_fits(self, city, client):
        plan, *_rest = a_tree()
        page = client.get(url("plan_view", slug=plan.slug), {"state": "not_started"}).text
        outline = page[page.index('<ul class="tree">') :]
        assert "ひとづくり" in outline
        assert "団体を支える" in outline
        assert "講座をひらく" not in outline
        assert "1件見つかりました" in page

    def test_nothing_that_fits_is_said_with_a_way_back(self, city, client):
        plan, *_rest = a_tree()
        page = client.get(url("plan_view", slug=plan.slug), {"q": "図書館"}).text
        assert "この条件に合うものはありません" in page

    def test_odd_filters_show_everything(self, city, client):
        plan, *_rest = a_tree()
        page = client.get(url("plan_view", slug=plan.slug), {"mark": "x", "state": "?"})
        assert page.status_code == 200
        assert "講座をひらく" in page.text

    def test_filters_by_mark_actor_department_viewpoint_and_district(self, city):
        plan, _policy, one, two = a_tree()
        MeasureActor.objects.create(measure=two, kind="department", name="市民課")
        (view,) = services.add_viewpoints(plan=plan, group="視点", titles={"1": "若い世代"})
        MeasureViewpoint.objects.create(measure=one, viewpoint=view)
        kind = places.create_district_kind(key="chiku", name="地区")
        district = places.create_district(kind=kind, slug="kita", name="北地区")
        own = a_plan("kita", "北地区の計画", district=district)
        helps = a_measure(own, "1", "北の講座")
        trace.connect(helps.node, one.node, Link.Relation.SERVES)
        offered = selectors.choices(plan)
        assert offered.departments == [("市民課", "市民課")]
        assert [word for _v, word in offered.districts] == ["北地区"]

        def found(**chosen):
            shown = selectors.narrowed(selectors.glance(GUEST, plan, Chosen(**chosen)))
            return [t.code for t in shown.every if t.fits]

        assert found(mark=int(offered.marks[0][0])) == ["1-1"]
        assert found(department="市民課") == found(actor="department") == ["1-2"]
        assert found(viewpoint=view.pk) == ["1-1"]
        assert found(district=district.pk) == ["1-1"]

    def test_what_has_a_hurdle_left_is_late_and_says_why(self, city, client):
        plan, _policy, _one, two = a_tree()
        told = {"measure": two, "year": 2024}
        services.record_hurdle(**told, cause="担い手が足りない", remedy="講座", remedy_state="done")
        assert "遅れていることと" not in client.get(url("plan_view", slug=plan.slug)).text
        services.record_hurdle(**told, cause="場所がない", remedy="学校をひらく")
        caches["pages"].clear()
        page = client.get(url("plan_view", slug=plan.slug)).text
        late = page[page.index('id="late"') : page.index('id="outline"')]
        assert "場所がない" in late
        assert "学校をひらく" in late
        assert "担い手が足りない" not in late

    def test_a_measure_not_begun_when_the_plan_is_over_is_late(self, city):
        plan, _policy, _one, two = a_tree()
        services.change_plan(plan=plan, starts=2010, ends=2014)
        seen = selectors.glance(GUEST, plan)
        assert [one.twig.pk for one in selectors.late(plan, seen.every, [])] == [two.pk]

    def test_a_large_plan_shows_its_upper_levels_with_counts(self, city, client, monkeypatch):
        plan, *_rest = a_tree()
        monkeypatch.setattr(selectors, "MOST_FULL", 2)
        page = client.get(url("plan_view", slug=plan.slug)).text
        outline = page[page.index('<ul class="tree">') :]
        assert "講座をひらく" not in outline
        assert "この先の2件を見る" in outline


@pytest.mark.parametrize("rows", [1, 30])
def test_every_page_of_a_plan_costs_ten_queries_at_most(city, client, rows):
    before = a_plan("mae", "前の計画")
    plan = a_plan(continues=before)
    root = a_measure(plan, "0", "柱")
    for number in range(rows):
        old = a_measure(before, f"1-{number}", state="done", done="した", next_step="続ける")
        new = a_measure(plan, f"1-{number}", level=2, parent=root, state="partly", done="した")
        trace.connect(new.node, old.node, Link.Relation.CONTINUES)
        trace.connect(new.node, root.node, Link.Relation.SERVES)
        services.report_progress(measure=new, year=2024, actor=Actor(), state="partly")
        services.record_hurdle(measure=new, year=2024, cause="人が足りない", remedy="講座")
        services.add_indicator(
            plan=plan, name=f"数{number}", values=[services.Told("baseline", 2020, Decimal(1))]
        )
    code = plan.indicators.first().node.short_code
    pages = [
        url("plan_view", slug=plan.slug) + "?state=partly",
        url("indicator_wall", slug=plan.slug),
        url("indicator_view", slug=plan.slug, code=code),
        url("plan_changes", slug=plan.slug),
        url("plan_embed", slug=plan.slug),
        *(url("plan_table", slug=plan.slug, key=key) for key in selectors.TITLES),
    ]
    counted = {}
    for page in pages:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        counted[page] = len(seen)
    assert {page: n for page, n in counted.items() if n > 10} == {}


class TestTables:
    def test_issues_lead_to_policies_and_those_to_what_serves_them(self, city):
        plan = a_plan()
        issue = a_measure(plan, "課題1", "担い手の不足", called="課題")
        policy = a_measure(plan, "方針1", "ひとづくり", called="方針")
        key = a_measure(plan, "重点1", "支援の体制", level=2, actor="地域団体")
        trace.connect(policy.node, issue.node, Link.Relation.CAME_OF)
        trace.connect(key.node, policy.node, Link.Relation.SERVES)
        (row,) = selectors.table(GUEST, plan, "issues").rows
        assert [[s.text for s in cell] for cell in row] == [
            *(["担い手の不足"], ["ひとづくり"], ["支援の体制"])
        ]
        assert row[2][0].beside == "地域団体"
        offered = selectors.choices(plan)
        assert [k for k, _t in selectors.tables(offered, has_hurdles=False)] == ["issues"]

    def test_a_table_is_a_page_a_sheet_and_two_kinds_of_file(self, city, client):
        plan, _policy, one, _two = a_tree()
        services.change_measure(measure=one, done="毎月ひらいた", next_step="若い人へひろげる")
        address = url("plan_table", slug=plan.slug, key="results")
        assert "若い人へひろげる" in client.get(address).text
        assert client.get(address, {"as": "pdf"}).getvalue().startswith(b"%PDF")
        assert "毎月ひらいた" in client.get(address, {"as": "csv"}).getvalue().decode("utf-8-sig")
        book = load_workbook(io.BytesIO(client.get(address, {"as": "xlsx"}).getvalue()))
        assert [c.value for c in book.active[2]][1:] == ["毎月ひらいた", "若い人へひろげる"]

    def test_a_table_nobody_knows_is_not_found(self, city, client):
        plan, *_rest = a_tree()
        assert client.get(url("plan_table", slug=plan.slug, key="naani")).status_code == 404


class TestIndicators:
    @pytest.mark.parametrize(
        "actual, year, look",
        [(None, 0, "none"), (130, 2023, "run"), (110, 2023, "late"), (210, 2024, "done"),
         (150, 2026, "late")],
    )  # fmt: skip
    def test_an_indicator_is_on_its_way_where_it_lies_on_the_straight_path(
        self, city, actual, year, look
    ):
        told = [services.Told("baseline", 2020, Decimal(100)),
                services.Told("target", 2030, Decimal(200))]  # fmt: skip
        indicator = services.add_indicator(plan=a_plan(), name="使う人", values=told)
        if actual:
            year = 2030 if year == 2026 else year
            services.record_value(
                indicator=indicator, role="actual", year=year, value=Decimal(actual)
            )
        assert standing.standing(indicator, list(indicator.values.all())).look == look

    def test_the_wall_leads_to_a_page_with_chart_and_table(self, city, client):
        plan = a_plan()
        told = [services.Told("baseline", 2020, Decimal(100)),
                services.Told("target", 2030, Decimal(200))]  # fmt: skip
        one = services.add_indicator(plan=plan, name="使う人", unit="人", values=told)
        wall = client.get(url("indicator_wall", slug=plan.slug)).text
        assert one.node.path in wall
        page = client.get(f"/koko/{one.node.path}").text
        assert "<svg role=" in page
        assert "目標までの道すじ" in page
        table = client.get(url("indicator_table", slug=plan.slug)).getvalue().decode("utf-8-sig")
        assert "使う人,人,基準,2020" in table


class TestGenerations:
    def test_each_measure_stands_once_under_what_became_of_it(self, city):
        before, after = a_plan("mae", "前"), a_plan("ato", "後")
        old = {c: a_measure(before, c) for c in "abcde"}
        new = {c: a_measure(after, c) for c in "vwxyz"}
        services.change_measure(measure=old["e"], dropped_because="役目を終えた")
        for later, earlier in ("va", "wb", "wc", "xd", "yd"):
            trace.connect(new[later].node, old[earlier].node, Link.Relation.CONTINUES)
        told = selectors.difference(GUEST, before, after)
        shown = [
            (c.sort, "".join(m.code for m in c.before), "".join(m.code for m in c.after))
            for c in told.changes
        ]
        assert shown == [
            ("continued", "a", "v"), ("merged", "bc", "w"), ("split", "d", "xy"),
            ("dropped", "e", ""), ("new", "", "z"),
        ]  # fmt: skip
        assert told.changes[3].why == "役目を終えた"

    def test_a_plan_is_carried_over_as_a_draft(self, city):
        before = a_plan("mae", "前", levels=["柱", "事業"], marks={"◎": "重点"}, ends=2025)
        root = a_measure(before, "1", "柱")
        for code in ("1-1", "1-2", "1-3", "1-4"):
            a_measure(before, code, f"事業{code}", level=2, parent=root, mark="◎", state="done")
        fates = {
            "1-2": services.Fate("merge", into="1-1"),
            "1-3": services.Fate("split"),
            "1-4": services.Fate("drop", why="役目を終えた"),
        }
        after = services.carry_over(plan=before, slug="ato", title="後", fates=fates, starts=2026)
        assert after.node.state == "draft"
        assert list(after.measures.values_list("code", "parent__code", "state", "mark__sign")) == [
            ("1", None, "", None), ("1-1", "1", "", "◎"), ("1-3-a", "1", "", "◎"),
            ("1-3-b", "1", "", "◎"),
        ]  # fmt: skip
        told = selectors.difference(Actor(), before, after)
        services.publish_plan(plan=after)
        told = selectors.difference(GUEST, before, after)
        assert [c.sort for c in told.changes] == ["continued", "merged", "split", "dropped"]
        assert selectors.lineage(GUEST, after).before == [before]

    @pytest.mark.parametrize(
        "fate, words",
        [
            (services.Fate("drop"), "理由を書いて"),
            (services.Fate("merge", into="9"), "番号で書いて"),
        ],
    )
    def test_what_is_not_said_is_asked_for_and_nothing_is_made(self, city, fate, words):
        before = a_plan("mae", "前")
        a_measure(before, "1", "柱")
        with pytest.raises(services.PlansError, match=words):
            services.carry_over(plan=before, slug="ato", title="後", fates={"1": fate})
        assert selectors.plan(Actor(), "ato") is None


class TestMeasure:
    def test_the_page_of_a_measure_asks_twelve_times_at_most_before_anything_is_kept(
        self, city, client, django_assert_max_num_queries
    ):
        plan = a_plan(starts=2020, ends=2030)
        root = a_measure(plan, "1")
        one = a_measure(
            plan, "1-1", level=2, parent=root, references=["住宅計画"], departments=["福祉課"]
        )
        services.add_hurdle(measure=one, year=2024, cause="人が足りない")
        services.report_progress(measure=one, year=2024, actor=Actor(), state="partly")
        with django_assert_max_num_queries(12):
            text = client.get(f"/koko/{one.node.path}").text
        assert "住宅計画" in text
        assert "福祉課" in text

    def test_a_district_s_measure_and_the_city_s_lead_to_each_other(self, city, client):
        kind = places.create_district_kind(key="chiku", name="地区")
        district = places.create_district(kind=kind, slug="kita", name="北地区")
        whole = a_measure(a_plan(), "1", "つながりをつくる")
        own = a_measure(a_plan("kita", "北地区の計画", district=district), "1", "夕市をひらく")
        trace.connect(own.node, whole.node, Link.Relation.SERVES)
        page = client.get(f"/koko/{whole.node.path}").text
        assert "夕市をひらく" in page[page.index('id="kin"') :]
        assert "北地区" in page
        back = client.get(f"/koko/{own.node.path}").text
        assert "つながりをつくる" in back[back.index('id="kin"') :]

    def test_the_wheel_of_a_district_tells_its_own_plan_and_the_city_s_all_of_them(
        self, city, client
    ):
        kind = places.create_district_kind(key="chiku", name="地区")
        district = places.create_district(kind=kind, slug="kita", name="北地区")
        places.create_district(kind=kind, slug="minami", name="南地区")
        a_plan(), a_plan("kita", "北地区の計画", district=district)
        told = ["計画が2件あります", "計画が1件あります", ""]
        for address, words in zip(
            ("/koko/", "/koko/districts/kita/", "/koko/districts/minami/"), told, strict=True
        ):
            page = client.get(address).text
            assert words in page
            assert ("件あります。" in page) == bool(words)


def test_only_the_embed_may_stand_in_the_frame_of_another_page(city, client):
    plan, *_rest = a_tree()
    for _visit in range(2):
        embed = client.get(url("plan_embed", slug=plan.slug))
        assert "frame-ancestors *" in embed["Content-Security-Policy"]
        assert "X-Frame-Options" not in embed
        assert "<script" not in embed.text
    page = client.get(url("plan_view", slug=plan.slug))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_summary_is_one_page_of_paper_and_the_tree_a_file(city, client):
    plan, *_rest = a_tree()
    assert client.get(url("plan_summary", slug=plan.slug)).getvalue().startswith(b"%PDF")
    rows = client.get(url("plan_export_table", slug=plan.slug)).getvalue().decode("utf-8-sig")
    assert "1-1,2,1,◎,,講座をひらく,実施済み" in rows
