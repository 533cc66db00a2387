"""A rebuild after one file touches what it changed: charts drawn, sheets typeset, kartes stored."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from jibungoto.kernel import jobs
from jibungoto.know.facilities.tests.factories import SQUARE, a_facility
from jibungoto.know.findings.tests.factories import a_finding
from jibungoto.know.karte import building, printing, services
from jibungoto.know.karte.models import Edition, Karte
from jibungoto.know.places import services as places
from jibungoto.ui import pdf
from jibungoto.ui.charts import drawing

from .factories import BEFORE, NOW, THEN, some_people

NAMES = ("北", "南", "東", "西", "中央", "川端")


@pytest.fixture
def districts(city):
    """Six districts beside one another."""
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    found = []
    for n, name in enumerate(NAMES):
        one = places.create_district(kind=kind, slug=f"d{n}", name=f"{name}地区")
        ring = [[x + 0.03 * n, y] for x, y in SQUARE["coordinates"][0]]
        places.set_boundary(
            district=one, geojson={"type": "Polygon", "coordinates": [ring]},
            source="見本", dated=dt.date(2026, 4, 1),
        )  # fmt: skip
        found.append(one)
    people(found)
    return found


def people(districts, more=0):
    """Three tables; in the newest the first district has `more` people of the oldest class."""
    from jibungoto.know.statistics.tests.factories import a_release

    for day, factor in ((BEFORE, 1.1), (THEN, 1.05), (NOW, 1.0)):
        rows = []
        for n, district in enumerate(districts):
            men = [round(k * factor) for k in some_people(60 + 8 * n, n - 3)]
            women = [k + 3 for k in men]
            if day == NOW and n == 0:
                women[-1] += more
            rows.append((district, men, women))
        a_release(rows, taken_on=day)


@pytest.fixture
def seen(monkeypatch):
    """What is drawn and typeset, without drawing it: keys of charts, titles of sheets."""
    told = {"charts": [], "sheets": []}

    def draw(specs, *_rest):
        for spec in specs:
            key = drawing.key_of(spec)
            if not default_storage.exists(drawing._path(key)):
                told["charts"].append(key)
                drawing.default_storage.save(drawing._path(key), pdf_free(key))

    def render(template, data):
        told["sheets"].append((data["title"], template.rpartition("/")[2][:2]))
        return b"%PDF-"

    monkeypatch.setattr(building, "draw_all", draw)
    monkeypatch.setattr(pdf, "render", render)
    return told


def pdf_free(key):
    from django.core.files.base import ContentFile

    return ContentFile(f'<svg viewBox="0 0 1 1"><title>{key}</title></svg>'.encode())


def rebuilt(city, districts, seen):
    """Build and print all; which kartes changed, how many charts and which sheets were made."""
    before = dict(Karte.objects.values_list("district__name", "digest"))
    seen["charts"].clear()
    seen["sheets"].clear()
    services.build(districts[0].kind)
    kartes = list(Karte.objects.select_related("node", "district"))
    printing.pdfs(city, kartes, processes=1)
    after = {k.district.name: k.digest for k in kartes}
    changed = {name for name in after if before.get(name) != after[name]}
    return changed, len(seen["charts"]), set(seen["sheets"])


def both(name):
    return {(name, "a4"), (name, "a3")}


def test_without_a_change_nothing_is_drawn_or_typeset(city, districts, seen) -> None:
    changed, charts, sheets = rebuilt(city, districts, seen)
    assert (len(changed), len(sheets)) == (6, 12)
    assert charts > 6
    assert rebuilt(city, districts, seen) == (set(), 0, set())


def test_a_facility_touches_only_the_list_and_the_map_of_its_district(
    city, districts, seen
) -> None:
    a_facility("公民館")
    rebuilt(city, districts, seen)
    a_facility("児童館", point=(139.311, 35.611))
    changed, charts, sheets = rebuilt(city, districts, seen)
    # Every karte tells the city's number beside its own; no chart of statistics is drawn anew.
    assert "北地区" in changed
    assert charts == 0
    assert {name for name, _paper in sheets} == changed


def test_a_finding_touches_its_own_district_and_no_chart(city, districts, seen) -> None:
    rebuilt(city, districts, seen)
    a_finding(district=districts[1])
    assert rebuilt(city, districts, seen) == ({"南地区"}, 0, both("南地区"))


@pytest.mark.parametrize("broken", ["draw_all", "contents_of"])
def test_a_rebuild_that_is_broken_off_leaves_the_old_kartes_whole(
    city, districts, seen, monkeypatch, broken
) -> None:
    rebuilt(city, districts, seen)
    a_edition = services.issue_editions(kartes=list(Karte.objects.all()), year=2026)
    before = list(Karte.objects.order_by("pk").values("contents", "digest", "brief", "built_at"))
    people(districts, more=40)
    calls = iter(range(100))

    def breaks_off(*told):
        if broken == "draw_all" or next(calls) == 3:
            raise RuntimeError("the machine went down")
        return contents_of(*told)

    contents_of = building.contents_of
    monkeypatch.setattr(building, broken, breaks_off)
    job = jobs.enqueue("karte.rebuild")
    jobs.run_due()
    job.refresh_from_db()
    assert job.state != "done"
    kept = list(Karte.objects.order_by("pk").values("contents", "digest", "brief", "built_at"))
    assert kept == before
    assert Edition.objects.count() == len(a_edition) == 6
    monkeypatch.undo()


def test_storing_is_all_or_nothing(city, districts, seen, monkeypatch) -> None:
    rebuilt(city, districts, seen)
    before = dict(Karte.objects.values_list("pk", "digest"))
    people(districts, more=40)
    prepared = services.prepare(districts[0].kind)

    def breaks_off(*_told):
        raise RuntimeError("the machine went down")

    monkeypatch.setattr(services, "_store_outlooks", breaks_off)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.store(prepared)
    assert dict(Karte.objects.values_list("pk", "digest")) == before


def test_how_far_a_rebuild_has_come_is_told(city, districts, seen) -> None:
    told = []

    class Listening:
        stop_asked = False

        def say(self, done, total, message):
            told.append((done, total, message))

    services.build(districts[0].kind, jobs.Progress(Listening()))
    assert (6, 6, "カルテをまとめています") in told


def test_a_new_table_draws_what_it_changes_and_keeps_the_other_drawings(
    city, districts, seen
) -> None:
    _all, everything, _sheets = rebuilt(city, districts, seen)
    people(districts, more=40)
    changed, charts, sheets = rebuilt(city, districts, seen)
    # The city's figures stand in every karte, so all of them tell something new; but pyramids and
    # ages of the five other districts are what they were.
    assert len(changed) == 6
    assert len(sheets) == 12
    assert 0 < charts < everything
    pyramids_of_others = 5
    assert everything - charts >= pyramids_of_others
