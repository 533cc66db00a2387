"""The audit log is written with the deed, stays as it was, and tells where it was touched."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from jibungoto.kernel import audit, nodes, tenancy, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import AuditHead, AuditRecord, Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    municipality = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(municipality):
        yield municipality


def write(count, action="kernel.test.done", **kwargs):
    return [audit.record(action, None, **kwargs) for _ in range(count)]


def tamper(sql, *params):
    """What somebody with the database's own password could do: the triggers off, then anything."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE kernel_auditrecord DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE kernel_audithead DISABLE TRIGGER USER")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE name LIKE 'kernel_audit%' AND type='trigger'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, params)


def faults():
    return [(f.what, f.seq) for f in audit.verify().faults]


def test_records_are_numbered_and_chained(city):
    first, second = write(2)
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash
    assert audit.heads() == {"koko": (2, second.hash)}
    assert audit.verify()


def test_each_municipality_has_its_own_chain(city):
    write(2)
    there = Municipality.objects.create(slug="asoko", name="あそこ市")
    with tenancy.within(there):
        assert write(1)[0].seq == 1
    assert dict(audit.verify().checked) == {"koko": 2, "asoko": 1}


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_the_transaction_of_its_deed_is_refused(city):
    with pytest.raises(audit.OutsideTransaction):
        audit.record("kernel.test.done", None)


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_rolled_back_leaves_no_record(city):
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert not AuditRecord.objects.exists()
    with transaction.atomic():
        assert write(1)[0].seq == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_auditrecord SET action = 'x'",
        "DELETE FROM kernel_auditrecord",
        "UPDATE kernel_audithead SET seq = 0",
        "UPDATE kernel_audithead SET seq = seq + 2",
        "DELETE FROM kernel_audithead",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(city, sql):
    write(2)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert audit.verify()


def test_a_changed_record_is_found(city):
    write(3)
    tamper("UPDATE kernel_auditrecord SET action = 'x' WHERE seq = 2")
    report = audit.verify()
    assert not report
    assert [(f.what, f.seq) for f in report.faults] == [("changed", 2)]
    assert "ここ市の記録 2番" in report.faults[0].words


def test_a_removed_record_is_found(city):
    write(5)
    tamper("DELETE FROM kernel_auditrecord WHERE seq IN (2, 3)")
    report = audit.verify()
    assert [(f.what, f.seq) for f in report.faults] == [("removed", 2)]
    assert "2番から3番まで" in report.faults[0].words


def test_a_cut_tail_is_found(city):
    write(4)
    tamper("DELETE FROM kernel_auditrecord WHERE seq > 2")
    assert faults() == [("truncated", 3)]


def test_swapped_records_are_found(city):
    write(3)
    tamper("UPDATE kernel_auditrecord SET seq = 1003 - seq WHERE seq IN (2, 1)")
    tamper("UPDATE kernel_auditrecord SET seq = seq - 1000 WHERE seq > 1000")
    assert set(faults()) >= {("reordered", 1), ("reordered", 2)}


def forge(record, **fields):
    """A record whose own hash is right, put in past the house's doors."""
    for name, value in fields.items():
        setattr(record, name, value)
    record.pk, record.hash = None, audit.chain.digest(record)
    record.save(force_insert=True)


def test_an_inserted_record_is_found(city):
    rows = write(3)
    tamper("DELETE FROM kernel_auditrecord WHERE seq = 2")
    forge(rows[1], action="kernel.test.forged")
    assert faults() == [("inserted", 3)]


def test_a_record_added_behind_the_head_is_found(city):
    rows = write(2)
    forge(rows[1], seq=3, prev_hash=rows[1].hash)
    assert faults() == [("ahead", 3)]


def test_a_chain_rewritten_as_a_whole_is_found_by_a_head_kept_elsewhere(city):
    rows = write(3)
    kept = audit.heads()
    tamper("DELETE FROM kernel_auditrecord WHERE seq = 3")
    forge(rows[2], action="kernel.test.forged")
    tamper("UPDATE kernel_audithead SET hash = %s", AuditRecord.objects.get(seq=3).hash)
    assert audit.verify()
    assert [f.what for f in audit.verify(kept).faults] == ["other"]


