"""What people read of the audit log."""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from jibungoto.kernel import audit, clock, nodes, tenancy
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.kernel.audit import reading
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.models import Node
from jibungoto.people.models import CodeBatch, Role, RoleGrant
from jibungoto.support.desk.models import Contact
from tests import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


def keeper():
    return Actor(user_id=1, grants=(Grant("administrator", frozenset({"kernel.audit.read"})),))


def served(first, last, district_id=None, user_id=5):
    return Actor(user_id=user_id, past_terms=((first, last, district_id),))


def a_node(world, number, **fields):
    return nodes.register(
        kind="x",
        title=f"記録その{number}",
        path=f"x/{number}/",
        district_ids=[world.district.pk],
        **fields,
    )


def test_the_log_says_in_words_who_did_what_to_which_record(world):
    with audit.acting(Actor(user_id=world.users["planner"].pk)):
        node = a_node(world, 1)
        nodes.change(node, title="直した題名")
    page = world.client("administrator").get(reverse("kernel:audit_list", args=["koko"]))
    text = page.content.decode()
    assert "planner@example.jp" in text
    assert "記録を登録しました" in text
    assert "「記録その1」から「直した題名」へ" in text
    assert "kernel.node" not in re.sub("<option[^>]*>", "", text)


def test_the_log_is_narrowed_by_deed_person_and_day(world):
    with audit.acting(Actor(user_id=77)):
        a_node(world, 1)
    with audit.acting(Actor(participant_id=8)):
        audit.record("kernel.test.done", None)
    everyone = keeper()
    assert reading.records(everyone, action="kernel.test.done").get().participant_id == 8
    assert reading.records(everyone, who="u77").get().action == "kernel.node.register"
    assert reading.records(everyone, who="p8").get().action == "kernel.test.done"
    today = clock.today()
    whole = reading.records(everyone).count()
    assert reading.records(everyone, first=today, last=today).count() == whole
    assert not reading.records(everyone, last=today - dt.timedelta(days=1)).exists()


def test_one_deed_is_one_line_and_the_chain_keeps_both_records(world):
    with audit.acting(Actor(user_id=77)):
        node = a_node(world, 1)
        nodes.change(node, title="直した題名")
        audit.record("kernel.test.done", node)
    with audit.acting(Actor(user_id=78)):
        alone = a_node(world, 2)
    audit.record("kernel.test.done", None)
    shown = [(r.action, r.node_id) for r in reading.records(keeper()).filter(user_id__gt=76)]
    assert shown == [("kernel.node.register", alone.pk), ("kernel.test.done", node.pk)]
    assert reading.records(keeper(), action="kernel.node.change", who="u77").exists()
    assert audit.verify()


def test_nobody_without_the_role_reads_a_single_record(world):
    a_node(world, 1)
    assert not reading.records(Actor(user_id=1)).exists()
    scoped = Grant("secretary", frozenset({"kernel.audit.read"}), district_id=world.district.pk)
    assert not reading.records(Actor(user_id=1, grants=(scoped,))).exists()


def test_a_retired_officer_reads_their_own_term_in_their_own_district(world):
    today = clock.today()
    mine = a_node(world, 1)
    elsewhere = nodes.register(kind="x", title="ほかの地区", path="x/2/")
    draft = a_node(world, 3, state=Node.State.DRAFT)
    actor = served(today, today, world.district.pk)
    found = {r.node_id for r in reading.term_records(actor)}
    assert mine.pk in found
    assert not {elsewhere.pk, draft.pk} & found
    before = served(today - dt.timedelta(days=9), today - dt.timedelta(days=1), world.district.pk)
    assert not reading.term_records(before).exists()


def test_a_term_without_a_district_shows_only_ones_own_deeds(world):
    today = clock.today()
    a_node(world, 1)
    with audit.acting(Actor(user_id=5)):
        own = a_node(world, 2)
    found = reading.term_records(served(today, today))
    assert [r.node_id for r in found] == [own.pk]


def test_the_term_page_names_no_other_person(world):
    today = clock.today()
    with audit.acting(Actor(user_id=world.users["planner"].pk)):
        a_node(world, 1)
    lines = reading.lines(Actor(), reading.term_records(served(today, today, world.district.pk)))
    assert lines
    assert all("@" not in line.who for line in lines)


