"""Databases and backups of the versions before the migrations were folded go on."""

import pytest

from jibungoto.site.cli import main, manage, migrating
from jibungoto.site.cli.words import Stop

OLD = {
    "0001_rounds",
    "0002_reports",
    "0003_departments_of_officers",
    "0004_links",
    "0005_withdrawn",
    "0006_label_closed",
}


@pytest.fixture
def before_the_fold() -> set[migrating.Key]:
    known = migrating._known()
    older = {key for one in known.values() for key in one.replaces}
    return older | {key for key, one in known.items() if not one.replaces}


def test_where_all_of_the_older_ones_ran_nothing_is_missing(before_the_fold) -> None:
    assert before_the_fold >= {("reviews", name) for name in OLD}
    assert not migrating.is_halfway(before_the_fold)
    assert not migrating.is_older(before_the_fold)
    assert not migrating.unknown(before_the_fold)


@pytest.mark.parametrize("name", sorted(OLD))
def test_where_only_some_of_the_older_ones_ran_no_way_leads_on(before_the_fold, name) -> None:
    assert migrating.is_halfway(before_the_fold - {("reviews", name)})


def test_a_room_that_was_not_there_yet_is_made(before_the_fold) -> None:
    without = {key for key in before_the_fold if key[0] != "reviews"}
    assert not migrating.is_halfway(without)
    assert migrating.is_older(without)


def test_a_first_start_that_was_interrupted_goes_on() -> None:
    known = migrating._known()
    begun = {("kernel", "0001_nodes"), *known["kernel", "0001_nodes"].replaces}
    assert not migrating.is_halfway(begun)
    assert migrating.is_older(begun)


def test_what_no_version_until_now_has_is_unknown(before_the_fold) -> None:
    later = ("kernel", "9999_later")
    assert migrating.unknown(before_the_fold | {later}) == {later}


def test_migrating_from_halfway_is_refused_in_words(before_the_fold, monkeypatch, capsys) -> None:
    halfway = before_the_fold - {("reviews", "0003_departments_of_officers")}
    monkeypatch.setattr(migrating, "applied", lambda: halfway)
    assert main(["manage", "migrate"]) == 1
    assert "前の版で" in capsys.readouterr().err


def test_a_way_back_that_would_empty_tables_is_not_taken(settings) -> None:
    last = migrating._known()["reviews", "0001_reviews"]
    manage.refuse_backwards(plan=[(last, False)])
    with pytest.raises(Stop, match="restore"):
        manage.refuse_backwards(plan=[(last, True)])
    settings.DEBUG = True
    manage.refuse_backwards(plan=[(last, True)])


def test_the_database_of_a_later_version_is_left_alone(before_the_fold, monkeypatch) -> None:
    later = before_the_fold | {("kernel", "9999_later")}
    monkeypatch.setattr(migrating, "applied", lambda: later)
    with pytest.raises(Stop, match="9999_later"):
        migrating.refuse_dead_ends()
