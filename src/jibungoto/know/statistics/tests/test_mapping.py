"""Any table, read by what a person says of its columns; remembered for the next one."""

import datetime as dt

import pytest
from django.test import Client

from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.links import link
from jibungoto.know.places.models import SmallArea
from jibungoto.know.places.tests.factories import a_district, a_membership, a_small_area
from jibungoto.know.statistics import mapping, selectors
from jibungoto.know.statistics.column_words import own_dictionary
from jibungoto.know.statistics.mapping_intake import KIND
from jibungoto.know.statistics.mapping_services import add_word
from jibungoto.know.statistics.models import (
    AreaFigure,
    ColumnWord,
    Figure,
    Indicator,
    Mapping,
    Release,
)
from jibungoto.know.statistics.population_intake import KIND as POPULATION
from jibungoto.know.statistics.proposing import propose_uses

from .factories import TOWNS, a_mapping, an_indicator, handed_in, taken_in

pytestmark = pytest.mark.django_db
LONG = (
    "ちく,男女,歳,ひと\n"
    "北町,男,0～4歳,3\n北町,男,5歳以上,7\n北町,女,0～4歳,2\n北町,女,5歳以上,8\n"
    "南町,男,0～4歳,1\n南町,男,5歳以上,4\n南町,女,0～4歳,x\n南町,女,5歳以上,5\n"
)
DAY = {"taken_on": "2026-04-01"}


@pytest.fixture
def planner(world) -> Client:
    return world.client("planner")


@pytest.mark.parametrize(
    "text, age",
    [
        ("0-4", (0, 4)), ("０～４歳", (0, 4)), ("85-", (85, None)), ("85歳以上", (85, None)),
        ("100+", (100, None)), ("7", (7, 7)), ("7歳", (7, 7)), ("0〜5歳未満", (0, 4)),
        ("不詳", (None, None)), ("年齢不明", (None, None)), ("こども", None), ("9-3", None),
    ],
)  # fmt: skip
def test_ages_are_read_as_people_write_them(text, age):
    assert mapping.read_age(text) == age


@pytest.mark.parametrize(
    "text, lines",
    [("", set()), ("3、12-14", {3, 12, 13, 14}), ("５", {5}), ("三行目", None), ("9-3", None)],
)
def test_lines_to_leave_out_are_read_as_people_write_them(text, lines):
    assert mapping.skipped(text) == (None if lines is None else frozenset(lines))


def test_a_table_nobody_knows_asks_for_its_columns_and_changes_nothing(city):
    run = handed_in(KIND, TOWNS.encode(), **DAY)
    assert run.state == "refused"
    assert "列の意味がまだ決まっていません" in run.verdict
    shown = intake_selectors.preview(run)
    assert shown.arrange_url.endswith(f"/intake/{run.public_id}/columns/")
    assert not Release.objects.exists()


def test_a_saved_way_of_reading_is_used_for_the_same_columns(city):
    a_mapping()
    run = taken_in(KIND, TOWNS.encode(), **DAY)
    assert any("保存してある読み方「町名の表」" in r.text for r in run.remarks.all())
    assert selectors.population(None).total == 200
    other = handed_in(KIND, "なまえ,ひと\n北町,1\n".encode(), **DAY)
    assert other.state == "refused"


def test_two_saved_ways_can_be_chosen_from(city):
    first = a_mapping()
    second = a_mapping("別の読み方", uses=(
        mapping.Use(1, "ちょうめい", "area_name"), mapping.Use(2, "すんでいる人", "households"),
    ))  # fmt: skip
    run = handed_in(KIND, TOWNS.encode(), **DAY)
    choice = next(c for c in intake_selectors.preview(run).choices if c.key == "mapping")
    assert [(o.value, o.chosen) for o in choice.options] == [
        (str(second.pk), True), (str(first.pk), False),
    ]  # fmt: skip
    again = intake.choose_otherwise(run=run, options={"mapping": str(first.pk)}, actor=_guest())
    assert again.remarks.filter(role="total", value="200").exists()


def _guest():
    from jibungoto.kernel.actor import GUEST

    return GUEST


