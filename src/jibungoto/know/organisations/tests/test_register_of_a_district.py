"""The keeper of a district takes its list of organisations in: its own, and nothing else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.models import AuditRecord
from jibungoto.know.organisations import services
from jibungoto.know.organisations.models import Organisation
from jibungoto.know.organisations.register_intake import KIND
from jibungoto.know.places import services as places
from jibungoto.people import services as people

pytestmark = pytest.mark.django_db
HEAD = "ID,名前,種類,地区\n"


@pytest.fixture
def south(world):
    district = places.create_district(kind=world.district.kind, slug="minami", name="南地区")
    services.create_organisation(
        slug="minami-pta", name="南小PTA", footing="theme", kind="PTA", districts=[district]
    )
    return district


def handed_in(district, text, name="list.csv"):
    content = text if isinstance(text, bytes) else (HEAD + text).encode()
    upload = Upload(name, content)
    return intake.preview(kind=KIND, upload=upload, options={}, actor=GUEST, district=district)


def taken_in(district, text, name="list.csv"):
    run = handed_in(district, text, name)
    assert run.state == "previewed", list(run.remarks.values_list("text", flat=True))
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def test_a_new_row_without_a_district_is_the_keepers_own(world):
    taken_in(world.district, ",北町子ども会,子ども会,\n")
    made = Organisation.objects.get(name="北町子ども会")
    assert [p.district for p in made.node.placed.all()] == [world.district]


def test_rows_of_others_are_refused_one_by_one_and_nothing_is_done(world, south):
    run = handed_in(
        world.district,
        ",北町子ども会,子ども会,北地区\n"
        ",南町子ども会,子ども会,南地区\n"
        ",南小PTA,PTA会,\n"
        "kita-jichikai,北町自治会,自治会,北地区;南地区\n"
        ",山奥の会,NPO,山奥地区\n",
    )
    assert run.state == "refused"
    faults = run.remarks.filter(role="fault").order_by("line")
    assert [(f.line, f.column, f.value) for f in faults] == [
        (3, "地区", "南地区"),
        (4, "地区", "南地区"),
        (5, "地区", "南地区"),
        (6, "地区", "山奥地区"),
    ]
    assert "北地区の分だけ" in faults[0].text
    assert "南地区の事務局か市の協働の担当" in faults[0].text
    assert not Organisation.objects.filter(name__contains="子ども会").exists()


def test_what_is_there_goes_out_is_changed_and_comes_back_without_a_double(world, south):
    client = world.client("secretary")
    got = client.get("/koko/organisations/table/?district=kita&as=xlsx")
    book = load_workbook(io.BytesIO(got.content))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    assert [row[heads.index("名前")].value for row in sheet.iter_rows(min_row=2)] == ["北町自治会"]
    out = io.BytesIO()
    book.save(out)
    assert handed_in(world.district, out.getvalue(), "list.xlsx").unchanged == 1
    sheet.cell(2, heads.index("名前") + 1).value = "北町町会"
    out = io.BytesIO()
    book.save(out)
    run = taken_in(world.district, out.getvalue(), "list.xlsx")
    assert (run.added, run.changed) == (0, 1)
    assert Organisation.objects.get(slug="kita-jichikai").name == "北町町会"


def test_the_example_of_the_file_to_start_from_is_marked_and_left_out(world):
    got = world.client("secretary").get("/koko/intake/new/organisations.register/sample/")
    lines = got.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("（例）")
    run = taken_in(world.district, "\r\n".join([*lines[:2], ",北町子ども会,,,子ども会"]).encode())
    assert run.added == 1
    assert not Organisation.objects.filter(name="みほん町自治会").exists()
    alone = handed_in(world.district, "\r\n".join(lines[:2]).encode())
    assert "書き方の例の行しかありません" in alone.verdict


def test_who_keeps_two_districts_says_which_one_a_list_is_of(world, south):
    people.grant_role(user=world.users["secretary"], role="secretary", district=south)
    client, where = world.client("secretary"), "/koko/intake/new/organisations.register/"
    assert "どの地区の分ですか" in client.get(where).content.decode()
    for wanted in (south, world.district):
        file = SimpleUploadedFile("list.csv", (HEAD + ",みんなの会,NPO,\n").encode())
        client.post(where, {"file": file, "for": wanted.slug})
        assert IntakeRun.objects.first().district == wanted


def test_a_keeper_sees_and_undoes_only_the_runs_of_the_own_district(world, south):
    client = world.client("secretary")
    page = client.get("/koko/intake/new/organisations.register/")
    assert "取りこめるのは、北地区の分です" in page.content.decode()
    file = SimpleUploadedFile("own.csv", (HEAD + ",北町子ども会,子ども会,\n").encode())
    client.post("/koko/intake/new/organisations.register/", {"file": file})
    own = IntakeRun.objects.get()
    assert own.district == world.district
    other = taken_in(south, ",南町子ども会,子ども会,\n", "other.csv")
    whole = taken_in(None, ",だれでもの会,NPO,\n", "whole.csv")
    shown = client.get("/koko/intake/").content.decode()
    assert "own.csv" in shown
    assert "other.csv" not in shown
    assert "whole.csv" not in shown
    for run in (other, whole):
        assert client.get(f"/koko/intake/{run.public_id}/").status_code == 404
        assert client.post(f"/koko/intake/{run.public_id}/undo/").status_code == 404
    client.post(f"/koko/intake/{own.public_id}/apply/")
    assert Organisation.objects.filter(name="北町子ども会").exists()
    client.post(f"/koko/intake/{own.public_id}/undo/")
    assert not Organisation.objects.filter(name="北町子ども会").exists()
    told = AuditRecord.objects.filter(action="intake.run.undo").last()
    assert told.user_id == world.users["secretary"].pk
    planner = world.client("planner").get("/koko/intake/").content.decode()
    assert all(name in planner for name in ("own.csv", "other.csv", "whole.csv"))
