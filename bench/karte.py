"""The living karte, on the real files: `./jibungoto bench karte [--json]`.

Each part runs in a process of its own with an empty SQLite database in a temporary folder. Seconds
of the import are processor time of all its cores together, so that a busy machine does not change
them; those of whole cities (_all_s) are on the clock. Memory is the largest the process ever was.
Files are not copied; JIBUNGOTO_DATA names their folder.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Run as a file too, in a process of its own.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.pages import unkept

SETTINGS = "jibungoto.site.settings"
CENSUS = "jp/kadoma-27223/census2020_small_area_age5_sex_T001082_osaka_pref.utf8.csv"


def run() -> dict[str, object]:
    """Every part, one after the other."""
    figures: dict[str, object] = {}
    for part in PARTS:
        figures |= _child_of(__file__, part)
    return figures


def data() -> Path:
    """The folder of the real files."""
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    return Path(os.environ.get("JIBUNGOTO_DATA") or beside)


def census() -> dict[str, object]:
    """The census table of Osaka-fu, all its areas: read, shown, read again and written."""
    from jibungoto.kernel import jobs, tenancy
    from jibungoto.kernel.actor import GUEST
    from jibungoto.kernel.intake import services
    from jibungoto.kernel.intake.kinds import Upload
    from jibungoto.kernel.models import Municipality
    from jibungoto.know.statistics.census_intake import KIND
    from jibungoto.know.statistics.models import Headcount

    osaka = Municipality.objects.create(slug="osaka", name="大阪府", code="270008")
    with tenancy.within(osaka):
        began = spent()
        path = data() / CENSUS
        upload = Upload(path.name, path.read_bytes())
        seen = services.preview(kind=KIND, upload=upload, options={}, actor=GUEST)
        proposal = services.read_again(seen)
        services.apply(run=seen, proposal=proposal, progress=jobs.Progress())
        figures = {"census_import_s": round(spent() - began, 2)}
        whole = Headcount.objects.get(small_area=None, district=None).total
        if whole != 8_837_685:
            raise RuntimeError(f"{whole} people instead of the official number")
    return figures | {"census_import_mb": round(peak_mb())}


def hachioji() -> dict[str, object]:
    """All junior-high districts of Hachioji from an empty database: data, charts, sheets."""
    folder = data() / "jp/hachioji-13201"
    files = [
        folder / "small_area_census2015_simplified.geojson",
        folder / "school_district_junior_high_A32_2016.geojson",
        folder / "childcare_facilities_2019.csv",
    ]
    seconds, number = _whole("132012", "八王子市", files)
    if number != 37:
        raise RuntimeError(f"{number} kartes instead of 37")
    return {"hachioji_all_s": seconds}


def sapporo() -> dict[str, object]:
    """All elementary districts of Sapporo from an empty database; then one page, and projecting."""
    folder = data() / "jp/sapporo-01100"
    files = [
        folder / "jochome_location_isj.csv",
        folder / "Elementary.geojson",
        folder / "population_age5_by_jochome_2020-10-01.csv",
        folder / "households_population_sex_by_jochome_2021-04-01.csv",
    ]
    seconds, number = _whole("011002", "札幌市", files)
    if number != 202:
        raise RuntimeError(f"{number} kartes instead of 202")
    return {"sapporo_all_s": seconds, **_page(), "projection_202_s": _projection()}


def _whole(code: str, name: str, files: list[Path]) -> tuple[float, int]:
    """Seconds on the clock of `jibungoto karte build` with all its sheets, and how many kartes."""
    from jibungoto.know.karte.models import Karte
    from jibungoto.site.cli import main

    began = time.monotonic()
    words = ["karte", "build", "--municipality", code, "--name", name]
    folder = Path(os.environ["JIBUNGOTO_HOME"]) / "pdf"
    with contextlib.redirect_stdout(sys.stderr):
        main([*words, "--pdf", str(folder), *map(str, files)])
    if len(list(folder.glob("*.pdf"))) != 2 * Karte.everywhere.count():
        raise RuntimeError("a sheet is missing")
    return round(time.monotonic() - began, 1), Karte.everywhere.count()


def _page() -> dict[str, object]:
    """A karte's page that nobody asked for yet: milliseconds of processor time, and queries."""
    from jibungoto.know.karte.models import Karte

    karte = Karte.everywhere.select_related("node", "municipality").order_by("pk")[50]
    cpu, queries = unkept(f"/{karte.municipality.slug}/{karte.node.path}")
    return {"karte_cpu_ms": cpu, "karte_queries": queries}


def _projection() -> float:
    """Seconds for looking ahead in all districts at once, the tables read already."""
    from jibungoto.kernel import tenancy
    from jibungoto.kernel.models import Municipality
    from jibungoto.know.karte import reading
    from jibungoto.know.karte.projecting import look_ahead

    with tenancy.within(Municipality.objects.get()):
        found = reading.material(reading.kinds()[0])
        districts = [d.pk for d in found.districts]
        times = []
        for _ in range(3):
            began = time.perf_counter()
            look_ahead(found.tables, districts)
            times.append(time.perf_counter() - began)
    return round(min(times), 3)


PARTS: dict[str, Callable[[], dict[str, object]]] = {
    "census": census,
    "hachioji": hachioji,
    "sapporo": sapporo,
}


def spent() -> float:
    """Seconds of processor time of this process and the ones it ended."""
    both = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def peak_mb() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child_of(file: str, part: str) -> dict[str, object]:
    """What a part of a measurement prints, run with an empty database in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="jibungoto-bench-") as home:
        environment = {**os.environ, "JIBUNGOTO_HOME": home, "DJANGO_SETTINGS_MODULE": SETTINGS}
        environment.pop("DATABASE_URL", None)
        paths = [str(Path(__file__).resolve().parent.parent / "src"), environment.get("PYTHONPATH")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        done = subprocess.run(
            [sys.executable, file, part], env=environment, stdout=subprocess.PIPE, check=True
        )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _part() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(PARTS[sys.argv[1]](), ensure_ascii=False))


if __name__ == "__main__":
    _part()
