"""Several processes merge news at the same time, on the database the suite runs on."""

import json

import pytest

from . import test_jobs_workers

pytestmark = pytest.mark.django_db(transaction=True)

ready, workshop = test_jobs_workers.ready, test_jobs_workers.workshop


def test_three_that_tell_and_merge_at_once_make_one_notice_with_the_newest_state(workshop):
    workshop.do("follow")
    tellers = [workshop.start("tell", "30") for _ in range(3)]
    for teller in tellers:
        assert teller.wait(test_jobs_workers.PATIENCE) == 0
    found = json.loads(workshop.do("told"))
    assert found["events"] == 90
    assert found["left"] == 0
    # Should midnight pass meanwhile, there is one for each of the two days.
    assert set(found["notices"]) == {1}
    assert max(found["lines"]) == found["newest"]
    assert len(found["lines"]) == len(found["notices"])
