"""What officers write down, promise and finish."""

import pytest

from jibungoto.kernel import registry, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import AuditRecord
from jibungoto.kernel.policy import Refused
from jibungoto.support.desk import selectors, services
from jibungoto.support.desk.models import Contact

from .factories import a_contact, a_district, an_officer, days


@pytest.fixture
def officer(world):
    return an_officer(world.users["district_officer"], world.district)


def test_an_officer_writes_only_about_the_own_district(world, officer):
    a_contact(officer, world.district)
    with pytest.raises(Refused):
        a_contact(officer, a_district())


def test_a_contact_moved_to_a_strange_district_is_refused(world, officer):
    contact = a_contact(officer, world.district)
    with pytest.raises(Refused):
        services.change_contact(contact=contact, actor=officer, district=a_district())


def test_a_role_in_a_district_counts_in_the_districts_inside_it(world, officer):
    inside = a_district(parent=world.district)
    a_contact(officer, inside)
    assert selectors.contacts(officer, inside).count() == 1


def test_a_day_to_come_is_a_plan_and_no_contact(world, officer):
    with pytest.raises(services.ContactFault):
        a_contact(officer, world.district, on=days(1))
    with pytest.raises(services.ContactFault):
        a_contact(officer, world.district, follow_up="返事する", follow_up_on=days(-1))


def test_a_follow_up_moves_from_later_to_today_to_late(world, officer):
    for number in (-2, 0, 3):
        a_contact(
            officer, world.district, on=days(-9), follow_up=f"{number}", follow_up_on=days(number)
        )
    found = selectors.open_follow_ups(officer)
    assert [[c.follow_up for c in group] for group in (found.late, found.today, found.later)] == [
        ["-2"],
        ["0"],
        ["3"],
    ]


def test_finishing_can_be_undone(world, officer):
    contact = a_contact(officer, world.district, follow_up="返事する", follow_up_on=days(0))
    services.finish_follow_up(contact=contact, actor=officer)
    assert not selectors.open_follow_ups(officer)
    assert selectors.just_done(officer) == [contact]
    services.reopen_follow_up(contact=contact, actor=officer)
    assert selectors.open_follow_ups(officer).today == [contact]


def test_a_withdrawn_entry_leaves_every_list_and_comes_back(world, officer):
    contact = a_contact(officer, world.district)
    services.withdraw_contact(contact=contact, actor=officer)
    assert not selectors.contacts(officer).exists()
    assert selectors.last_contacts(selectors.contact_days()) == {}
    services.restore_contact(contact=contact, actor=officer)
    assert selectors.contacts(officer).get() == contact


def test_what_is_due_today_waits_for_the_officer_who_promised_it(world, officer):
    a_contact(officer, world.district, follow_up="鍵の返事", follow_up_on=days(0))
    a_contact(officer, world.district, follow_up="来月の話", follow_up_on=days(20))
    assert [(w.title, w.due) for w in registry.waiting(officer)] == [("鍵の返事", days(0))]
    colleague = an_officer(world.users["planner"])
    assert registry.waiting(colleague) == []
    assert registry.waiting(Actor()) == []


def test_the_audit_log_tells_that_it_changed_and_not_what_it_says(world, officer):
    contact = a_contact(officer, world.district)
    services.change_contact(contact=contact, actor=officer, note="家庭の事情を聞きました")
    entry = AuditRecord.objects.filter(action="desk.contact.change").get()
    assert "家庭の事情" not in entry.changes_text
    assert "変更あり" in entry.changes_text


def test_the_desk_of_the_next_city_stays_closed(world, officer):
    contact = a_contact(officer, world.district)
    with tenancy.within(world.other_municipality):
        assert selectors.contact(an_officer(world.users["planner"]), contact.pk) is None


def test_a_list_shows_exactly_what_the_rule_allows(world, officer):
    from jibungoto.kernel.policy import decide

    everywhere = an_officer(world.users["planner"])
    inside = a_district(parent=world.district)
    every = [a_contact(everywhere, d) for d in (world.district, inside, a_district())]
    for actor in (officer, everywhere, Actor(), an_officer(world.users["planner"], inside)):
        allowed = {c for c in every if decide(actor, "desk.contact.read", c.district)}
        assert set(selectors.contacts(actor)) == allowed


def test_a_person_takes_their_entries_along_and_leaves_none_behind(world, officer):
    user = world.users["district_officer"]
    a_contact(officer, world.district)
    assert selectors.contacts_by(user)[0]["note"] == "集会所で話しました"
    assert services.unlink_contacts(user) == 1
    assert Contact.objects.get().by_id is None
