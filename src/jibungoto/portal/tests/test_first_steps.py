"""A city that begins sees its first steps in the cockpit until all of them are done."""

import pytest

from jibungoto.kernel import links, registry, tenancy, together
from jibungoto.kernel.actor import Actor, Grant
from jibungoto.portal.cockpit import board, first_steps, preparations
from tests.world import a_municipality

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Actor(
    user_id=1, grants=(Grant("administrator", registry.role_permissions("administrator")),)
)


@pytest.fixture
def beginning(monkeypatch):
    city = a_municipality("hajime", "はじめ市")
    monkeypatch.setattr(links, "_slugs", {city.pk: city.slug})
    with tenancy.within(city):
        yield city


def left_to_do() -> list[str]:
    return [step.label for step in first_steps(preparations(ADMINISTRATOR)) if not step.is_done]


def test_a_city_with_nothing_is_told_what_to_begin_with(beginning) -> None:
    steps = first_steps(preparations(ADMINISTRATOR))
    assert [step.label for step in steps][:3] == [
        "問い合わせ先を書く",
        "地区の区域を取りこむ",
        "協議会を置く地区の種類を決める",
    ]
    assert all(step.url.startswith("/hajime/") for step in steps)


def test_a_step_is_done_as_soon_as_something_is_there(beginning) -> None:
    before = left_to_do()
    beginning.contact_office = "企画課"
    beginning.save()
    assert set(before) - set(left_to_do()) == {"問い合わせ先を書く"}


def test_one_query_answers_for_all_rooms(beginning, django_assert_num_queries) -> None:
    board(ADMINISTRATOR)  # the districts and the surveys are read once for everybody
    steps = preparations(ADMINISTRATOR)
    with django_assert_num_queries(1):
        board(ADMINISTRATOR, beside=[rows for _step, rows in steps])
        assert len(first_steps(steps)) >= 7


def test_whoever_may_do_none_of_them_is_not_told(beginning) -> None:
    assert first_steps(preparations(Actor())) == []


def test_first_steps_are_built_once_and_answered_anew(beginning, monkeypatch) -> None:
    built = []
    monkeypatch.setattr(together, "_built", {})
    again = together.again
    monkeypatch.setattr(
        together, "again", lambda key, build: again(key, lambda: built.append(1) or build())
    )
    before = left_to_do()
    beginning.contact_office = "企画課"
    beginning.save()
    assert set(before) - set(left_to_do()) == {"問い合わせ先を書く"}
    assert built == [1]
