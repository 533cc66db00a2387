"""A fiscal year of a plan goes out as a table, is filled in, and comes back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from jibungoto.decide.plans import services
from jibungoto.decide.plans.models import Progress
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake.models import IntakeRun
from tests.world import build

from .factories import a_measure, a_plan

pytestmark = pytest.mark.django_db
KIND = "/koko/intake/new/plans.progress/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db):
    world = build()
    with tenancy.within(world.municipality):
        yield world


@pytest.fixture
def plan(world):
    plan = a_plan("kita", "北地区の計画", district=world.district, starts=2026, ends=2030)
    above = a_measure(plan, "1", "居場所をつくる")
    done = a_measure(plan, "1-1", "土曜の居間", level=2, parent=above)
    a_measure(plan, "1-2", "朝のあいさつ", level=2, parent=above)
    services.report_progress(measure=done, year=2026, actor=Actor(), state="continuing", done="5回")
    return plan


def filled_in(client, slug, cells):
    """The plan's table of 2026 with {(code, heading): words}, as bytes."""
    got = client.get(f"/koko/plans/{slug}/progress/book/?year=2026")
    assert got.status_code == 200
    book = load_workbook(io.BytesIO(got.content))
    sheet = book["進みぐあい"]
    assert book.sheetnames[0] == "進みぐあい"
    heads = [cell.value for cell in sheet[1]]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    for (code, head), words in cells.items():
        rows[code][heads.index(head)].value = words
    out = io.BytesIO()
    book.save(out)
    return list(rows), out.getvalue()


def hand_in(client, content):
    client.post(KIND, {"file": SimpleUploadedFile("進みぐあい.xlsx", content)})
    return IntakeRun.objects.first()


def test_the_keeper_of_a_district_fills_in_the_year_of_its_plan(world, plan):
    client = world.client("secretary")
    codes, content = filled_in(client, plan.slug, {})
    assert codes == ["1-1", "1-2"]
    assert not hand_in(client, content).changes_anything
    wanted = {("1-2", "進みぐあい"): "継続中", ("1-2", "実施したこと"): "毎朝、橋に立ちました"}
    run = hand_in(client, filled_in(client, plan.slug, wanted)[1])
    assert (run.state, run.added, run.changed) == ("previewed", 1, 0)
    client.post(f"/koko/intake/{run.public_id}/apply/")
    assert Progress.objects.get(measure__code="1-2").done == "毎朝、橋に立ちました"
    client.post(f"/koko/intake/{run.public_id}/undo/")
    assert not Progress.objects.filter(measure__code="1-2").exists()


def test_the_plan_of_the_city_is_not_theirs_row_by_row(world, plan):
    city = a_plan("shi", "市の計画", starts=2026, ends=2030)
    a_measure(city, "1", "公園をひらく")
    content = filled_in(world.client("planner"), "shi", {("1", "実施したこと"): "ひらいた"})[1]
    run = hand_in(world.client("secretary"), content)
    fault = run.remarks.get(role="fault")
    assert (run.state, fault.line) == ("refused", 2)
    assert "市全体のもの" in fault.text
    assert hand_in(world.client("planner"), content).state == "previewed"


def test_the_page_of_the_kind_hands_out_the_tables_of_ones_own_plans(world, plan):
    a_plan("shi", "市の計画", starts=2026, ends=2030)
    page = world.client("secretary").get(KIND).content.decode()
    assert "「北地区の計画」の進みぐあい" in page
    assert "市の計画" not in page


def test_a_table_of_progress_costs_ten_queries_at_most(world, plan, django_assert_max_num_queries):
    client = world.client("planner")
    address = f"/koko/plans/{plan.slug}/progress/book/"
    client.get(address)
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200
