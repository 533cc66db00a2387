"""Files are taken in by what they are, tell nothing they should not, and are handed out safely."""

import datetime as dt
import errno
import io
import zipfile

import pytest
from django.apps import apps
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from jibungoto.kernel import clock, files, nodes, tenancy
from jibungoto.kernel.actor import GUEST, Actor, Level
from jibungoto.kernel.files.kinds import BY_TYPE
from jibungoto.kernel.files.services import KEPT_DAYS
from jibungoto.kernel.models import Attachment, AuditRecord, Municipality, Node

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def city():
    municipality = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(municipality):
        yield municipality


@pytest.fixture
def node(city):
    return nodes.register(kind="x", title="見本の記録", path="x/1/")


def upload(content, name="file"):
    return SimpleUploadedFile(name, content)


def picture(form="JPEG", size=(60, 40), mode="RGB", **saved):
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode in ("RGB", "RGBA") else 1).save(out, form, **saved)
    return out.getvalue()


def office(part="word/document.xml", kind="wordprocessingml.document", more=()):
    types = f"<Types>vnd.openxmlformats-officedocument.{kind}.main+xml application/</Types>"
    if part:
        types = types.replace("vnd.", "application/vnd.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        if part:
            archive.writestr(part, "<x/>")
        for name in more:
            archive.writestr(name, "x")
    return out.getvalue()


def read(path):
    with default_storage.open(path) as file:
        return file.read()


def stored(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (picture("JPEG"), "a.png", "image/jpeg"),
        (picture("PNG"), "a.jpg", "image/png"),
        (picture("WEBP"), "a", "image/webp"),
        (picture("GIF", mode="P"), "a.gif", "image/png"),
        (b"%PDF-1.7\n%...", "a.exe", "application/pdf"),
        (office(), "a.docx", None),
        (office("xl/workbook.xml", "spreadsheetml.sheet"), "a.zip", None),
        ("名前,数\n公園,3\n".encode("cp932"), "a.csv", "text/csv"),
        ("名前\t数\n".encode("utf-16"), "a.tsv", "text/csv"),
        ("会議の記録\n".encode(), "a.md", "text/plain"),
    ],
)
def test_the_kind_is_read_from_the_content_and_not_from_the_name(node, content, name, content_type):
    found = files.attach(node, upload(content, name))
    if content_type:
        assert found.content_type == content_type
    assert found.name == "a" + BY_TYPE[found.content_type].suffix
    assert default_storage.size(found.path) == found.size


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "SVG"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", "HTML"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"MZ\x90\x00" + b"\0" * 60, "お預かりできません"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 60, "お預かりできません"),
        (b"a,b\n\x00\x01", "お預かりできません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "古い形式"),
        (b"PK\x03\x04broken", "こわれている"),
        (office(part=""), "お預かりできません"),
        (office(more=["word/vbaProject.bin"]), "マクロ"),
        (office(kind="wordprocessingml.document.macroEnabled"), "マクロ"),
        (picture("JPEG")[:120], "こわれている"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 40, "HEIC"),
    ],
)
def test_what_is_not_taken_is_refused_with_a_sentence_and_leaves_nothing(
    node, storage, content, words
):
    with pytest.raises(files.FileRefused, match=words):
        files.attach(node, upload(content, "a.jpg"))
    assert not Attachment.objects.exists()
    assert stored(storage) == []


