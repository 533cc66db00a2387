"""Looking with another role's eyes: nothing is written, nothing personal seen, it is on record."""

import pytest

from jibungoto.kernel import nodes
from jibungoto.kernel.models import AuditRecord, Follow
from jibungoto.people import services
from jibungoto.people.models import Role, RoleGrant

from . import factories as make


def viewing(city, key, **scope):
    client = make.signed_in(make.with_role("administrator"))
    role = Role.objects.get(key=key)
    told = {name: thing.pk for name, thing in scope.items()}
    if role.scope == Role.Scope.DEPARTMENT:
        told["department"] = services.department_named("市民課").name
    assert client.post(f"/{city.slug}/view-as/", {"role": role.pk, **told}).status_code == 302
    return client


def test_pages_are_drawn_as_for_the_role_and_say_so(city):
    district = make.a_district()
    client = viewing(city, "secretary", district=district)
    page = client.get(f"/{city.slug}/personal-data/")
    actor = page.wsgi_request.actor
    assert [(g.role, g.district_id) for g in actor.grants] == [("secretary", district.pk)]
    assert actor.viewed_by == actor.user_id
    assert "「協議会の事務局」の目で見ています" in page.content.decode()
    assert AuditRecord.objects.filter(action="people.view_as.start").exists()


def test_nothing_can_be_changed_meanwhile(city):
    node = nodes.register(kind="x", title="記録", path="x/1/")
    client = viewing(city, "department")
    for path in (f"n/{node.short_code}/follow/", "me/name/", "view-as/", "counter/"):
        answer = client.post(f"/{city.slug}/{path}")
        assert answer.status_code == 403
        assert "元に戻る" in answer.content.decode()
    assert not Follow.objects.exists()


def test_personal_data_of_others_sleeps(city):
    client = viewing(city, "administrator")
    assert client.get(f"/{city.slug}/roles/").status_code == 403


def test_stopping_gives_one_s_own_role_back(city):
    client = viewing(city, "department")
    assert client.post(f"/{city.slug}/view-as/stop/").status_code == 302
    assert client.get(f"/{city.slug}/roles/").status_code == 200


def test_whose_role_ended_no_longer_looks_with_another_s_eyes(city):
    client = viewing(city, "planner")
    RoleGrant.objects.all().delete()
    assert client.get(f"/{city.slug}/personal-data/").wsgi_request.actor.grants == ()


def test_eyes_are_borrowed_in_one_municipality_only(city):
    there = make.a_municipality("asoko", "あそこ市")
    client = viewing(city, "planner")
    assert client.get(f"/{there.slug}/personal-data/").wsgi_request.actor.grants == ()


@pytest.mark.parametrize(("key", "status"), [("administrator", 422), ("planner", 302)])
def test_a_planner_cannot_borrow_the_eyes_of_those_who_give_roles(city, key, status):
    client = make.signed_in(make.with_role("planner"))
    role = Role.objects.get(key=key)
    assert client.post(f"/{city.slug}/view-as/", {"role": role.pk}).status_code == status


def test_signing_out_is_possible_meanwhile(city):
    client = viewing(city, "department")
    assert client.post("/account/logout/").status_code == 302
