"""Conversations people have voted in, by the hundred: straight into the tables."""

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence

from jibungoto.hear.opinions.models import Analysis, Conversation, Part, Statement, Vote
from jibungoto.hear.opinions.reading import read
from jibungoto.hear.opinions.selectors.votes import cast
from jibungoto.hear.opinions.services.analyses import keep_analysis
from jibungoto.kernel import clock, nodes

TEXTS = (
    "通院の日だけでも、予約できる足がほしい。",
    "坂の途中に、ひと休みできるベンチがあるとよい。",
    "住民の車での、有償の送迎を進めてよい。",
    "いまあるバスの本数を守ることを、先に考えてほしい。",
    "移動販売の車が、週に二度は来てほしい。",
    "運転する人の負担が心配だ。",
)
# How the two camps answer each statement: the chance of agreeing and of disagreeing.
CAMPS = (
    ((0.9, 0.05), (0.85, 0.05), (0.9, 0.05), (0.1, 0.8), (0.85, 0.1), (0.1, 0.8)),
    ((0.9, 0.05), (0.85, 0.05), (0.1, 0.8), (0.9, 0.05), (0.2, 0.7), (0.9, 0.05)),
)


def an_empty_conversation(
    texts: Sequence[str] = TEXTS,
    *,
    slug: str = "ashi",
    districts: Sequence[int] = (),
    **told: object,
) -> Conversation:
    """An open conversation with its statements."""
    node = nodes.register(
        kind="conversation",
        title="買い物と通院の足",
        path=f"conversations/{slug}/",
        district_ids=districts,
    )
    kept = {"state": "open", "question": "この地区の足を、どうしますか。", "slug": slug}
    conversation = Conversation.objects.create(node=node, **{**kept, **told})
    for number, text in enumerate(texts, 1):
        add_statement(conversation, number, text)
    return conversation


def add_statement(conversation: Conversation, number: int, text: str, **told: object) -> Statement:
    path = f"{conversation.node.path}statements/{number}/"
    node = nodes.register(kind="statement", title=text, path=path)
    return Statement.objects.create(
        conversation=conversation, node=node, number=number, text=text, **told
    )


def add_votes(
    conversation: Conversation, rows: Iterable[Mapping[int, int]], **told: object
) -> list[Part]:
    """A part for each row (statement number → vote), a minute apart unless told otherwise."""
    found = list(rows)
    began = clock.now() - dt.timedelta(days=2)
    parts = Part.objects.bulk_create(
        Part(
            conversation=conversation,
            **{"started_at": began + dt.timedelta(minutes=n), **told},  # type: ignore[arg-type]
        )
        for n, _row in enumerate(found)
    )
    ids = dict(conversation.statements.values_list("number", "pk"))
    Vote.objects.bulk_create(
        Vote(part=part, statement_id=ids[number], value=value)
        for part, row in zip(parts, found, strict=True)
        for number, value in row.items()
    )
    return parts


def two_camps(people: int = 60, *, seed: int = 1) -> list[dict[int, int]]:
    """Half of the people of each camp, each with a vote on every statement."""
    rng = random.Random(seed)  # noqa: S311  invented people
    rows = []
    for n in range(people):
        row = {}
        for number, (agree, disagree) in enumerate(CAMPS[n % 2], 1):
            draw = rng.random()
            row[number] = 1 if draw < agree else -1 if draw < agree + disagree else 0
        rows.append(row)
    return rows


def analysed(conversation: Conversation, *, final: bool = False) -> Analysis:
    """The conversation's votes read and kept as the job does it."""
    told = read(cast(conversation), release=final)
    return keep_analysis(conversation=conversation, read=told, final=final)