def test_a_file_over_the_limit_is_refused_with_both_sizes(node, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(files.FileRefused, match=r"1MBまで.*2MB"):
        files.attach(node, upload(b"x" * (1024 * 1024 + 1)))


def test_a_picture_keeps_nothing_of_its_camera_and_place_and_stands_upright(node):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8769] = 6, "CameraMaker", {0x9003: "2026:01:01 00:00:00"}
    exif[0x8825] = {1: "N", 2: (35.0, 39.0, 0.0), 3: "E", 4: (139.0, 20.0, 0.0)}
    content = picture("JPEG", (60, 40), exif=exif, comment=b"secret place")
    found = files.attach(node, upload(content, "a.jpg"), alt="花だん")
    kept = read(found.path)
    image = Image.open(io.BytesIO(kept))
    assert image.size == (found.width, found.height) == (40, 60)
    assert dict(image.getexif()) == {}
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)
    assert b"CameraMaker" not in kept
    assert b"secret" not in kept


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "JPEG"])
def test_whatever_hangs_on_behind_a_picture_is_gone(node, form):
    content = (
        picture(form, mode="P" if form == "GIF" else "RGB") + b"<script>alert(1)</script>PK\x03\x04"
    )
    found = files.attach(node, upload(content))
    assert b"<script>" not in read(found.path)


def test_large_pictures_are_made_smaller_and_get_a_thumbnail(node):
    found = files.attach(node, upload(picture("PNG", (3000, 1000), "RGBA")))
    assert (found.width, found.height) == (2400, 800)
    assert Image.open(io.BytesIO(read(found.path))).mode == "RGBA"
    assert max(Image.open(io.BytesIO(read(found.thumb_path))).size) == 400


def test_a_picture_that_would_be_enormous_unpacked_is_refused(node):
    bomb = picture("PNG", (12000, 12000), "1")
    assert len(bomb) < 100_000
    with pytest.raises(files.FileRefused, match="大きすぎます"):
        files.attach(node, upload(bomb))


class FullDisk(FileSystemStorage):
    """A storage in which the second file finds no room."""

    calls = 0

    def _save(self, name, content):
        FullDisk.calls += 1
        saved = super()._save(name, content)
        if FullDisk.calls >= self.full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return saved


@pytest.mark.parametrize("full_at", [1, 2])
def test_a_full_disk_is_said_in_words_and_nothing_half_done_is_left(
    node, settings, storage, full_at
):
    FullDisk.full_at, FullDisk.calls = full_at, 0
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "jibungoto.kernel.tests.test_files.FullDisk"},
    }
    with pytest.raises(files.FileRefused, match="いっぱい"):
        files.attach(node, upload(picture()))
    assert stored(storage) == []
    assert not Attachment.objects.exists()
    assert not AuditRecord.objects.filter(action="kernel.file.attach").exists()


def test_names_are_random_in_the_storage_and_clean_in_the_address(node):
    found = files.attach(node, upload(b"text", "..\\..\\etc/passwd\u202e.php.txt"))
    assert found.name == "passwd.php.txt"
    assert "." not in found.path
    assert "passwd" not in found.path


def get(found, client=None, thumb=False, **headers):
    kwargs = {"municipality": "koko", "public_id": found.public_id}
    url = (
        reverse("kernel:file_thumb", kwargs=kwargs)
        if thumb
        else reverse("kernel:file_open", kwargs={**kwargs, "name": found.name})
    )
    return (client or Client()).get(url, headers=headers)


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("content", "how"),
    [
        (picture(), "inline"),
        (b"%PDF-1.7", "inline"),
        (b"a,b", "attachment"),
        (office(), "attachment"),
    ],
)
def test_files_are_handed_out_as_what_they_are_and_can_not_act(node, content, how):
    found = files.attach(node, upload(content, "お知らせ.x"))
    response = get(found)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].startswith(found.content_type)
    assert response["Content-Disposition"].startswith(how)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert ("sandbox" in response["Content-Security-Policy"]) == (
        found.content_type != "application/pdf"
    )
    assert len(body(response)) == found.size == int(response["Content-Length"])


