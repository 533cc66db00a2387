"""Seats, terms and whose names may be told."""

import datetime as dt

import pytest

from jibungoto.decide.councils import selectors, services
from jibungoto.kernel import clock, registry
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.people.models import Consent, PersonName

from .factories import a_council, a_district, a_seat, a_term

A = Actor()


def secretary_of(district):
    grant = Grant("secretary", frozenset(["councils.seat.edit"]), district_id=district.pk)
    return Actor(municipality_id=district.municipality_id, user_id=1, grants=(grant,))


def test_a_seat_is_held_by_one_person_at_a_time(world):
    seat = a_seat(a_council())
    term = a_term(seat)
    with pytest.raises(services.TermsOverlap):
        services.fill_seat(seat=seat, actor=A, starts_on=term.ends_on, ends_on=term.ends_on)
    day_after = term.ends_on + dt.timedelta(days=1)
    services.fill_seat(seat=seat, actor=A, starts_on=day_after, ends_on=day_after)


def test_the_page_tells_the_seat_without_the_person(world, client):
    council = a_council(district=world.district)
    holder = world.users["officer"]
    PersonName.objects.create(user=holder, display="架空のなまえ")
    a_term(a_seat(council, title="広報", brings="公募"), holder=holder)
    page = client.get(f"/koko/councils/{council.slug}/").content.decode()
    assert "広報" in page
    assert "公募" in page
    assert "架空のなまえ" not in page


def test_whoever_agreed_is_named(world):
    council = a_council()
    holder, other = world.users["officer"], world.users["resident"]
    for user in (holder, other):
        PersonName.objects.create(user=user, display=f"呼び名{user.pk}")
    Consent.objects.create(user=holder, field=Consent.Field.DISPLAY, wording=1)
    a_term(a_seat(council), holder=holder)
    a_term(a_seat(council, title="会計"), holder=other)
    found = selectors.consented_names(selectors.seats(council))
    assert found == {holder.pk: f"呼び名{holder.pk}"}
    assert selectors.named(selectors.seats(council), found)[0].name == f"呼び名{holder.pk}"


def test_the_end_of_a_term_waits_for_those_who_look_after_the_district(world):
    council = a_council(district=world.district)
    term = a_term(a_seat(council), days_left=20)
    here = registry.waiting(secretary_of(world.district))
    assert [w.due for w in here] == [term.ends_on]
    assert "会長" in here[0].title
    assert registry.waiting(secretary_of(a_district())) == []


def test_nobody_is_asked_when_the_successor_is_known(world):
    seat = a_seat(a_council(district=world.district))
    term = a_term(seat, days_left=20)
    after = term.ends_on + dt.timedelta(days=1)
    services.fill_seat(seat=seat, actor=A, starts_on=after, ends_on=after)
    assert registry.waiting(secretary_of(world.district)) == []
    now = selectors.seats(seat.council)[0]
    assert not now.is_ending
    assert now.next_term.starts_on == after


def test_a_seat_taken_away_keeps_its_past_and_comes_back(world):
    council = a_council()
    seat = a_seat(council)
    past = services.fill_seat(
        seat=seat,
        actor=A,
        starts_on=clock.today() - dt.timedelta(days=400),
        ends_on=clock.today() - dt.timedelta(days=35),
    )
    services.close_seat(seat=seat, actor=A)
    assert selectors.seats(council) == []
    assert selectors.past_terms(council) == [past]
    services.reopen_seat(seat=seat, actor=A)
    assert [found.seat for found in selectors.seats(council)] == [seat]


def test_a_person_takes_their_terms_along_and_leaves_none_behind(world):
    holder = world.users["officer"]
    term = a_term(a_seat(a_council()), holder=holder)
    assert selectors.terms_of(holder)[0]["seat"] == "会長"
    assert services.unlink_terms(holder) == 1
    term.refresh_from_db()
    assert term.holder_id is None