def test_one_row_for_each_area_sex_and_age_becomes_a_pyramid(city):
    uses = (
        mapping.Use(1, "ちく", "area_name"), mapping.Use(2, "男女", "sex"),
        mapping.Use(3, "歳", "age"), mapping.Use(4, "ひと", "count"),
    )  # fmt: skip
    a_mapping("縦", layout="long", uses=uses)
    taken_in(KIND, LONG.encode(), **DAY)
    release = Release.objects.get()
    assert release.classes == "0 5"
    rows = {h.small_area.name: h for h in release.headcounts.filter(small_area__isnull=False)}
    assert (rows["北町"].total, rows["北町"].line) == (20, 2)
    assert rows["南町"].total is None


def test_the_dictionary_proposes_a_long_table_by_its_words(city):
    from jibungoto.japan.tables.reading import read_table
    from jibungoto.know.statistics.column_words import long_words

    table = read_table(LONG.replace("ちく", "町名").replace("歳,ひと", "年齢,人数").encode())
    how = propose_uses(table, own_dictionary(), long_words())
    assert how.layout == "long"
    assert [u.meaning for u in how.uses] == ["area_name", "sex", "age", "count"]


def test_columns_nobody_knows_are_proposed_by_their_look(city):
    from jibungoto.japan.tables.reading import read_table

    file = (
        "よび名,すむ人の総数,男 0-4,おんな5〜9,女85歳以上,くらす世帯の数,しるし\n"
        "北町,120,3,4,9,50,あ\n南町,80,2,x,1,40,あ\n"
    )
    how = propose_uses(read_table(file.encode()), own_dictionary(), {})
    assert [(u.meaning, u.detail) for u in how.uses] == [
        ("area_name", ""), ("total", ""), ("age_men", "0-4"), ("age_women", "5-9"),
        ("age_women", "85-"), ("households", ""), ("ignore", ""),
    ]  # fmt: skip


def test_faults_of_a_long_table_are_named_by_line(city):
    uses = (
        mapping.Use(1, "ちく", "area_name"), mapping.Use(2, "男女", "sex"),
        mapping.Use(3, "歳", "age"), mapping.Use(4, "ひと", "count"),
    )  # fmt: skip
    a_mapping("縦", layout="long", uses=uses)
    bad = LONG + "北町,男,0～4歳,3\n北町,だれか,0～4歳,3\n北町,男,わかい,3\n"
    run = handed_in(KIND, bad.encode(), **DAY)
    assert list(run.remarks.filter(role="fault").values_list("line", "text")) == [
        (10, "同じ地域・性別・年齢の行がもう一度出てきます。"),
        (11, "「だれか」を男・女・総数のどれかとして読めませんでした。"),
        (12, "「わかい」を年齢として読めませんでした。"),
    ]


def test_indicators_of_small_areas_are_added_up_for_districts(city):
    north = a_district("north")
    one, two = a_small_area("", "北町"), a_small_area("", "南町")
    a_membership(one, north)
    a_membership(two, north, "0.5")
    uses = (
        mapping.Use(1, "ちょうめい", "area_name"),
        mapping.Use(2, "すんでいる人", "indicator", "ひとり暮らし／世帯"),
    )
    a_mapping(uses=uses)
    run = taken_in(KIND, TOWNS.encode(), **DAY)
    indicator = Indicator.objects.get()
    assert (indicator.name, indicator.unit) == ("ひとり暮らし", "世帯")
    whole = Figure.objects.get()
    assert (whole.district, whole.value, whole.method) == (None, 200, "2件の町丁・字を足した数")
    ((_i, own, beside),) = selectors.latest(north)
    assert (own.value, beside) == (160, whole)
    assert own.method == (
        "足せる数として、2件の町丁・字の数を合わせました。うち1件は、面積などの割合で分けています。"
        "どの地区に入るかは対応表で決めました。"
    )
    again = handed_in(KIND, TOWNS.encode(), **DAY)
    assert "変わるところはありません" in again.verdict
    intake.undo(run=run)
    assert not Figure.objects.exists()
    assert not AreaFigure.objects.exists()
    assert not Indicator.objects.exists()