def test_a_table_says_in_which_encoding_it_is_written(node):
    found = files.attach(node, upload("名前,数".encode("cp932"), "a.csv"))
    response = get(found)
    assert response["Content-Type"] == "text/csv; charset=windows-31j"
    assert body(response).decode("cp932") == "名前,数"


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=4-", 206, b"456789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=4-99", 206, b"456789"),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("bites=1", 200, b"0123456789"),
        ("bytes=10-", 416, None),
        ("bytes=5-2", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(node, asked, status, content):
    response = get(files.attach(node, upload(b"0123456789", "a.txt")), Range=asked)
    assert response.status_code == status
    if content is not None:
        assert body(response) == content
    response.close()


def test_a_file_that_has_not_changed_is_not_sent_again(node):
    found = files.attach(node, upload(picture()))
    first = get(found)
    body(first)
    assert get(found, **{"If-None-Match": first["ETag"]}).status_code == 304
    small = get(found, thumb=True)
    assert small["ETag"] != first["ETag"]
    assert Image.open(io.BytesIO(body(small))).size == (60, 40)


def test_who_does_not_see_the_record_does_not_see_its_files(node):
    found = files.attach(node, upload(b"text"))
    nodes.change(node, state=Node.State.STAFF)
    assert get(found).status_code == 404
    assert not files.attachments(GUEST, node).exists()


def test_whoever_sent_a_file_in_sees_it_while_the_record_waits(node):
    people = apps.get_model("people.Participant").objects
    sender, other = (people.create(level=Level.DEVICE) for _ in range(2))
    mine = Actor(municipality_id=node.municipality_id, participant_id=sender.pk)
    found = files.attach(node, upload(b"text"), actor=mine)
    nodes.change(node, state=Node.State.STAFF)
    assert list(files.attachments(mine, node)) == [found]
    theirs = Actor(municipality_id=node.municipality_id, participant_id=other.pk)
    assert not files.attachments(theirs, node).exists()


def test_files_of_another_municipality_are_not_there(node):
    found = files.attach(node, upload(b"text"))
    Municipality.objects.create(slug="asoko", name="あそこ市")
    url = reverse("kernel:file_open", args=["asoko", found.public_id, found.name])
    assert Client().get(url).status_code == 404


def test_a_row_without_its_file_is_a_404_and_not_an_error(node):
    found = files.attach(node, upload(b"text"))
    default_storage.delete(found.path)
    assert get(found).status_code == 404


def test_a_file_taken_away_can_be_brought_back_and_later_is_forgotten(node, storage, monkeypatch):
    found = files.attach(node, upload(picture()))
    files.remove(found)
    assert get(found).status_code == 404
    assert files.sweep() == 0
    files.restore(found)
    found.refresh_from_db()
    assert found.removed_at is None
    files.remove(found)
    later = clock.now() + dt.timedelta(days=KEPT_DAYS + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert files.sweep() == 1
    assert stored(storage) == []
    done = AuditRecord.objects.filter(action__startswith="kernel.file").order_by("seq")
    assert list(done.values_list("action", flat=True)) == [
        "kernel.file.attach",
        "kernel.file.remove",
        "kernel.file.restore",
        "kernel.file.remove",
    ]


def test_files_whose_record_came_to_nothing_are_swept(node, storage, monkeypatch):
    kept = files.attach(node, upload(b"kept"))
    with transaction.atomic():
        files.attach(node, upload(b"lost"))
        transaction.set_rollback(True)
    assert len(stored(storage)) == 2
    assert files.sweep() == 0
    later = clock.now() + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert files.sweep() == 1
    assert default_storage.exists(kept.path)


def test_whoever_brought_a_file_may_take_it_away(node):
    from jibungoto.kernel.policy import decide
    from jibungoto.people.models import Participant

    giver = Participant.objects.create()
    found = files.attach(node, upload(b"text"), actor=Actor(participant_id=giver.pk))
    assert decide(Actor(participant_id=giver.pk), "kernel.file.remove", found)
    assert not decide(Actor(participant_id=giver.pk + 1), "kernel.file.remove", found)
    refusal = decide(Actor(user_id=3), "kernel.file.remove", found)
    assert "つけた方" in refusal.reason
