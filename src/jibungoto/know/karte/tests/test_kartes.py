"""A karte says what the rooms know: each figure beside the city's, and why where there is none."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.know.karte import comparing, contents, reading, selectors, services
from jibungoto.know.karte.footnotes import Footnotes
from jibungoto.know.karte.forms import IssueForm
from jibungoto.know.karte.models import Edition, Karte, Outlook
from jibungoto.know.places import services as places
from jibungoto.know.statistics.tests.factories import a_figure, an_indicator

from .factories import NOW, a_karte, an_edition, three_dates


@pytest.fixture
def districts(city):
    kind = places.create_district_kind(key="chiku", name="地区", has_council=True)
    return [
        places.create_district(kind=kind, slug=f"d{n}", name=f"{name}地区")
        for n, name in enumerate(("北", "南", "東", "西", "中央", "川端"))
    ]


@pytest.fixture
def counted(districts):
    """Six districts with three dates of people: young ones and old ones."""
    three_dates([(d, 60 + 8 * n, n - 3) for n, d in enumerate(districts)])
    return districts


def told(district, key):
    found = contents.read(a_karte(district).contents)
    return next(n for _t, _s, n in found.all_numbers() if n.key == key)


def test_without_any_data_every_section_says_why_there_is_nothing(districts) -> None:
    found = contents.read(a_karte(districts[0]).contents)
    assert [n.value for n in found.numbers] == [None] * 8
    assert all(n.missing for n in found.numbers)
    assert all(p.missing for p in found.parts if p.key != "notes")


def test_each_figure_stands_beside_the_citys_and_an_earlier_one(counted) -> None:
    number = told(counted[0], "population.old")
    assert (number.unit, number.then_when) == ("%", "2021年")
    assert None not in (number.value, number.city, number.then)
    assert number.beside.startswith("市は")


def test_the_parts_of_a_karte_add_up_to_the_city(counted) -> None:
    totals = [told(d, "population.total") for d in counted]
    assert sum(n.value for n in totals) == totals[0].city


def test_contents_are_the_same_after_they_were_stored(counted) -> None:
    (made, *_rest) = services.prepare(counted[0].kind).made
    stored = made.contents.to_json()
    assert contents.read(stored).to_json() == stored


def test_what_many_figures_rest_on_is_told_once_in_a_note() -> None:
    register = contents.Source("2026年", "住民基本台帳", "町丁・字を合わせた数です。")
    beside = contents.Source("2021年", "住民基本台帳")
    many = contents.Source("2026年", "・".join(f"{n}番目の施設一覧" for n in range(9)))
    pictures = tuple(contents.Picture("図", source=one) for one in (beside, many))
    part = contents.Part("population", "人口", pictures=pictures, source=register)
    notes = Footnotes(contents.Contents("北", "kita", "ここ市", "地区", parts=(part,)))
    assert [(n.name, n.source, n.method) for n in notes] == [
        ("注1", "住民基本台帳", "町丁・字を合わせた数です。"),
        ("注2", many.source, ""),
    ]
    lines = [notes.of_picture(one, part).words for one in pictures]
    assert lines == [
        "基準日 2021年　出典 住民基本台帳　方法 注1",
        "基準日 2026年　出典 0番目の施設一覧ほか　方法 注2",
    ]
    assert notes.of_part(part).link == ("注1", "#note-1")


def test_a_counted_zero_is_no_missing_figure() -> None:
    number = contents.Number("k", "人口", 0.0, "人", city=0)
    part = contents.Part("population", "人口", numbers=(number,))
    found = contents.Contents("北", "kita", "ここ市", "地区", parts=(part,))
    (_title, _source, again) = next(contents.read(found.to_json()).all_numbers())
    with translation.override("ja"):
        assert (again.said, again.city) == ("0人", 0)


def test_a_build_without_news_changes_nothing(counted) -> None:
    first = services.build(counted[0].kind)
    again = services.build(counted[0].kind)
    assert (first.new, again.new, again.changed, again.same) == (6, 0, 0, 6)


def test_a_new_figure_changes_only_the_karte_it_is_about(counted) -> None:
    services.build(counted[0].kind)
    a_figure(an_indicator(), district=counted[2], last_on=NOW)
    a_figure(an_indicator("hanzai", name="犯罪の件数"), last_on=dt.date(2026, 3, 31))
    services.build(counted[0].kind)
    a_figure(an_indicator("jidou", name="児童数"), district=counted[2], last_on=NOW)
    before = dict(Karte.objects.values_list("district_id", "built_at"))
    built = services.build(counted[0].kind)
    after = dict(Karte.objects.values_list("district_id", "built_at"))
    # Every karte lists the new indicator, with its own value or the reason why there is none.
    assert built.changed == 6
    assert before.keys() == after.keys()


def test_the_projection_is_kept_with_its_parameters_and_notes_in_words(counted) -> None:
    karte = a_karte(counted[0])
    kept = {o.scenario: o for o in karte.outlooks.all()}
    assert set(kept) == {"trend", "closed", "constant", "families"}
    trend = kept[Outlook.Scenario.TREND]
    assert (trend.base_year, trend.steps, trend.sexes) == (2026, 6, 2)
    assert "コーホート変化率法" in trend.method
    persons = services.unpacked(trend.counts)
    assert len(persons) == 7 * 2 * 18
    assert sum(persons[:36]) == pytest.approx(told(counted[0], "population.total").value)


def test_three_dates_give_a_band_and_say_how_far_the_method_missed(counted) -> None:
    found = contents.read(a_karte(counted[0]).contents).part("future")
    assert "8割" in found.reading
    assert any("MAPE" in text and "MALPE" in text for text in found.texts)
    assert found.grids[0].ways[1] == found.numbers[0].url
    assert found.grids[0].ways[4].endswith("of=65-")
    band = services.unpacked(Outlook.objects.get(karte__district=counted[0], scenario="trend").band)
    assert len(band) == 7 * 2
    assert all(low <= high for low, high in zip(band[::2], band[1::2], strict=True))


def test_one_date_alone_is_projected_by_the_nations_ratios_and_says_so(districts) -> None:
    from jibungoto.know.statistics.tests.factories import a_release

    from .factories import some_people

    a_release([(d, some_people(), some_people()) for d in districts])
    found = contents.read(a_karte(districts[0]).contents).part("future")
    assert "全国の変化率" in found.source.method
    assert "はずれる幅は示せません" in found.reading


def test_very_few_people_are_never_projected_by_age(districts) -> None:
    from jibungoto.know.statistics.tests.factories import a_release

    a_release([(districts[0], [1] * 18, [1] * 18), (districts[1], [50] * 18, [50] * 18)])
    few = told(districts[0], "future.old_20")
    many = told(districts[1], "future.old_20")
    assert (few.value, bool(few.missing)) == (None, True)
    assert many.value is not None


def test_likeness_is_an_invitation_with_its_measure_said(counted) -> None:
    part = contents.read(a_karte(counted[0]).contents).part("standing")
    assert "話を聞いてみませんか" in part.reading
    assert "ちらばり" in "".join(part.texts)
    assert all("位" not in word for word in (part.reading, *part.texts))


def test_an_edition_never_changes_and_the_next_one_says_what_did(counted) -> None:
    first = an_edition(counted[0])
    frozen = dict(first.contents)
    a_figure(an_indicator(), district=counted[0], last_on=NOW)
    services.build(counted[0].kind)
    karte = Karte.objects.select_related("node").get(district=counted[0])
    (second,) = services.issue_editions(kartes=[karte], year=first.year + 1)
    assert Edition.objects.get(pk=first.pk).contents == frozen
    assert (first.number, second.number) == (1, 2)
    assert any("自治会の加入率" in sentence for sentence in selectors.changes(second))


def test_a_year_has_one_edition_and_a_withdrawn_one_can_be_issued_anew(counted) -> None:
    edition = an_edition(counted[0])
    karte = Karte.objects.select_related("node").get(district=counted[0])
    with pytest.raises(services.KarteError, match="もう出ています"):
        services.issue_editions(kartes=[karte], year=edition.year)
    services.withdraw_edition(edition=edition, reason="誤りがあったため")
    (again,) = services.issue_editions(kartes=[karte], year=edition.year)
    assert again.number == 2


def test_the_year_without_an_edition_is_proposed(counted) -> None:
    edition = an_edition(counted[0])
    karte = edition.karte
    other = a_karte(counted[1])
    assert selectors.years_all_issued([karte]) == {edition.year}
    assert selectors.years_all_issued([karte, other]) == set()
    this = FiscalYear.of(clock.today()).year
    assert IssueForm(issued={this}).fields["year"].initial == this - 1
    assert IssueForm().fields["year"].initial == this


def test_what_changed_is_said_figure_by_figure(counted) -> None:
    found = contents.read(a_karte(counted[0]).contents)
    assert comparing.changes(found, found) == []


def test_kartes_are_made_for_districts_with_councils(counted, city) -> None:
    other = places.create_district_kind(key="gakku", name="小学校区")
    places.create_district(kind=other, slug="es", name="第一小学校区")
    assert [k.key for k in reading.kinds()] == ["chiku"]


def test_the_page_leads_from_every_figure_to_its_rows(counted, city) -> None:
    a_karte(counted[0])
    page = Client().get(f"/{city.slug}/karte/d0/", headers={"accept-language": "ja"})
    text = page.content.decode()
    assert page.status_code == 200
    assert f'href="/{city.slug}/districts/d0/population/"' in text
    assert "この表の読み方" in text
    assert "コーホート変化率法" in text


@pytest.mark.drawn
def test_the_sheets_are_tagged_pdfs_and_kept(counted, city, settings) -> None:
    a_karte(counted[0])
    for paper in ("a4", "a3"):
        answer = Client().get(f"/{city.slug}/karte/d0/{paper}.pdf")
        assert answer.content[:5] == b"%PDF-"
        assert b"MarkInfo" in answer.content or b"StructTreeRoot" in answer.content
    kept = list((settings.MEDIA_ROOT / "kartes").rglob("*.pdf"))
    assert len(kept) == 2


def test_the_table_holds_every_figure_with_its_source(counted, city) -> None:
    a_karte(counted[0])
    answer = Client().get(f"/{city.slug}/karte/d0/figures.csv")
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("地区,区分,項目,値,単位,市の値")
    assert "見本の住民基本台帳" in text


def test_programs_read_the_same_figures_with_the_reasons_where_there_is_none(counted, city) -> None:
    a_karte(counted[0])
    found = Client().get(f"/api/v1/{city.slug}/kartes/d0").json()
    by_key = {one["key"]: one for one in found["figures"]}
    assert by_key["population.total"]["value"] == told(counted[0], "population.total").value
    assert all(one["missing"] for one in found["figures"] if one["value"] is None)
    assert Client().get(f"/api/v1/{city.slug}/kartes/d0?edition=9").status_code == 404
    assert len(Client().get(f"/api/v1/{city.slug}/kartes").json()) == 6
