"""A table of measures, its cells poured out one after the other: what, who, what was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .columns import Head, cells, filled, head_of
from .entries import offices_in
from .lines import Line, close_up, join, plain
from .markers import opening, sign
from .model import Source, Task
from .years import periods, years

_DEPARTMENT = re.compile(r"(?:課|室|部|局|係|センター|事務所|委員会事務局)$")
_TASK_HEAD = re.compile(r"担当|所管|主管|関係課")
_TASK_SUBJECT = re.compile(r"事業|取組|取り組み|施策|内容|項目")
_NOT_DONE = re.compile(r"^未(?:実施|着手|対応)")


@dataclass(slots=True)
class _Row:
    code: str
    lines: list[Line]


def read_tasks(lines: Sequence[Line]) -> list[Task]:
    """Rows of a table that names what, which department, and what was done."""
    heads = [n for n, line in enumerate(lines) if _is_task_head(lines, n)]
    if not heads:
        return []
    found: list[Task] = []
    for at in heads:
        head = head_of(lines[at])
        if head is not None and at + 1 < len(lines) and _in_one_line(lines[at + 1], head):
            table = _columns(head)  # without: a table of measures that tells of no results
            found += _by_columns(lines[at + 1 :], head, table) if table is not None else []
        elif not found:
            return _poured_out(lines, at)
    return found


def _poured_out(lines: Sequence[Line], at: int) -> list[Task]:
    """Rows whose cells stand one below the other."""
    rows: list[_Row] = []
    for line in lines[at + 1 :]:
        marker = opening(line.text)
        if marker is not None and not marker.is_bullet and len(marker.number) == 1:
            wanted = rows[-1].code if rows else ""
            if rows and (marker.style != _style(wanted) or marker.number[0] == 1):
                break
            rows.append(_Row(line.text[: marker.end].strip(), [line]))
        elif rows and line.text.startswith("（") and "を参照" in line.text:
            break
        elif rows:
            rows[-1].lines.append(line)
    tasks = [_task(row) for row in rows]
    return _with_merged_departments([t for t in tasks if t is not None])


def _is_task_head(lines: Sequence[Line], at: int) -> bool:
    text = " ".join(line.text for line in lines[at : at + 2])
    first = lines[at].text
    return (
        "。" not in first
        and bool(_TASK_HEAD.search(first) and _TASK_SUBJECT.search(first))
        and bool(re.search(r"実施|実績|進捗|状況|結果", text))
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    number: int
    title: int
    offices: int
    done: int


_DONE_HEAD = (r"実施(?:した|状況|内容)|実績|進捗|結果|状況",)


def _columns(head: Head) -> _Columns | None:
    """Where a head that stands in one line has its columns; None where it tells of no results."""
    number = head.place(r"^(?:番号|No[.．]?|№|NO[.．]?)$")
    title = head.place(
        r"^(?:具体的な|主な)?(?:事業|取組|取り組み|施策|項目)(?!.*(?:実績|状況|結果))"
    )
    offices, done = head.place(r"担当|所管|主管|関係課"), head.place(*_DONE_HEAD)
    if title < 0 or offices < 0 or done < 0 or len({title, offices, done}) < 3:
        return None
    return _Columns(number, title, offices, done)


def _in_one_line(line: Line, head: Head) -> bool:
    """Whether a row stands in one line below its head, and is not poured out cell by cell."""
    parts = cells(line, head)
    return parts is not None and filled(parts) >= 3


def _by_columns(lines: Sequence[Line], head: Head, table: _Columns) -> list[Task]:
    """Rows that kept their columns, each with its number at its head."""
    rows: list[tuple[list[str], Source]] = []
    for line in lines:
        parts = cells(line, head)
        if parts is None or not filled(parts):
            break
        number = parts[table.number] if table.number >= 0 else parts[table.title]
        is_new = opening(f"{number} あ" if table.number >= 0 else number) is not None
        if number and is_new and filled(parts) >= 3:
            rows.append((parts, line.source))
        elif rows and not parts[0] and opening(line.text) is None:
            before, source = rows[-1]
            rows[-1] = ([a + b for a, b in zip(before, parts, strict=True)], source | line.source)
        else:
            break
    told = _years(head.names[table.done])  # 令和４年度の実績
    return [_of_cells(p, source, table, told, n) for n, (p, source) in enumerate(rows, 1)]


def _of_cells(
    parts: Sequence[str], source: Source, table: _Columns, years_told: tuple[int, ...], place: int
) -> Task:
    title = parts[table.title]
    number = parts[table.number] if table.number >= 0 else ""
    marker = opening(f"{number} あ") if number else opening(title)
    if not number and marker is not None:
        title = title[marker.end :]
    said = parts[table.done]
    state = "not_started" if _NOT_DONE.match(said) else ("done" if said else "")
    return Task(
        code=sign(marker) if marker is not None and marker.number else str(place),
        title=close_up(title),
        departments=offices_in(parts[table.offices].replace(" ", "、")),
        done="" if state == "not_started" else said,
        state=state,
        years=_years(said) or (years_told if state == "done" else ()),
        source=source,
        confidence=0.85 if state else 0.6,
    )


def _style(code: str) -> str:
    marker = opening(f"{code} あ")
    return marker.style if marker else ""


def _task(row: _Row) -> Task | None:
    marker = opening(row.lines[0].text)
    if marker is None:
        return None
    titles: list[str] = [row.lines[0].text[marker.end :]]
    departments: list[str] = []
    done: list[str] = []
    part = ""
    for at, line in enumerate(row.lines[1:], 1):
        text = line.text
        if text[0] in "・･●○" or (done and not _is_department(row.lines, at)):
            done.append(text.lstrip("・･●○ "))
        elif _is_department(row.lines, at):
            part += plain(text)
            if _DEPARTMENT.search(part):
                departments.append(part)
                part = ""
        elif _NOT_DONE.match(text):
            done.append(text)
        else:
            titles.append(text)
    said = join(done)
    state = "not_started" if _NOT_DONE.match(said) else ("done" if said else "")
    source = Source(row.lines[0].number, row.lines[-1].number)
    return Task(
        code=sign(marker),
        title=close_up(join(titles)),
        departments=tuple(departments),
        done="" if state == "not_started" else said,
        state=state,
        years=_years(said),
        source=source,
        confidence=0.9 if state else 0.6,
    )


def _is_department(lines: Sequence[Line], at: int) -> bool:
    """A short cell that ends in 課, or whose next lines make it one."""
    text = lines[at].text
    if len(text) > 9 or text[0] in "・･":
        return False
    if _DEPARTMENT.search(text):
        return True
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return len(after) <= 6 and bool(_DEPARTMENT.search(after))


def _years(text: str) -> tuple[int, ...]:
    runs = list(periods(text))
    if runs:
        return tuple(range(runs[0].first, runs[-1].last + 1))
    return tuple(dict.fromkeys(y.year for y in years(text)))


def _with_merged_departments(tasks: list[Task]) -> list[Task]:
    """Where only one row names departments, its cell was merged over all rows."""
    named = [t for t in tasks if t.departments]
    if len(named) != 1 or len(tasks) < 3:
        return tasks
    return [
        t
        if t.departments
        else Task(
            t.code, t.title, named[0].departments, t.done, t.state, t.years, t.source,
            round(t.confidence - 0.2, 2),
        )
        for t in tasks
    ]  # fmt: skip
