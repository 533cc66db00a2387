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
    Prefetch,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from jibungoto.kernel import nodes, registry, tenancy, together
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


def test_questions_built_once_are_answered_anew_each_time(some, django_assert_num_queries):
    built = []

    def build():
        built.append(1)
        things = Node.objects.filter(kind="test.thing").order_by("pk")
        return [("a", [things[:9], things.none()]), ("b", [District.objects.order_by("pk")])]

    def asked():
        found = together.again("test.key", build)
        with django_assert_num_queries(1):
            together.ask(*(one for _name, rows in found for one in rows))
            return [[list(one) for one in rows] for _name, rows in found]

    first = asked()
    assert asked() == first == [[list(rows) for rows in found] for _name, found in build()]
    gone = Node.objects.filter(kind="test.thing").earliest("pk")
    gone.kind = "test.other"
    gone.save()
    assert gone not in asked()[0][0]
    assert len(built) == 2


def test_of_questions_that_find_nothing_nothing_is_made(some, monkeypatch):
    """Most of what waits for somebody is nothing; Django's way to make rows costs as for some."""
    made = []
    monkeypatch.setattr(together, "_make", lambda question, _compiler: made.append(question))
    things = Node.objects.filter(kind="test.thing")
    nothing = [Node.objects.filter(kind="test.none"), things.filter(version=-1).values("title")]
    together.ask(things, *nothing)
    assert made == [things]
    assert [list(rows) for rows in nothing] == [[], []]


@pytest.mark.parametrize(
    "role", ["participant", "officer", "district_officer", "department", "planner"]
)
def test_what_waits_is_built_of_the_reader_alone_and_asks_nothing(
    some, role, django_assert_num_queries
):
    """What is built is kept for a reader and a day: no row may have a say in it."""
    user = some.users.get(role)
    actor = some.client(role).get("/koko/me/").wsgi_request.actor
    assert (user is None) == (actor.user_id is None)
    with django_assert_num_queries(0):
        for module in registry.modules():
            for source in module.waiting:
                source.rows(actor)


def test_one_question_built_once_is_answered_anew_and_by_each_municipality(
    some, django_assert_num_queries
):
    built = []

    def build():
        built.append(1)
        return Node.objects.filter(kind="test.thing").order_by("pk").prefetch_related("placed")

    def told():
        with tenancy.within(some.municipality), django_assert_num_queries(2):
            found = together.rows_again("test.one", build)
            assert all(len(thing.placed.all()) == 1 for thing in found)
        return [thing.title for thing in found]

    before = told()
    Node.objects.filter(title=before[0]).update(title="新しい題")
    assert told() == ["新しい題", *before[1:]]
    assert len(built) == 1
    with tenancy.within(some.other_municipality):
        assert together.rows_again("test.one", build) == []
    with tenancy.within(some.other_municipality.pk):  # where only the key is known nothing is kept
        assert together.rows_again("test.one", build) == []
    assert len(built) == 3


def test_a_question_without_rows_by_its_form_has_none(some):
    with tenancy.within(some.municipality):
        for _ in range(2):
            assert together.rows_again("test.none", Node.objects.none) == []


def _found(*, kind, since):
    return Node.objects.filter(kind=kind, occurred_on__gte=since).order_by("pk")


def test_a_question_is_built_once_and_answers_every_value_as_the_query_set_would(
    some, django_assert_num_queries
):
    built = []

    def build(**values):
        built.append(values)
        return _found(**values).select_related("municipality").prefetch_related("placed")

    question = together.Question(build)
    for since in (dt.date(2026, 1, 12), dt.date(2026, 1, 10), dt.date(2027, 1, 1)):
        there = list(_found(kind="test.thing", since=since))
        with django_assert_num_queries(2 if there else 1):
            found = question.rows(kind="test.thing", since=since)
            assert [one.placed.all()[0].district_id for one in found] == [
                some.district.pk for _one in there
            ]
        assert found == there
    assert question.rows(kind="test.other", since=dt.date(2026, 1, 1)) == []
    assert len(built) == 1


def test_a_question_is_answered_anew_and_by_each_municipality(some):
    question = together.Question(lambda *, kind: Node.objects.filter(kind=kind).order_by("pk"))
    with tenancy.within(some.municipality):
        first = question.rows(kind="test.thing")[0]
        Node.objects.filter(pk=first.pk).update(title="新しい題")
        assert question.rows(kind="test.thing")[0].title == "新しい題"
    with tenancy.within(some.other_municipality):
        assert question.rows(kind="test.thing") == []
    with pytest.raises(tenancy.NoMunicipality), tenancy.within(None):
        question.rows(kind="test.thing")


def test_a_question_has_a_form_for_each_thing_its_form_hangs_on(some):
    def build(wanted, *, kind):
        found = Node.objects.filter(kind=kind).order_by("pk")
        return found[:wanted] if wanted else found.none()

    question = together.Question(build)
    for wanted in (1, 3, 0, 1):
        assert len(question.rows(wanted, kind="test.thing")) == wanted


def test_questions_are_put_as_one_with_others(some, django_assert_num_queries):
    things = together.Question(lambda *, kind: Node.objects.filter(kind=kind).order_by("pk"))
    names = together.Question(
        lambda *, pk: District.objects.filter(pk=pk).values_list("name", "node__title")
    )
    some_things, none = things.put(kind="test.thing"), things.put(kind="test.none")
    name, others = names.put(pk=some.district.pk), Node.objects.exclude(kind="test.thing")
    with django_assert_num_queries(1):
        together.ask(some_things, none, name, others)
        assert len(some_things) == 4
        assert (len(none), len(name)) == (0, 1)
    assert name[0] == (some.district.name, some.district.node.title)
    assert list(others) == list(Node.objects.exclude(kind="test.thing"))


def test_a_question_answers_by_itself_and_is_used_as_it_is(some, django_assert_num_queries):
    question = together.Question(lambda *, kind: Node.objects.filter(kind=kind).order_by("pk"))
    alone, none = question.put(kind="test.thing"), question.put(kind="test.none")
    together.ask(alone, Node.objects.none())  # one is left to ask for itself
    there = list(Node.objects.filter(kind="test.thing").order_by("pk"))
    with django_assert_num_queries(2):
        assert list(alone) == there
        assert not none
    for other in (
        lambda asked: asked.filter(version=1),
        lambda asked: asked.count(),
        lambda asked: asked.exists(),
        lambda asked: asked[:1],
        lambda asked: asked.values("pk"),
    ):
        with pytest.raises(TypeError, match="as it is"):
            other(question.put(kind="test.thing"))


def test_a_question_that_would_answer_wrongly_is_refused(some):
    no_place = together.Question(lambda *, kind: Node.objects.filter(kind="test.thing"))
    with pytest.raises(ValueError, match="kind"):
        no_place.rows(kind="test.other")
    placed = Prefetch("placed", NodeDistrict.objects.all())
    of_nowhere = together.Question(lambda: Node.objects.prefetch_related(placed))
    with pytest.raises(TypeError, match="prefetched"):
        of_nowhere.rows()
