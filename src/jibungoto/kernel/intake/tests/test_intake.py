"""A file goes in whole or not at all; what it would do is shown first; it can be undone."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.template import Context, Template
from django.template.base import NodeList

from jibungoto.kernel import jobs, tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import selectors, services
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.models import AuditRecord, Job, Word

pytestmark = pytest.mark.django_db
GOOD = "ことば,書き方\ncouncil,推進会議\nkarte,カルテ\nvision,未来\n"


@pytest.fixture
def handed_in(city, words):
    def hand_in(text=GOOD, name="words.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        return services.preview(
            kind=words, upload=Upload(name, content), options={"source": "見本"}, actor=GUEST
        )

    return hand_in


def applied(run):
    return services.apply(run=run, proposal=services.read_again(run), progress=jobs.Progress())


def texts():
    return dict(Word.objects.values_list("key", "text"))


def test_a_preview_counts_what_would_happen_and_changes_nothing(handed_in):
    run = handed_in()
    assert (run.added, run.changed, run.removed, run.unchanged) == (1, 1, 0, 1)
    assert run.state == "previewed"
    assert texts() == {"council": "協議会", "karte": "カルテ"}
    shown = selectors.preview(run)
    assert [(r.title, r.line) for r in shown.records] == [("council", 2), ("vision", 4)]
    assert (shown.records[0].fields[0].before, shown.records[0].fields[0].after) == (
        "協議会",
        "推進会議",
    )
    assert [n.text for n in shown.notes] == ["1行目を見出しとして読みました。"]


def test_what_is_shown_of_a_file_is_asked_at_once(handed_in, django_assert_num_queries):
    run = handed_in()
    with django_assert_num_queries(1):
        shown = selectors.preview(run)
    assert (len(shown.records), len(shown.choices), len(shown.notes)) == (2, 1, 1)
    run = applied(run)
    with django_assert_num_queries(1):
        shown = selectors.preview(run)
        assert selectors.twin(run) is None
    assert (len(shown.records), len(shown.choices)) == (2, 0)


def test_hundreds_of_changes_are_drawn_without_a_template_for_each(handed_in, monkeypatch):
    lines = "".join(f"word{n},<b>{n}\n" for n in range(150))
    shown = selectors.preview(handed_in(f"ことば,書き方\ncouncil,2026-04-01\n{lines}"))
    drawn = []
    draw = NodeList.render
    monkeypatch.setattr(NodeList, "render", lambda *given: drawn.append(1) or draw(*given))
    whole = Template("{% load intakes %}{% changes shown.records %}").render(
        Context({"shown": shown})
    )
    assert len(drawn) < 3
    assert "<del>協議会</del> → <ins>2026年（令和8年）4月1日</ins>" in whole
    assert whole.count("<tr>") == 152
    assert "&lt;b&gt;149" in whole
    assert "<b>" not in whole


def test_applying_writes_and_undoing_restores_exactly(handed_in):
    before = texts()
    run = applied(handed_in())
    assert texts() == {"council": "推進会議", "karte": "カルテ", "vision": "未来"}
    assert services.undo(run=run).state == "undone"
    assert texts() == before
    told = AuditRecord.objects.order_by("seq").values_list("action", flat=True)
    told = [action for action in told if action.startswith("intake.")]
    assert told == ["intake.run.preview", "intake.run.apply", "intake.run.undo"]


def test_the_same_file_again_changes_nothing_and_says_so(handed_in):
    applied(handed_in())
    again = handed_in()
    assert not again.changes_anything
    assert "変わるところはありません" in again.verdict
    assert selectors.twin(again) is not None
    with pytest.raises(services.NotNow):
        applied(again)


def test_a_crash_in_the_middle_leaves_nothing_behind(handed_in):
    before = texts()
    run = handed_in("ことば,書き方\ncouncil,推進会議\nvision,爆発\n")
    with pytest.raises(RuntimeError), transaction.atomic():
        applied(run)
    assert texts() == before
    run.refresh_from_db()
    assert run.state == "previewed"


def test_a_faulty_row_keeps_the_whole_file_out_and_is_named(handed_in):
    run = handed_in("ことば,書き方\ncouncil,推進会議\nvision,\n")
    assert run.state == "refused"
    assert "直すところが1か所" in run.verdict
    fault = selectors.preview(run).faults[0]
    assert (fault.line, fault.column) == (3, "書き方")
    with pytest.raises(services.NotNow, match="取りこめないファイル"):
        services.apply(run=run, proposal=None, progress=jobs.Progress())


def test_a_tenth_of_bad_rows_is_taken_for_a_wrong_file(handed_in):
    rows = "".join(f"k{n},{'' if n % 5 == 0 else 'v'}\n" for n in range(20))
    run = handed_in("ことば,書き方\n" + rows)
    assert "20行のうち4行が読めません" in run.verdict


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("words.pdf", b"x", "読める種類のファイルではありません"),
        ("words.csv", b"", "空のファイル"),
        ("words.csv", b"x" * (1024 * 1024 + 1), "大きすぎます"),
        ("words.csv", b"\xff\xfe\x00", "文字を読めませんでした"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_changes_nothing(handed_in, name, content, said):
    before = texts()
    run = handed_in(content, name)
    assert run.state == "refused"
    assert said in run.verdict
    assert texts() == before


def test_what_changed_after_the_preview_is_shown_again_before_anything_is_written(handed_in):
    run = handed_in()
    Word.objects.filter(key="council").update(text="ほかの人が変えた")
    with pytest.raises(services.Outdated):
        services.read_again(run)
    shown = selectors.preview(IntakeRun.objects.get(pk=run.pk))
    assert shown.records[0].fields[0].before == "ほかの人が変えた"


def test_of_two_who_apply_the_same_run_only_the_first_does(handed_in):
    run = handed_in()
    stale = IntakeRun.objects.get(pk=run.pk)
    proposal = services.read_again(run)
    services.apply(run=run, proposal=proposal, progress=jobs.Progress())
    with pytest.raises(services.NotNow, match="取りこみました"):
        services.apply(run=stale, proposal=proposal, progress=jobs.Progress())


def test_undoing_is_refused_when_somebody_wrote_over_it(handed_in):
    run = applied(handed_in())
    Word.objects.filter(key="vision").update(text="わたしの未来")
    with pytest.raises(CannotUndo, match="書きかえられています"), transaction.atomic():
        services.undo(run=run)
    assert texts()["council"] == "推進会議"


def test_another_assumption_reads_the_file_again(handed_in):
    run = services.choose_otherwise(run=handed_in(), options={"suffix": "！"}, actor=GUEST)
    shown = selectors.preview(run)
    assert shown.records[0].fields[0].after == "推進会議！"
    assert [o.chosen for o in shown.choices[0].options] == [False, True]
    assert selectors.options_of(run)["source"] == "見本"


def test_the_file_itself_is_kept_as_it_was(handed_in):
    run = handed_in()
    with run.file.open("rb") as file:
        assert file.read() == GOOD.encode()
    assert "words" not in run.file.name


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_applied_by_a_job(handed_in):
    run = services.hand_to_job(run=handed_in(), actor=GUEST)
    assert selectors.job_of(run) is not None
    jobs.run_due()
    job = Job.objects.get()
    assert (job.state, "取りこみました" in job.outcome) == ("done", True)
    assert texts()["vision"] == "未来"
    assert IntakeRun.objects.get().state == "applied"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_breaks_writes_nothing_and_says_so(handed_in):
    run = services.hand_to_job(
        run=handed_in("ことば,書き方\ncouncil,推進会議\nvision,爆発\n"), actor=GUEST
    )
    jobs.run_due()
    job = selectors.job_of(run)
    assert (job.state, "何も変わっていません" in job.outcome) == ("failed", True)
    assert texts()["council"] == "協議会"


@pytest.mark.django_db(transaction=True)
def test_what_changed_before_the_job_began_ends_it_in_words(handed_in):
    services.hand_to_job(run=handed_in(), actor=GUEST)
    Word.objects.filter(key="council").update(text="ほかの人が変えた")
    jobs.run_due()
    assert "もとのデータが変わりました" in Job.objects.get().outcome


def test_the_command_shows_what_would_happen_and_does_it_when_asked(city, words, tmp_path, capsys):
    path = tmp_path / "words.csv"
    path.write_text(GOOD)
    with tenancy.within(None):
        call_command("intake", "words", str(path), municipality="koko", dry_run=True)
    assert "追加 1件、変更 1件" in capsys.readouterr().out
    assert texts()["council"] == "協議会"
    with tenancy.within(None):
        call_command("intake", "words", str(path), municipality="koko", told=["source=見本"])
    assert texts()["council"] == "推進会議"
    path.write_text("ことば,書き方\ncouncil,\n")
    with tenancy.within(None), pytest.raises(SystemExit):
        call_command("intake", "words", str(path), municipality="koko")
    assert "2行目" in capsys.readouterr().err
