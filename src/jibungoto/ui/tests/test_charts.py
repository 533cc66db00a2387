"""Pictures of data: drawn once, without style, with their words and numbers beside."""

import itertools
import re

import pytest
from django.core.files.storage import default_storage
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.portal.guide import figures as guide_figures
from jibungoto.ui.charts import Chart, Figure, bars, drawing, line, pyramid, scatter, stacked
from jibungoto.ui.charts.clean import clean
from jibungoto.ui.charts.inks import INKS, STAND_INS, ink
from jibungoto.ui.charts.lines import DRAWN
from jibungoto.ui.charts.paper import for_paper, palette
from jibungoto.ui.charts.spec import nice_step, said
from jibungoto.ui.tags.charts import dense_table

FIGURES = [f for f in guide_figures._figures() if f.chart]


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(drawing, "_draw", drawing._draw.alone)  # the real thing, from its start
    drawing._kept.cache_clear()
    yield
    drawing._kept.cache_clear()


def test_every_kind_of_picture_is_drawn_360_wide_without_style_or_colour() -> None:
    drawing.prepare(FIGURES)
    for figure in FIGURES:
        svg = drawing.picture_of(figure.chart.spec)
        assert svg is not None, figure.heading
        assert svg.startswith('<svg class="chart"')
        assert re.search(r'viewBox="0 0 360 \d+"', svg)
        assert not re.search(r'style=|#fe00|font-family|(?:fill|stroke)="#|xlink|"white"', svg)
        assert len(svg) < 40_000


def test_a_picture_is_drawn_once_and_then_read(monkeypatch) -> None:
    spec = bars([("つつじ台", 14.2, "here")], unit="%").spec
    first = drawing.picture_of(spec)

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("drawn twice")

    monkeypatch.setattr(drawing.subprocess, "run", never)
    drawing._kept.cache_clear()
    assert drawing.picture_of(spec) == first
    assert default_storage.listdir(drawing.FOLDER)[0]


def test_other_numbers_are_another_picture() -> None:
    one, other = (bars([("a", value, "here")]).spec for value in (1.0, 2.0))
    assert drawing.key_of(one) != drawing.key_of(other)