def test_a_share_of_small_areas_is_kept_and_not_added_up(city):
    north = a_district("north")
    a_membership(a_small_area("", "北町"), north)
    uses = (
        mapping.Use(1, "ちょうめい", "area_name"),
        mapping.Use(2, "すんでいる人", "indicator", "加入率／%"),
    )
    a_mapping(uses=uses)
    run = taken_in(KIND, TOWNS.encode(), **DAY)
    assert run.remarks.filter(text__contains="足せない数なので").exists()
    rate = Indicator.objects.get()
    assert rate.area_figures.count() == 2
    assert not Figure.objects.exists()
    assert selectors.series_of(rate, north) == []
    assert selectors.only_small_areas(rate) == 2


def test_people_and_an_indicator_of_districts_come_and_go_together(city):
    a_district("kita", name="北町")
    a_district("minami", name="南町")
    known = an_indicator(name="加入率", unit="%")
    file = "ちく,ひと,わりあい\n北町,120,61.5\n南町,80,x\n".encode()
    uses = (
        mapping.Use(1, "ちく", "area_name"), mapping.Use(2, "ひと", "total"),
        mapping.Use(3, "わりあい", "indicator", "加入率／%"),
    )  # fmt: skip
    headers = ["ちく", "ひと", "わりあい"]
    a_mapping("地区の表", uses=uses, signature=mapping.signature(headers))
    run = taken_in(KIND, file, **DAY)
    assert not SmallArea.objects.exists()
    assert selectors.population(None).total == 200
    states = Figure.objects.filter(indicator=known).values_list("district__slug", "status")
    assert sorted(states) == [("kita", "value"), ("minami", "suppressed")]
    intake.undo(run=run)
    assert not Release.objects.exists()
    assert list(Indicator.objects.all()) == [known]
    assert not Figure.objects.exists()


CENSUS_HOUSEHOLDS = (
    "KEY_CODE,HYOSYO,CITYNAME,NAME,HTKSYORI,HTKSAKI,GASSAN,T001083001,T001083002\r\n"
    ",,,,,,,一般世帯総数,単独世帯\r\n"
    "13201,1,ここ市,,0,,,30,9\r\n"
    "132010010,2,ここ市,朝日町,0,,,10,4\r\n"
    "132010020,3,ここ市,北町,0,,,20,5\r\n"
    "13201002001,4,ここ市,北町一丁目,1,,002002,20,5\r\n"
    "13201002002,4,ここ市,北町二丁目,2,002001,,X,X\r\n"
    "13209,1,となり市,,0,,,99,99\r\n"
).encode("cp932")


def test_a_census_table_of_households_counts_each_household_once(city):
    north = a_district("north")
    for code, name in (("13201002001", "北町一丁目"), ("13201002002", "北町二丁目")):
        a_membership(a_small_area(code, name), north)
    run = handed_in(KIND, CENSUS_HOUSEHOLDS, register="census", taken_on="2020-10-01")
    from jibungoto.know.statistics.arranging import arrange

    found = arrange(run, {})
    meanings = {u.header: u.meaning for u in found.how.uses}
    assert meanings["KEY_CODE"] == "area_code"
    assert found.header == (1, 2)
    uses = tuple(
        mapping.Use(u.position, u.header, "indicator", "単独世帯／世帯")
        if u.header.endswith("単独世帯")
        else mapping.Use(u.position, u.header, u.meaning if u.meaning == "area_code" else "ignore")
        for u in found.how.uses
    )
    a_mapping("世帯", uses=uses, header=found.header, signature=found.signature)
    taken_in(KIND, CENSUS_HOUSEHOLDS, register="census", taken_on="2020-10-01")
    indicator = Indicator.objects.get()
    assert selectors.series_of(indicator, None)[0].value == 9
    (own,) = selectors.series_of(indicator, north)
    assert own.value == 5
    assert "うち1件の数は、となりの町丁・字に合わせて公表されています。" in own.method


def test_own_words_of_the_city_are_read_everywhere(city):
    add_word(word="ちょうめい", meaning="area_name", actor=_guest())
    add_word(word="すんでいる人", meaning="total", actor=_guest())
    run = handed_in(POPULATION, TOWNS.encode(), **DAY)
    assert run.state == "previewed", run.verdict
    ColumnWord.objects.all().delete()
    assert handed_in(POPULATION, TOWNS.encode(), **DAY).state == "refused"


