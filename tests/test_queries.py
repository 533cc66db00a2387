"""No page asks the database more often because there is more to show, and none asks too often."""

import pytest

from tests import rows
from tests.test_access import TABLES

pytestmark = pytest.mark.django_db


# A first view after a publication puts together what is kept for everybody: homes gather that from
# all rooms, a few pages read their record in many parts.
HOMES = 16
ELSEWHERE = 12


def test_thirty_rows_cost_what_one_costs_lists_ten_queries_and_homes_sixteen(
    django_db_setup, django_db_blocker
) -> None:
    # One test: whoever counts has to open every page of the house, as everybody, twice.
    with django_db_blocker.unblock():
        one, thirty = rows.at_one_and_at_thirty(TABLES)
    lists = {page: number for page, number in thirty.items() if rows.is_list(page)}
    assert len(lists) > 10
    assert {page: (one[page], n) for page, n in thirty.items() if n > one[page]} == {}
    assert {p: n for p, n in lists.items() if n > rows.MOST} == {}
    most = {page: HOMES if "_home" in page else ELSEWHERE for page in thirty}
    assert {p: n for p, n in thirty.items() if n > most[p]} == {}


def test_no_page_asks_more_than_ten_times_when_opened_again(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        again = rows.when_opened_again(TABLES)
    assert len(again) > 100
    assert {page: number for page, number in again.items() if number > rows.MOST} == {}
