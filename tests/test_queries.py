"""No page asks the database more often because there is more to show, and none asks too often."""

import pytest

from tests import rows
from tests.test_access import TABLES

pytestmark = pytest.mark.django_db


# Owed when opened for the first time; see OWED below.
FIRST = {"portal:district_home": 27, "portal:me": 16, "surveys:question_list": 12}


def test_thirty_rows_cost_what_one_costs_lists_ten_queries_and_homes_twenty(
    django_db_setup, django_db_blocker
) -> None:
    # One test: whoever counts has to open every page of the house, as everybody, twice.
    with django_db_blocker.unblock():
        one, thirty = rows.at_one_and_at_thirty(TABLES)
    lists = {page: number for page, number in thirty.items() if rows.is_list(page)}
    assert len(lists) > 10
    assert {page: (one[page], n) for page, n in thirty.items() if n > one[page]} == {}
    owed = {page: FIRST.get(page.split(" ")[0], 0) for page in thirty}
    assert {p: n for p, n in lists.items() if n > max(rows.MOST, owed[p])} == {}
    # Homes gather from everywhere; opened again they stay within ten as well (below).
    assert {p: n for p, n in thirty.items() if n > max(2 * rows.MOST, owed[p])} == {}


# Beside the record these show its history or all that a file would change: one question more.
WITH_HISTORY = ("organisations:organisation_view", "intake:run_view")


# Owed: pages that gather from many rooms, or ask whose matter a record is, and still ask oftener.
# None may ask more than it does today; whoever brings one to ten takes it off the list.
OWED = {
    "api:survey_result": 15,
    "groupings:grouping_texts": 11,
    "ideas:idea_work": 11,
    "opinions:deed_promise": 19,
    "opinions:result_release": 11,
    "opinions:result_view": 12,
    "opinions:statement_view": 11,
    "portal:district_home": 13,
    "portal:me": 13,
    "surveys:question_list": 12,
    "surveys:survey_cross": 13,
    "surveys:survey_texts": 11,
    "surveys:survey_trend": 13,
}


def test_no_page_asks_more_than_ten_times_when_opened_again(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        again = rows.when_opened_again(TABLES)
    assert len(again) > 100
    most = {
        page: OWED.get(page.split(" ")[0], rows.MOST + page.startswith(WITH_HISTORY))
        for page in again
    }
    assert {page: number for page, number in again.items() if number > most[page]} == {}
