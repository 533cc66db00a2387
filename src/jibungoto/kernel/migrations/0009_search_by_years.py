"""PostgreSQL's search index is parted by time: a lexeme belongs to its block of 256 days.

A word that stands in tens of thousands of old records then costs nothing where it does not stand.
What the lexemes are for is told in kernel/search/postgresql.py. SQLite keeps its index as it is.
"""

from importlib import import_module

from django.db import migrations

before = import_module("jibungoto.kernel.migrations.0007_search_in_blocks")

# '12@' and: a gram, '^' and its first character, '^' and three of two pairs that overlap, a mark,
# '#r' for one entry in 256. '#t0.n' is a block of 8 days, each further level doubles it up to 128.
LEXEMES = """
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
)) $$"""
COLUMN = before.column("kernel_search_lexemes(id, grams, marks)")
AWAY = [
    "ALTER TABLE kernel_searchentry DROP COLUMN vector",
    "DROP FUNCTION kernel_search_lexemes",
]
FORWARD = [*AWAY, LEXEMES, *COLUMN]
BACKWARD = [*AWAY, before.LEXEMES, *COLUMN]


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_letters")]
    operations = [
        migrations.RunPython(before.on_postgresql(FORWARD), before.on_postgresql(BACKWARD))
    ]
