"""The living karte, on the real files: `./jibungoto bench karte [--json]`.

Each part runs in a process of its own with an empty SQLite database in a temporary folder. Seconds
are processor time of all its cores together, so that a busy machine does not change them; memory is
the largest the whole process ever was. Files are not copied; JIBUNGOTO_DATA names their folder.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SETTINGS = "jibungoto.site.settings"
CENSUS = "jp/kadoma-27223/census2020_small_area_age5_sex_T001082_osaka_pref.utf8.csv"


def run() -> dict[str, object]:
    """Every part, one after the other."""
    figures: dict[str, object] = {}
    for part in PARTS:
        figures |= _child(part)
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


PARTS: dict[str, Callable[[], dict[str, object]]] = {"census": census}


def spent() -> float:
    """Seconds of processor time of this process and the ones it ended."""
    both = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def peak_mb() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child(part: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="jibungoto-bench-") as home:
        environment = {**os.environ, "JIBUNGOTO_HOME": home, "DJANGO_SETTINGS_MODULE": SETTINGS}
        environment.pop("DATABASE_URL", None)
        paths = [str(Path(__file__).resolve().parent.parent / "src"), environment.get("PYTHONPATH")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        done = subprocess.run(
            [sys.executable, __file__, part], env=environment, stdout=subprocess.PIPE, check=True
        )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _part() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(PARTS[sys.argv[1]](), ensure_ascii=False))


if __name__ == "__main__":
    _part()
