"""The column dictionary: what the standard knows, with the words of the municipality over it."""

import json
from collections.abc import Iterator

from jibungoto.japan.tables.columns import Dictionary, header_key, standard

from .models import ColumnWord, Meaning
from .population_file import population_dictionary

FIELDS = {
    Meaning.AREA_CODE: ("area_code", "key_code"),
    Meaning.AREA_NAME: ("area_name",),
    Meaning.WARD: ("ward",),
    Meaning.DATE: ("surveyed_on",),
    Meaning.TOTAL: ("population",),
    Meaning.MEN: ("male",),
    Meaning.WOMEN: ("female",),
    Meaning.HOUSEHOLDS: ("households",),
}
"""The fields of the dictionary a meaning stands for; the first one is written."""

BY_FIELD = {field: meaning for meaning, fields in FIELDS.items() for field in fields}
_LONG = {
    Meaning.SEX: ("性別", "男女", "男女別", "男女の別"),
    Meaning.AGE: ("年齢", "年齢区分", "年齢階級", "年齢別", "年代", "5歳階級"),
    Meaning.COUNT: ("人数", "数", "値", "人口数", "件数"),
}


def own_dictionary() -> Dictionary:
    """The standard's dictionary with the municipality's own words; one query."""
    words: dict[str, list[str]] = {}
    for word in ColumnWord.objects.all():
        for field in FIELDS.get(Meaning(word.meaning), ())[:1]:
            words.setdefault(field, []).append(word.word)
    base = population_dictionary(standard())
    if not words:
        return base
    # A JSON text in quotes is one of TOML too.
    lines = [
        f"[fields.{field}]\nspellings = {json.dumps(told, ensure_ascii=False)}"
        for field, told in words.items()
    ]
    return base.extended("\n".join(lines))


def long_words() -> dict[str, Meaning]:
    """Simplified header → meaning, for tables with one figure in a row; own words included."""
    found = {header_key(w): meaning for meaning, words in _LONG.items() for w in words}
    own = ColumnWord.objects.filter(meaning__in=[Meaning.SEX, Meaning.AGE, Meaning.COUNT])
    return found | {word.key: Meaning(word.meaning) for word in own}


def known_words() -> Iterator[tuple[Meaning, list[str]]]:
    """What everybody's dictionary knows, for people to look at."""
    dictionary = population_dictionary(standard())
    for meaning, fields in FIELDS.items():
        yield (
            meaning,
            sorted({w for f in fields for w in dictionary.fields[f].spellings}),
        )
    for meaning, words in _LONG.items():
        yield meaning, sorted(words)
