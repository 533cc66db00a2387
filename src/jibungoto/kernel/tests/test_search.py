"""What is searched is found: short words, phrases, variants; by those who may see it, no others."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jibungoto.japan.text import grams
from jibungoto.kernel import nodes, search, tenancy
from jibungoto.kernel.actor import GUEST, Actor, Grant
from jibungoto.kernel.models import Municipality, Node, SearchEntry
from jibungoto.kernel.search import postgresql
from jibungoto.kernel.search.asking import newest
from jibungoto.kernel.search.asking import number as counted
from jibungoto.kernel.search.index import sort_key
from jibungoto.kernel.search.question import Question
from jibungoto.know.places.tests.factories import a_district

pytestmark = pytest.mark.django_db

STAFF = Actor(user_id=1, grants=(Grant("planner", frozenset({"kernel.node.read_staff"})),))
DAY = dt.date(2026, 4, 1)


@pytest.fixture
def city():
    municipality = Municipality.objects.create(slug="koko", name="ここ市")
    with tenancy.within(municipality):
        yield municipality


def write(title, **fields):
    number = Node.objects.count() + 1
    return nodes.register(
        **{"kind": "x", "title": title, "path": f"x/{number}/", "occurred_on": DAY, **fields}
    )


def titles(query, actor=GUEST, **filters):
    return [hit.node.title for hit in search.find(actor, query, **filters).items]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("公園", "駅前の公園で清掃をします"),
        ("犬", "犬の散歩の約束"),
        ("犬", "迷子の犬"),
        ("限界集落", "限界集落の調べ"),
        ("くらしのがっこう", "暮らしの学校・くらしのがっこう"),
        ("ﾗｼﾞｵ体操", "ラジオ体操の会"),
        ("学校", "學校の歴史"),
        ("npo", "NPO法人の集まり"),
        ("ＮＰＯ", "NPO法人の集まり"),
        ("vol", "volunteer募集"),
        ("2026", "2026年度の予算"),
        ("山田太郎杯", "山田 太郎杯"),
        ("𠮷野家", "𠮷野家の前"),
        ("公園 清掃", "清掃のあと公園へ"),
        ("公園　清掃", "清掃のあと公園へ"),
        ('"公園 清掃"', "公園清掃の日"),
        ("「公園清掃」", "公園清掃の日"),
        ("ー", "ラーメンの会"),
    ],
)
def test_words_of_any_length_and_writing_are_found(city, query, text):
    write(text)
    write("なんのかかわりもない記録")
    assert titles(query) == [text]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("公園", "公民館の園芸"),
        ("公園清掃", "公園の清掃"),
        ('"公園 清掃"', "清掃のあと公園へ"),
        ("公園 犬", "公園の清掃"),
        ("026", "2026年度"),
        ("pol", "npolice"),
    ],
)
def test_what_only_looks_alike_is_not_found(city, query, text):
    write(text)
    assert titles(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "　", '"', '""', '"""', "*", "犬*", "AND", "OR", "NOT", "NEAR(a b)", "公園 AND",
        "-公園",
        "grams : 公園", "marks:m1", "{grams}", "^公園", "(", ")", "((", "'", "';--", "\\", "%", "_",
        "a:b", "a & b | !c", "<->", ":*", "🐕", "👨‍👩‍👧", "！？。、", "\0", "公\0園", "\ud800",
        "あ" * 1000,
        "公園 " * 300, '"' * 999, "a" * 1000, "゛", "\u3099", "ﾞ", "ゝ々〆〇", "₂½㌔", "İı",
    ],
)  # fmt: skip
def test_nothing_that_can_be_typed_is_an_error(city, query):
    write("公園の犬")
    search.find(GUEST, query)
    search.find(STAFF, query, kinds=["x"], district_id=3, since=DAY, until=DAY)
    search.count(GUEST, query)


def test_a_query_of_nothing_but_signs_finds_nothing(city):
    write("！？")
    assert titles("！？") == []
    assert search.count(GUEST, "！？") == search.Counted(0)


