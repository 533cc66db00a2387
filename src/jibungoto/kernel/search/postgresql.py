"""PostgreSQL: how the newest hits are found by a GIN index, which knows no order.

Reading all hits of a common word and sorting them takes as long as there are hits, and walking
from the newest entry takes as long as a rare word lets one wait. Neither is ever done:

1. The newest WALK entries are read, and if they hold many hits, as many more as seem to be needed.
   Most common words are answered here.
2. One entry in SAMPLE_OF, picked by its number and by nothing that is in it, carries a mark. The
   hits among those (few, whatever the word) say how far back some SAMPLE_OF hits reach.
3. Only so far the index is asked: words, marks, and the span of time. Every lexeme belongs to its
   256 days, and these years are asked one after the other, newest first, until enough is found: a
   word costs nothing where it does not stand. A part of such a year is made of marks as well
   (blocks of 8 days, doubled LEVELS - 1 times, as few as cover it).

So some hundred rows are read, wherever the word stands. The lexemes are made by the function
`kernel_search_lexemes`, the index is asked by `kernel_search_hits` (both in the migrations): a
function of its own settles how the index is used, and leaves the planner nothing to guess.
"""
# ruff: noqa: S608  every value goes in as a parameter

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from django.db import connection

from jibungoto.japan.text import Term, is_japanese

from .question import AllOf, Question, written

WALK = 200
PROMISING = 5  # hits of one walk that make a second one worth it
SAMPLE_OF, SAMPLED = 256, "#r"
SAMPLES = 32  # of the mark's hits that are looked at first: more than a crowd makes
BLOCK, LEVELS = 35, 5  # bits of an id below a block of 8 days; how many sizes of blocks there are
YEAR = BLOCK + LEVELS  # bits below a year of 256 days, to which lexemes belong
HERE = "\x01"  # stands in a question for the year's number
CROWD = 2000  # hits of one block that are better met by walking through it
ALL = 1 << 31

type Value = str | int


def newest(question: Question, limit: int) -> list[int]:
    """The ids of the newest `limit` entries."""
    found, reached = _walk(question, limit, WALK)
    if PROMISING <= len(found) < limit <= len(found) * PROMISING and reached:
        question = replace(question, until=reached)
        steps = WALK + WALK * (limit - len(found)) // len(found)
        more, reached = _walk(question, limit - len(found), steps)
        found += more
    if len(found) == limit or not reached:
        return found
    return found + _looked_up(replace(question, until=reached), limit - len(found))


def _looked_up(question: Question, limit: int) -> list[int]:
    step = limit // SAMPLE_OF + 1
    sampled = _hits(replace(question, marks=AllOf((question.marks, SAMPLED))), SAMPLES * step)
    crowds = Counter(entry >> BLOCK for entry in sampled)
    found: list[int] = []
    floors = sampled[step - 1 :: step]
    if len(sampled) < SAMPLES * step:
        floors.append(question.since)
    for floor in floors:
        span = replace(question, since=floor)
        crowded = max(crowds[floor >> BLOCK], crowds[span.until >> BLOCK]) * SAMPLE_OF > CROWD
        found += (_inside if crowded else _hits)(span, limit - len(found))
        if len(found) == limit:
            break
        question = replace(question, until=floor)
    if len(found) < limit and question.until > question.since:
        found += _looked_up(question, limit - len(found))
    return found


def _inside(question: Question, limit: int) -> list[int]:
    """The blocks at both ends of the span are full of hits, of which it holds a part: walked."""
    last = max(question.since, question.until >> BLOCK << BLOCK)
    first = min(last, -(-question.since >> BLOCK) << BLOCK)
    found = _walk(replace(question, since=last), limit, ALL)[0]
    if len(found) < limit and first < last:
        found += _hits(replace(question, since=first, until=last), limit - len(found))
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


def _hits(question: Question, limit: int) -> list[int]:
    """The newest hits, by the index alone, which is asked year by year."""
    lexemes = [lexeme for term in question.terms for lexeme in _lexemes(term)]
    asked = " & ".join([*dict.fromkeys(lexemes), written(question.marks, " & ", " | ", _quoted)])
    (first, head), (last, tail) = _ends(question.since, question.until)
    span: list[Value] = [question.municipality_id, question.since]
    params: list[Value] = [*span, question.until, *span, asked, HERE, first, head, last, tail]
    params += [question.since, question.until]
    tests = ["id >= %s", "id < %s"]
    for term in question.terms:
        if not _is_exact(term):
            tests.append("strpos(grams, %s) > 0")
            params.append(_needle(term))
    newest = (
        f"SELECT id >> {YEAR} FROM kernel_searchentry"
        " WHERE municipality_id = %s AND id >= %s AND id < {} ORDER BY id DESC LIMIT 1"
    )
    sql = (
        f"WITH RECURSIVE year (number) AS (({newest.format('%s')}) UNION ALL"
        f" SELECT ({newest.format(f'number << {YEAR}')}) FROM year WHERE number IS NOT NULL)"
        " SELECT hit.id FROM year CROSS JOIN LATERAL (SELECT id FROM kernel_search_hits(("
        "replace(%s, %s, number::text)"
        " || CASE number WHEN %s THEN %s WHEN %s THEN %s ELSE '' END)::tsquery)"
        f" WHERE {' AND '.join(tests)} ORDER BY id DESC LIMIT %s) AS hit"
        " WHERE number IS NOT NULL LIMIT %s"
    )
    return sorted(_rows(sql, [*params, limit, limit]), reverse=True)


def _ends(since: int, until: int) -> tuple[tuple[int, str], tuple[int, str]]:
    """The first and the last year of a span, each with what narrows it to the part in the span."""
    first, last = since >> YEAR, until - 1 >> YEAR
    if first == last:
        return (first, _within(since, until)), (-1, "")
    return (first, _within(since, first + 1 << YEAR)), (last, _within(last << YEAR, until))


def _within(since: int, until: int) -> str:
    if until - since == 1 << YEAR:
        return ""
    return " & (" + " | ".join(_blocks(since, until)) + ")"


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
    """Whether the lexemes alone prove that the term is there, its grams in this order."""
    return len(term.grams) == 1 or (len(term.grams) == 2 and bool(_three(*term.grams)))


def _blocks(since: int, until: int) -> Iterator[str]:
    """The marks of the fewest blocks that cover the ids from `since` up to before `until`."""
    first, after = since >> BLOCK, (until - 1 >> BLOCK) + 1
    for level in range(LEVELS):
        if first < after and first & 1:
            yield f"'#t{level}.{first}'"
            first += 1
        if first < after and after & 1:
            after -= 1
            yield f"'#t{level}.{after}'"
        if level < LEVELS - 1:
            first, after = first >> 1, after >> 1
    for block in range(first, after):
        yield f"'#t{LEVELS - 1}.{block}'"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{HERE}@{escaped}'"
