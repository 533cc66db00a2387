"""Queries of every list page at one row and at thirty, as JSON; a process of `bench web`."""

import json

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases


def main() -> None:
    """Count in a test database and print the larger of both numbers for each page."""
    django.setup()
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        from tests import rows
        from tests.test_access import TABLES

        asked = rows.of_every_page(TABLES)
    finally:
        teardown_databases(made, verbosity=0)
    counted = {
        page: max(asked.one[page], number)
        for page, number in asked.thirty.items()
        if rows.is_list(page)
    }
    print(json.dumps(counted))


if __name__ == "__main__":
    main()