def test_title_summary_and_text_are_searched_but_do_not_run_into_each_other(city):
    write("題の公", summary="園のまとめ", body="本文の最後")
    assert titles("まとめ") == titles("本文") == titles("題の") == ["題の公"]
    assert titles("公園") == []


ALPHABET = "公園犬猫清掃あアｱab1 　"
SOME_TEXT = st.text(ALPHABET, min_size=1, max_size=14)


def holds(text, term):
    """The oracle: a term in a text whose words stand apart by a blank."""
    said = f" {' '.join(grams(text))} "
    return f" {' '.join(term.grams)}{'' if term.prefix else ' '}" in said


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(SOME_TEXT, min_size=1, max_size=6), query=st.text(ALPHABET + '"', max_size=8))
def test_exactly_the_texts_that_hold_every_term_are_found(city, texts, query):
    Node.objects.all().delete()
    for text in texts:
        write("題", body=text)
    asked = search.terms(query)
    wanted = [t for t in reversed(texts) if asked and all(holds(t, term) for term in asked)]
    assert [hit.node.search_entry.body for hit in search.find(GUEST, query).items] == wanted
    assert search.count(GUEST, query).number == len(wanted)


WORDS = {  # word: which of 1,500 records hold it, the newest being the last
    "公園": lambda n: n % 3 == 0,
    "蔵": lambda n: n < 900,
    "古文書": lambda n: n < 40,
    "祭": lambda n: n == 777,
    "花火": lambda n: n % 2 == 0,
    "火花": lambda n: n % 5 == 0,
    "点検": lambda n: 300 <= n < 700,
}


@pytest.fixture
def archive(city):
    """1,500 records over some years, 400 of them on one day; {id of its entry: what it says}."""

    def day(n):
        return DAY + dt.timedelta(days=300 if 300 <= n < 700 else n)

    made = Node.objects.bulk_create(
        Node(kind="x", title=f"第{n}号", path=f"z/{n}/", occurred_on=day(n)) for n in range(1500)
    )
    said = {}
    for n, node in enumerate(made):
        words = [word for word, holds in WORDS.items() if holds(n)]
        said[sort_key(node.occurred_on, node.pk)] = " ".join(f"{word}。" for word in words)
    SearchEntry.objects.bulk_create(
        SearchEntry(
            id=entry,
            node=node,
            grams=f" {' '.join(gram for word in text.split() for gram in grams(word))} ",
            marks=f" #m{city.pk} #spublic ",
        )
        for (entry, text), node in zip(said.items(), made, strict=True)
    )
    return said


@pytest.mark.parametrize(("walk", "crowd"), [(200, 2000), (5, 2000), (5, 15)])
def test_wherever_a_word_stands_the_newest_that_hold_it_are_found(
    city, archive, monkeypatch, walk, crowd
):
    monkeypatch.setattr(postgresql, "WALK", walk)
    monkeypatch.setattr(postgresql, "CROWD", crowd)
    ids = sorted(archive)
    spans = [(0, 1 << 62), (ids[350], ids[1200]), (0, ids[620]), (ids[1000], 1 << 62), (0, ids[30])]
    asked = ["公園 蔵", "公園 古文書", "蔵 祭", "花火 火花", "花火花", "点検 公園", "犬", "古文"]
    for query in (*WORDS, *asked):
        terms = tuple(search.terms(query))
        holding = [i for i in ids if all(holds(archive[i], term) for term in terms)]
        for since, until in spans:
            question = Question(city.pk, terms, f"#m{city.pk}", since, until)
            wanted = [i for i in reversed(holding) if since <= i < until]
            for limit in (1, 21, 300):
                assert newest(question, limit) == wanted[:limit], (query, since, until, limit)
            assert counted(question, 300) == min(300, len(wanted))


