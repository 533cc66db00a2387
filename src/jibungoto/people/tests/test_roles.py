"""Roles: nobody passes on more than they hold, somebody can always give them, April is one step."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import translation

from jibungoto.kernel import clock, jobs, registry, tenancy, vocabulary
from jibungoto.kernel.models import AuditRecord, Municipality
from jibungoto.people import letters, services
from jibungoto.people.models import Invitation, Role, RoleGrant, RolePermission

from . import factories as make

TODAY = dt.date(2026, 11, 23)
MARCH, APRIL = dt.date(2027, 3, 31), dt.date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def administrator(city):
    return make.actor_of(make.with_role("administrator"), city)


def role(key):
    return Role.objects.get(key=key)


def test_a_preset_role_is_called_by_the_municipalitys_own_words(db):
    made = Municipality.objects.create(slug="hachi", name="八市", code="", preset="hachioji")
    with tenancy.within(made):
        vocabulary.apply_preset(made)
        secretary = services.create_roles(made)["secretary"]
        assert str(secretary) == "推進会議の事務局"
        with translation.override("en"):
            assert str(secretary) == "Secretary of the promotion council"


def test_preset_roles_hold_what_the_manifests_name_and_keep_in_step(city):
    assert Role.objects.count() == 6
    RolePermission.objects.filter(permission="people.role.grant").delete()
    RolePermission.objects.create(role=role("officer"), permission="people.role.grant")
    services.create_roles(city)
    givers = RolePermission.objects.filter(permission="people.role.grant")
    assert [p.role.key for p in givers] == ["administrator"]


def test_a_new_version_lets_the_roles_of_standing_municipalities_do_more(
    city, django_assert_num_queries
):
    other = Municipality.objects.create(slug="yoso", name="よそ市", code="")
    services.create_roles(other)
    RolePermission.everywhere.filter(permission="people.role.grant").delete()
    with tenancy.within(other):
        Role.objects.filter(key="administrator").update(is_own=True)
    RolePermission.objects.create(role=role("officer"), permission="gone.for.good")

    assert services.follow_presets() == 2
    assert [p.role.key for p in RolePermission.objects.filter(permission="people.role.grant")] == [
        "administrator"
    ]
    assert not RolePermission.objects.filter(permission="gone.for.good").exists()
    told = AuditRecord.objects.filter(action="people.role.follow")
    assert sorted(record.object_id for record in told) == sorted(
        str(role(key).pk) for key in ("administrator", "officer")
    )
    with tenancy.within(other):
        assert not RolePermission.objects.filter(permission="people.role.grant").exists()
        assert not AuditRecord.objects.filter(action="people.role.follow").exists()
    with django_assert_num_queries(2):
        assert services.follow_presets() == 0


def test_migrating_brings_the_roles_of_the_house_up_to_date(city):
    RolePermission.everywhere.filter(permission="people.role.grant").delete()
    call_command("migrate", verbosity=0, interactive=False)
    assert RolePermission.objects.filter(permission="people.role.grant").exists()


def test_an_administrator_can_pass_on_every_preset_role(city, administrator):
    district = make.a_district()
    for given in Role.objects.exclude(scope=Role.Scope.ORGANISATION):
        scopes = {Role.Scope.DISTRICT: {"district": district}}
        scopes[Role.Scope.DEPARTMENT] = {"department": "市民課"}
        where = scopes.get(given.scope, {})
        assert services.grant_role(role=given, user=make.a_user(), actor=administrator, **where)


def test_a_role_that_ends_soon_waits_for_its_holder(city):
    district = make.a_district()
    user = make.with_role("secretary", district=district, ends_on=TODAY + dt.timedelta(days=30))
    waiting = [
        w for w in registry.waiting(make.actor_of(user, city)) if "協議会の事務局" in w.title
    ]
    assert [w.due for w in waiting] == [TODAY + dt.timedelta(days=30)]


def test_nobody_passes_on_more_than_they_hold(city):
    giver = role("planner")
    RolePermission.objects.create(role=giver, permission="people.role.grant")
    planner = make.actor_of(make.with_role("planner"), city)
    with pytest.raises(services.MoreThanHeld, match="管理者"):
        services.invite(email="a@example.jp", role=role("administrator"), actor=planner)
    assert services.invite(email="a@example.jp", role=giver, actor=planner)


def test_a_giver_in_one_district_gives_nothing_in_another_or_in_the_whole_city(city):
    north, south = make.a_district("北"), make.a_district("南")
    secretary = role("secretary")
    RolePermission.objects.get_or_create(role=secretary, permission="people.role.grant")
    actor = make.actor_of(make.with_role("secretary", district=north), city)
    user = make.a_user()
    assert services.grant_role(role=secretary, user=user, district=north, actor=actor)
    with pytest.raises(services.MoreThanHeld):
        services.grant_role(role=secretary, user=user, district=south, actor=actor)


@pytest.mark.parametrize(
    ("key", "scope"), [("secretary", None), ("planner", "district"), ("officer", "district")]
)
def test_a_role_asks_for_its_own_kind_of_scope(city, key, scope):
    where = {"district": make.a_district()} if scope else {}
    with pytest.raises(services.RoleProblem):
        services.grant_role(role=key, user=make.a_user(), **where)


def test_a_term_runs_forward(city):
    with pytest.raises(services.RoleProblem, match="いつまで"):
        services.grant_role(role="planner", user=make.a_user(), starts_on=APRIL, ends_on=MARCH)


def test_granting_twice_is_the_same_as_once(city):
    user = make.a_user()
    first = services.grant_role(role="planner", user=user)
    assert services.grant_role(role="planner", user=user) == first


def test_the_last_who_can_give_roles_stays(city, administrator):
    only = RoleGrant.objects.get()
    with pytest.raises(services.LastAdministrator):
        services.end_grant(grant=only, last_day=TODAY, reason="異動", actor=administrator)
    make.with_role("administrator", ends_on=TODAY)
    with pytest.raises(services.LastAdministrator):
        services.end_grant(grant=only, last_day=TODAY, reason="異動", actor=administrator)
    make.with_role("administrator")
    services.end_grant(grant=only, last_day=TODAY, reason="異動", actor=administrator)
    only.refresh_from_db()
    assert only.ends_on == TODAY


def test_an_end_in_the_past_or_after_the_term_is_refused(city, administrator):
    grant = services.grant_role(role="planner", user=make.a_user(), ends_on=MARCH)
    for day in (TODAY - dt.timedelta(days=9), APRIL):
        with pytest.raises(services.RoleProblem):
            services.end_grant(grant=grant, last_day=day, reason="x", actor=administrator)


def test_a_role_that_has_not_begun_is_taken_back_as_a_whole(city, administrator):
    grant = services.grant_role(role="planner", user=make.a_user(), starts_on=APRIL)
    services.end_grant(grant=grant, last_day=TODAY, reason="取りやめ", actor=administrator)
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()


def test_extending_goes_forward_only(city, administrator):
    grant = services.grant_role(role="planner", user=make.a_user(), ends_on=MARCH)
    with pytest.raises(services.RoleProblem):
        services.extend_grant(grant=grant, ends_on=TODAY, reason="", actor=administrator)
    later = dt.date(2028, 3, 31)
    assert (
        services.extend_grant(
            grant=grant, ends_on=later, reason="継続", actor=administrator
        ).ends_on
        == later
    )


def test_every_change_of_a_role_is_written_down(city, administrator):
    grant = services.grant_role(
        role="planner", user=make.a_user(), ends_on=MARCH, actor=administrator
    )
    services.end_grant(grant=grant, last_day=TODAY, reason="異動", actor=administrator)
    written = AuditRecord.objects.filter(user_id=administrator.user_id)
    assert {"people.role.grant", "people.role.end"} <= set(written.values_list("action", flat=True))


def test_who_has_an_account_gets_the_role_and_a_mail(city, administrator):
    user = make.a_user()
    services.invite(email=user.email.upper(), role=role("planner"), actor=administrator)
    jobs.run_due()
    assert RoleGrant.objects.filter(user=user).exists()
    assert [m.to for m in mail.outbox] == [[user.email]]


def test_an_invitation_is_mailed_read_and_taken_up(city, administrator, client):
    district = make.a_district()
    invitation = services.invite(
        email="new@example.jp",
        role=role("secretary"),
        district=district,
        ends_on=MARCH,
        reason="総会での選任",
        actor=administrator,
    )
    jobs.run_due()
    letter = mail.outbox[0]
    path = f"/{city.slug}/invitations/{letters.token_of(invitation)}/"
    assert path in letter.body
    assert "総会での選任" in letter.body
    assert client.get(path).status_code == 200
    user = make.a_user("new@example.jp")
    client.force_login(user)
    assert client.post(path).status_code == 302
    grant = RoleGrant.objects.get(user=user)
    assert (grant.role.key, grant.district, grant.ends_on) == ("secretary", district, MARCH)
    assert grant.granted_by_id == administrator.user_id
    client.post(path)
    assert RoleGrant.objects.filter(user=user).count() == 1


def test_a_role_that_was_ended_does_not_come_back_by_its_old_invitation(
    city, administrator, client
):
    invitation = services.invite(email="new@example.jp", role=role("planner"), actor=administrator)
    user = make.a_user("new@example.jp")
    client.force_login(user)
    path = f"/{city.slug}/invitations/{letters.token_of(invitation)}/"
    assert client.post(path).status_code == 302
    yesterday = TODAY - dt.timedelta(days=1)
    RoleGrant.objects.filter(user=user).update(starts_on=yesterday, ends_on=yesterday)
    answer = client.post(path)
    assert answer.status_code == 422
    assert "もうお受けいただいています" in answer.content.decode()
    assert not RoleGrant.objects.filter(user=user, ends_on__isnull=True).exists()


def test_somebody_else_cannot_take_up_an_invitation(city, administrator, client):
    invitation = services.invite(email="new@example.jp", role=role("planner"), actor=administrator)
    thief = make.a_user()
    client.force_login(thief)
    answer = client.post(f"/{city.slug}/invitations/{letters.token_of(invitation)}/")
    assert answer.status_code == 422
    assert "別のメールアドレスあて" in answer.content.decode()
    assert not RoleGrant.objects.filter(user=thief).exists()


@pytest.mark.parametrize("closed", ["withdrawn", "expired"])
def test_a_closed_invitation_says_so(city, administrator, client, closed):
    invitation = services.invite(email="new@example.jp", role=role("planner"), actor=administrator)
    if closed == "withdrawn":
        services.withdraw_invitation(invitation=invitation, actor=administrator)
    else:
        Invitation.objects.update(expires_on=TODAY - dt.timedelta(days=1))
    client.force_login(make.a_user("new@example.jp"))
    answer = client.post(f"/{city.slug}/invitations/{letters.token_of(invitation)}/")
    assert answer.status_code == 422
    assert not RoleGrant.objects.filter(user__email="new@example.jp").exists()


def test_an_invitation_that_ran_out_is_sent_again_with_its_full_time(city, administrator):
    invitation = services.invite(email="new@example.jp", role=role("planner"), actor=administrator)
    Invitation.objects.update(expires_on=TODAY - dt.timedelta(days=1))
    again = services.invite(email="new@example.jp", role=role("planner"), actor=administrator)
    assert again == invitation
    assert again.expires_on > TODAY
    jobs.run_due()
    assert len(mail.outbox) == 2


def test_a_forged_or_foreign_invitation_is_not_found(city, administrator, client):
    invitation = services.invite(email="new@example.jp", role=role("planner"), actor=administrator)
    token = letters.token_of(invitation)
    there = make.a_municipality("asoko", "あそこ市")
    for path in (f"/{city.slug}/invitations/{token}x/", f"/{there.slug}/invitations/{token}/"):
        assert client.get(path).status_code == 404


def test_the_list_of_holders_is_as_quick_for_thirty_as_for_one(city, django_assert_max_num_queries):
    client = make.signed_in(make.with_role("administrator"))
    path = f"/{city.slug}/roles/"
    client.get(path)
    for _ in range(30):
        make.with_role("secretary", district=make.a_district())
    with django_assert_max_num_queries(10):
        page = client.get(path)
    assert page.content.decode().count("協議会の事務局") >= 30


def test_holders_are_found_by_role_district_or_address(city):
    north = make.a_district("北部")
    inner = make.a_district("北町", parent=north)
    make.with_role("secretary", user=make.a_user("inside@example.jp"), district=inner)
    make.with_role("planner", user=make.a_user("planner@example.jp"))
    client = make.signed_in(make.with_role("administrator"))
    for typed, shown, hidden in [
        ("北町", "inside@", "planner@"),
        ("協働の担当課", "planner@", "inside@"),
        ("PLANNER", "planner@", "inside@"),
    ]:
        page = client.get(f"/{city.slug}/roles/", {"q": typed}).content.decode()
        assert shown in page
        assert hidden not in page
    nobody = client.get(f"/{city.slug}/roles/?q=nobody").content.decode()
    assert "条件に合う方はいません" in nobody


def test_role_holders_are_seen_where_one_looks_after_them_only(city):
    north, south = make.a_district("北"), make.a_district("南")
    RolePermission.objects.get_or_create(role=role("secretary"), permission="people.role.read")
    make.with_role("secretary", district=south)
    client = make.signed_in(make.with_role("secretary", district=north))
    page = client.get(f"/{city.slug}/roles/").content.decode()
    assert "北" in page
    assert '<td data-h="どこで">南' not in page


def test_giving_ending_and_extending_from_the_pages(city):
    client = make.signed_in(make.with_role("administrator"))
    user = make.a_user()
    told = {"email": user.email, "role": role("planner").pk, "starts_on": "2026-11-23"}
    answer = client.post(
        f"/{city.slug}/roles/grant/", {**told, "ends_on": "2027-03-31", "reason": "異動"}
    )
    assert answer.status_code == 302
    grant = RoleGrant.objects.get(user=user)
    path = f"/{city.slug}/roles/{grant.pk}/"
    assert client.get(path).status_code == 200
    client.post(f"{path}extend/", {"ends_on": "2028-03-31", "reason": "継続"})
    client.post(f"{path}end/", {"last_day": "2026-12-31", "reason": "退職"})
    grant.refresh_from_db()
    assert (grant.ends_on, grant.ended_reason) == (dt.date(2026, 12, 31), "退職")
    refused = client.post(f"{path}end/", {"last_day": "2020-01-01", "reason": "x"})
    assert refused.status_code == 422


def test_roles_of_two_municipalities_do_not_meet(city, administrator):
    there = make.a_municipality("asoko", "あそこ市")
    with tenancy.within(there):
        grant = services.grant_role(role="planner", user=make.a_user())
    client = make.signed_in(make.with_role("administrator"))
    assert client.get(f"/{city.slug}/roles/{grant.pk}/").status_code == 404
