"""A query written out once answers every value as the query set would."""

import pytest

from jibungoto.kernel.models import Municipality, Word
from jibungoto.kernel.prepared import Prepared

pytestmark = pytest.mark.django_db


def the_words(*, city: int, key: str):
    found = Word.everywhere.filter(municipality_id=city, key=key, municipality__id=city)
    return found.values("text", "municipality__order")


@pytest.fixture
def cities():
    made = [Municipality.objects.create(slug=s, name=s, order=n) for n, s in enumerate("ab")]
    for city in made:
        Word.everywhere.create(municipality=city, key="council", text=f"{city.name}会議")
    return made


def test_each_value_gets_its_own_answer_and_the_query_is_built_once(cities):
    built = []

    def make(**values):
        built.append(values)
        return the_words(**values)

    prepared = Prepared(make)
    for city in (*cities, *cities):
        told = prepared.rows(city=city.pk, key="council")
        assert told == list(the_words(city=city.pk, key="council"))
        assert told == [{"text": f"{city.name}会議", "municipality__order": city.order}]
    assert prepared.rows(city=cities[0].pk, key="plan") == []
    assert len(built) == 1


def test_a_value_that_leaves_no_place_in_the_query_is_refused(cities):
    prepared = Prepared(lambda *, city, key: the_words(city=city, key="council"))
    with pytest.raises(ValueError, match="no place"):
        prepared.rows(city=cities[0].pk, key="council")
