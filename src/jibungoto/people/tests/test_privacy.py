"""A person's own data: shown as far as they allow, handed out whole, erased when they ask."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.signing import Signer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jibungoto.kernel import clock, nodes, registry
from jibungoto.kernel.models import AuditRecord, Follow
from jibungoto.people import services
from jibungoto.people.models import Consent, Participant, PersonName, User
from jibungoto.people.selectors import public_name, public_names

from . import factories as make

NAME = {"display": "たろさん", "family": "見本", "given": "太郎", "kana": "みほん たろう"}


def named(user, *fields):
    services.set_name(
        user=user, fields=NAME, consents=dict.fromkeys(fields, True), actor=make.Actor()
    )
    return user


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ((), "参加者"),
        (("display",), "たろさん"),
        (("family",), "見本"),
        (("family", "given"), "見本 太郎"),
        (("family", "kana"), "見本（みほん たろう）"),
        (("kana",), "参加者"),
    ],
)
def test_only_what_somebody_allowed_stands_on_public_pages(city, fields, shown):
    assert public_name(named(make.a_user(), *fields)) == shown


@given(fields=st.sets(st.sampled_from(Consent.Field.values)))
@settings(max_examples=16, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_field_is_shown_without_its_consent(city, fields):
    user = make.a_user()
    shown = public_name(named(user, *fields))
    for field in set(Consent.Field.values) - fields:
        assert NAME[field] not in shown


def test_without_consent_a_role_is_named_instead(city):
    user = named(make.with_role("secretary", district=make.a_district()))
    assert public_name(user) == "協議会の事務局"


def test_consent_taken_back_counts_at_once_and_its_time_stays(city):
    user = named(make.a_user(), "display")
    named(user)
    assert public_name(user) == "参加者"
    assert Consent.objects.get().withdrawn_at


def test_consent_given_here_says_nothing_elsewhere(city):
    from jibungoto.kernel import tenancy

    user = named(make.a_user(), "display")
    with tenancy.within(make.a_municipality("asoko", "あそこ市")):
        assert public_name(user) == "参加者"


def test_many_names_cost_as_much_as_one(city, django_assert_max_num_queries):
    users = [named(make.a_user(), *(["display"] if n % 2 else [])) for n in range(30)]
    with django_assert_max_num_queries(3):
        assert len(public_names([user.pk for user in users])) == 30


def test_names_are_not_written_into_the_log(city):
    named(make.a_user(), "display")
    assert "見本" not in "".join(AuditRecord.objects.values_list("changes_text", flat=True))


def test_a_person_changes_name_consent_and_district_on_one_page(city):
    user = make.a_user()
    client = make.signed_in(user)
    district = make.a_district()
    told = {"display": "はなさん", "consents": ["display"], "district": district.pk}
    assert client.post(f"/{city.slug}/me/name/", told).status_code == 302
    assert public_name(user) == "はなさん"
    assert Participant.objects.get(user=user).district == district
    assert "はなさん" in client.get(f"/{city.slug}/me/name/").content.decode()


def test_the_inventory_is_open_to_all_and_names_what_why_and_how_long(city, client):
    page = client.get(f"/{city.slug}/personal-data/").content.decode()
    for line in registry.personal_data():
        assert str(line.what) in page
        assert str(line.why) in page
        assert str(line.keep) in page


def test_every_table_of_people_with_a_person_in_it_stands_in_the_inventory():
    told = {line.model for line in registry.personal_data()}
    persons = {
        model._meta.label
        for model in apps.get_app_config("people").get_models()
        for field in model._meta.concrete_fields
        if field.name in ("user", "email")
    }
    assert persons <= told


def test_everything_is_handed_out_as_json_and_csv(city):
    user = named(make.with_role("planner"), "display")
    nodes.follow(
        nodes.register(kind="x", title="記録", path="x/1/"),
        participant_id=services.participant_of_user(user_id=user.pk).pk,
    )
    client = make.signed_in(user)
    answer = client.post("/account/data/export/")
    if answer.status_code == 302:  # asked to confirm first: an account with a password
        pytest.fail(answer["Location"])
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(archive.read("data.json"))
    assert told["account"]["email"] == user.email
    assert told["municipalities"][city.name]["people.PersonName"]["rows"] == [NAME]
    table = archive.read(f"{city.name}/people.PersonName.csv").decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table))) == NAME


def test_handing_out_asks_for_the_password_again(city):
    user = make.a_user(password="a-long-secret-word")
    client = make.signed_in(user)
    answer = client.post("/account/data/export/")
    assert "/account/reauthenticate/" in answer["Location"]
    handed = client.post(answer["Location"], {"password": "a-long-secret-word"})
    assert handed["Content-Type"] == "application/zip"


def test_erasure_waits_and_can_be_taken_back(city, settings):
    user = make.a_user()
    client = make.signed_in(user)
    client.post("/account/data/erase/")
    user.refresh_from_db()
    assert user.erase_on == clock.today() + dt.timedelta(days=settings.ERASURE_DAYS)
    assert "取りやめ" in client.get("/account/data/").content.decode()
    client.post("/account/data/erase/", {"keep": "1"})
    user.refresh_from_db()
    assert user.erase_on is None
    assert services.erase_due() == 0


def test_after_the_waiting_nothing_tells_who_it_was(city):
    user = named(make.with_role("planner", user=make.a_user("someone@example.jp")), "display")
    participant = services.participant_of_user(user_id=user.pk)
    node = nodes.register(kind="x", title="記録", path="x/1/")
    nodes.follow(node, participant_id=participant.pk)
    services.ask_erasure(user=user)
    User.objects.update(erase_on=clock.today())
    assert services.erase_due() == 1
    assert services.erase_due() == 0
    user.refresh_from_db()
    assert "someone" not in user.email
    assert not user.is_active
    assert not user.has_usable_password()
    assert not PersonName.objects.exists()
    assert public_name(user) == "参加者"
    assert Follow.objects.get().participant.user is None
    assert not apps.get_model("account", "EmailAddress").objects.filter(user=user).exists()


def test_the_last_who_can_give_roles_cannot_be_erased(city):
    user = make.with_role("administrator")
    with pytest.raises(services.LastAdministrator):
        services.ask_erasure(user=user)
    client = make.signed_in(user)
    page = client.post("/account/data/erase/", follow=True)
    assert "役割を渡せる方がいなくなります" in page.content.decode()


def test_a_signed_cookie_made_for_something_else_is_no_device(city, client):
    client.cookies["participant"] = Signer(salt="elsewhere").sign("x" * 32)
    assert client.get(f"/{city.slug}/personal-data/").wsgi_request.actor.participant_id is None


def test_a_device_is_forgotten_at_its_own_wish(city, client):
    node = nodes.register(kind="x", title="記録", path="x/1/")
    client.post(f"/{city.slug}/n/{node.short_code}/follow/")
    assert (
        "この端末との結びつきを消す" in client.get(f"/{city.slug}/personal-data/").content.decode()
    )
    client.post(f"/{city.slug}/personal-data/forget-device/")
    participant = Participant.objects.get()
    assert participant.token_hash == ""
    assert participant.forgotten_at
    assert client.get(f"/{city.slug}/personal-data/").wsgi_request.actor.participant_id is None


def test_the_inventory_says_what_a_person_can_do(city, client):
    page = client.get(f"/{city.slug}/personal-data/").content.decode()
    assert "受けとる・消す" in page
