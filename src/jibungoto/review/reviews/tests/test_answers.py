"""A department's page: reporting, evidence, answering, opening again."""

import pytest
from django.urls import reverse

from jibungoto.decide.plans import services as plans
from jibungoto.decide.plans.models import Hurdle, Progress
from jibungoto.decide.plans.tests.factories import a_measure
from jibungoto.kernel import registry, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.review.reviews import services

from .factories import PARKS, a_plan_with_departments, a_planner, a_round, an_official, this_year

pytestmark = pytest.mark.django_db
DONE = services.Told("done", done="花を植えた", spent=120_000)


@pytest.fixture
def asked(world):
    user = world.users["department"]
    return a_round(departments={PARKS: [user.email]}).requests.get()


def url(name: str, **kwargs) -> str:
    return reverse(f"reviews:{name}", kwargs={"municipality": "koko", **kwargs})


def page(asked) -> str:
    return url("request_view", public_id=asked.public_id)


def post(client, asked, item, **fields):
    told = {"version": 0, **fields}
    data = {f"m{item.measure_id}-{name}": value for name, value in told.items()}
    code = item.measure.node.short_code
    return client.post(url("item_report", public_id=asked.public_id, code=code), data)


def test_a_department_reports_its_measures_and_answers_without_a_script(world, asked):
    official = world.client("department")
    first, second = asked.items.all()
    assert "公園をひらく" in official.get(page(asked)).text
    answer = post(
        official, asked, first, state="partly", done="半分をひらいた", budget="120万円",
        spent="1,000,000", cause_new="雨が続いた", remedy_new="春に植える",
        remedy_state_new="underway",
    )  # fmt: skip
    assert answer["Location"].endswith(f"#m-{first.measure.node.short_code}")
    report = Progress.objects.get()
    assert (report.state, report.year) == ("partly", this_year() - 1)
    assert (report.budget, report.spent) == (1_200_000, 1_000_000)
    assert Hurdle.objects.get().remedy_state == "underway"
    refused = official.post(url("request_answer", public_id=asked.public_id), follow=True)
    assert "「花壇をつくる」" in refused.text
    post(official, asked, second, state="done")
    official.post(url("request_answer", public_id=asked.public_id))
    asked.refresh_from_db()
    assert (asked.answered_at is not None, asked.answered_by) == (True, world.users["department"])


def test_a_form_with_faults_keeps_what_was_written_and_says_where(world, asked):
    item = asked.items.first()
    answer = post(world.client("department"), asked, item, done="書いたこと", spent="たくさん")
    assert answer.status_code == 422
    assert "書いたこと" in answer.text
    assert "か所を直してください" in answer.text
    assert not Progress.objects.exists()


def test_two_officials_on_one_measure_lose_nothing(world, asked):
    item = asked.items.first()
    first, second = world.client("department"), world.client("planner")
    post(first, asked, item, state="done", done="先の人")
    answer = post(second, asked, item, state="partly", done="後の人")
    assert answer.status_code == 422
    assert "ほかの方が書きこみました" in answer.text
    assert "後の人" in answer.text
    assert Progress.objects.get().done == "先の人"
    assert 'value="1"' in answer.text  # the next attempt has seen it


def test_two_officials_on_one_hurdle_lose_nothing(world, asked):
    item = asked.items.first()
    hurdle = plans.add_hurdle(
        measure=item.measure, year=asked.round.year, cause="雨", remedy="春に植える"
    )
    key = f"h{hurdle.pk}"
    told = {"state": "partly", f"version_{key}": 1, f"remedy_{key}": "秋に植える"}
    plans.change_hurdle(
        hurdle=hurdle, cause="雨", remedy="鉢に植える", remedy_state="", year=hurdle.year,
        expected_version=1,
    )  # fmt: skip
    answer = post(world.client("department"), asked, item, **told)
    assert answer.status_code == 422
    assert "秋に植える" in answer.text
    assert Hurdle.objects.get().remedy == "鉢に植える"
    assert not Progress.objects.exists()
    post(world.client("department"), asked, item, **{**told, f"version_{key}": 2})
    assert Hurdle.objects.get().remedy == "秋に植える"
    plans.remove_hurdle(hurdle=Hurdle.objects.get())
    answer = post(world.client("department"), asked, item, version=1, **told)
    assert "対応策「秋に植える」の理由は、ほかの方が消しました" in answer.text


