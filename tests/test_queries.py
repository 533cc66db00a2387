"""No page asks the database more often because there is more to show, and none asks too often."""

from typing import Any

import pytest

from tests import rows
from tests.test_access import TABLES

pytestmark = pytest.mark.django_db


# A first view after a publication puts together what is kept for everybody: homes gather that from
# all rooms, a few pages read their record in many parts.
HOMES = 16
ELSEWHERE = 12


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any) -> rows.Asked:
    """Whoever counts has to open every page of the house: once for all that is said of them."""
    with django_db_blocker.unblock():
        return rows.of_every_page(TABLES)


def test_thirty_rows_cost_what_one_costs_lists_ten_queries_and_homes_sixteen(
    asked: rows.Asked,
) -> None:
    lists = {page: number for page, number in asked.thirty.items() if rows.is_list(page)}
    assert len(lists) > 10
    grown = {page: (asked.one[page], n) for page, n in asked.thirty.items() if n > asked.one[page]}
    assert grown == {}
    assert {p: n for p, n in lists.items() if n > rows.MOST} == {}
    most = {page: HOMES if "_home" in page else ELSEWHERE for page in asked.thirty}
    assert {p: n for p, n in asked.thirty.items() if n > most[p]} == {}


def test_no_page_asks_more_than_ten_times_when_opened_again(asked: rows.Asked) -> None:
    assert len(asked.again) > 100
    assert {page: number for page, number in asked.again.items() if number > rows.MOST} == {}
