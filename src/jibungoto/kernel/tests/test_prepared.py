"""A query written out once answers every value as the query set would."""

import pytest
from django.db.models import IntegerField, OuterRef

from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.contributions import counting
from jibungoto.kernel.models import Municipality, NodeDistrict, Word
from jibungoto.kernel.prepared import Part, Prepared
from jibungoto.know.places import services as places
from jibungoto.know.places.models import District, DistrictKind
from tests.world import build

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


def _inside():
    placed = NodeDistrict.objects.filter(district=OuterRef("pk")).exclude(node__kind="test.gone")
    return counting.number(placed, "pk")


_INSIDE = Part(District, _inside, IntegerField())


def test_a_part_tells_of_each_row_what_its_expression_does_in_every_municipality():
    world = build()
    there = Municipality.objects.create(slug="part", name="別の市")
    for city in (world.municipality, there, world.municipality):
        with tenancy.within(city):
            if city == there:
                kind = DistrictKind.objects.create(key="k", name="地区")
                place = places.create_district(kind=kind, slug="d", name="地区")
                nodes.register(kind="test.a", title="a", path="a/", district_ids=[place.pk])
            plain = District.objects.annotate(n=_inside()).order_by("-n", "pk")
            quick = District.objects.annotate(n=_INSIDE).order_by("-n", "pk")
            assert list(quick.values_list("pk", "n")) == list(plain.values_list("pk", "n"))
            assert quick.filter(n__gte=1).count() == plain.filter(n__gte=1).count()
    with tenancy.within(there):
        asked = District.objects.annotate(n=_INSIDE)
    with tenancy.within(world.municipality):  # it stays in the municipality it was begun in
        assert asked.get().n == 2


def test_a_part_speaks_of_the_row_of_a_subquery_too():
    world = build()
    with tenancy.within(world.municipality):
        named = [
            District.objects.filter(pk__in=District.objects.annotate(n=part).filter(n__gte=1))
            for part in (_inside(), _INSIDE)
        ]
        assert set(named[0]) == set(named[1])
        assert named[1].exists()