def columns(planner_post, **more):
    return {
        "layout": "wide", "places": "small", "skip": "", "name": "町名の表",
        "meaning-1": "area_name", "meaning-2": "total", **more,
    }  # fmt: skip


def test_a_person_says_what_the_columns_are_and_the_preview_follows(planner):
    run = handed_in(KIND, TOWNS.encode(), **DAY)
    page = link("statistics:columns_edit", public_id=run.public_id)
    shown = planner.get(page).content.decode()
    assert "すんでいる人" in shown
    assert "120、80" in shown
    response = planner.post(page, columns(planner))
    assert response.status_code == 302
    run.refresh_from_db()
    assert (run.state, run.added) == ("previewed", 2)
    saved = Mapping.objects.get()
    assert (saved.name, saved.created_by) == ("町名の表", planner_user(planner))
    planner.post(link("intake:run_apply", public_id=run.public_id))
    assert selectors.population(None).taken_on == dt.date(2026, 4, 1)
    second = handed_in(KIND, TOWNS.replace("120", "121").encode(), **DAY)
    assert (second.state, second.changed) == ("previewed", 1)


def planner_user(client):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=client.session["_auth_user_id"])


def test_what_is_lacking_is_said_and_nothing_typed_is_lost(planner):
    run = handed_in(KIND, TOWNS.encode(), **DAY)
    page = link("statistics:columns_edit", public_id=run.public_id)
    response = planner.post(page, columns(planner, **{"meaning-1": "age_men", "detail-1": "子"}))
    said = response.content.decode()
    assert response.status_code == 422
    assert "どの列が地域名か地域コードかを選んでください" in said
    assert "何歳から何歳まで" in said
    assert 'value="子"' in said


def test_a_line_can_be_made_the_header_and_lines_be_left_out(planner):
    file = "ここ市の人口\n町,人\n北町,120\n小計,120\n南町,80\n"
    run = handed_in(KIND, file.encode(), **DAY)
    page = link("statistics:columns_edit", public_id=run.public_id)
    shown = planner.get(page + "?first=2&last=2").content.decode()
    assert "「町」の意味" in shown
    planner.post(page + "?first=2&last=2", columns(planner, skip="4"))
    run.refresh_from_db()
    assert run.added == 2
    assert Mapping.objects.get().header_first == 2


def test_a_refused_file_can_be_read_as_another_kind_without_choosing_it_again(planner):
    run = handed_in(POPULATION, TOWNS.encode(), **DAY)
    assert run.state == "refused"
    shown = planner.get(link("intake:run_view", public_id=run.public_id)).content.decode()
    assert "「そのほかの人口・世帯・指標の表」として読む" in shown
    over = link("intake:run_hand_over", public_id=run.public_id)
    response = planner.post(over, {"kind": "statistics.table"})
    other = IntakeRun.objects.order_by("-pk").first()
    assert other.kind == "statistics.table"
    assert str(other.public_id) in response["Location"]
    assert dict(other.options.values_list("key", "value"))["taken_on"] == "2026-04-01"
    wrong = planner.post(over, {"kind": "organisations.register"})
    assert str(run.public_id) in wrong["Location"]


def test_saved_ways_and_words_are_listed_changed_and_removed(planner):
    saved = a_mapping()
    shown = planner.get(link("statistics:mapping_list")).content.decode()
    assert "町名の表" in shown
    page = link("statistics:mapping_edit", pk=saved.pk)
    planner.post(page, {"name": "町の人", "meaning-1": "area_name", "meaning-2": "households"})
    saved.refresh_from_db()
    assert saved.name == "町の人"
    assert [c.meaning for c in saved.columns.all()] == ["area_name", "households"]
    planner.post(link("statistics:mapping_remove", pk=saved.pk))
    assert not Mapping.objects.exists()
    planner.post(link("statistics:word_list"), {"word": "すむ人", "meaning": "total"})
    word = ColumnWord.objects.get()
    assert "すむ人" in planner.get(link("statistics:word_list")).content.decode()
    planner.post(link("statistics:word_remove", pk=word.pk))
    assert not ColumnWord.objects.exists()
