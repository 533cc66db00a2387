"""Parts: what a page writes in a template becomes the markup the sheets know."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.ui.tags.contours import contour
from jibungoto.ui.tags.shapes import STAGES, ring


def drawn(template: str, path: str = "/", **context: object) -> str:
    made = engines["django"].from_string("{% load ui %}" + template)
    return str(made.render(context, RequestFactory().get(path)))


def test_each_stage_darkens_its_own_arc() -> None:
    assert len({ring(stage) for stage in STAGES}) == 6
    assert 'class="on"' not in ring("")


@pytest.mark.parametrize("kind", ["done", "run", "late", "wait", "none", "never-heard-of"])
def test_a_state_is_a_shape_and_a_word(kind: str) -> None:
    made = drawn("{% state kind word %}", kind=kind, word="決まりました")
    assert "<svg" in made
    assert "決まりました" in made


def test_what_is_folded_on_a_phone_goes_on_paper_and_is_no_more_than_a_fold() -> None:
    made = drawn("{% disclose 'w' phone=True %}x{% enddisclose %}")
    assert made == '<details class="disclose prints phone"><summary>w</summary>x</details>'


def test_where_there_is_nothing_at_all_there_is_nothing_to_narrow() -> None:
    assert drawn("{% filter_bar form 0 %}", form=Sieve()).strip() == ""
    assert "0件" in drawn("{% filter_bar form 0 '/all/' %}", form=Sieve())
    assert "3件" in drawn("{% filter_bar form 3 %}", form=Sieve())


class Sieve(forms.Form):
    words = forms.CharField(label="ことば")


def test_what_people_wrote_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    made = drawn(
        "{% state 'run' w %}{% chip w %}{% section w %}x{% endsection %}{% crumbs w '/' w %}"
        "{% panel title=w %}{% endpanel %}{% voice w %}{{ w }}{% endvoice %}{% nodata w %}"
        "{% disclose w %}{% enddisclose %}{% facts f %}{% rows r %}{% record w w m %}"
        "{% dialog w w %}{% enddialog %}{% empty 'hear' w %}{% endempty %}{% stats s %}"
        "{% tally t w %}{% story e %}{% source w w w %}",
        w=evil,
        f=[(evil, evil)],
        r=[(evil, "/", evil)],
        m=[evil],
        s=[(evil, evil, evil, evil)],
        t=[(evil, 3)],
        e=[{"stage": "hear", "kind": evil, "title": evil, "quote": evil, "who": evil}],
    )
    assert "<script>" not in made


def test_a_figure_that_is_missing_says_why_and_is_never_zero() -> None:
    made = drawn(
        "{% stats items %}", items=[{"label": "空き家", "missing": "2027年度に調査します"}]
    )
    assert "データなし" in made
    assert "2027年度に調査します" in made
    assert "0" not in made.replace("2027", "")


def test_crumbs_take_pairs_or_a_list() -> None:
    one = drawn("{% crumbs 'つつじ台' '/t/' '計画' %}")
    other = drawn("{% crumbs steps %}", steps=[("つつじ台", "/t/"), ("計画", "")])
    assert one == other
    assert '<span aria-current="page">計画</span>' in one


def test_the_cycle_marks_where_we_are_and_leaves_out_what_is_not_there() -> None:
    items = [{"stage": "hear", "url": "/h/"}, {"stage": "know", "url": "/k/", "sub": "カルテ"}]
    made = drawn("{% cycle items 'hear' %}", items=items)
    assert made.index("知る") < made.index("聴く")
    assert made.count("aria-current") == 1
    assert "動く" not in made


def test_the_pager_keeps_the_other_conditions_of_the_address() -> None:
    page = Paginator(range(100), 10).get_page(3)
    made = drawn("{% pager page %}", "/?year=2026&page=3", page=page)
    assert "?year=2026&amp;page=4" in made
    assert "100件のうち21〜30件目" in made
    assert drawn("{% pager page %}", page=Paginator([1], 10).get_page(1)).strip() == ""


def test_shares_stand_in_one_order_and_always_fill_the_band() -> None:
    made = drawn("{% shares 84 9 7 %}")
    assert "そう思う84%、わからない9%、そう思わない7%" in made


@given(st.tuples(*[st.integers(0, 10_000)] * 3))
def test_any_counts_make_a_band(counts: tuple[int, int, int]) -> None:
    made = drawn("{% shares a p d %}", a=counts[0], p=counts[1], d=counts[2])
    assert 'width="-' not in made


def test_a_day_without_events_says_so() -> None:
    days = [{"date": dt.date(2026, 11, 25), "events": []}]
    assert "予定はありません" in drawn("{% week days %}", days=days)


def test_nothing_waits_means_no_badge() -> None:
    assert drawn("{% badge 0 %}") == ""


def test_the_hills_of_a_district_are_its_own_and_stay_the_same() -> None:
    assert contour("a") == contour("a")
    assert contour("a") != contour("b")
    assert "<path" in contour("a")


def test_the_dark_follows_the_device_unless_the_reader_chose() -> None:
    assert "prefers-color-scheme" in drawn("{% dark_style %}")
    assert 'media="screen"' in drawn("{% dark_style %}", theme="dark")
    assert drawn("{% dark_style %}", theme="light") == ""


def test_the_frame_leaves_out_rooms_that_are_not_built() -> None:
    city = SimpleNamespace(slug="hinata", name="ひなた市")
    assert drawn("{% place_url 'home' %}") == "/"
    assert "None" not in drawn("{% place_url 'calendar' %}", municipality=city)


def test_a_spark_needs_two_values() -> None:
    assert "—" in drawn("{% spark values %}", values=[None, 3])
    assert "<path" in drawn("{% spark values '増えた' %}", values=[1, None, 3])


def test_the_way_here_starts_at_the_municipality_though_a_page_forgets_it() -> None:
    city = SimpleNamespace(slug="hinata", name="ひなた市")
    forgot = drawn("{% crumbs '計画' '/p/' '直す' %}", municipality=city)
    said = drawn("{% crumbs 'ひなた市' '/hinata/' '計画' '/p/' '直す' %}", municipality=city)
    assert forgot == said
    assert forgot.count("ひなた市") == 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("つつじ台地区まちづくり推進会議", "つつじ台地区<wbr>まちづくり<wbr>推進会議"),
        ("つつじ台地区の地域カルテ", "つつじ台地区の地域カルテ"),
        ("2024年度（令和6年度）の報告", '2024年度<span class="ph">（令和6年度）</span>の報告'),
        ("2026年（令和8年）10月9日から", '<span class="ph">2026年（令和8年）10月9日</span>から'),
        ("<b>北地区</b>", "&lt;b&gt;北地区&lt;/b&gt;"),
    ],
)
def test_a_line_breaks_between_the_words_of_a_name_and_never_in_a_date(
    said: str, shown: str
) -> None:
    assert drawn("{{ said|held }}", said=said) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("97,271", "人", '<span class="val">97,271<small>人</small></span>'),
        ("13.6%", "", '<span class="val">13.6<small>%</small></span>'),
        ("あと3日", "", '<span class="val">あと3日</span>'),
        ("<b>", "", '<span class="val">&lt;b&gt;</span>'),
    ],
)
def test_the_unit_of_a_key_figure_is_small_beside_it_in_every_room(value, unit, shown) -> None:
    assert drawn("{{ value|figure:unit }}", value=value, unit=unit) == shown
    assert shown in drawn("{% stats items %}", items=[("人口", value, unit)])


def test_figures_without_a_word_for_their_unit_are_shown() -> None:
    assert "13.6<small>%</small>" in drawn(
        "{% stats items %}", items=[{"label": "", "value": "13.6%"}]
    )


def test_an_address_of_mail_ends_its_line_before_the_at() -> None:
    assert drawn("{{ to|mail }}", to="kyodo@example.jp") == "kyodo<wbr>@example.jp"
    assert drawn("{{ to|mail }}", to="<x>") == "&lt;x&gt;"


@pytest.mark.parametrize(
    "day", ["2026年12月29日", "2026年（令和8年）12月29日", "（令和5年3月1日）"]
)
def test_a_day_is_never_cut_by_the_end_of_a_line(day: str) -> None:
    assert f'<span class="ph">{day}</span>' in drawn("{{ said|held }}", said=f"広報{day}まで")
    assert f'<span class="ph">{day}</span>' in drawn("{% source date=said %}", said=day)
