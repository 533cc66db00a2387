"""Departments: an officer's role is held for one, also after it was renamed or merged."""

import pytest

from jibungoto.kernel.models import AuditRecord
from jibungoto.people import services
from jibungoto.people.models import Department, Invitation, Role, RoleGrant, User
from jibungoto.people.selectors import roles

from . import factories as make

COUNTER = "people.counter.record"


@pytest.fixture
def administrator(city):
    return make.actor_of(make.with_role("administrator"), city)


def of(city, name):
    return make.actor_of(make.with_role("department", department=name), city)


def test_a_role_of_a_department_counts_for_its_own_matters_and_in_the_whole_city(city):
    officer = of(city, "市民課")
    assert officer.may(COUNTER)
    assert officer.may(COUNTER, departments=["福祉課", "市民課"])
    assert not officer.may(COUNTER, departments=["福祉課"])
    assert not officer.may(COUNTER, departments=[])
    assert officer.departments(COUNTER) == {"市民課"}


def test_a_role_of_no_single_department_counts_for_all(city, administrator):
    assert administrator.may(COUNTER, departments=["福祉課"])
    assert administrator.departments(COUNTER) is None


def test_an_officer_whose_department_is_not_said_yet_answers_for_none(city):
    officer = make.actor_of(make.with_role("department"), city)
    assert officer.may(COUNTER)
    assert officer.departments(COUNTER) == frozenset()


def test_todays_department_answers_for_what_is_written_under_the_old_names(city, administrator):
    old, older = services.department_named("公園課"), services.department_named("みどり係")
    new = services.department_named("公園緑地課")
    before, after = of(city, "公園課"), of(city, "公園緑地課")
    assert before.departments(COUNTER) == {"公園課"}
    services.change_department(department=older, name="みどり係", became=old, actor=administrator)
    services.change_department(department=old, name="公園課", became=new, actor=administrator)
    older.refresh_from_db()
    assert older.became == new  # one step, never a chain
    for user_id in (before.user_id, after.user_id):
        found = make.actor_of(User.objects.get(pk=user_id), city).departments(COUNTER)
        assert found == {"公園緑地課", "公園課", "みどり係"}
    emails = roles.addresses_of_departments(["公園課", "ほか課"])
    assert [len(found) for found in emails.values()] == [2]
    services.change_department(department=old, name="公園課", became=None, actor=administrator)
    again = make.actor_of(User.objects.get(pk=before.user_id), city)
    assert again.departments(COUNTER) == {"公園課"}


def test_departments_that_became_each_other_and_names_used_twice_are_refused(city, administrator):
    one, two = services.department_named("一課"), services.department_named("二課")
    services.change_department(department=one, name="一課", became=two, actor=administrator)
    with pytest.raises(services.RoleProblem, match="引き継いだ課"):
        services.change_department(department=two, name="二課", became=one, actor=administrator)
    with pytest.raises(services.RoleProblem, match="もう一覧に"):
        services.change_department(department=two, name="一課", became=None, actor=administrator)
    with pytest.raises(services.RoleProblem, match="もう一覧に"):
        services.add_department(name=" 一課 ", actor=administrator)


def test_a_role_of_departments_is_given_with_one_and_others_without(city, administrator):
    told = {"email": "a@example.jp", "actor": administrator}
    department, planner = (Role.objects.get(key=key) for key in ("department", "planner"))
    with pytest.raises(services.RoleProblem, match="担当課を選んで"):
        services.invite(role=department, **told)
    with pytest.raises(services.RoleProblem, match="担当課は空に"):
        services.invite(role=planner, department="市民課", **told)
    services.invite(role=department, department="市民課", **told)
    assert Invitation.objects.get().department.name == "市民課"
    user = make.a_user("a@example.jp")
    grant = services.accept_invitation(
        invitation=Invitation.objects.get(), user=user, actor=make.actor_of(user, city)
    )
    assert grant.department.name == "市民課"


def test_the_pages_of_departments_and_of_a_role_say_whose_it_is(city, administrator):
    client = make.signed_in(make.with_role("administrator"))
    client.post(f"/{city.slug}/departments/", {"name": "市民課"})
    again = client.post(f"/{city.slug}/departments/", {"name": "市民課"})
    assert (again.status_code, "もう一覧にあります" in again.text) == (422, True)
    grant = RoleGrant.objects.get(user=make.with_role("department"))
    assert "課がまだ決まっていません" in client.get(f"/{city.slug}/roles/").text
    client.post(f"/{city.slug}/roles/{grant.pk}/department/", {"department": "市民課"})
    assert "市民課" in client.get(f"/{city.slug}/roles/").text
    found = Department.objects.get()
    page = client.post(f"/{city.slug}/departments/{found.pk}/", {"name": "区民課", "became": ""})
    assert page.status_code == 302
    shown = client.get(f"/{city.slug}/departments/").text
    assert "区民課" in shown
    assert "1人" in shown
    deeds = set(AuditRecord.objects.values_list("action", flat=True))
    assert {"people.department.add", "people.department.change", "people.role.assign"} <= deeds


def test_the_list_of_departments_costs_no_more_for_thirty(city, django_assert_max_num_queries):
    for number in range(30):
        make.with_role("department", department=f"第{number}課")
    client = make.signed_in(make.with_role("administrator"))
    client.get(f"/{city.slug}/departments/")
    with django_assert_max_num_queries(10):
        assert "第29課" in client.get(f"/{city.slug}/departments/").text