def test_the_same_as_last_year_is_one_press_and_marked(world, asked):
    item = asked.items.first()
    services_year = this_year() - 2
    plans.report_progress(
        measure=item.measure, year=services_year, actor=Actor(), state="continuing", done="毎月"
    )
    official = world.client("department")
    code = item.measure.node.short_code
    assert "前の年度と同じ" in official.get(page(asked)).text
    official.post(url("item_repeat", public_id=asked.public_id, code=code))
    report = Progress.objects.get(year=this_year() - 1)
    assert (report.done, report.same_as_last) == ("毎月", True)


def test_an_answer_can_be_opened_again_until_the_round_is_closed(world, asked):
    for item in asked.items.all():
        services.report_measure(item=item, actor=Actor(), told=DONE)
    services.give_answer(request=asked, actor=Actor())
    item = asked.items.first()
    with pytest.raises(services.ReviewsError, match="もう回答されています"):
        services.report_measure(item=item, actor=Actor(), told=DONE)
    services.reopen_answer(request=asked, actor=Actor())
    services.report_measure(item=item, actor=Actor(), told=DONE)
    services.give_answer(request=asked, actor=Actor())
    services.close_round(found=asked.round, actor=Actor())
    with pytest.raises(services.ReviewsError, match="締め切りました"):
        services.reopen_answer(request=asked, actor=Actor())


def test_evidence_is_a_record_of_this_site_by_its_address_or_code(world, asked):
    item = asked.items.first()
    node = Node.objects.create(kind="test", title="開園の記録", path="records/1/")
    for text in (
        "/koko/records/1/",
        "http://localhost:8000/koko/records/1/?page=2#top",
        node.short_code,
    ):
        services.add_evidence(item=item, actor=Actor(), text=text)
    assert Link.objects.get().to_node == item.measure.node
    official = world.client("department")
    assert "開園の記録" in official.get(page(asked)).text
    code = item.measure.node.short_code
    official.post(
        url("evidence_remove", public_id=asked.public_id, code=code), {"record": node.short_code}
    )
    assert not Link.objects.exists()
    for text in ("/koko/nothing/", "nocode", item.measure.node.short_code):
        with pytest.raises(services.ReviewsError, match="見つかりません"):
            services.add_evidence(item=item, actor=Actor(), text=text)


def test_what_waits_is_told_to_the_department_and_to_those_who_lead(world, asked):
    official = an_official(world.users["department"])
    (waiting,) = registry.waiting(official)
    assert (waiting.title, waiting.due) == ("公園緑地課の回答を待っています", asked.round.due)
    assert "2件のうち0件" in waiting.note
    (led,) = registry.waiting(a_planner(world.users["planner"]))
    assert "1課のうち0課が回答" in led.note
    for item in asked.items.all():
        services.report_measure(item=item, actor=Actor(), told=DONE)
    services.give_answer(request=asked, actor=Actor())
    assert registry.waiting(official) == []


def test_a_round_is_opened_on_a_page(world):
    plan = a_plan_with_departments()
    planner = world.client("planner")
    where = url("round_open", slug=plan.slug)
    assert "担当課の書かれていない施策・事業が1件" in planner.get(where).text
    year = this_year()
    told = {
        "year": year - 1, "opens": f"{year}-05-01", "due": f"{year}-05-31", "ask_0": "on",
        "emails_0": "koen@example.jp、midori@example.jp", "emails_1": "だれか",
    }  # fmt: skip
    assert "読めません" in planner.post(where, told).text
    answer = planner.post(where, {**told, "emails_1": ""})
    page = planner.get(answer["Location"]).text
    assert "公園緑地課" in page
    assert "福祉課" not in page
    assert f"/reports/{plan.slug}/{year - 1}/draft/" in page  # what comes of it is one step away
    plan.starts, plan.ends = year, year + 4
    plan.save()
    assert planner.get(where).context["form"].initial["year"] == year  # its first is not over yet


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_of_rounds_cost_ten_queries_at_most(world, rows, django_assert_max_num_queries):
    plan = a_plan_with_departments()
    for number in range(rows):
        a_measure(plan, f"2-{number}", "さくら", level=2, departments=[PARKS, f"第{number}課"])
    names = [PARKS, *(f"第{number}課" for number in range(rows))]
    found = a_round(plan, departments={name: [] for name in names})
    asked = found.requests.get(department=PARKS)
    client = world.client("department")
    for address in (
        url("round_list"), url("round_view", public_id=found.public_id), page(asked),
    ):  # fmt: skip
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200
    with tenancy.within(world.other_municipality):
        assert not Progress.objects.exists()