@given(since=st.integers(0, 1 << 57), length=st.integers(1, 1 << 57))
def test_a_span_of_time_is_covered_by_few_blocks_and_nothing_else_is(since, length):
    from jibungoto.kernel.search.postgresql import BLOCK, LEVELS, _blocks

    if length >> BLOCK + LEVELS - 1 > 99:
        length = 99 << BLOCK + LEVELS - 1
    covered = []
    for mark in _blocks(since, since + length):
        level, number = map(int, mark.strip("'").removeprefix("#t").split("."))
        covered.append((number << level, number + 1 << level))
    covered.sort()
    assert all(a[1] == b[0] for a, b in pairwise(covered))
    assert covered[0][0] == since >> BLOCK
    assert covered[-1][1] == (since + length - 1 >> BLOCK) + 1
    assert len(covered) <= 2 * LEVELS + 100


def test_of_a_very_long_text_the_beginning_is_searched(city):
    from jibungoto.kernel.search.index import LONGEST_TEXT

    every = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(LONGEST_TEXT))
    write("長い記録", body=every + "。終わりのことば")
    assert titles(every[40_000:40_004]) == ["長い記録"]
    assert titles("終わりのことば") == []


def test_the_newest_come_first_by_their_day(city):
    write("公園 春", occurred_on=dt.date(2026, 4, 1))
    write("公園 冬", occurred_on=dt.date(2026, 1, 1))
    write("公園 夏", occurred_on=dt.date(2026, 7, 1))
    write("公園 昔", occurred_on=dt.date(1889, 4, 1))
    assert titles("公園") == ["公園 夏", "公園 春", "公園 冬", "公園 昔"]


def test_pages_follow_each_other_without_gap_or_repetition(city):
    for number in range(7):
        write(f"公園 {number}", occurred_on=DAY + dt.timedelta(days=number % 3))
    seen, before = [], ""
    while True:
        page = search.find(GUEST, "公園", limit=3, before=before)
        seen += [hit.node.title for hit in page.items]
        if not page.next:
            break
        before = page.next
    assert seen == titles("公園", limit=99)
    assert len(seen) == 7
    assert titles("公園", before="いたずら") == titles("公園")


def test_filters_by_kind_district_and_days_narrow_the_search(city):
    north, south = a_district("kita"), a_district("minami")
    write("公園 北", kind="a.b", district_ids=[north.pk], occurred_on=dt.date(2026, 1, 31))
    write("公園 南", kind="c.d", district_ids=[south.pk], occurred_on=dt.date(2026, 2, 1))
    both = write("公園 両方", kind="c.d", district_ids=[north.pk, south.pk])
    assert titles("公園", kinds=["a.b"]) == ["公園 北"]
    assert titles("公園", kinds=["a.b", "c.d"], district_id=south.pk) == ["公園 両方", "公園 南"]
    assert titles("公園", since=dt.date(2026, 2, 1)) == ["公園 両方", "公園 南"]
    assert titles("公園", until=dt.date(2026, 1, 31)) == ["公園 北"]
    nodes.change(both, district_ids=[])
    assert titles("公園", district_id=north.pk) == ["公園 北"]


def test_other_municipalities_records_are_never_found(city):
    there = Municipality.objects.create(slug="asoko", name="あそこ市")
    with tenancy.within(there):
        write("あちらの公園")
    assert titles("公園") == []
    assert titles("公園", STAFF) == []
    assert titles(f"m{there.pk}") == titles(f"#m{there.pk}") == []
    with tenancy.within(there):
        assert titles("公園") == ["あちらの公園"]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    states=st.lists(
        st.tuples(st.sampled_from(Node.State.values), st.sampled_from(["kita", "minami", ""])),
        min_size=1,
        max_size=6,
    ),
    role=st.sampled_from(["guest", "city", "kita"]),
)
def test_the_search_finds_exactly_what_the_view_rule_allows(city, states, role):
    Node.objects.filter(kind="x").delete()
    places = {slug: _district(slug) for slug in ("kita", "minami")}
    for state, slug in states:
        write("公園", state=state, district_ids=[places[slug].pk] if slug else [])
    permissions = frozenset({"kernel.node.read_staff"})
    actor = {
        "guest": GUEST,
        "city": STAFF,
        "kita": Actor(user_id=2, grants=(Grant("r", permissions, places["kita"].pk),)),
    }[role]
    found = {hit.node.pk for hit in search.find(actor, "公園", limit=99).items}
    allowed = Node.objects.filter(nodes.visible(actor), kind="x").values_list("pk", flat=True)
    assert found == set(allowed)
    assert search.count(actor, "公園").number == len(found)


