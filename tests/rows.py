"""Lists of one row and of thirty, and how many queries each page of the house needs for them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse

from jibungoto.decide.councils.tests.factories import a_council, a_seat, a_term
from jibungoto.decide.plans.models import Plan
from jibungoto.decide.plans.tests.factories import a_measure, a_plan
from jibungoto.hear.ideas.tests.factories import an_idea
from jibungoto.hear.opinions.tests.factories import a_conversation, a_statement
from jibungoto.hear.surveys.tests.factories import a_survey
from jibungoto.kernel import clock, nodes, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.know.facilities.tests.factories import a_facility
from jibungoto.know.findings.tests.factories import a_finding
from jibungoto.know.organisations.tests.factories import an_organisation
from jibungoto.know.places import services as places
from jibungoto.people import services as people
from jibungoto.people.models import CodeBatch
from jibungoto.support.desk.tests.factories import a_contact, an_officer
from tests import world as worlds
from tests.stage import Stage
from tests.world import World

MOST = 10
LISTS = (
    "_list",
    ":finding_board",
    ":resource_matrix",
    ":search",
    "_stage",
    ":me",
    ":desk_mine",
    ":desk_district",
)
READERS = ("guest", "administrator")  # who sees least, and who sees most
REGULARS = ("guest", "planner", "secretary", "district_officer")  # a few eyes, each with its own
# Files are written for somebody once; they may take longer than a page.
_FRAMES = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "BEGIN", "COMMIT")
FILES = ("_csv", "_download", "_table", ":export", "_summary", "_workbook")


def grow(world: World, number: int) -> None:
    """Add the row `number` to every list: each has that many when called for 1 to n."""
    # The district of the world stays free: access tables put their own council there.
    place = places.create_district(
        kind=world.district.kind, slug=f"row{number}", name=f"第{number}地区"
    )
    a_facility(f"第{number}公民館", details={"poi_code": ("1307",)})
    an_organisation(f"row{number}", name=f"第{number}自治会", districts=[world.district])
    council = a_council(district=place)
    a_term(a_seat(council))
    a_plan(f"row{number}", title=f"第{number}期計画")
    a_measure(Plan.objects.get(slug="row1"), code=str(number), title=f"施策 {number}")
    a_contact(an_officer(world.users["district_officer"], world.district), world.district)
    a_finding(f"第{number}のながめ", district=world.district)
    opened = a_conversation(f"第{number}の問いかけ", district=world.district)
    a_statement(opened, f"第{number}の考え。")
    an_idea(f"第{number}の提案", district=world.district)
    a_survey(f"第{number}回のアンケート", districts=[world.district])
    user = people.create_account(email=f"row{number}@example.jp")
    people.grant_role(user=user, role="officer", organisation=world.organisation)
    people.create_batch(
        title=f"ためし {number}",
        kind=CodeBatch.Kind.HOUSEHOLD,
        district=world.district,
        size=1,
        uses_each=1,
        expires_on=clock.today() + dt.timedelta(days=30),
        actor=Actor(user_id=user.pk),
    )
    nodes.register(
        kind="test.row",
        title=f"公園の記録 {number}",
        path=f"rows/{number}/",
        district_ids=[world.district.pk],
    )


def is_list(page: str) -> bool:
    """Whether the page shows rows of one kind, rather than gathering from everywhere."""
    return page.split(" ")[0].endswith(LISTS)


@dataclass(frozen=True)
class Asked:
    """Queries of every page, by the page and who read it."""

    one: dict[str, int]  # with one row in each list
    thirty: dict[str, int]  # with thirty
    again: dict[str, int]  # with thirty, by one who was there a moment ago


def of_every_page(tables: list[Any]) -> Asked:
    """Open every page of the access tables, as each reader who may. Leaves nothing behind."""
    with transaction.atomic():
        world = worlds.build_signed_in()
        with tenancy.within(world.municipality):
            grow(world, 1)
        one, _ = _counts(world, tables, {reader: 1 for reader in READERS})
        with tenancy.within(world.municipality):
            for number in range(2, 31):
                grow(world, number)
        visits = {reader: 1 for reader in READERS} | {reader: 2 for reader in REGULARS}
        thirty, again = _counts(world, tables, visits)
        transaction.set_rollback(True)
    return Asked(one, {page: n for page, n in thirty.items() if page in one}, again)


def _counts(
    world: World, tables: list[Any], visits: dict[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """Queries of each page's first visit, and of its second for readers who come twice."""
    first: dict[str, int] = {}
    second: dict[str, int] = {}
    with transaction.atomic():
        stage = Stage(world)
        for name, table, state, opens in _pages(tables):
            with stage.case(table, name, state) as (own, kwargs):
                with tenancy.within(own.municipality):
                    address = _address(name, kwargs, own)
                for reader, times in visits.items():
                    if reader not in opens:
                        continue
                    with transaction.atomic():
                        asked = _queries(own, reader, address, times)
                        transaction.set_rollback(True)
                    for found, count in zip((first, second), asked, strict=False):
                        found[f"{name} ({reader})"] = count
        transaction.set_rollback(True)
    return first, second


def _pages(tables: list[Any]) -> Iterator[tuple[str, Any, str, set[str]]]:
    """Every page with the first of its states and who may open it, those of a state together."""
    for table in tables:
        pages = [
            (*next(iter(rows.items())), name)
            for (name, method), rows in table.MATRIX.items()
            if method == "GET" and not name.endswith(FILES)
        ]
        for state, letters, name in sorted(pages):
            told = zip(worlds.ROLES, letters.replace(" ", ""), strict=True)
            yield name, table, state, {role for role, letter in told if letter == "o"}


def _queries(world: World, reader: str, address: str, visits: int) -> list[int]:
    """Queries of each visit, none where the page is not open to the reader."""
    caches["pages"].clear()
    client = world.client(reader)
    visited = []
    for _ in range(visits):
        asked = 0

        def count(execute: Any, sql: str, *more: Any) -> Any:
            nonlocal asked
            asked += not sql.startswith(_FRAMES)
            return execute(sql, *more)

        with connection.execute_wrapper(count):  # a log would write each query with its values
            answer = client.get(address)
        if answer.streaming:
            answer.getvalue()  # read to its end, a file is closed
        if answer.status_code != 200:
            return []
        visited.append(asked)
    return visited


def _address(name: str, kwargs: dict[str, Any], world: World) -> str:
    try:
        return reverse(name, kwargs={"municipality": world.municipality.slug, **kwargs})
    except NoReverseMatch:
        return reverse(name, kwargs=kwargs)
