"""Votes on statements from files: a pol.is export, a table of votes, our own open data."""

import base64
import csv
import io
import json
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibungoto.site.cli.files import MOST, checked
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.engines.opinion import Votes

PERSON = (
    "person", "voter-id", "voter_id", "participant_id", "participant", "pid", "参加者", "投票者",
    "回答者",
)  # fmt: skip
NUMBERED = (*PERSON, "回答者番号", "回答番号", "番号", "ID", "No", "No.")
STATEMENT = (
    "statement", "comment-id", "comment_id", "statement_id", "tid", "意見", "意見の番号",
    "意見番号",
)  # fmt: skip
VOTE = ("vote", "回答", "票", "投票", "賛否")
ORDER = ("timestamp", "modified", "order", "順番")
TEXT = ("text", "comment-body", "txt", "本文")
META, SEED = ("is_meta", "is-meta"), ("is_seed", "is-seed")
AUTHOR = ("author-id", "participant_id")
YES = ("true", "1", "t")
VALUES = {
    **{"1": 1, "+1": 1, "agree": 1, "賛成": 1, "そう思う": 1},
    **{"0": 0, "pass": 0, "パス": 0, "わからない": 0, "どちらともいえない": 0},
    **{"-1": -1, "disagree": -1, "反対": -1, "そう思わない": -1},
}
type Row = dict[str, Any]


@dataclass
class Conversation:
    """The votes in the order they came in, what the statements say, and what was moderated."""

    people: list[Any] = field(default_factory=list)
    statements: list[Any] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    order: list[float] | None = None
    texts: dict[Any, str] = field(default_factory=dict)
    out: set[Any] = field(default_factory=set)
    meta: set[Any] = field(default_factory=set)
    written: set[Any] = field(default_factory=set)  # by somebody who took part
    topic: str = ""
    description: str = ""

    def votes(self, *, all_statements: Iterable[Any] | None = None) -> "Votes":
        """The votes for the engine; of several on one statement the last counts."""
        from jibungoto.engines.opinion import Votes

        people, statements = _names(self.people), _names(self.statements)
        return Votes.of(
            people, statements, self.values, order=self.order, all_statements=all_statements
        )


def read(path: Path) -> Conversation:
    """What stands at the path; a sentence for the person who typed it if it cannot be read."""
    try:
        found = _read(path)
    except Stop:
        raise
    except Exception as error:  # a broken file fails in as many ways as there are readers
        raise Stop(
            f"「{path}」を読めませんでした。ファイルがあるか、こわれていないかを"
            f"確かめてください。（{error}）"
        ) from error
    if not found.values:
        raise Stop(f"「{path}」には票が一つもありません。")
    return found


def _read(path: Path) -> Conversation:
    if path.is_dir():
        return _folder(path)
    checked(path)
    if path.suffix == ".zip":
        return _zip(path)
    if path.suffix == ".json":
        told = json.loads(path.read_text("utf-8-sig"))
        return _from_json(told, path)
    rows = list(_csv(path))
    if not rows or _key(rows[0], VOTE):
        return _from_rows(rows, path)
    if _key(rows[0], PERSON) and any(str(column).isdigit() for column in rows[0]):
        return _from_rows(_of_matrix(rows), path)
    return _from_sheet(rows, path)


def _folder(folder: Path) -> Conversation:
    for name in ("votes.csv", "votes.json", "participants-votes.csv", "open-data.json"):
        if (folder / name).is_file():
            found = _read(folder / name)
            break
    else:
        raise Stop(
            f"「{folder}」に票のファイルがありません。"
            "votes.csv・votes.json・participants-votes.csv のどれかが要ります。"
        )
    for name in ("comments.csv", "statements.csv"):
        if (folder / name).is_file():
            _add_statements(found, _csv(folder / name))
            break
    else:
        if (folder / "comments.json").is_file():
            _add_statements(found, json.loads((folder / "comments.json").read_text("utf-8")))
    _add_topic(found, folder)
    return found


