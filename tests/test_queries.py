"""No page asks the database more often because there is more to show, and none asks too often."""

import pytest

from tests import rows
from tests.test_access import TABLES

pytestmark = pytest.mark.django_db


def test_thirty_rows_cost_what_one_costs_lists_ten_queries_and_homes_twenty(
    django_db_setup, django_db_blocker
) -> None:
    # One test: whoever counts has to open every page of the house, as everybody, twice.
    with django_db_blocker.unblock():
        one, thirty = rows.at_one_and_at_thirty(TABLES)
    lists = {page: number for page, number in thirty.items() if rows.is_list(page)}
    assert len(lists) > 10
    assert {page: (one[page], n) for page, n in thirty.items() if n > one[page]} == {}
    assert {page: number for page, number in lists.items() if number > rows.MOST} == {}
    # Homes gather from everywhere; opened again they stay within ten as well (below).
    assert {page: number for page, number in thirty.items() if number > 2 * rows.MOST} == {}


# Beside the record these show its history or all that a file would change: one question more.
WITH_HISTORY = ("organisations:organisation_view", "intake:run_view")


def test_no_page_asks_more_than_ten_times_when_opened_again(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        again = rows.when_opened_again(TABLES)
    assert len(again) > 100
    most = {page: rows.MOST + page.startswith(WITH_HISTORY) for page in again}
    assert {page: number for page, number in again.items() if number > most[page]} == {}