def test_the_log_names_roles_letters_contacts_and_imports(world):
    deeds_without_a_node(world)
    page = world.client("administrator").get(reverse("kernel:audit_list", args=["koko"]))
    text = re.sub(r"\s+", " ", page.content.decode())
    district = world.district.name
    for words in (
        f"地区担当職員・コーディネーター・{district}",
        "秋の手紙・世帯に送る手紙",
        f"訪ねた・{district}・2026年10月1日",
        "町の名簿.csv",
        "事務局",
    ):
        assert words in text


def test_what_is_gone_is_named_by_its_kind_alone(world):
    batch = CodeBatch.objects.create(title="秋の手紙", size=1, expires_on=dt.date(2027, 1, 1))
    with transaction.atomic():
        audit.record("people.code.print", batch)
    batch.delete()
    line = reading.lines(keeper(), reading.records(keeper()))[0]
    assert (line.kind, line.title) == ("手紙", "")


def deeds_without_a_node(world, number=0):
    grant = RoleGrant.objects.filter(role__key="district_officer").first()
    batch = CodeBatch.objects.create(title="秋の手紙", size=1, expires_on=dt.date(2027, 1, 1))
    contact = Contact.objects.create(
        district=world.district, on=dt.date(2026, 10, 1), note="立ち話"
    )
    run = IntakeRun.objects.create(kind="x", file_name="町の名簿.csv", sha256="", size=1)
    done = [
        ("people.role.grant", grant),
        ("people.code.print", batch),
        ("desk.contact.log", contact),
        ("intake.run.apply", run),
        ("people.role.change", Role.objects.get(key="secretary")),
    ]
    with transaction.atomic():
        audit.record(*done[number % len(done)]) if number else [audit.record(*d) for d in done]


@pytest.mark.parametrize("count", [1, 30])
def test_the_log_costs_few_queries_whatever_its_length(world, count, django_assert_max_num_queries):
    for number in range(count):
        with audit.acting(Actor(user_id=world.users["planner"].pk)):
            a_node(world, number)
    for number in range(1, count + 1):
        deeds_without_a_node(world, number)
    client: Client = world.client("administrator")
    with django_assert_max_num_queries(10):
        client.get(reverse("kernel:audit_list", args=["koko"]))


def test_odd_filters_are_no_error(world):
    client = world.client("administrator")
    for query in ("first=あした", "who=x", "who=u99999999999999999999", "action=?", "page=-1"):
        assert (
            client.get(reverse("kernel:audit_list", args=["koko"]) + "?" + query).status_code == 200
        )


def test_a_record_of_a_thing_that_is_gone_is_still_read(world):
    node = a_node(world, 1)
    audit.record("kernel.test.strange", node)
    node.delete()
    lines = reading.lines(keeper(), reading.records(keeper()))
    assert lines[0].title == ""


def test_a_deed_tells_what_the_kernel_noted_of_its_node_once_each(world):
    with audit.acting(Actor(user_id=77)):
        node = a_node(world, 1)
        nodes.change(node, title="直した題名", summary="直したひとこと")
        audit.record("kernel.test.done", node, changes={"name": ("記録その1", "直した題名")})
    (line,) = reading.lines(keeper(), reading.records(keeper(), action="kernel.test.done"))
    assert [change[1:] for change in line.changes] == [
        ("記録その1", "直した題名"),
        ("なし", "直したひとこと"),
    ]


def test_the_log_of_one_record_is_found_by_its_title_or_its_code(world):
    with audit.acting(Actor(user_id=77)):
        node = a_node(world, 1)
        a_node(world, 2)
    assert reading.records(keeper(), words="その1").get().node == node
    assert reading.records(keeper(), words=node.short_code.lower()).get().node == node
    page = world.client("administrator").get(
        reverse("kernel:audit_list", args=["koko"]), {"words": "その1"}
    )
    assert "記録その1" in page.content.decode()
    assert "記録その2" not in page.content.decode()


def test_the_deeds_to_choose_from_stand_by_their_rooms(world):
    node = a_node(world, 1)
    audit.record("findings.finding.hide", node)
    audit.record("gone.thing.done", node)
    page = world.client("administrator").get(reverse("kernel:audit_list", args=["koko"])).text
    room = page.split('<optgroup label="気づき">')[1].split("</optgroup>")[0]
    assert 'value="findings.finding.hide"' in room
    assert '<optgroup label="そのほか">' in page
