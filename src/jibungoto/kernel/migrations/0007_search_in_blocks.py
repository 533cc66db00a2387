"""PostgreSQL's search index learns beginnings, threes, blocks of time and a sample of all entries.

What they are for is told in kernel/search/postgresql.py. SQLite keeps its index as it is.
"""

from django.db import migrations

# '^' and one character: what a gram begins with; '^' and three: two pairs that overlap. '#t0.n' is
# a block of 8 days, each further level doubles it. '#r' marks one entry in 256, spread evenly.
LEXEMES = """
CREATE FUNCTION kernel_search_lexemes(entry bigint, grams text, marks text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
WITH words AS (
    SELECT gram, lead(gram) OVER (ORDER BY place) AS following
    FROM unnest(string_to_array(grams, ' ')) WITH ORDINALITY AS said (gram, place)
    WHERE gram <> ''
)
SELECT array_to_tsvector(array(
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
    SELECT '#t' || level || '.' || (entry >> (35 + level)) FROM generate_series(0, 15) AS level
    UNION ALL
    SELECT '#r' WHERE ((entry & 4294967295) * 40503 >> 8) & 255 = 0
)) $$"""
# No other index fits and reading the whole table is ruled out: whatever is asked, and however old
# the statistics are, the rows come from the GIN index.
HITS = """
CREATE FUNCTION kernel_search_hits(asked tsquery)
RETURNS TABLE (id bigint, grams text) LANGUAGE sql STABLE
SET enable_seqscan = off SET jit = off SET max_parallel_workers_per_gather = 0
AS $$ SELECT id, grams FROM kernel_searchentry WHERE vector @@ asked $$"""
GRAMS_AND_MARKS = "array_to_tsvector(array_remove(string_to_array(grams || marks, ' '), ''))"


def column(made_of):
    return [
        f"ALTER TABLE kernel_searchentry ADD COLUMN vector tsvector"
        f" GENERATED ALWAYS AS ({made_of}) STORED",
        # Read through its index only: kept out of the row, the row stays small.
        "ALTER TABLE kernel_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL",
        "CREATE INDEX kernel_search_vector ON kernel_searchentry"
        " USING gin (vector) WITH (gin_pending_list_limit = 256)",
    ]


FORWARD = [
    "ALTER TABLE kernel_searchentry DROP COLUMN vector",
    LEXEMES,
    *column("kernel_search_lexemes(id, grams, marks)"),
    HITS,
]
BACKWARD = [
    "DROP FUNCTION kernel_search_hits",
    "ALTER TABLE kernel_searchentry DROP COLUMN vector",
    "DROP FUNCTION kernel_search_lexemes",
    *column(GRAMS_AND_MARKS),
]


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_attachments")]
    operations = [migrations.RunPython(on_postgresql(FORWARD), on_postgresql(BACKWARD))]
