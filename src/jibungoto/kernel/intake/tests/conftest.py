"""A small kind of file for tests: a list of words of the municipality (key, text)."""

import csv
import dataclasses
import io
from collections.abc import Iterator

import pytest

from jibungoto.kernel import registry, tenancy
from jibungoto.kernel.intake import kinds
from jibungoto.kernel.models import Municipality, Word

SAMPLE = (
    kinds.SampleColumn("ことば", "英語の名前", "council", required=True),
    kinds.SampleColumn("書き方", "画面に出す名前", "協議会"),
)


def read(upload: kinds.Upload, options: kinds.Options) -> kinds.Proposal:
    try:
        lines = list(csv.reader(io.StringIO(upload.content.decode())))
    except UnicodeDecodeError as error:
        raise kinds.Unfit("文字を読めませんでした。") from error
    proposal = kinds.Proposal(notes=["1行目を見出しとして読みました。"], payload=[])
    known = dict(Word.objects.values_list("key", "text"))
    for number, line in enumerate(lines[1:], 2):
        if len(line) != 2 or not line[1]:
            proposal.problems.append(
                kinds.Problem(number, "書き方", ",".join(line), "書き方がありません。")
            )
            continue
        key, text = line[0], line[1] + options.get("suffix", "")
        if known.get(key) == text:
            proposal.unchanged += 1
            continue
        action = kinds.Action.CHANGE if key in known else kinds.Action.ADD
        field = kinds.FieldChange("text", "書き方", known.get(key, ""), text)
        proposal.changes.append(kinds.Change(action, key, key, number, (field,)))
        proposal.payload.append((key, text))
    proposal.choices.append(
        kinds.Choice(
            "suffix", "うしろに付ける字", options.get("suffix", ""), [("", "なし"), ("！", "！")]
        )
    )
    return proposal


def apply(run, proposal, progress) -> None:
    for done, (key, text) in enumerate(proposal.payload):
        if text == "爆発":
            raise RuntimeError("broke in the middle")
        Word.objects.update_or_create(key=key, defaults={"text": text})
        progress.step(done + 1, len(proposal.payload))


def undo(run) -> None:
    for change in run.changes.all():
        word = Word.objects.get(key=change.key)
        if word.text != change.after:
            raise kinds.CannotUndo(f"「{change.title}」は、取りこみのあとに書きかえられています。")
        if change.action == "add":
            word.delete()
        else:
            word.text = change.before
            word.save()


KIND = kinds.IntakeKind(
    key="words",
    title="ことば",
    help="ことばの一覧",
    permission="intake.page.view",
    read=read,
    apply=apply,
    undo=undo,
    asks=[kinds.Ask("source", "出典", required=True)],
    sample=SAMPLE,
    suffixes=(".csv",),
    max_bytes=1024 * 1024,
)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> kinds.IntakeKind:
    module = registry._modules["intake"]
    monkeypatch.setitem(registry._modules, "intake", dataclasses.replace(module, intakes=[KIND]))
    return KIND


@pytest.fixture
def city(db: None) -> Iterator[Municipality]:
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        Word.objects.create(key="council", text="協議会")
        Word.objects.create(key="karte", text="カルテ")
        yield city


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
