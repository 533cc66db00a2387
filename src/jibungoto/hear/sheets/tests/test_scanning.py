"""From a scanned stack to answers: what is sure, what a person settles, and what goes wrong."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jibungoto.engines.sheets import State
from jibungoto.hear.sheets import kinds, pictures, selectors, services
from jibungoto.hear.sheets.models import Mark, ScanPage, ScanUpload, Sheet
from jibungoto.kernel import clock, jobs
from jibungoto.kernel.actor import Actor

from . import factories as make
from .factories import as_pdf, filled

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]


def page(world, name, **kwargs):
    return reverse(f"sheets:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


@pytest.fixture
def office(world):
    return Actor(world.municipality.pk, user_id=world.users["planner"].pk)


@pytest.fixture
def node(world, room):
    return make.a_node(world.district)


@pytest.fixture
def form(node, office):
    return services.print_sheets(node=node, copies=20, actor=office).form


def test_sheets_above_the_line_are_entered_with_one_click(world, room, node, form, office):
    images = filled(form, 1, {"s1": "agree", "s2": "pass"})
    images += filled(form, 2, {"s1": "disagree", "q1": "b"})
    upload = make.a_scan(node, as_pdf(images), actor=office)
    assert [s.state for s in selectors.sheets_of(upload)] == ["read", "read"]
    client = world.client("secretary")
    shown = client.get(page(world, "scan_view", public_id=upload.public_id)).text
    assert "2枚をまとめて入れる" in shown
    client.post(page(world, "scan_accept", public_id=upload.public_id))
    first, second = (room.taken[s.pk] for s in selectors.sheets_of(upload))
    assert first == {"s1": ("agree",), "s2": ("pass",), "q1": (), "q2": "", "q3": ""}
    assert second == {"s1": ("disagree",), "s2": (), "q1": ("b",), "q2": "", "q3": ""}


def test_what_is_doubtful_or_written_waits_for_a_person_beside_its_picture(
    world, room, node, form, office
):
    told = {"s1": "agree", "s2": "pass", "q3": "written"}
    images = filled(form, 3, told, wrong={"s1": "disagree"})
    upload = make.a_scan(node, as_pdf(images), actor=office)
    (sheet,) = selectors.sheets_of(upload)
    assert sheet.state == "doubtful"
    assert services.accept_upload(upload=upload, actor=office) == (0, 0)
    client = world.client("planner")
    here = page(world, "check_next", code=node.short_code)
    for said in ("agree", "花がきれい"):
        found, _left = selectors.next_open(node)
        item = found.line.item
        strip = f"{page(world, 'page_image', public_id=found.line.machine.page.public_id)}"
        assert f"{strip}?item={item.pk}" in client.get(here).text
        image = client.get(strip, {"item": item.pk})
        assert "private, no-store" in image["Cache-Control"]
        assert Image.open(io.BytesIO(image.content)).width > 500
        refused = client.post(here, {"sheet": sheet.pk, "item": item.pk})
        assert item.is_written or refused.status_code == 422
        client.post(here, {"sheet": sheet.pk, "item": item.pk, f"i{item.pk}": said})
    services.accept_upload(upload=upload, actor=office)
    assert room.taken[sheet.pk]["s1"] == ("agree",)
    assert room.taken[sheet.pk]["q3"] == "花がきれい"


def test_the_same_number_counts_once_and_says_so(world, room, node, form, office):
    images = filled(form, 4, {"s1": "agree"})
    services.accept_upload(upload=make.a_scan(node, as_pdf(images), actor=office), actor=office)
    again = make.a_scan(node, as_pdf(images), actor=office)
    assert Sheet.objects.count() == len(room.taken) == 1
    assert {p.trouble for p in again.pages.all()} == {"twice"}
    shown = world.client("planner").get(page(world, "scan_view", public_id=again.public_id)).text
    assert "4番の用紙は、すでに入っています。二度は数えません。" in shown


def test_a_missing_page_is_said_and_may_come_later(world, room, form, node, office):
    room.items = tuple(
        kinds.Item(f"s{n}", kinds.Sort.TABLE, "一つの意見" * 12, make.VOTES, grid="votes")
        for n in range(14)
    )
    form = services.print_sheets(node=node, copies=9, actor=office).form
    images = filled(form, 5, {"s0": "agree", "s13": "pass"})
    assert len(images) == 2
    upload = make.a_scan(node, as_pdf(images[:1]), actor=office)
    (sheet,) = selectors.sheets_of(upload)
    assert (sheet.state, sheet.reason) == ("doubtful", "2ページ目が、まだありません。")
    late = make.a_scan(node, as_pdf(images[1:]), actor=office)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason) == ("read", "")
    assert late.pages.get().sheet == sheet
    services.enter_sheet(sheet=sheet, actor=office)
    assert room.taken[sheet.pk]["s13"] == ("pass",)


def test_a_sheet_without_its_second_page_may_be_entered_as_it_is(world, room, node, office):
    room.items = tuple(
        kinds.Item(f"s{n}", kinds.Sort.TABLE, "一つの意見" * 12, make.VOTES, grid="votes")
        for n in range(14)
    )
    form = services.print_sheets(node=node, copies=9, actor=office).form
    upload = make.a_scan(node, as_pdf(filled(form, 5, {"s0": "agree"})[:1]), actor=office)
    (sheet,) = selectors.sheets_of(upload)
    with pytest.raises(services.SheetError, match="読めていない"):
        services.enter_sheet(sheet=sheet, actor=office)
    client = world.client("planner")
    client.post(page(world, "sheet_enter", public_id=sheet.public_id))
    assert room.taken[sheet.pk]["s0"] == ("agree",)
    assert "s13" not in room.taken[sheet.pk]


def test_copies_of_a_master_are_put_together_in_the_order_they_come(world, room, node, office):
    room.items = tuple(
        kinds.Item(f"s{n}", kinds.Sort.TABLE, "一つの意見" * 12, make.VOTES, grid="votes")
        for n in range(14)
    )
    form = services.print_sheets(node=node, copies=0, actor=office).form
    one, two = filled(form, 0, {"s0": "agree"}), filled(form, 0, {"s0": "pass"})
    upload = make.a_scan(node, as_pdf([*one, *two]), actor=office)
    services.accept_upload(upload=upload, actor=office)
    assert [a["s0"] for a in room.taken.values()] == [("agree",), ("pass",)]


def test_a_sheet_of_another_questionnaire_and_a_picture_of_anything_are_named(
    world, room, node, form, office
):
    other = make.a_node(world.district, title="ほかのアンケート")
    stranger = services.print_sheets(node=other, copies=1, actor=office).form
    upload = make.a_scan(
        node, as_pdf(filled(stranger, 1, {})), make.a_picture(name="ねこ.jpg"), actor=office
    )
    shown = world.client("planner").get(page(world, "scan_view", public_id=upload.public_id)).text
    assert "「ほかのアンケート」の用紙です" in shown
    assert "四すみの黒いしるしが見つかりません" in shown
    assert not Sheet.objects.exists()
    odd = ScanPage.objects.first()
    aside = page(world, "page_aside", public_id=odd.public_id)
    client = world.client("planner")
    client.post(aside, {"aside": "1"})
    assert odd in selectors.scan_result(upload).aside


def test_a_questionnaire_changed_since_the_print_still_takes_its_old_sheets(
    world, room, node, form, office
):
    room.items = room.items[:1]
    services.freeze_form(node=node)
    upload = make.a_scan(node, as_pdf(filled(form, 6, {"s2": "pass"})), actor=office)
    services.accept_upload(upload=upload, actor=office)
    (answers,) = room.taken.values()
    assert answers["s2"] == ("pass",)


def test_a_closed_questionnaire_loses_nothing(world, room, node, form, office):
    room.closed = "受付は終わりました。"
    upload = make.a_scan(node, as_pdf(filled(form, 7, {"s1": "agree"})), actor=office)
    assert services.accept_upload(upload=upload, actor=office) == (0, 1)
    (sheet,) = selectors.sheets_of(upload)
    assert (sheet.state, sheet.reason) == ("confirmed", "受付は終わりました。")
    room.closed = ""
    assert services.accept_upload(upload=upload, actor=office) == (1, 0)


def test_every_mark_keeps_its_confidence_and_where_it_was_seen(world, room, node, form, office):
    make.a_scan(node, as_pdf(filled(form, 8, {"s1": "agree"})), actor=office)
    marks = Mark.objects.filter(option__isnull=False).select_related("page", "option")
    assert marks.count() == 8
    assert all(0.9 <= m.confidence <= 1 and m.page.image for m in marks)
    assert [m.option.key for m in marks if m.state == State.FILLED] == ["agree"]


def test_a_job_reads_what_was_handed_in_and_says_how_far_it_is(world, room, node, form, office):
    client = world.client("secretary")
    create = page(world, "scan_create", code=node.short_code)
    answer = client.post(create, {"pictures": [as_pdf(filled(form, 9, {"s1": "agree"}))]})
    upload = ScanUpload.objects.get()
    assert answer.url == page(world, "scan_view", public_id=upload.public_id)
    waiting = client.get(answer.url).text
    assert "読む順番を待っています" in waiting
    assert "最新の様子を見る" in waiting  # the page asks by itself, or its reader by this link
    assert 'hx-trigger="every 3s"' in waiting
    done = jobs.definition("sheets.read").work(jobs.Progress(), upload_id=upload.pk)()
    assert done.sentence == "1ページを読みました。"
    read = client.get(answer.url).text
    assert "はっきり読めた用紙" in read
    assert "hx-trigger" not in read


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 400


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("写真.heic", HEIC), "互換性優先"),
        (SimpleUploadedFile("文.pdf", b"%PDF-1.7 nothing"), "こわれている"),
        (SimpleUploadedFile("a.pdf", b"<html></html>"), "HTML"),
        (SimpleUploadedFile("a.pdf", b""), "空"),
    ],
)
def test_files_that_can_not_be_read_are_refused_with_what_to_do(world, room, node, file, words):
    file.seek(0)
    answer = world.client("secretary").post(
        page(world, "scan_create", code=node.short_code), {"pictures": [file]}
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert not ScanUpload.objects.exists()


def test_a_pdf_that_was_never_paper_is_said_page_by_page(world, room, node, form, office):
    drawn = services.typeset(services.print_sheets(node=node, copies=1, actor=office))
    upload = make.a_scan(node, SimpleUploadedFile("印刷.pdf", drawn), actor=office)
    shown = world.client("planner").get(page(world, "scan_view", public_id=upload.public_id)).text
    assert "スキャンした画像ではないPDFです" in shown


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_what_scanners_write_is_taken_out_of_the_pdf_as_it_is(mode):
    image = Image.new(mode, (1240, 1754), 1 if mode == "1" else "white")
    out = io.BytesIO()
    image.save(out, "PDF", resolution=150)
    (found,) = pictures.pictures(out, "application/pdf")
    assert found.grey is not None
    assert found.grey.shape == (1754, 1240)
    assert found.grey.min() > 250


def test_too_many_pages_and_bombs_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PAGES", 2)
    with pytest.raises(pictures.FileRefused, match="3ページ"):
        pictures.count(as_pdf([Image.new("L", (60, 80))] * 3), "application/pdf")
    out = io.BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PNG")
    (bomb,) = pictures.pictures(out, "image/png")
    assert bomb.grey is None
    assert "大きすぎます" in bomb.why or "こわれている" in bomb.why
    out = io.BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PDF", resolution=1000)
    (bomb,) = pictures.pictures(out, "application/pdf")
    assert bomb.grey is None


def test_pictures_go_after_their_term_and_the_answers_stay(
    world, room, node, form, office, django_capture_on_commit_callbacks, monkeypatch
):
    upload = make.a_scan(node, as_pdf(filled(form, 10, {"s1": "agree"})), actor=office)
    services.accept_upload(upload=upload, actor=office)
    scanned = upload.pages.get()
    assert services.forget_pictures() == 0
    day = clock.today() + dt.timedelta(days=kinds.KEEP_DAYS)
    monkeypatch.setattr(clock, "today", lambda: day)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_pictures() == 1
    assert not scanned.image.storage.exists(scanned.image.name)
    client = world.client("planner")
    image = page(world, "page_image", public_id=scanned.public_id)
    assert client.get(image).status_code == 404
    (answers,) = room.taken.values()
    assert answers["s1"] == ("agree",)
    assert (
        "期限が来たので消しました"
        in client.get(page(world, "scan_view", public_id=upload.public_id)).text
    )
