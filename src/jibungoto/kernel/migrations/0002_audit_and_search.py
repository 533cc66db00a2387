"""What only the database itself can keep: the audit log as it was written, the search index.

The triggers of the audit log refuse every change. SQLite searches with FTS5 over the content table,
PostgreSQL with a GIN index of its own lexemes, parted by time: a lexeme belongs to its block of 256
days, so that a word that stands in tens of thousands of old records costs nothing where it does not
stand. What the lexemes are for is told in kernel/search/postgresql.py.
"""

from django.db import migrations

SQLITE_AUDIT = [
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
POSTGRESQL_AUDIT = [
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

# `ascii` takes every sign beyond ASCII as part of a word: the grams are cut by the house alone and
# no table of Unicode inside SQLite decides about rare kanji. `prefix` serves single characters.
SQLITE_SEARCH = [
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
POSTGRESQL_SEARCH = [
    # '12@' and: a gram, '^' and its first character, '^' and three of two pairs that overlap, a
    # mark, '#r' for one entry in 256. '#t0.n' is a block of 8 days, each further level doubles it
    # up to 128.
    """
CREATE FUNCTION kernel_search_lexemes(entry bigint, grams text, marks text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
WITH words AS (
    SELECT gram, lead(gram) OVER (ORDER BY place) AS following
    FROM unnest(string_to_array(grams, ' ')) WITH ORDINALITY AS said (gram, place)
    WHERE gram <> ''
)
SELECT array_to_tsvector(array(
    SELECT (entry >> 40) || '@' || lexeme FROM (
        SELECT gram FROM words
        UNION ALL
        SELECT '^' || left(gram, 1) FROM words WHERE char_length(gram) <= 2
        UNION ALL
        SELECT '^' || gram || right(following, 1) FROM words
        WHERE char_length(gram) = 2 AND char_length(following) = 2
        AND right(gram, 1) = left(following, 1)
        UNION ALL
        SELECT mark FROM unnest(string_to_array(marks, ' ')) AS mark WHERE mark <> ''
        UNION ALL
        SELECT '#r' WHERE ((entry & 4294967295) * 40503 >> 8) & 255 = 0
    ) AS found (lexeme)
    UNION ALL
    SELECT '#t' || level || '.' || (entry >> (35 + level)) FROM generate_series(0, 4) AS level
)) $$""",
    """ALTER TABLE kernel_searchentry ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (kernel_search_lexemes(id, grams, marks)) STORED""",
    # Read through its index only: kept out of the row, the row stays small.
    "ALTER TABLE kernel_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL",
    """CREATE INDEX kernel_search_vector ON kernel_searchentry
    USING gin (vector) WITH (gin_pending_list_limit = 256)""",
    # No other index fits and reading the whole table is ruled out: whatever is asked, and however
    # old the statistics are, the rows come from the GIN index.
    """
CREATE FUNCTION kernel_search_hits(asked tsquery)
RETURNS TABLE (id bigint, grams text) LANGUAGE sql STABLE
SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0
AS $$ SELECT id, grams FROM kernel_searchentry WHERE vector @@ asked $$""",
]

FORWARD = {
    "sqlite": [*SQLITE_AUDIT, *SQLITE_SEARCH],
    "postgresql": [*POSTGRESQL_AUDIT, *POSTGRESQL_SEARCH],
}
BACKWARD = {
    "sqlite": [
        "DROP TRIGGER kernel_search_put",
        "DROP TRIGGER kernel_search_removed",
        "DROP TRIGGER kernel_search_changed",
        "DROP TABLE kernel_searchindex",
        "DROP TRIGGER kernel_audit_unchanged",
        "DROP TRIGGER kernel_audit_kept",
        "DROP TRIGGER kernel_audit_forward",
        "DROP TRIGGER kernel_audit_head_kept",
    ],
    "postgresql": [
        "DROP FUNCTION kernel_search_hits",
        "ALTER TABLE kernel_searchentry DROP COLUMN vector",
        "DROP FUNCTION kernel_search_lexemes",
        "DROP TRIGGER kernel_audit_kept ON kernel_auditrecord",
        "DROP TRIGGER kernel_audit_not_emptied ON kernel_auditrecord",
        "DROP TRIGGER kernel_audit_forward ON kernel_audithead",
        "DROP TRIGGER kernel_audit_head_kept ON kernel_audithead",
        "DROP TRIGGER kernel_audit_head_not_emptied ON kernel_audithead",
        "DROP FUNCTION kernel_audit_refuse()",
    ],
}


def put(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    for statement in BACKWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [
        ("kernel", "0003_audit"),
        ("kernel", "0005_search"),
        ("kernel", "0007_search_in_blocks"),
        ("kernel", "0009_search_by_years"),
    ]

    dependencies = [("kernel", "0001_nodes")]

    operations = [migrations.RunPython(put, take_away)]