def test_a_missing_head_row_is_found(city):
    write(1)
    tamper("DELETE FROM kernel_audithead")
    assert AuditHead.objects.count() == 0
    assert faults() == [("ahead", 1)]


def test_the_actor_of_the_request_is_recorded_unless_another_is_named(city):
    with audit.acting(Actor(user_id=7, viewed_by=9)):
        mine = audit.record("kernel.test.done", None)
        named = audit.record("kernel.test.done", None, actor=Actor(participant_id=3))
    house = audit.record("kernel.test.done", None)
    assert (mine.user_id, mine.viewed_by) == (7, 9)
    assert (named.user_id, named.participant_id) == (None, 3)
    assert (house.user_id, house.participant_id) == (None, None)


def test_personal_data_never_stand_in_the_log(city):
    changes = audit.diff(
        {"email": "old@example.jp", "title": "前"},
        {"email": "new@example.jp", "title": "後", "same": None},
        personal=["email"],
    )
    record = audit.record("kernel.test.done", None, changes=changes)
    assert record.changes == {"email": "変更あり", "title": ["前", "後"]}


def test_fields_a_model_calls_personal_are_hidden_without_asking(city):
    city.PERSONAL_FIELDS = frozenset({"contact_phone"})
    record = audit.record("kernel.test.done", city, changes={"contact_phone": ("000", "111")})
    assert "111" not in record.changes_text


def test_erasing_a_thing_leaves_the_chain_whole(city):
    node = nodes.register(kind="x", title="消える記録", path="x/1/")
    assert AuditRecord.objects.get().node_id == node.pk
    node.delete()
    assert audit.verify()


def test_the_kernels_own_services_are_recorded(city):
    one = nodes.register(kind="x", title="一つ", path="x/1/")
    two = nodes.register(kind="x", title="ふたつ", path="x/2/")
    nodes.change(one, title="一つめ")
    trace.connect(two, one, "came_of")
    done = list(AuditRecord.objects.order_by("seq").values_list("action", flat=True))
    assert done == [
        "kernel.node.register",
        "kernel.node.register",
        "kernel.node.change",
        "kernel.link.connect",
    ]
    assert AuditRecord.objects.get(seq=3).changes == {"title": ["一つ", "一つめ"]}


def test_the_command_says_what_it_found_and_its_exit_code(city, tmp_path):
    write(2)
    out, heads = StringIO(), tmp_path / "heads.json"
    call_command("audit_verify", write_heads=heads, stdout=out)
    assert "koko: 2件を確かめました。" in out.getvalue()
    assert json.loads(heads.read_text())["koko"][0] == 2
    tamper("DELETE FROM kernel_auditrecord WHERE seq = 2")
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit_verify", heads=heads, stdout=StringIO(), stderr=err)
    assert ended.value.code == 1
    assert "2番" in err.getvalue()


def test_a_number_kept_by_its_day_is_called_by_that_day():
    from jibungoto.kernel.audit import words

    assert words.field_label(None, "2025-04-01") == "2025年4月1日"
    assert words.field_label(None, "no_such_field") == "ほかの項目"


def test_kinds_and_relations_are_told_by_their_words_and_not_by_their_codes(city):
    from jibungoto.kernel.audit import words

    assert words.field_label(None, "came_of") == "もとになったこと"
    assert words.field_label(None, "idea") == "提案"
    assert words.spoken(None, "relation", "merged_into") == "まとめた先"
    assert words.spoken(None, "kind", "issue") == "課題"


def test_a_field_is_called_as_the_room_of_the_deed_calls_it(city):
    from jibungoto.kernel.audit import words

    assert words.field_label(None, "same_as_last", "plans") != "ほかの項目"
    assert words.spoken(None, "origin", "seed", "opinions") == "はじめからある意見"
    assert words.spoken(None, "state", "partly", "plans") == "一部実施"