def _district(slug):
    from jibungoto.know.places.models import District

    return District.objects.filter(slug=slug).first() or a_district(slug)


def in_order():
    """Whether the index holds exactly what the content says (it raises when not)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO kernel_searchindex (kernel_searchindex, rank)"
                " VALUES ('integrity-check', 1)"
            )
        else:
            cursor.execute(
                "SELECT count(*) FROM kernel_searchentry WHERE vector IS DISTINCT FROM"
                " kernel_search_lexemes(id, grams, marks)"
            )
            assert cursor.fetchone() == (0,)
    return True


def test_the_index_follows_every_change_of_a_node(city):
    node = write("公園の清掃", body="箒を持って集まります")
    nodes.change(node, title="広場の清掃")
    assert titles("公園") == []
    assert titles("広場") == titles("箒") == ["広場の清掃"]
    nodes.change(node, body="軍手を持って集まります", occurred_on=DAY + dt.timedelta(days=9))
    assert titles("箒") == []
    assert titles("軍手", since=DAY + dt.timedelta(days=9)) == ["広場の清掃"]
    nodes.change(node, state=Node.State.REMOVED)
    assert titles("広場", STAFF) == []
    nodes.change(node, state=Node.State.PUBLIC)
    assert titles("軍手") == ["広場の清掃"]
    assert in_order()
    node.delete()
    assert titles("広場") == []
    assert in_order()


def test_taking_a_node_out_twice_is_no_error(city):
    node = write("公園")
    search.remove(node)
    search.remove(node)
    assert titles("公園") == []
    assert in_order()


def test_a_new_index_finds_the_same_as_the_old_one(city):
    write("公園の清掃", body="箒")
    lost = write("広場", body="軍手")
    SearchEntry.objects.filter(node=lost).delete()
    assert search.rebuild() == 2
    assert titles("箒") == ["公園の清掃"]
    assert titles("広場") == ["広場"]
    assert in_order()


def test_counting_stops_at_a_thousand(city):
    for number in range(4):
        write(f"公園 {number}")
    assert search.count(GUEST, "公園", most=3) == search.Counted(3, more=True)
    assert search.count(GUEST, "公園", most=4) == search.Counted(4)


def test_the_words_found_are_marked_as_they_were_written(city):
    write("ﾗｼﾞｵ体操とパーク", body="あさ、" + "え" * 200 + "ラジオ　体操をします。" + "お" * 200)
    hit = search.find(GUEST, "ラジオ体操 ぱーく").items[0]
    assert [(p.text, p.found) for p in hit.title] == [
        ("ﾗｼﾞｵ体操", True),
        ("と", False),
        ("パーク", True),
    ]
    assert [p.text for p in hit.snippet if p.found] == ["ラジオ　体操"]
    assert hit.snippet[0].text == hit.snippet[-1].text == "…"


@given(text=st.text(max_size=80), query=st.text(max_size=6))
def test_marking_never_changes_a_text(text, query):
    from jibungoto.kernel.search.snippets import marked

    assert "".join(p.text for p in marked(text, search.terms(query))) == text


def test_the_database_keeps_the_index_by_itself():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
            names = {name for (name,) in cursor.fetchall()}
            assert {"kernel_search_put", "kernel_search_removed", "kernel_search_changed"} <= names
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename='kernel_searchentry'")
            assert "kernel_search_vector" in {name for (name,) in cursor.fetchall()}
    assert newest(Question(0, tuple(search.terms("公園")), "#m0"), 3) == []
