"""What is the same for everybody is made once for each state of a municipality, and only then."""

from functools import partial

import pytest
from django.core.cache import caches
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from jibungoto.kernel import kept, nodes, publishing, tenancy
from jibungoto.kernel.actor import GUEST, Actor, Grant
from jibungoto.kernel.context import page
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality, Node

pytestmark = pytest.mark.django_db

STAFF = Actor(user_id=1, grants=(Grant("planner", frozenset({"kernel.node.read_staff"})),))


@pytest.fixture
def city():
    caches["pages"].clear()
    city = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(city):
        yield city
    caches["pages"].clear()


class Maker:
    """Counts how often it was asked."""

    def __init__(self, answer: object = "答え") -> None:
        self.answer, self.asked = answer, 0

    def __call__(self):
        self.asked += 1
        return self.answer


@pytest.mark.parametrize("answer", ["答え", None, [], 0])
def test_a_reader_without_a_role_is_answered_from_what_is_kept(city, answer):
    make = Maker(answer)
    assert [kept.shared(GUEST, "x", make) for _ in range(3)] == [answer] * 3
    assert make.asked == 1


def test_a_reader_with_a_role_is_always_answered_anew(city):
    make = Maker()
    kept.shared(GUEST, "x", Maker("みんなに見えるもの"))
    assert kept.shared(STAFF, "x", make) == kept.shared(STAFF, "x", make) == "答え"
    assert make.asked == 2


def test_what_a_role_saw_is_not_shown_to_others(city):
    kept.shared(STAFF, "x", Maker("職員だけ"))
    assert kept.shared(GUEST, "x", Maker("みんな")) == "みんな"


def test_after_a_publication_it_is_made_anew(city):
    kept.shared(GUEST, "x", Maker("前"))
    publishing.published()
    with tenancy.within(Municipality.objects.get(slug="koko")):
        assert kept.shared(GUEST, "x", Maker("後")) == "後"


def again() -> Municipality:
    return Municipality.objects.get(slug="koko")


def test_what_stands_on_the_ground_outlives_a_voice_but_no_other_publication(city):
    make = Maker()
    for publish, asked in ((None, 1), (publishing.heard, 1), (publishing.published, 2)):
        if publish is not None:
            publish()
        with tenancy.within(again()):
            kept.grounded("x", make)
        assert make.asked == asked


def test_a_voice_ends_what_is_kept_of_the_pages(city):
    kept.shared(GUEST, "x", Maker("前"))
    publishing.heard()
    with tenancy.within(again()):
        assert kept.shared(GUEST, "x", Maker("後")) == "後"


def test_what_a_role_sees_of_the_ground_is_asked_anew(city):
    kept.grounded("x", Maker("みんなに見えるもの"))
    assert kept.grounded("x", Maker("職員だけ"), STAFF) == "職員だけ"
    assert kept.grounded("x", Maker("?")) == "みんなに見えるもの"


@pytest.mark.parametrize("kind, moves", [("charm", 0), ("idea", 0), ("district", 1), ("plan", 1)])
def test_a_record_of_what_residents_say_leaves_the_ground_as_it_is(city, kind, moves):
    node = nodes.register(kind=kind, title="題", path=f"{kind}/")
    nodes.change(node, title="次の題")
    assert again().ground - city.ground == 2 * moves
    assert again().revision - city.revision == 2


def test_another_municipality_keeps_its_own(city):
    kept.shared(GUEST, "x", Maker("ここ"))
    other = Municipality.objects.create(slug="yoso", name="よそ市", code="999999")
    with tenancy.within(other):
        assert kept.shared(GUEST, "x", Maker("よそ")) == "よそ"


def test_where_only_the_key_of_a_municipality_is_known_nothing_is_kept(city):
    make = Maker()
    with tenancy.within(city.pk):
        kept.shared(GUEST, "x", make)
        kept.shared(GUEST, "x", make)
    assert make.asked == 2


@pytest.mark.parametrize("drawn", ['<input name="csrfmiddlewaretoken">', '<script nonce="a">'])
def test_a_part_drawn_for_one_reader_is_not_kept(city, drawn):
    make = Maker(drawn)
    kept.part(GUEST, "x", make)
    kept.part(GUEST, "x", make)
    assert make.asked == 2


def test_a_kept_part_of_a_page_asks_for_nothing_and_its_words_tell_parts_apart(city):
    def drawn(of: str, text: str) -> str:
        context = Context({"of": of, "text": text, "keep": lambda n, d, _: kept.part(GUEST, n, d)})
        return Template('{% load ui %}{% keep "x" of %}{{ text }}{% endkeep %}').render(context)

    assert drawn("a", "一") == drawn("a", "二") == "一"
    assert drawn("b", "<三>") == drawn("b", "四") == "&lt;三&gt;"


def test_a_part_beside_a_public_record_is_kept_for_all_and_beside_a_draft_for_none(city):
    public = nodes.register(kind="x", title="公開", path="x/")
    draft = nodes.register(kind="x", title="下書き", path="y/", state="draft")
    page = Template('{% load ui %}{% keep "x" node.pk beside node %}{{ text }}{% endkeep %}')

    def drawn(node: Node, text: str) -> str:
        keep = partial(kept.part, STAFF)
        return page.render(Context({"node": node, "text": text, "keep": keep}))

    with tenancy.within(Municipality.objects.get(slug="koko")):
        assert drawn(public, "一") == drawn(public, "二") == "一"
        assert [drawn(draft, "一"), drawn(draft, "二")] == ["一", "二"]


def test_a_page_without_a_keeper_draws_the_part_each_time():
    part = Template('{% load ui %}{% keep "x" %}{{ text }}{% endkeep %}')
    assert part.render(Context({"text": "一"})) + part.render(Context({"text": "二"})) == "一二"


def test_what_stands_beside_a_public_record_is_kept_for_all_and_beside_a_draft_for_none(city):
    public = nodes.register(kind="x", title="公開", path="x/")
    draft = nodes.register(kind="x", title="下書き", path="y/", state="draft")
    make = Maker()
    with tenancy.within(Municipality.objects.get(slug="koko")):
        assert [kept.beside(public, "parts", make) for _ in range(2)] == ["答え"] * 2
        assert make.asked == 1
        assert [kept.beside(draft, "parts", make) for _ in range(2)] == ["答え"] * 2
        assert make.asked == 3


def test_a_menu_is_kept_for_those_who_may_enter_the_same_and_names_the_page_it_stands_on(city):
    other = Actor(user_id=9, grants=STAFF.grants)
    board = Grant("planner", frozenset({"findings.finding.sort"}))
    sorting = Actor(user_id=1, grants=(board,))

    def foot(actor: Actor, path: str) -> str:
        request = RequestFactory().get(path)
        request.actor, request.municipality = actor, city
        context = {**page(request), "request": request}
        return render_to_string("ui/parts/foot.html", context)

    ideas, findings = link("ideas:idea_list"), link("findings:finding_list")
    board_link = f'<a href="{link("findings:finding_board")}"'
    first = foot(STAFF, ideas)
    assert f'<a href="{ideas}" aria-current="page">' in first
    assert f'<a href="{findings}" aria-current="page">' in foot(STAFF, findings)
    assert foot(other, ideas) == first
    assert board_link not in foot(GUEST, ideas) + first
    assert board_link in foot(sorting, ideas)
    assert board_link not in foot(GUEST, ideas)
