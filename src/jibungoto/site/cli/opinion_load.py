"""`jibungoto opinion load FOLDER --municipality X`: votes cast elsewhere become a conversation.

Statements keep their numbers, their words and what they were for (seed, question about oneself, out
of sight), votes the rule of which one counts: what is published of it is, byte by byte, what
`opinion analyse --published` finds in the original.
"""

import argparse
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from jibungoto.site.cli import cities
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.hear.opinions.services import Row
    from jibungoto.site.cli.opinion_files import Conversation

MOST_NUMBER = 2**31 - 1  # as large as a number can be kept
LONGEST_TITLE, LONGEST_QUESTION, LONGEST_BACKGROUND = 60, 140, 4000


def load(given: argparse.Namespace) -> int:
    """Make an ended conversation of the votes, read them, and say where it is."""
    import django

    django.setup()
    from django.db import transaction

    from jibungoto.kernel import tenancy
    from jibungoto.site.cli import opinion_files

    if not given.municipality:
        raise Stop("どのまちに入れるかを --municipality で書いてください。")
    found = opinion_files.read(given.path)
    city = cities.find(given)
    if city is None:
        city = cities.make(given, given.name)
    # A folder whose name has a point in it has no ending.
    named = given.path.name if given.path.is_dir() else given.path.stem
    title = given.title or found.topic or named
    with tenancy.within(city), transaction.atomic():
        slug, people, votes = _take(found, title, given.question or found.topic or title)
    print(f"「{title}」を入れました：{people}人、{votes}件の答え。")
    print(f"/{city.slug}/opinions/{slug}/result/")
    return 0


def _take(found: "Conversation", title: str, question: str) -> tuple[str, int, int]:
    from jibungoto.hear.opinions import services
    from jibungoto.hear.opinions.reading import read
    from jibungoto.hear.opinions.selectors.votes import cast
    from jibungoto.hear.opinions.services.analyses import keep_analysis
    from jibungoto.kernel.actor import Actor

    house = Actor()
    made = services.create_conversation(
        title=_short(title, LONGEST_TITLE),
        question=_short(question, LONGEST_QUESTION),
        background=_short(found.description, LONGEST_BACKGROUND),
        actor=house,
    )
    numbers = _numbers(found)
    added = services.take_statements(
        conversation=made,
        lines=[
            services.Line(
                number=number,
                text=" ".join(found.texts.get(name, "").split()) or f"意見 {name}",
                origin="written" if name in found.written else "seed",
                is_meta=name in found.meta,
            )
            for name, number in numbers.items()
        ],
        actor=house,
    )
    made = services.open_conversation(conversation=made, actor=house)
    services.moderate_statements(
        conversation=made,
        statements=[one for name, one in zip(numbers, added, strict=True) if name in found.out],
        state="out",
        reason="もとの問いかけで見えなくされていました",
        actor=house,
    )
    people, votes = services.take_in(conversation=made, rows=_rows(found, numbers), actor=house)
    made = services.close_conversation(
        conversation=made,
        reason="ほかで行われて終わった問いかけの答えを、入れたものです",
        actor=house,
    )
    keep_analysis(conversation=made, read=read(cast(made), release=True), final=True)
    return made.slug, people, votes


def _numbers(found: "Conversation") -> dict[str, int]:
    """The number of each statement: its name where all names are numbers, else its place."""
    names = sorted({*map(str, found.statements), *found.texts}, key=_in_order)
    if all(name.isascii() and name.isdecimal() and int(name) <= MOST_NUMBER for name in names):
        return {name: int(name) for name in names}
    return {name: place for place, name in enumerate(names, 1)}


def _rows(found: "Conversation", numbers: dict[str, int]) -> "Iterator[Row]":
    """Each person's votes; of several on one statement that which counts in an analysis."""
    from jibungoto.hear.opinions import services

    votes = found.votes()
    columns = [numbers[str(name)] for name in votes.statements.tolist()]
    at, values = votes.columns.tolist(), votes.values.tolist()
    for start, end in pairwise(votes.starts.tolist()):
        yield services.Row(answers={columns[at[n]]: values[n] for n in range(start, end)})


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _in_order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (1 << 60, name)
