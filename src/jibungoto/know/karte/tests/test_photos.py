"""Photos of charms and issues on paper: only public ones, and never at the price of the sheet."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from jibungoto.kernel import files
from jibungoto.kernel.models import Attachment
from jibungoto.know.findings import services as findings
from jibungoto.know.findings.tests.factories import a_finding, a_photo, an_issue
from jibungoto.know.karte import printing, services, voices
from jibungoto.know.karte.contents import read
from jibungoto.know.karte.models import Karte
from jibungoto.know.places import services as places
from jibungoto.ui import pdf

from .factories import a_karte, an_edition


@pytest.fixture
def district(city):
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    return places.create_district(kind=kind, slug="kita", name="北地区")


@pytest.fixture
def charm(district):
    made = a_finding("川の土手が気持ちいいです", district=district)
    findings.add_photo(finding=made, upload=a_photo(), alt="土手の桜")
    an_issue(district=district)
    return made


def sheet(city, karte, monkeypatch, paper="a4", edition=None):
    """The data a sheet is typeset from."""
    seen = {}
    monkeypatch.setattr(pdf, "render", lambda _template, data: seen.update(data) or b"%PDF-")
    printing.pdf(city, karte, edition, paper)
    return seen


def voices_of(data):
    return next(p for p in data["parts"] if p["key"] == "findings")["voices"]


def test_a_photo_is_printed_with_its_words_beside_what_it_shows(city, charm, monkeypatch) -> None:
    data = sheet(city, a_karte(charm.district), monkeypatch)
    shown, without = voices_of(data)
    assert "data:image/jpeg;base64," in shown["photo"]
    assert shown["alt"] == "土手の桜"
    assert without["photo"] == ""
    assert [v["title"] for v in data["charm-photos"]] == [charm.title]
    panels = sheet(city, a_karte(charm.district), monkeypatch, "a3")["panels"]
    assert [len(p["photos"]) for p in panels] == [0, 0, 0, 0, 0, 1]


def test_a_photo_taken_away_is_printed_no_more(city, charm, monkeypatch) -> None:
    karte = a_karte(charm.district)
    sheet(city, karte, monkeypatch)
    files.remove(Attachment.objects.get())
    assert [v["photo"] for v in voices_of(sheet(city, karte, monkeypatch))] == ["", ""]


def test_what_was_taken_back_stands_neither_in_the_karte_nor_in_an_edition(
    city, charm, monkeypatch
) -> None:
    edition = an_edition(charm.district)
    findings.handling.withdraw(charm)
    assert charm.title in str(edition.contents)
    karte = Karte.objects.select_related("node").get()
    data = sheet(city, karte, monkeypatch, edition=edition)
    assert [v["title"] for v in voices_of(data)] == ["通学路の街灯が切れています"]
    for address in ("", "editions/1/"):
        page = Client().get(f"/{city.slug}/karte/kita/{address}").content.decode()
        assert charm.title not in page
    found = voices.heard(read(edition.contents))
    assert all(pin.title != charm.title for p in found.pictures() for pin in p.pins)


@pytest.mark.parametrize("content", [None, b"no picture at all", b""])
@pytest.mark.drawn
def test_a_file_that_is_gone_or_broken_never_breaks_the_sheet(city, charm, content) -> None:
    services.build(charm.district.kind)
    attachment = Attachment.objects.get()
    for path in (attachment.path, attachment.thumb_path):
        default_storage.delete(path)
        if content is not None:
            default_storage.save(path, ContentFile(content))
    karte = Karte.objects.select_related("node").get()
    for paper in printing.PAPERS:
        assert printing.pdf(city, karte, None, paper).startswith(b"%PDF-")


@pytest.mark.drawn
def test_a_sheet_with_photos_passes_as_a_tagged_pdf(city, charm) -> None:
    """The typesetter refuses a picture without words under PDF/UA."""
    karte = a_karte(charm.district)
    with_photo = printing.pdf(city, karte, None, "a4")
    files.remove(Attachment.objects.get())
    assert len(with_photo) > len(printing.pdf(city, karte, None, "a4"))
