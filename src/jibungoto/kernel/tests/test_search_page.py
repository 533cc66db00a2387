"""The search page: useful without JavaScript, kind when nothing is found, cheap always."""

import pytest
from django.test import Client
from django.urls import reverse

from jibungoto.kernel import nodes, tenancy
from tests import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


def write(world, number, **fields):
    return nodes.register(
        **{
            "kind": "x",
            "title": f"公園の清掃 その{number}",
            "path": f"x/{number}/",
            "body": "駅前の公園に集まり、花だんの手入れをしました。",
            "district_ids": [world.district.pk],
            **fields,
        }
    )


def page(client=None, **params):
    response = (client or Client()).get(reverse("kernel:search", args=["koko"]), params)
    assert response.status_code == 200
    return response.content.decode()


def test_words_found_are_marked_and_lead_to_their_record(world):
    write(world, 1)
    text = page(q="公園")
    assert "<mark>公園</mark>の清掃 その1" in text
    assert 'href="/koko/x/1/"' in text
    assert "北地区" in text
    assert "「公園」の記録は1件です" in text


def test_what_was_typed_is_never_markup(world):
    write(world, 1, title="<b>太字</b>の公園")
    text = page(q='公園"><script>alert(1)</script>')
    assert "<script>alert" not in text
    assert "<b>太字</b>" not in page(q="公園")


def test_nothing_found_says_what_to_try(world):
    assert "見つかりませんでした" in page(q="宇宙船")
    assert "探せることばがありません" in page(q="！？")
    assert "探し方" in page()


def test_older_records_follow_on_the_next_page(world):
    for number in range(23):
        write(world, number)
    response = Client().get(reverse("kernel:search", args=["koko"]), {"q": "公園"})
    following = response.context["next"]
    text = Client().get(reverse("kernel:search", args=["koko"]) + following).content.decode()
    assert text.count("<mark>公園</mark>の清掃") == 3
    assert "前のページより古い記録です" in text


def test_filters_narrow_and_odd_filters_are_no_error(world):
    write(world, 1)
    assert "その1" in page(q="清掃", district=world.district.pk)
    assert "見つかりませんでした" in page(q="清掃", until="1999-01-01")
    for odd in ({"district": "x"}, {"since": "きのう"}, {"kind": "?"}, {"before": "-1"}):
        assert "その1" in page(q="清掃", **odd)


def test_a_number_from_a_printed_sheet_opens_its_record(world):
    node = write(world, 1)
    code = f"{node.short_code[:4]}-{node.short_code[4:].lower()}"
    assert "番号の記録" in page(q=code)


def test_unpublished_records_are_found_by_staff_only(world):
    write(world, 1, state="staff")
    assert "見つかりませんでした" in page(q="清掃")
    assert "職員だけ" in page(world.client("planner"), q="清掃")
    assert "見つかりませんでした" in page(world.client("stranger"), q="清掃")


@pytest.mark.parametrize("count", [1, 30])
def test_a_search_costs_few_queries_whatever_it_finds(world, count, django_assert_max_num_queries):
    for number in range(count):
        write(world, number)
    client = world.client("planner")
    with django_assert_max_num_queries(10):
        page(client, q="公園")