def _add_topic(found: Conversation, folder: Path) -> None:
    """What it was about, where the export says so."""
    told: Row = {}
    if (folder / "summary.csv").is_file():
        with (folder / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
            told = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    elif (folder / "conversation.json").is_file():
        read = json.loads((folder / "conversation.json").read_text("utf-8"))
        told = read if isinstance(read, dict) else {}
    found.topic = str(told.get("topic") or "").strip()
    description = told.get("conversation-description") or told.get("description") or ""
    found.description = str(description).strip()


def _zip(path: Path) -> Conversation:
    """Our open data as they were downloaded."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as bundle:
        for name in ("votes.csv", "statements.csv"):
            if name in bundle.namelist():
                if bundle.getinfo(name).file_size > MOST:
                    raise Stop(f"「{path}」の中の{name}は、広げると大きすぎます。")
                bundle.extract(name, folder)
        return _folder(Path(folder))


def _csv(path: Path) -> Iterator[Row]:
    """The rows of a table by its headers: Excel, or a CSV in any of the encodings in use here."""
    from jibungoto.japan.tables.decoding import decode
    from jibungoto.japan.tables.model import TableError
    from jibungoto.japan.tables.reading import read_grid

    content = path.read_bytes()
    try:
        if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            cells = read_grid(content, name=path.name).rows
            heads, *rows = [row for row in cells if any(row)] or [[]]
            for row in rows:
                yield dict(zip([str(head or "").strip() for head in heads], row, strict=False))
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = decode(content).text
    except TableError as fault:
        raise Stop(f"「{path}」を読めません。{fault}") from fault
    first = text.partition("\n")[0]
    tabbed = "\t" in first and "," not in first
    yield from csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if tabbed else ",")


def _from_sheet(rows: list[Row], path: Path) -> Conversation:
    """A survey as offices keep it: one row a person, one column a statement, its text above."""
    person = _key(rows[0], NUMBERED)
    columns = {
        column: told
        for column in rows[0]
        if column and column != person and (told := _answers(row.get(column) for row in rows))
    }
    # Columns of 0 and 1 alone may be anything; -1 or a word tells that they are answers.
    words = set().union(*columns.values())
    if not words - {"0", "1"}:
        _keys(rows[0], path)
    votes = (
        {"person": row[person] if person else n, "statement": at, "vote": row[column]}
        for n, row in enumerate(rows, 1)
        for at, column in enumerate(columns, 1)
        if _word(row.get(column))
    )
    found = _from_rows(votes, path)
    found.texts = {str(at): column for at, column in enumerate(columns, 1)}
    return found


def _answers(cells: Iterable[Any]) -> set[str]:
    """The answers in a column; none where it holds anything else."""
    told = {_word(cell) for cell in cells} - {""}
    return told if told <= VALUES.keys() else set()


def _word(cell: Any) -> str:
    word = unicodedata.normalize("NFKC", str("" if cell is None else cell)).strip().lower()
    return word.replace("\u2212", "-")


def _of_matrix(rows: list[Row]) -> Iterator[Row]:
    """One row a person, one column a statement (participants-votes.csv)."""
    for row in rows:
        person = row[_key(row, PERSON) or ""]
        for column, cell in row.items():
            if column and column.isdigit() and cell not in ("", None):
                yield {"person": person, "statement": column, "vote": cell}


def _from_json(told: Any, path: Path) -> Conversation:
    if isinstance(told, list):
        return _from_rows(told, path)
    if isinstance(told, dict) and isinstance(told.get("votes"), dict):
        return unpacked(told)
    if not isinstance(told, dict) or not isinstance(told.get("votes"), list):
        raise Stop(f"「{path}」の形がわかりません。votes（票の一覧）が要ります。")
    found = _from_rows(told["votes"], path)
    _add_statements(found, told.get("statements", []))
    return found


def _from_rows(rows: Iterable[Row], path: Path) -> Conversation:
    found = Conversation()
    order: list[float] = []
    keys: tuple[str, str, str, str | None] | None = None
    for number, row in enumerate(rows, 1):
        if keys is None:
            keys = _keys(row, path)
        person, statement, vote, when = keys
        value = VALUES.get(_word(row.get(vote)))
        if value is None or not str(row.get(person, "")) or not str(row.get(statement, "")):
            raise Stop(
                f"「{path}」の票の{number}行目を読めません。参加者と意見を入れ、"
                "票は 1（賛成）・0（パス）・-1（反対）で書いてください。"
            )
        found.people.append(row[person])
        found.statements.append(row[statement])
        found.values.append(value)
        if when is not None:
            order.append(_number(row[when], path, number))
    found.order = order or None
    return found


def _keys(row: Row, path: Path) -> tuple[str, str, str, str | None]:
    person, statement, vote = _key(row, PERSON), _key(row, STATEMENT), _key(row, VOTE)
    if person is None or statement is None or vote is None:
        raise Stop(
            f"「{path}」の列の見出しがわかりません。person・statement・vote（または "
            "参加者・意見・回答）の列か、1行に一人・1列に一つの意見で、賛成・反対・パスの表が要ります。"
        )
    return person, statement, vote, _key(row, ORDER)


def _key(row: Row, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in row), None)


def _number(value: Any, path: Path, row: int) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise Stop(f"「{path}」の票の{row}行目の時刻「{value}」は、数ではありません。") from error


def _names(told: list[Any]) -> list[Any]:
    """Whole numbers where all names are, words otherwise."""
    try:
        return [int(name) for name in told]
    except (TypeError, ValueError):
        return [str(name) for name in told]


def _add_statements(found: Conversation, rows: Iterable[Row]) -> None:
    for row in rows:
        key, text = _key(row, (*STATEMENT, "id")), _key(row, TEXT)
        if key is None:
            continue
        name = str(row[key])
        if text is not None:
            found.texts[name] = str(row[text])
        if str(row.get("moderated", "")) == "-1":
            found.out.add(name)
        if _says(row, META):
            found.meta.add(name)
        # An old export tells the author and no more: then everything is by people who took part.
        if not _says(row, SEED) and _key(row, (*SEED, *AUTHOR)) is not None:
            found.written.add(name)


def _says(row: Row, names: tuple[str, ...]) -> bool:
    return str(row.get(_key(row, names) or "", "")).lower() in YES


LEAST = 10  # fewer people on a statement are never published


def published(found: Conversation) -> Conversation:
    """The votes as our open data have them."""
    votes, _who = found.votes().published(least=LEAST)
    return Conversation(
        votes.people[votes.rows].tolist(),
        votes.statements[votes.columns].tolist(),
        votes.values.tolist(),
        texts=found.texts,
        out=found.out,
        meta=found.meta,
        written=found.written,
    )


def packed(votes: "Votes", found: Conversation) -> Row:
    """The votes as they were counted, small enough to travel with their result."""
    content = votes.starts.astype("<i8").tobytes()
    content += votes.columns.astype("<i4").tobytes() + votes.values.tobytes()
    return {
        "people": votes.people.tolist(),
        "statements": votes.statements.tolist(),
        "packed": base64.b64encode(zlib.compress(content, 9)).decode("ascii"),
        "out": sorted(map(str, found.out)),
        "meta": sorted(map(str, found.meta)),
    }


def unpacked(result: Row) -> Conversation:
    """The votes that travel with a result."""
    import numpy as np

    told = result["votes"]
    try:
        unfolding = zlib.decompressobj()
        content = unfolding.decompress(base64.b64decode(told["packed"]), MOST)
        if unfolding.unconsumed_tail:
            raise Stop("結果の中の票は、広げると大きすぎます。")
        head = 8 * (len(told["people"]) + 1)
        starts = np.frombuffer(content[:head], "<i8")
        count = int(starts[-1])
        columns = np.frombuffer(content[head : head + 4 * count], "<i4")
        values = np.frombuffer(content[head + 4 * count :], np.int8)
        rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        people = [told["people"][row] for row in rows]
        statements = [told["statements"][column] for column in columns]
        out, meta, written = set(told["out"]), set(told["meta"]), set(told.get("written", ()))
        texts = dict(told.get("texts", {}))
    except (KeyError, ValueError, IndexError, TypeError, zlib.error) as error:
        raise Stop(f"結果の中の票がこわれています。（{error}）") from error
    return Conversation(
        people, statements, values.tolist(), texts=texts, out=out, meta=meta, written=written
    )