def test_when_it_cannot_be_drawn_the_numbers_are_shown_at_once(monkeypatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("no process")

    monkeypatch.setattr(drawing.subprocess, "run", broken)
    page = _drawn(Figure("題", bars([("つつじ台", 14.2, "here")], unit="%")))
    assert "図を描けませんでした" in page
    assert '<details class="disclose" open>' in page
    assert "14.2%" in page


def test_a_figure_has_finding_reading_source_and_its_numbers() -> None:
    page = _drawn(FIGURES[2])
    for part in (
        FIGURES[2].heading,
        FIGURES[2].reading,
        "基準日",
        "出典",
        "方法",
        "この図の数字を表で見る",
    ):
        assert str(part) in page
    assert 'role="img" aria-label="2006年は9,761人' in page
    assert "6,520人" in page


def test_a_figure_without_data_says_why() -> None:
    page = _drawn(Figure("空き家の割合", None, missing="調査は2027年度です。"))
    assert "データなし" in page
    assert "調査は2027年度です。" in page
    assert "<svg" not in page


def test_names_of_places_cannot_break_out_of_a_picture() -> None:
    svg = drawing.picture_of(bars([('<b x="1">&', 3.0, "here")]).spec)
    assert svg is not None
    assert "<b " not in svg
    page = _drawn(Figure("<i>題", bars([('"><script>x</script>', 3.0, "here")])))
    assert "<script>" not in page


def _drawn(figure: Figure) -> str:
    template = engines["django"].from_string("{% load ui %}{% figure one %}")
    return str(template.render({"one": figure}))


def test_missing_values_are_said_and_never_drawn_as_zero() -> None:
    chart = bars([("つつじ台", None, "here"), ("市", 3.0, "city")], unit="%")
    assert chart.table.rows[0][1] == "データなし"
    chart = line([(2020, 1.0), (2021, None), (2022, 2.0)])
    assert chart.table.rows[1] == ["2021年", "データなし"]


def test_a_label_too_long_to_stand_beside_its_bar_stands_above_it_whole() -> None:
    long = "知っているが、一度も行ったことはない"
    svg = drawing.picture_of(bars([(long, 31.4, "here"), ("知らない", 21.2, "here")]).spec)
    assert svg is not None
    assert f">{long}<" in svg
    beside = drawing.picture_of(bars([("知らない", 21.2, "here")]).spec)
    assert _height(svg) > 2 * _height(beside)


def _height(svg: str | None) -> int:
    found = re.search(r'viewBox="0 0 360 (\d+)"', svg or "")
    assert found
    return int(found[1])


def test_no_year_is_written_into_the_next_one() -> None:
    many = [(year, 1.0) for year in (2000, 2021, 2022, 2023, 2024, 2027)]
    ticks = line(many).spec["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert (ticks[0], ticks[-1]) == (2000, 2027)
    assert min(b - a for a, b in itertools.pairwise(ticks)) * DRAWN / 27 >= 40


def _placed(chart: Chart, words: str) -> dict[str, object]:
    return next(
        layer["mark"]
        for layer in chart.spec["layer"]
        if layer["mark"]["type"] == "text" and layer["data"]["values"][0].get("w") == words
    )


def test_words_stand_where_no_line_runs_through_them() -> None:
    past = [(2016.0, 10.0), (2021.0, 12.0), (2026.0, 14.0)]
    climbing = line(past, future=[(2026.0, 14.0), (2031.0, 20.0)], unit="人")
    falling = line(past, future=[(2026.0, 14.0), (2031.0, 9.0)], unit="人")
    assert _placed(climbing, "14人")["align"] == "right"
    assert _placed(falling, "14人")["align"] == "left"


def test_the_last_expected_value_stands_beside_the_sign_of_a_goal() -> None:
    past, ahead = [(2023.0, 10.0), (2024.0, 14.0)], [(2024.0, 14.0), (2027.0, 20.0)]
    aimed = line(past, future=ahead, targets=[(2027.0, 21.0)], unit="人")
    assert _placed(aimed, "20人")["align"] == "left"
    assert _placed(aimed, "20人").get("dy", 0) == 0
    assert _placed(line(past, future=ahead, unit="人"), "20人")["align"] == "right"


def test_the_legend_is_left_out_where_one_line_stands_alone() -> None:
    assert line([(2020, 1.0), (2021, 2.0)]).legend == []
    assert [k.word for k in line([(2020, 1)], city=[(2020, 2)]).legend] == ["この地区", "市"]


def test_a_pyramid_names_its_classes_as_they_are_read_aloud() -> None:
    ages = [("0–4", 3.0, 2.0), ("85+", 1.0, 1.0)]
    assert pyramid(ages).alt.endswith("いちばん多い年代は0歳から4歳の5人です。")
    assert "85歳以上の9人" in pyramid([*ages[:1], ("85+", 4.0, 5.0)]).alt


values = st.floats(0, 1e7, allow_nan=False)


@given(st.lists(values, min_size=1, max_size=6), st.lists(values, min_size=1, max_size=6))
def test_any_numbers_make_a_spec_that_stays_within_its_width(
    a: list[float], b: list[float]
) -> None:
    charts: list[Chart] = [
        bars([(f"項目{n}", v, "city") for n, v in enumerate(a)]),
        line(
            [(2000 + n, v) for n, v in enumerate(a)], city=[(2000 + n, v) for n, v in enumerate(b)]
        ),
        pyramid([(str(n), v, v) for n, v in enumerate(a)]),
        stacked([("x", [1.0] * len(a))], [(f"p{n}", "city") for n in range(len(a))]),
        scatter([(v, -v, n % 3) for n, v in enumerate(a)]),
    ]
    for chart in charts:
        assert chart.spec["width"] == 360
        assert chart.alt
        assert chart.table.rows


@given(st.floats(1e-3, 1e9))
def test_steps_are_round_and_few(top: float) -> None:
    step = nice_step(top)
    assert 1 <= top / step <= 4.000001


def test_a_value_is_never_minus_zero() -> None:
    assert said(-0.01, "%", 1) == "0.0%"
    assert said(-1234.5, "人") == "−1,234人"


def test_every_ink_has_a_colour_for_paper() -> None:
    assert set(INKS.values()) <= set(palette())
    assert len(STAND_INS) == len(INKS)
    assert len({ink(name) for name in INKS}) == len(INKS)


def test_paper_gets_the_colours_written_out() -> None:
    svg = clean(
        f'<svg viewBox="0 0 9 9" style="x"><g><path d="M0,0h1" '
        f'fill="{ink("here")}" stroke="{ink("surface")}"/>'
        f'<text font-size="12px">人</text></g></svg>'
    )
    assert 'class="f-here s-surface"' in svg
    printed = for_paper(svg)
    assert f'fill="{palette()["--d-here"]}"' in printed
    assert "class=" not in printed.replace('class="chart"', "")
    assert 'font-family="BIZ UDPGothic"' in printed


def test_words_in_a_table_of_numbers_are_escaped_and_lead_on() -> None:
    drawn = dense_table(
        ["地区", "人"], [["<b>北", "1"], ["南", "2<3"]], here=1, links=["/a?b&c", ""]
    )
    assert '<th scope="row"><a href="/a?b&amp;c">&lt;b&gt;北</a></th><td class="n">1</td>' in drawn
    assert '<tr class="me"><th scope="row">南</th><td class="n">2&lt;3</td></tr>' in drawn


def test_figures_of_a_column_lead_to_the_rows_behind_them_and_words_alone_become_records() -> None:
    drawn = dense_table(["年", "人"], [["2026年", "12人"], ["2031年", "—"]], ways=["", "/rows?a"])
    assert '<td class="n"><a href="/rows?a">12人</a></td>' in drawn
    assert '<td class="n"><span aria-hidden="true">—</span><span class="vh">なし</span>' in drawn
    assert 'class="dense fold"' in dense_table(["日", "出典"], [["今日", "国"]], words=(0, 1))


def test_an_empty_group_goes_and_the_one_around_it_stays_whole():
    from jibungoto.ui.charts.clean import clean

    assert clean('<g><g/></g><g a="b"></g><g><path d="M1,1h2"/><g x="y"/></g>') == (
        '<g><path d="M1,1h2"/></g>'
    )
