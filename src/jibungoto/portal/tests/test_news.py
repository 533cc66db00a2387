"""News are merged, never told one by one."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from jibungoto.kernel.registry import Waiting
from jibungoto.portal import news

DAY = dt.date(2026, 11, 1)


def an_item(kind, day, title="題"):
    return news.Item(title, f"/{title}/", "", kind, "", DAY + dt.timedelta(days=day))


def test_a_flood_of_one_kind_on_one_day_becomes_one_row():
    items = [an_item("計画", 0, f"施策{n}") for n in range(9)] + [an_item("声", 0, "一つの声")]
    found = news.merged(items)
    assert [item.title for item in found] == ["「施策0」ほか8件", "一つの声"]
    assert found[0].text == "施策1、施策2、施策3など"


def test_two_of_a_kind_stay_two():
    assert len(news.merged([an_item("声", 0), an_item("声", 0)])) == 2


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-2, 2)), max_size=40))
def test_every_kind_and_day_is_told_and_none_often(pairs):
    items = [an_item(kind, day, f"t{n}") for n, (kind, day) in enumerate(pairs)]
    found = news.merged(items, most=99)
    assert {(i.kind, i.on) for i in found} == {(i.kind, i.on) for i in items}
    for key in {(i.kind, i.on) for i in found}:
        assert sum((i.kind, i.on) == key for i in found) < news.TOGETHER
    assert len(news.merged(items)) <= 6


def test_what_waits_is_ordered_by_its_day_and_the_rest_comes_last():
    rows = [
        Waiting("いつでも", "/"),
        Waiting("後", "/", due=DAY + dt.timedelta(1)),
        Waiting("先", "/", due=DAY),
    ]
    assert [w.title for w in news.by_due(rows)] == ["先", "後", "いつでも"]
