"""No page asks the database more often because there is more to show, and none asks too often."""

import pytest

from tests import rows
from tests.test_access import TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """Queries of every page at one row and at thirty."""
    with django_db_blocker.unblock():
        return rows.at_one_and_at_thirty(TABLES)


def test_no_page_asks_more_often_for_thirty_rows_than_for_one(counted) -> None:
    one, thirty = counted
    assert {page: (one[page], n) for page, n in thirty.items() if n > one[page]} == {}


def test_a_list_needs_ten_queries_at_most(counted) -> None:
    _, thirty = counted
    lists = {page: number for page, number in thirty.items() if rows.is_list(page)}
    assert len(lists) > 10
    assert {page: number for page, number in lists.items() if number > rows.MOST} == {}


# Beside the record these show its history or all that a file would change: one question more.
WITH_HISTORY = ("organisations:organisation_view", "intake:run_view")


def test_no_page_asks_more_than_ten_times_when_opened_again(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        again = rows.when_opened_again(TABLES)
    assert len(again) > 100
    most = {page: rows.MOST + page.startswith(WITH_HISTORY) for page in again}
    assert {page: number for page, number in again.items() if number > most[page]} == {}


def test_a_page_that_gathers_from_everywhere_stays_within_bounds(counted) -> None:
    _, thirty = counted
    assert {page: number for page, number in thirty.items() if number > 2 * rows.MOST} == {}
