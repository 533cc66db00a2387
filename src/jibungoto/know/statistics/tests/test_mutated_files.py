"""Files cut, shuffled, filled with rubbish: every importer answers, and nothing is half done."""

import hashlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jibungoto.kernel import jobs
from jibungoto.kernel.intake import services as intake
from jibungoto.know.places.models import SmallArea
from jibungoto.know.places.tests.factories import a_district
from jibungoto.know.statistics import census_intake, figures_intake, mapping_intake
from jibungoto.know.statistics import population_intake as people_intake
from jibungoto.know.statistics.models import Figure, Headcount, Indicator, Release

from .census import a_city, as_file
from .factories import TOWNS, a_mapping, as_csv, handed_in, standard_header, standard_row

pytestmark = pytest.mark.django_db
LOWS = (0, 15, 65)
STANDARD = as_csv(
    [
        standard_header(LOWS),
        *(standard_row(f"{i:03}", f"{i}番町", [i, 2, 3], [4, 5, i]) for i in range(6)),
    ],
    encoding="utf-8",
)
FIGURES = (
    "指標,単位,地区,基準日,値\n加入率,%,北地区,令和7年度,61.2\n加入率,%,,2026-04-01,x\n"
    "児童数,人,南地区,2026-05-01,120\n児童数,人,北地区,2026-05-01,\n"
).encode()
FILES = {
    "population": (people_intake.KIND, STANDARD),
    "census": (census_intake.KIND, as_file(a_city(), "utf-8")),
    "table": (mapping_intake.KIND, TOWNS.encode()),
    "figures": (figures_intake.KIND, FIGURES),
}
RUBBISH = [
    "", "x", "-", "?", "9" * 30, "-1", "1e9", "三", "0.5", "=1+1", '"', "\x00", "\u3000",
    "令和99年", "2026-02-30", "あ" * 500, "NaN", "１２", "1,2", "\u202e", "🏠", "#REF!", "総数",
    "合計",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["cut", "swap", "cell", "twice", "drop", "column", "bytes"]),
        st.integers(0, 10_000),
        st.sampled_from(RUBBISH),
    ),
    min_size=1,
    max_size=5,
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8", "cp932", "utf-16", "utf-8-sig", "euc_jp"])


def _by(where: int):
    """An order that has nothing to do with the lines' own."""
    return lambda line: hashlib.sha256(f"{where}{line}".encode()).digest()


def mutated(content: bytes, changes, encoding: str) -> bytes:
    text = content.decode()
    for what, where, rubbish in changes:
        lines = text.splitlines() or [""]
        at = where % len(lines)
        cells = lines[at].split(",")
        if what == "cut":
            text = text[: where % (len(text) + 1)]
            continue
        if what == "swap":
            lines = sorted(lines, key=_by(where))
        elif what == "cell":
            cells[where % len(cells)] = rubbish
            lines[at] = ",".join(cells)
        elif what == "twice":
            lines.insert(at, lines[at])
        elif what == "drop":
            del lines[at]
        elif what == "column":
            lines = [line.partition(",")[2] if where % 2 else f"{rubbish},{line}" for line in lines]
        else:
            text = text[:at] + rubbish + text[at:]
            continue
        text = "\r\n".join(lines)
    made = text.encode(encoding, errors="replace")
    return made[:-1] if changes[0][1] % 7 == 0 else made


def stored():
    return [
        sorted(model.objects.values_list("pk", flat=True))
        for model in (Release, Headcount, SmallArea, Figure, Indicator)
    ]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES, encoding=ENCODINGS)
@pytest.mark.parametrize("name", FILES)
def test_no_file_breaks_an_importer_and_each_can_be_taken_back(city, name, changes, encoding):
    kind, content = FILES[name]
    with transaction.atomic():
        a_district("kita", name="北地区")
        a_district("minami", name="南地区")
        a_mapping()
        before = stored()
        told = {"taken_on": "2026-04-01"} if name == "table" else {}
        run = handed_in(kind, mutated(content, changes, encoding), **told)
        assert run.state in ("previewed", "refused")
        assert run.state == "previewed" or run.verdict
        assert stored() == before
        if run.state == "previewed" and run.changes_anything:
            intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
            intake.undo(run=run)
            assert stored() == before
        transaction.set_rollback(True)
