"""What a role allows is the municipality's choice, within what the chooser holds."""

import pytest
from django.utils import translation

from jibungoto.people import services
from jibungoto.people.models import Role, RoleGrant, RolePermission

from . import factories as make


@pytest.fixture
def administrator(city):
    return make.actor_of(make.with_role("administrator"), city)


def choose(actor, role=None, **changed):
    told = {
        "name": "見守り隊",
        "note": "",
        "scope": "district",
        "is_staff": False,
        "permissions": ["people.counter.record"],
    }
    return services.set_role(role=role, actor=actor, **{**told, **changed})


def allowed(role):
    return set(RolePermission.objects.filter(role=role).values_list("permission", flat=True))


def test_a_municipality_makes_a_role_of_its_own(city, administrator):
    role = choose(administrator)
    user = make.with_role(role.key, district=make.a_district())
    assert make.actor_of(user, city).may_somewhere("people.counter.record")


def test_what_a_municipality_chose_stays_when_the_presets_are_brought_up_to_date(
    city, administrator
):
    role = Role.objects.get(key="department")
    others = sorted(allowed(role) - {"people.counter.record"})
    choose(administrator, role, name="担当", scope="municipality", permissions=others)
    services.create_roles(city)
    role.refresh_from_db()
    assert (role.name, "people.counter.record" in allowed(role)) == ("担当", False)


def test_nobody_puts_in_or_takes_out_what_they_do_not_hold(city):
    planner = make.actor_of(make.with_role("planner"), city)
    with pytest.raises(services.MoreThanHeld):
        choose(planner, permissions=["people.role.grant"])
    with pytest.raises(services.MoreThanHeld):
        choose(planner, Role.objects.get(key="administrator"), permissions=[])


def test_the_power_to_give_roles_never_leaves_the_city(city, administrator):
    role = Role.objects.get(key="administrator")
    without = sorted(allowed(role) - {"people.role.grant"})
    with pytest.raises(services.LastAdministrator):
        choose(administrator, role, permissions=without)
    assert "people.role.grant" in allowed(role)


def test_a_role_somebody_holds_keeps_its_scope(city, administrator):
    role = choose(administrator)
    make.with_role(role.key, district=make.a_district())
    choose(administrator, role, scope="municipality", is_staff=True)
    role.refresh_from_db()
    assert (role.scope, role.is_staff) == ("district", False)
    assert RoleGrant.objects.filter(role=role).exists()


def test_the_pages_show_and_change(city):
    client = make.signed_in(make.with_role("administrator"))
    page = client.get(f"/{city.slug}/roles/kinds/").content.decode()
    assert "役割を渡す・終える" in page
    told = {"name": "見守り隊", "scope": "district", "permissions": ["people.counter.record"]}
    assert client.post(f"/{city.slug}/roles/kinds/new/", told).status_code == 302
    role = Role.objects.get(name="見守り隊")
    assert client.get(f"/{city.slug}/roles/kinds/{role.key}/").status_code == 200


def test_the_list_of_roles_is_as_quick_for_thirty_as_for_six(
    city, administrator, django_assert_max_num_queries
):
    client = make.signed_in(make.with_role("administrator"))
    for n in range(30):
        choose(administrator, name=f"役割{n}")
    client.get(f"/{city.slug}/roles/kinds/")
    with django_assert_max_num_queries(10):
        client.get(f"/{city.slug}/roles/kinds/")


def test_what_a_preset_role_is_for_is_said_in_the_readers_language(city, administrator):
    preset, own = (
        Role.objects.get(key="secretary"),
        choose(administrator, note="登下校の道に立つ。"),
    )
    with translation.override("en"):
        assert preset.told.startswith("A resident")
        assert own.told == "登下校の道に立つ。"
    assert preset.told == "地区の会議・記録・計画・予算をまとめる住民の方です。"
