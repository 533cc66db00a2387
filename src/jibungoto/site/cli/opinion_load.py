"""`jibungoto opinion load FOLDER --municipality X`: votes cast elsewhere become a conversation."""

import argparse
from typing import TYPE_CHECKING, Any

from jibungoto.site.cli import cities
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.site.cli.opinion_files import Conversation

LONGEST = 140


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
    title = given.title or named
    with tenancy.within(city), transaction.atomic():
        slug, people, votes, cut = _take(found, title, given.question or title)
    print(f"「{title}」を入れました：{people}人、{votes}件の答え。")
    if cut:
        print(f"{cut}件の意見は{LONGEST}字をこえるので、終わりを「…」にしました。")
    print(f"/{city.slug}/opinions/{slug}/result/")
    return 0


def _take(found: "Conversation", title: str, question: str) -> tuple[str, int, int, int]:
    from jibungoto.hear.opinions import services
    from jibungoto.hear.opinions.reading import read
    from jibungoto.hear.opinions.selectors.votes import cast
    from jibungoto.hear.opinions.services.analyses import keep_analysis
    from jibungoto.kernel.actor import Actor

    house = Actor()
    made = services.create_conversation(title=title[:60], question=question[:140], actor=house)
    names = sorted({*map(str, found.statements), *map(str, found.texts)}, key=_in_order)
    texts, cut = _texts(found, names)
    added = services.add_statements(conversation=made, texts=texts, actor=house)
    number = {name: one.number for name, one in zip(names, added, strict=True)}
    made = services.open_conversation(conversation=made, actor=house)
    out = [one for name, one in zip(names, added, strict=True) if name in found.out]
    services.moderate_statements(
        conversation=made,
        statements=out,
        state="out",
        reason="もとの会話で見えなくされていました",
        actor=house,
    )
    answers: dict[str, dict[int, int]] = {}
    order = found.order or range(len(found.values))
    for _at, person, name, value in sorted(
        zip(order, map(str, found.people), map(str, found.statements), found.values, strict=True),
        key=lambda row: row[0],
    ):
        answers.setdefault(person, {})[number[name]] = value
    people, votes = services.take_in(
        conversation=made,
        rows=(services.Row(answers=own) for _who, own in sorted(answers.items(), key=_by_name)),
        actor=house,
    )
    made = services.close_conversation(conversation=made, reason="ほかで終わった会話", actor=house)
    keep_analysis(conversation=made, read=read(cast(made), release=True), final=True)
    return made.slug, people, votes, cut


def _texts(found: "Conversation", names: list[str]) -> tuple[list[str], int]:
    """Words for every statement, none longer than we take and no two the same."""
    texts: list[str] = []
    seen: set[str] = set()
    cut = 0
    for name in names:
        text = " ".join(found.texts.get(name, "").split()) or f"意見 {name}"
        if len(text) > LONGEST:
            text, cut = text[: LONGEST - 1] + "…", cut + 1
        if text.casefold() in seen:
            mark = f"（{name}）"
            text = text[: LONGEST - len(mark)] + mark
        seen.add(text.casefold())
        texts.append(text)
    return texts, cut


def _in_order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (1 << 60, name)


def _by_name(entry: tuple[str, Any]) -> tuple[int, str]:
    return _in_order(entry[0])
