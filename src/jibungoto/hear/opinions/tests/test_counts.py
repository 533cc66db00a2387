"""Pages of conversations ask the database as often for thirty rows as for one."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .factories import a_conversation, a_statement, votes

PAGES = (
    "",
    "ashi/",
    "ashi/vote/",
    "ashi/mine/",
    "ashi/write/",
    "ashi/handlings/",
    "ashi/board/?state=shown",
    "ashi/edit/seeds/",
    "ashi/edit/languages/",
)
MOST = 10


@pytest.mark.parametrize("role", ["participant", "secretary"])
def test_no_page_asks_more_for_more_rows(world, role) -> None:
    client = world.client(role)
    made = a_conversation(district=world.district, slug="ashi")
    votes(made, [{1: 1, 2: -1}])

    def counted() -> dict[str, int]:
        found = {}
        for page in PAGES:
            address = f"/koko/opinions/{page}"
            client.get(address)
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            found[page] = len(seen)
        return found

    one = counted()
    for number in range(30):
        a_statement(made, f"{number}番目の考え。")
        if number < 12:
            a_conversation(f"第{number}の問い", district=world.district)
    votes(made, [{n: 1 for n in range(1, 30)}] * 20)
    many = counted()
    assert {page: (one[page], n) for page, n in many.items() if n > one[page]} == {}
    # The first opening after a publication reads words and band as well.
    assert {page: n for page, n in many.items() if n > MOST + 4} == {}
