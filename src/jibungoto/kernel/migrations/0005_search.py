"""The search index: one content table, FTS5 over it on SQLite, a GIN index on PostgreSQL."""

import django.db.models.deletion
from django.db import migrations, models

import jibungoto.kernel.tenancy

# `ascii` takes every sign beyond ASCII as part of a word: the grams are cut by the house alone and
# no table of Unicode inside SQLite decides about rare kanji. `prefix` serves single characters.
SQLITE = [
    """CREATE VIRTUAL TABLE kernel_searchindex USING fts5(
        grams, marks, content='kernel_searchentry', content_rowid='id',
        tokenize='ascii', prefix='1', columnsize=0)""",
    """CREATE TRIGGER kernel_search_put AFTER INSERT ON kernel_searchentry BEGIN
        INSERT INTO kernel_searchindex (rowid, grams, marks) VALUES (NEW.id, NEW.grams, NEW.marks);
    END""",
    """CREATE TRIGGER kernel_search_removed AFTER DELETE ON kernel_searchentry BEGIN
        INSERT INTO kernel_searchindex (kernel_searchindex, rowid, grams, marks)
        VALUES ('delete', OLD.id, OLD.grams, OLD.marks);
    END""",
    """CREATE TRIGGER kernel_search_changed AFTER UPDATE OF id, grams, marks ON kernel_searchentry
    BEGIN
        INSERT INTO kernel_searchindex (kernel_searchindex, rowid, grams, marks)
        VALUES ('delete', OLD.id, OLD.grams, OLD.marks);
        INSERT INTO kernel_searchindex (rowid, grams, marks) VALUES (NEW.id, NEW.grams, NEW.marks);
    END""",
]
# The vector is only ever read through its index: kept out of the row, the row stays small.
POSTGRESQL = [
    """ALTER TABLE kernel_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(grams || marks, ' '), ''))) STORED""",
    "ALTER TABLE kernel_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL",
    """CREATE INDEX kernel_search_vector ON kernel_searchentry
        USING gin (vector) WITH (gin_pending_list_limit = 256)""",
]
SQLITE_BACK = [
    "DROP TRIGGER kernel_search_put",
    "DROP TRIGGER kernel_search_removed",
    "DROP TRIGGER kernel_search_changed",
    "DROP TABLE kernel_searchindex",
]
POSTGRESQL_BACK = ["ALTER TABLE kernel_searchentry DROP COLUMN vector"]


def build(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def tear_down(apps, schema_editor):
    statements = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_jobs_and_outbox")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("body", models.TextField(blank=True)),
                ("grams", models.TextField()),
                ("marks", models.TextField()),
                (
                    "municipality",
                    models.ForeignKey(
                        default=jibungoto.kernel.tenancy.current_id_or_none,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.municipality",
                    ),
                ),
                (
                    "node",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="kernel.node",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["municipality", "-id"], name="kernel_search_newest")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunPython(build, tear_down),
    ]
