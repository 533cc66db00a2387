"""Small invented conversations for tests, through the services."""

from collections.abc import Mapping, Sequence
from typing import Any

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Conversation, Statement

TEXTS = (
    "近所どうしの車の乗り合いがあれば、わたしは利用したい。",
    "坂の途中に、ひと休みできるベンチがあるとよい。",
    "いまあるバスの本数を守ることを、先に考えてほしい。",
)


def a_conversation(
    title: str = "買い物と通院の足",
    *,
    texts: Sequence[str] = TEXTS,
    district: Any = None,
    opened: bool = True,
    **told: Any,
) -> Conversation:
    """An open conversation with three statements; `opened=False` leaves it in preparation."""
    made = services.create_conversation(
        title=title,
        districts=[district] if district else [],
        **{"question": "買い物と通院の足を、どう支え合いますか", **told},
    )
    if texts:
        services.add_statements(conversation=made, texts=list(texts))
    return services.open_conversation(conversation=made) if opened else made


def a_statement(
    conversation: Conversation | None = None,
    text: str = "公園に、木かげがもっとほしい。",
    **told: Any,
) -> Statement:
    conversation = conversation or a_conversation()
    return services.add_statement(conversation=conversation, text=text, **told)


def votes(
    conversation: Conversation, rows: Sequence[Mapping[int, int]], **told: Any
) -> tuple[int, int]:
    """A part for each row of statement number → vote."""
    return services.take_in(
        conversation=conversation, rows=[services.Row(answers=row, **told) for row in rows]
    )
