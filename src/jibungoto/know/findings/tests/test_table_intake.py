"""Charms a city has published and findings collected on paper: in, again, faults, undo."""

import pytest

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.kernel.models import Word
from jibungoto.know.findings import selectors, services
from jibungoto.know.findings.models import Finding
from jibungoto.know.findings.table_kinds import KINDS
from jibungoto.know.places import services as places

from .factories import somebody

pytestmark = pytest.mark.django_db
CHARMS, FINDINGS = KINDS
TABLE = (
    "種類,ひとことで,くわしく,地区,場所,いつ,どこから\n"
    "課題,横断歩道がうすい,朝は車が多いです。,北地区,学校の前,2026-10-18,紙\n"
    "魅力,,朝の土手が気持ちいい。鴨もいます。,,川の土手,令和8年10月18日,口頭\n"
)


def handed_in(kind, content, name="list.csv", **options):
    upload = Upload(name, content if isinstance(content, bytes) else content.encode("utf-8"))
    return intake.preview(kind=kind, upload=upload, options=options, actor=GUEST)


def taken_in(kind, content, **options):
    run = handed_in(kind, content, **options)
    assert run.state == "previewed", (run.verdict, list(run.remarks.values_list("text")))
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def test_findings_on_paper_come_in_with_district_day_and_channel(world):
    run = taken_in(FINDINGS, TABLE)
    assert run.added == 2
    issue = Finding.objects.get(sort="issue")
    assert (issue.title, issue.district, issue.channel) == (
        "横断歩道がうすい",
        world.district,
        "paper",
    )
    charm = Finding.objects.get(sort="charm")
    assert (charm.title, charm.channel) == ("朝の土手が気持ちいい", "oral")
    assert str(charm.found_on) == "2026-10-18"


def test_the_same_table_again_changes_nothing_and_a_mended_one_changes_its_row(world):
    taken_in(FINDINGS, TABLE)
    again = handed_in(FINDINGS, TABLE)
    assert (again.changes_anything, again.unchanged) == (False, 2)
    mended = handed_in(FINDINGS, TABLE.replace("朝は車が多いです。", "朝と夕方は車が多いです。"))
    assert (mended.added, mended.changed) == (0, 1)


def test_an_unknown_kind_and_district_are_named_by_row(world):
    wrong = (
        TABLE.replace("課題,横断", "要望,横断")
        .replace("魅力,,", "魅力,,")
        .replace("鴨もいます。,,", "鴨もいます。,ない地区,")
    )
    run = handed_in(FINDINGS, wrong)
    faults = dict(run.remarks.filter(role="fault").values_list("line", "column"))
    assert faults == {2: "種類", 3: "地区"}
    assert not Finding.objects.exists()


def test_another_kind_of_file_is_refused_in_words(world):
    run = handed_in(FINDINGS, "総人口,男性,女性\n100,50,50\n")
    assert run.state == "refused"
    assert "気づきの列" in run.verdict


def test_an_intake_is_undone_unless_somebody_built_on_it(world):
    run = taken_in(FINDINGS, TABLE)
    intake.undo(run=run)
    assert not Finding.objects.exists()
    run = taken_in(FINDINGS, TABLE)
    services.say_me_too(finding=Finding.objects.first(), participant_id=somebody().pk)
    with pytest.raises(CannotUndo):
        intake.undo(run=run)


def test_undoing_a_change_brings_the_words_back(world):
    taken_in(FINDINGS, TABLE)
    run = taken_in(FINDINGS, TABLE.replace("朝は車が多いです。", "夕方も。"))
    intake.undo(run=run)
    assert Finding.objects.get(sort="issue").text == "朝は車が多いです。"


@pytest.mark.data
@pytest.mark.parametrize(("name", "number"), [("landscape_01", 86), ("landscape_02", 100)])
def test_the_charms_of_hachioji_come_in_with_source_and_place(world, data_dir, name, number):
    (path,) = (data_dir / "jp/hachioji-13201").glob(f"{name}*.csv")
    told = {"source": "八王子市の公開データ", "licence": "CC BY 4.0", "dated": "2019-04-01"}
    run = taken_in(CHARMS, path.read_bytes(), **told)
    assert run.added == number
    cards = selectors.cards(selectors.findings(GUEST))
    assert all(c.source == told["source"] and c.licence == "CC BY 4.0" for c in cards)
    assert sum(1 for c in cards if c.pin()) == len([c for c in cards if c.lat is not None]) > 80
    assert not handed_in(CHARMS, path.read_bytes(), **told).changes_anything
    intake.undo(run=run)
    assert not Finding.objects.exists()


def test_a_table_taken_from_here_comes_back_changed_and_nothing_is_doubled(world):
    Word.objects.update_or_create(key="charm", defaults={"text": "よいところ"})
    by_hand = services.create_finding(sort="charm", title="川の土手", district=world.district)
    taken_in(FINDINGS, TABLE.splitlines(keepends=True)[0] + TABLE.splitlines(keepends=True)[1])
    got = world.client("secretary").get("/koko/findings/table/?district=kita").content
    same = handed_in(FINDINGS, got)
    assert (same.changes_anything, same.unchanged) == (False, 2)
    text = got.decode("utf-8-sig").replace("川の土手", "朝の川の土手")
    run = taken_in(FINDINGS, text)
    assert (run.added, run.changed) == (0, 1)
    by_hand.refresh_from_db()
    assert by_hand.title == "朝の川の土手"
    intake.undo(run=run)
    by_hand.node.refresh_from_db()
    assert by_hand.node.title == "川の土手"


def test_the_keeper_of_a_district_takes_in_its_own_findings_alone(world):
    other = places.create_district(kind=world.district.kind, slug="minami", name="南地区")
    upload = Upload("list.csv", TABLE.replace("北地区", "南地区").encode())
    told = {"kind": FINDINGS, "upload": upload, "options": {}, "actor": GUEST}
    run = intake.preview(**told, district=world.district)
    assert [(r.line, r.value) for r in run.remarks.filter(role="fault")] == [(2, "南地区")]
    told["upload"] = Upload("list.csv", TABLE.encode())
    run = intake.preview(**told, district=world.district)
    intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
    assert set(Finding.objects.values_list("district__name", flat=True)) == {"北地区"}
    theirs = services.create_finding(sort="charm", title="南の坂", district=other)
    taken = f"ID,種類,ひとことで,地区\n{theirs.code},魅力,わたしたちの坂,北地区\n"
    told["upload"] = Upload("list.csv", taken.encode())
    run = intake.preview(**told, district=world.district)
    assert (run.state, run.remarks.get(role="fault").value) == ("refused", "南地区")
