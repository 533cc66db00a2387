"""Several questions are put to the database as one, and each is answered as if it were alone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import (
    BinaryField,
    Count,
    DecimalField,
    Exists,
    F,
    FloatField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from jibungoto.kernel import nodes, tenancy, together
from jibungoto.kernel.models import AuditRecord, Municipality, Node, NodeDistrict
from jibungoto.know.places.models import District, SmallArea
from tests.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def some():
    world = build()
    with tenancy.within(world.municipality):
        for number in range(4):
            nodes.register(
                kind="test.thing",
                title=f"「{number}」'\"\\番",
                path=f"things/{number}/",
                district_ids=[world.district.pk],
                occurred_on=dt.date(2026, 1, 10 + number),
            )
        SmallArea.objects.create(name="一丁目", search_key="一", lon=139.123456789012345, lat=1 / 3)
        yield world


def test_rows_of_any_kind_come_back_as_they_would_alone(some, django_assert_num_queries):
    def questions():
        placed = NodeDistrict.objects.filter(node=OuterRef("pk"))
        things = Node.objects.filter(kind="test.thing")
        return [
            things.order_by("-occurred_on")[:3],
            things.annotate(
                here=Exists(placed), first=Subquery(placed.values("district_id")[:1])
            ).order_by("pk"),
            District.objects.select_related("node", "kind", "parent").order_by("pk"),
            NodeDistrict.objects.order_by("pk").values(
                "node__title", "node__public_id", "district"
            ),
            things.order_by().values_list("kind").annotate(n=Count("pk", filter=Q(version__lt=9))),
            Municipality.objects.order_by("pk").values_list("slug", flat=True),
            AuditRecord.objects.order_by("pk"),
            SmallArea.objects.order_by("pk"),
            things.order_by("pk").annotate(
                third=Cast(F("version") / 3.0, FloatField()),
                money=Cast(Value("12.50"), DecimalField(max_digits=8, decimal_places=2)),
                told=Value({"a": [1, "二"]}, JSONField()),
            ),
            things.filter(pk__in=[]),
        ]

    alone, asked = questions(), questions()
    with django_assert_num_queries(1):
        together.ask(*asked)
        for question in asked:
            len(question)
    for one, other in zip(alone, asked, strict=True):
        assert _told(one) == _told(other)
    with django_assert_num_queries(0):
        assert asked[2][0].node.title
        assert asked[2][0].kind.name
    assert asked[8][0].money == Decimal("12.50")
    assert asked[8][0].told == {"a": [1, "二"]}


def test_what_is_prefetched_is_asked_for_when_it_is_used(some, django_assert_num_queries):
    things = Node.objects.filter(kind="test.thing").prefetch_related("placed")
    with django_assert_num_queries(1):
        together.ask(things, District.objects.all())
    with django_assert_num_queries(1):
        assert all(len(thing.placed.all()) == 1 for thing in things)


def test_one_question_alone_waits_until_it_is_used(some, django_assert_num_queries):
    things = Node.objects.filter(kind="test.thing")
    with django_assert_num_queries(0):
        together.ask(things, things.none())
    with django_assert_num_queries(1):
        assert len(things) == 4


def test_what_json_cannot_carry_is_refused(some):
    bytes_of = Node.objects.annotate(raw=Value(b"\x00", BinaryField()))
    with pytest.raises(TypeError, match="raw"):
        together.ask(bytes_of, Node.objects.all())


def _told(rows):
    return [vars(row) | {"_state": None} if hasattr(row, "_state") else row for row in rows]
