"""The audit log, and the triggers that keep it as it was written."""

import django.db.models.deletion
from django.db import migrations, models

import jibungoto.kernel.clock
import jibungoto.kernel.tenancy

SQLITE = [
    """CREATE TRIGGER kernel_audit_unchanged BEFORE UPDATE ON kernel_auditrecord
    BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END""",
    """CREATE TRIGGER kernel_audit_kept BEFORE DELETE ON kernel_auditrecord
    BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END""",
    """CREATE TRIGGER kernel_audit_forward BEFORE UPDATE ON kernel_audithead
    WHEN NEW.seq <> OLD.seq + 1 OR NEW.municipality_id <> OLD.municipality_id
    BEGIN SELECT RAISE(ABORT, 'an audit chain goes forward by one'); END""",
    """CREATE TRIGGER kernel_audit_head_kept BEFORE DELETE ON kernel_audithead
    BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER kernel_audit_unchanged",
    "DROP TRIGGER kernel_audit_kept",
    "DROP TRIGGER kernel_audit_forward",
    "DROP TRIGGER kernel_audit_head_kept",
]
POSTGRESQL = [
    """CREATE FUNCTION kernel_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit records are never changed or deleted' USING ERRCODE = '23001'; END $$""",
    """CREATE TRIGGER kernel_audit_kept BEFORE UPDATE OR DELETE ON kernel_auditrecord
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse()""",
    """CREATE TRIGGER kernel_audit_not_emptied BEFORE TRUNCATE ON kernel_auditrecord
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse()""",
    """CREATE TRIGGER kernel_audit_forward BEFORE UPDATE ON kernel_audithead FOR EACH ROW
    WHEN (NEW.seq <> OLD.seq + 1 OR NEW.municipality_id <> OLD.municipality_id)
    EXECUTE FUNCTION kernel_audit_refuse()""",
    """CREATE TRIGGER kernel_audit_head_kept BEFORE DELETE ON kernel_audithead
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse()""",
    """CREATE TRIGGER kernel_audit_head_not_emptied BEFORE TRUNCATE ON kernel_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER kernel_audit_kept ON kernel_auditrecord",
    "DROP TRIGGER kernel_audit_not_emptied ON kernel_auditrecord",
    "DROP TRIGGER kernel_audit_forward ON kernel_audithead",
    "DROP TRIGGER kernel_audit_head_kept ON kernel_audithead",
    "DROP TRIGGER kernel_audit_head_not_emptied ON kernel_audithead",
    "DROP FUNCTION kernel_audit_refuse()",
]


def lock(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    statements = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def id_field():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def municipality():
    return models.ForeignKey(
        default=jibungoto.kernel.tenancy.current_id_or_none,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="kernel.municipality",
    )


OPTIONS = {
    "abstract": False,
    "base_manager_name": "everywhere",
    "default_manager_name": "objects",
}


def managers():
    return [
        ("objects", django.db.models.manager.Manager()),
        ("everywhere", django.db.models.manager.Manager()),
    ]


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_nodes")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", id_field()),
                ("seq", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(default="0" * 64, max_length=64)),
                ("municipality", municipality()),
            ],
            options={
                **OPTIONS,
                "constraints": [
                    models.UniqueConstraint(fields=("municipality",), name="kernel_audithead_once")
                ],
            },
            managers=managers(),
        ),
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("id", id_field()),
                ("seq", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField(default=jibungoto.kernel.clock.now)),
                ("action", models.CharField(max_length=80)),
                ("object_kind", models.CharField(blank=True, max_length=80)),
                ("object_id", models.CharField(blank=True, max_length=40)),
                ("user_id", models.BigIntegerField(blank=True, null=True)),
                ("participant_id", models.BigIntegerField(blank=True, null=True)),
                ("viewed_by", models.BigIntegerField(blank=True, null=True)),
                ("changes_text", models.TextField(default="{}")),
                ("prev_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("municipality", municipality()),
                (
                    "node",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_records",
                        to="kernel.node",
                    ),
                ),
            ],
            options={
                **OPTIONS,
                "indexes": [
                    models.Index(fields=["municipality", "at"], name="kernel_audit_by_day"),
                    models.Index(
                        fields=["municipality", "action", "-seq"], name="kernel_audit_by_action"
                    ),
                    models.Index(
                        fields=["municipality", "user_id", "-seq"], name="kernel_audit_by_user"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "seq"), name="kernel_audit_seq")
                ],
            },
            managers=managers(),
        ),
        migrations.RunPython(lock, unlock),
    ]
