"""Wrong files, through the page people use and through the shell: a sentence, nothing changed."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook

from jibungoto.japan.tests.old_excel import a_book
from jibungoto.kernel.intake import services
from jibungoto.kernel.intake.forms import UploadForm
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.know.places.models import SmallArea
from jibungoto.know.statistics.mapping import Use
from jibungoto.know.statistics.models import Figure, Headcount, Release
from jibungoto.know.statistics.population_intake import KIND as POPULATION

from .census import a_city, as_file
from .factories import LOWS, TOWNS, a_mapping, as_csv, standard_header, standard_row, taken_in

pytestmark = pytest.mark.django_db
KINDS = ("statistics.population", "statistics.census", "statistics.table", "statistics.figures")
NUMBERS = [10] * len(LOWS)


def a_zip(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def a_workbook():
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["町名", "総数"])
    book.active.append(["緑", 10])
    book.save(out)
    return out.getvalue()


def an_ole(*streams):
    """A compound file as old Excel and locked new ones are: its header, directory and empty
    streams of these names."""

    def entry(name, kind, child=0xFFFFFFFF, right=0xFFFFFFFF, start=0xFFFFFFFE, size=0):
        told = name.encode("utf-16-le") + b"\0\0"
        head = told.ljust(64, b"\0") + struct.pack("<HBB", len(told), kind, 1)
        links = struct.pack("<III", 0xFFFFFFFF, right, child)
        return head + links + bytes(36) + struct.pack("<IQ", start, size)

    rows = [entry("Root Entry", 5, child=1)]
    for n, name in enumerate(streams, 1):
        rows.append(entry(name, 2, right=n + 1 if n < len(streams) else 0xFFFFFFFF))
    rows += [bytes(128)] * (-len(rows) % 4)
    directory = b"".join(rows)
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack(
            "<HHHHH6xIIIIIIIII",
            0x3E,
            3,
            0xFFFE,
            9,
            6,
            0,
            1,
            1,
            0,
            4096,
            0xFFFFFFFE,
            0,
            0xFFFFFFFE,
            0,
        )
    )
    return (head + struct.pack("<I", 0)).ljust(512, b"\xff") + fat + directory


def with_macros():
    """A workbook that carries a program, named as one that does not."""
    out = io.BytesIO(a_workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(64))
    return out.getvalue()


def standard(bad=0, city="", rows=20):
    lines = [standard_header()]
    for i in range(rows):
        line = standard_row(f"{i:04}", f"{i}番町", NUMBERS, NUMBERS, city=city)
        if i < bad:
            line[5] = "たくさん"
        lines.append(line)
    return as_csv(lines)


@pytest.fixture
def planner(world):
    world.municipality.code, world.municipality.name = "132012", "ここ市"
    world.municipality.save()
    return world.client("planner")


def hand_in(client, kind, content, name):
    page = link("intake:kind_use", key=kind)
    told = {"register": "residents", "source": "見本", "taken_on": ""}
    return client.post(page, {**told, "file": SimpleUploadedFile(name, content)})


def nothing_changed():
    return not any(m.objects.exists() for m in (Release, Headcount, SmallArea, Figure))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content, name, said",
    [
        (b"%PDF-1.7 ...", "table.csv", "中身はPDFです"),
        (b"\r\n,,\r\n", "table.csv", "何も書かれていません"),
        (a_zip(data__csv=b"a,b\n" + b"0" * (8 * 1024 * 1024)), "table.zip", "大きくなりすぎる"),
        (a_workbook()[:-800], "table.xlsx", "こわれていて開けません"),
        (a_zip(data__csv=standard())[:-30], "table.zip", "こわれていて開けません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "table.xlsx", "開けません"),
        (an_ole("EncryptionInfo", "EncryptedPackage"), "table.xlsx", "パスワードのかかった"),
        (a_book({"人口": [["町名"]]}, locked=True), "table.xls", "パスワードのかかった"),
        (an_ole("Something"), "table.xls", "開けません"),
        (b"<html><body><table>", "table.xls", "ウェブページ（HTML）"),
        (b"a,b\n\x81\x0a1,2\n", "table.csv", "読めない文字"),
        (a_zip(word__xml=b"", **{"word/document__xml": b"<x/>"}), "table.zip", "Wordの文書"),
    ],
)
def test_what_is_no_table_gets_a_sentence(planner, kind, content, name, said):
    response = hand_in(planner, kind, content, name)
    assert response.status_code == 302
    run = IntakeRun.objects.get()
    assert run.state == "refused"
    assert said in run.verdict
    assert run.verdict.endswith("。")
    assert said in planner.get(response["Location"]).content.decode()
    assert nothing_changed()


@pytest.mark.parametrize("kind", KINDS)
def test_empty_too_large_and_unknown_files_are_refused_at_the_door(planner, kind, monkeypatch):
    empty = hand_in(planner, kind, b"", "table.csv")
    assert (empty.status_code, "空のファイル" in empty.content.decode()) == (422, True)
    macros = hand_in(planner, kind, b"PK\x03\x04", "table.xlsm")
    assert (macros.status_code, "選べるのは" in macros.content.decode()) == (422, True)
    large = hand_in(planner, kind, b"0" * (51 * 1024 * 1024), "table.csv")
    assert (large.status_code, "50MBまで" in large.content.decode()) == (422, True)
    assert not IntakeRun.objects.exists()


@pytest.mark.parametrize(
    "kind, content, said",
    [
        ("statistics.population", standard(city="132098"), "ほかの自治体（コード 132098）"),
        ("statistics.population", standard(bad=3), "20行のうち3行が読めません"),
        ("statistics.population", "名称,住所\n会館,本町\n".encode(), "「公共施設一覧」の様式です"),
        ("statistics.population", as_file(a_city()), "国勢調査"),
        ("statistics.census", as_file(a_city()[-2:]), "ここ市（13201）の行がありません"),
        ("statistics.census", standard(), "様式ではありません"),
        ("statistics.table", b"a,b\n1,2\n", "列の意味がまだ決まっていません"),
        ("statistics.figures", standard(), "「指標」"),
    ],
)
def test_a_table_of_another_kind_gets_a_sentence(planner, kind, content, said):
    response = hand_in(planner, kind, content, "table.csv")
    run = IntakeRun.objects.get()
    assert run.state == "refused"
    assert said in run.verdict
    assert planner.get(response["Location"]).status_code == 200
    assert nothing_changed()


def test_a_tenth_of_bad_rows_of_a_mapped_table_is_said_with_their_places(planner):
    a_mapping()
    lines = [f"{i}番町,{i}" for i in range(20)] + ["北町,たくさん", "南町,多い", "東町,－5"]
    content = "\n".join(["ちょうめい,すんでいる人", *lines]).encode()
    page = link("intake:kind_use", key="statistics.table")
    told = {"register": "residents", "source": "見本", "taken_on": "2026-04-01"}
    planner.post(page, {**told, "file": SimpleUploadedFile("t.csv", content)})
    run = IntakeRun.objects.get()
    assert "行のうち3行が読めません" in run.verdict
    faults = run.remarks.filter(role="fault").values_list("line", "column")
    assert list(faults) == [(n, "すんでいる人") for n in (22, 23, 24)]
    assert nothing_changed()


@pytest.mark.parametrize("kind", KINDS)
def test_the_shell_says_the_same_and_ends_with_one(world, tmp_path, capsys, kind):
    file = tmp_path / "table.csv"
    file.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(SystemExit) as ended:
        call_command("intake", kind, file, municipality=world.municipality.slug)
    assert ended.value.code == 1
    assert "中身はPDFです" in capsys.readouterr().out
    assert nothing_changed()


def test_a_file_beyond_the_limit_is_refused_in_the_shell(world, tmp_path, capsys):
    file = tmp_path / "table.csv"
    with file.open("wb") as sparse:
        sparse.truncate(60 * 1024 * 1024)
    with pytest.raises(SystemExit):
        call_command("intake", "statistics.census", file, municipality=world.municipality.slug)
    assert "大きすぎます（60MB）" in capsys.readouterr().out


def test_the_towns_without_a_day_ask_for_one(planner):
    a_mapping()
    hand_in(planner, "statistics.table", TOWNS.encode(), "towns.csv")
    run = IntakeRun.objects.get()
    assert run.remarks.filter(role="fault", text__contains="基準日").exists()


def test_a_program_within_a_workbook_is_never_run_and_its_cells_are_read(planner):
    a_mapping(uses=(Use(1, "町名", "area_name"), Use(2, "総数", "total")), name="")
    hand_in(planner, "statistics.table", with_macros(), "table.xlsx")
    run = IntakeRun.objects.get()
    assert "開けません" not in run.verdict
    assert nothing_changed()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (standard(bad=3), "table.csv"),
        (standard(city="132098"), "table.csv"),
        (b"%PDF-1.7 ...", "table.csv"),
        (a_zip(data__csv=b"a,b\n" + b"0" * (8 * 1024 * 1024)), "table.zip"),
        (an_ole("EncryptionInfo", "EncryptedPackage"), "table.xlsx"),
    ],
)
def test_what_is_there_already_stays_to_the_last_row_when_a_file_is_refused(planner, content, name):
    taken_in(POPULATION, standard(), register="residents")
    before = [list(m.objects.order_by("pk").values()) for m in (Release, Headcount, SmallArea)]
    hand_in(planner, "statistics.population", content, name)
    run = IntakeRun.objects.latest("pk")
    assert run.state == "refused"
    with pytest.raises(services.NotNow):
        services.apply(run=run, proposal=None, progress=Progress())
    after = [list(m.objects.order_by("pk").values()) for m in (Release, Headcount, SmallArea)]
    assert after == before


def test_a_file_of_300_megabytes_is_refused_by_its_size_without_being_read():
    class Huge(SimpleUploadedFile):
        def read(self, *_size):
            raise AssertionError("the file was read")

    upload = Huge("table.csv", b"1")
    upload.size = 300 * 1024 * 1024
    told = {"register": "residents", "source": "見本"}
    form = UploadForm(told, {"file": upload}, kind=POPULATION)
    assert not form.is_valid()
    assert "50MBまで" in str(form.errors["file"])
