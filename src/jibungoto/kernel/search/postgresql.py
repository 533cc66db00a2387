"""PostgreSQL: how the newest hits are found by a GIN index, which knows no order.

Reading all hits of a common word and sorting them takes as long as there are hits, and walking
from the newest entry takes as long as a rare word lets one wait. Neither is ever done:

1. The newest WALK entries are read. Most common words are answered here.
2. One entry in SAMPLE_OF, picked by its number and by nothing that is in it, carries a mark. The
   hits among those (few, whatever the word) say how far back some SAMPLE_OF hits reach.
3. Only so far the index is asked: words, marks, and the span of time, which is made of marks too
   (blocks of 8 days, doubled LEVELS times, as few as cover it).

So some hundred rows are read, wherever the word stands. The lexemes are made by the function
`kernel_search_lexemes`, the index is asked by `kernel_search_hits` (both in the migrations): a
function of its own settles how the index is used, and leaves the planner nothing to guess.
"""
# ruff: noqa: S608  every value goes in as a parameter

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from django.db import connection

from jibungoto.japan.text import Term, is_japanese

from .question import NEVER_AFTER, NEVER_BEFORE, AllOf, Question, written

WALK = 200
SAMPLE_OF, SAMPLED = 256, "#r"
BLOCK, LEVELS = 35, 16  # bits of an id below a block of 8 days; how often blocks are doubled
CROWD = 4000  # hits of one span that are more than the sample promised: see _crowded
ALL = 1 << 31

type Value = str | int


def newest(question: Question, limit: int) -> list[int]:
    """The ids of the newest `limit` entries."""
    found, reached = _walk(question, limit, WALK)
    if len(found) == limit or not reached:
        return found
    question = replace(question, until=reached)
    sampled = replace(question, marks=AllOf((question.marks, SAMPLED)))
    floors = _hits(sampled, limit=ALL, most=ALL)[0]
    step = limit // SAMPLE_OF + 1
    for floor in (*floors[step - 1 :: step], question.since):
        found += _between(replace(question, since=floor), limit - len(found))
        if len(found) == limit:
            break
        question = replace(question, until=floor)
    return found


def _between(question: Question, limit: int) -> list[int]:
    found, crowded = _hits(question, limit, most=CROWD)
    return _crowded(question, limit) if crowded else found


def _crowded(question: Question, limit: int) -> list[int]:
    """Many entries of the few days at one end of a span: their blocks are walked, being dense."""
    last = max(question.since, question.until >> BLOCK << BLOCK)
    first = min(last, -(-question.since >> BLOCK) << BLOCK)
    found = _walk(replace(question, since=last), limit, ALL)[0]
    if len(found) < limit and first < last:
        middle = replace(question, since=first, until=last)
        found += _hits(middle, limit - len(found), most=ALL)[0]
    if len(found) < limit and question.since < first:
        found += _walk(replace(question, until=first), limit - len(found), ALL)[0]
    return found


def _walk(question: Question, limit: int, steps: int) -> tuple[list[int], int]:
    """The hits among the newest `steps` entries; the oldest entry read, 0 if there are no more."""
    params: list[Value] = [question.municipality_id, question.since, question.until, steps]
    tests = []
    for term in question.terms:
        tests.append("strpos(grams, %s) > 0")
        params.append(_needle(term))

    def holds(mark: str) -> str:
        params.append(f" {mark} ")
        return "strpos(marks, %s) > 0"

    tests.append(written(question.marks, " AND ", " OR ", holds))
    sql = (
        "WITH walked AS MATERIALIZED (SELECT id, grams, marks FROM kernel_searchentry"
        " WHERE municipality_id = %s AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s)"
        f" (SELECT id FROM walked WHERE {' AND '.join(tests)} ORDER BY id DESC LIMIT %s)"
        " UNION ALL (SELECT -min(id) FROM walked HAVING count(*) = %s)"
    )
    found = sorted(_rows(sql, [*params, limit, steps]), reverse=True)
    return (found[:-1], -found[-1]) if found and found[-1] < 0 else (found, 0)


def _hits(question: Question, limit: int, most: int) -> tuple[list[int], bool]:
    """The newest hits, by the index; and whether there were `most`, so that some are not seen."""
    lexemes = [lexeme for term in question.terms for lexeme in _lexemes(term)]
    asked = [*dict.fromkeys(lexemes), written(question.marks, " & ", " | ", _quoted)]
    if (question.since, question.until) != (NEVER_BEFORE, NEVER_AFTER):
        asked.append("(" + " | ".join(_blocks(question.since, question.until)) + ")")
    params: list[Value] = [" & ".join(asked), most, question.since, question.until]
    tests = ["id >= %s", "id < %s"]
    for term in question.terms:
        if not _is_exact(term):
            tests.append("strpos(grams, %s) > 0")
            params.append(_needle(term))
    sql = (
        "WITH hits AS MATERIALIZED (SELECT * FROM kernel_search_hits(%s::tsquery, %s))"
        f" (SELECT id FROM hits WHERE {' AND '.join(tests)} ORDER BY id DESC LIMIT %s)"
        " UNION ALL (SELECT -1 FROM hits HAVING count(*) = %s)"
    )
    found = sorted(_rows(sql, [*params, limit, most]), reverse=True)
    return (found[:-1], True) if found and found[-1] < 0 else (found, False)


def _rows(sql: str, params: list[Value]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _needle(term: Term) -> str:
    return f" {' '.join(term.grams)}" + ("" if term.prefix else " ")


def _lexemes(term: Term) -> Iterator[str]:
    """What the index must hold for a term: pairs, threes of two pairs in a row, beginnings."""
    exact = term.grams[:-1] if term.prefix else term.grams
    threes = [_three(*two) for two in pairwise(exact)]
    for gram, before, after in zip(exact, ["", *threes], [*threes, ""], strict=False):
        if after:
            yield _quoted(after)
        elif not before:
            yield _quoted(gram)
    if term.prefix:
        last = term.grams[-1]
        single = len(last) == 1 and is_japanese(last)
        yield _quoted(f"^{last}") if single else f"{_quoted(last)}:*"


def _three(gram: str, following: str) -> str:
    """The lexeme of two pairs that overlap, "" for any others."""
    overlap = len(gram) == len(following) == 2 and gram[1] == following[0]
    return f"^{gram}{following[1]}" if overlap else ""


def _is_exact(term: Term) -> bool:
    """Whether the lexemes alone prove that the term is there; else the order has to be looked at."""
    return len(term.grams) == 1 or (len(term.grams) == 2 and bool(_three(*term.grams)))


def _blocks(since: int, until: int) -> Iterator[str]:
    """The marks of the fewest blocks that cover the ids from `since` up to before `until`."""
    first, after = since >> BLOCK, (until - 1 >> BLOCK) + 1
    for level in range(LEVELS):
        if first < after and first & 1:
            yield _quoted(f"#t{level}.{first}")
            first += 1
        if first < after and after & 1:
            after -= 1
            yield _quoted(f"#t{level}.{after}")
        if level < LEVELS - 1:
            first, after = first >> 1, after >> 1
    for block in range(first, after):
        yield _quoted(f"#t{LEVELS - 1}.{block}")


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
