"""The register from a list: added, changed, left alone, refused, undone."""

import pytest
from django.db import transaction

from jibungoto.kernel import jobs
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake import services as intake
from jibungoto.kernel.intake.kinds import CannotUndo, Upload
from jibungoto.know.organisations import selectors, services
from jibungoto.know.organisations.models import Organisation
from jibungoto.know.organisations.register_intake import KIND

from .factories import an_organisation
from .test_organisations import page, told

pytestmark = pytest.mark.django_db
LIST = (
    "団体名,ふりがな,種別,地区名,会員数,単位,基準日,設立年\n"
    "北町自治会,きたまちじちかい,自治会,北地区,250,世帯,令和8年4月1日,1978\n"
    "川をきれいにする会,かわをきれいにするかい,ボランティア,北地区,18,人,R8.4.1,2015\n"
)


def handed_in(text=LIST, name="list.csv"):
    upload = Upload(name, text.encode("cp932"))
    return intake.preview(kind=KIND, upload=upload, options={}, actor=GUEST)


def taken_in(text=LIST):
    run = handed_in(text)
    assert run.state == "previewed", run.verdict
    return intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())


def snapshot():
    return {
        o.slug: (told(o), [d.slug for d in selectors.districts(o)])
        for o in selectors.organisations(GUEST, ended=True)
    }


def test_a_list_changes_what_it_names_and_adds_the_rest(world):
    run = taken_in()
    assert (run.added, run.changed) == (1, 1)
    kita = Organisation.objects.get(slug=world.organisation.slug)
    assert (kita.members, kita.members_unit, kita.founded) == (250, "世帯", 1978)
    assert str(kita.counted_on) == "2026-04-01"
    river = Organisation.objects.get(name="川をきれいにする会")
    assert river.footing == "theme"
    assert [d.name for d in selectors.districts(river)] == ["北地区"]


def test_the_same_list_again_changes_nothing(world):
    taken_in()
    again = handed_in()
    assert not again.changes_anything
    assert again.unchanged == 2


def test_undoing_restores_every_field(world):
    before = snapshot()
    run = taken_in()
    assert snapshot() != before
    intake.undo(run=run)
    assert snapshot() == before


def test_undoing_is_refused_where_somebody_wrote_since(world):
    run = taken_in()
    river = Organisation.objects.get(name="川をきれいにする会")
    services.change_organisation(
        organisation=river, districts=[world.district], **told(river, members=20)
    )
    with pytest.raises(CannotUndo, match="川をきれいにする会"), transaction.atomic():
        intake.undo(run=run)
    assert Organisation.objects.filter(name="川をきれいにする会").exists()


def test_a_crash_in_the_middle_leaves_the_register_as_it_was(world, monkeypatch):
    before = snapshot()
    run = handed_in()
    made = services.create_organisation

    def explode(**fields):
        made(**fields)
        raise RuntimeError

    monkeypatch.setattr(services, "create_organisation", explode)
    with pytest.raises(RuntimeError), transaction.atomic():
        intake.apply(run=run, proposal=intake.read_again(run), progress=jobs.Progress())
    assert snapshot() == before


def test_an_unknown_district_and_a_strange_number_are_named(world):
    run = handed_in(
        "団体名,種別,地区名,会員数\nA会,自治会,どこか地区,10\nB会,自治会,北地区,たくさん\n"
    )
    assert run.state == "refused"
    faults = [(f.line, f.column) for f in intake_selectors.preview(run).faults]
    assert faults == [(2, "地区"), (3, "会員数")]
    assert not Organisation.objects.filter(name="A会").exists()


def test_the_same_organisation_twice_in_a_list_is_refused(world):
    run = handed_in("団体名,種別\nA会,サークル\nＡ会,サークル\n")
    assert "2行目と同じ団体" in intake_selectors.preview(run).faults[0].text


def test_a_list_of_something_else_is_refused_in_a_sentence(world):
    run = handed_in("緯度,経度\n35.1,139.1\n")
    assert "団体の名前の列が見つかりません" in run.verdict


def test_what_was_exported_can_be_taken_in_again_without_a_difference(world):
    an_organisation(kana="みなみちょうじちかい", members=3, districts=[world.district])
    content = world.client("guest").get(page(world, "organisations:organisation_table")).content
    run = intake.preview(kind=KIND, upload=Upload("t.csv", content), options={}, actor=GUEST)
    assert (run.state, run.added, run.changed, run.unchanged) == ("previewed", 0, 0, 2)


def test_pages_of_an_intake_lead_from_the_file_to_its_undoing(world):
    client = world.client("planner")
    use = page(world, "intake:kind_use", key=KIND.key)
    assert "ひな形" in client.get(use).text
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("list.csv", LIST.encode())
    shown = client.post(use, {"file": file}, follow=True)
    assert "変わるところを確かめてください" in shown.text
    assert "川をきれいにする会" in shown.text
    run = shown.context["run"]
    done = client.post(page(world, "intake:run_apply", public_id=run.public_id), follow=True)
    assert "取りこみました" in done.text
    undone = client.post(page(world, "intake:run_undo", public_id=run.public_id), follow=True)
    assert "取り消しました" in undone.text
    assert not Organisation.objects.filter(name="川をきれいにする会").exists()
    assert "list.csv" in client.get(page(world, "intake:run_list")).text


@pytest.mark.parametrize("number", [1, 30])
def test_the_history_needs_few_queries_however_long(world, number, django_assert_max_num_queries):
    for n in range(number):
        handed_in(f"団体名,種別\n会{n},サークル\n")
    client, address = world.client("planner"), page(world, "intake:run_list")
    client.get(address)
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_two_of_one_reading_get_addresses_of_their_own(world):
    taken_in("団体名,よみ,種別\n若葉会,わかばかい,サークル\nわかば会,わかばかい,サークル\n")
    slugs = list(Organisation.objects.filter(kind="サークル").values_list("slug", flat=True))
    assert len(set(slugs)) == 2
    assert "wakabakai" in slugs


ASSOCIATIONS = (
    "自治会名簿（令和8年度）,,,,,,\n"
    "No,自治会名,役職,氏名,電話,世帯数,加入世帯数\n"
    "1,東町自治会,会長,（氏名）,（電話）,120,100\n"
    "1,東町自治会,副会長,（氏名）,（電話）,120,100\n"
    "2,西町会,会長,（氏名）,（電話）,90,80\n"
)


def test_a_list_of_associations_as_a_city_keeps_it_needs_no_column_for_their_kind(world):
    run = taken_in(ASSOCIATIONS)
    assert run.added == 2
    east = Organisation.objects.get(name="東町自治会")
    assert (east.kind, east.footing, east.members, east.members_unit) == (
        "自治会", "place", 100, "世帯",
    )  # fmt: skip
    notes = " ".join(run.remarks.filter(role="note").values_list("text", flat=True))
    assert "種類が書かれていない団体は、名前から「自治会」としました" in notes
    assert "「世帯数（すべての世帯）」" in notes


def test_a_second_row_that_says_otherwise_is_still_said_to_be_twice(world):
    run = handed_in(ASSOCIATIONS.replace("副会長,（氏名）,（電話）,120,100", "副会長,,,120,99"))
    assert run.remarks.filter(role="fault", text__contains="もう一度出てきます").exists()


def test_a_name_that_tells_no_kind_asks_for_the_column(world):
    run = handed_in("団体名,会員数\n川をきれいにする会,18\n")
    assert run.state == "refused"
    assert run.remarks.filter(role="fault", text__contains="「種類」の列を足して").exists()


def test_a_printed_list_names_a_district_once_and_its_sums_are_no_organisations(world):
    taken_in(
        "地区,団体名,種別,会員数\n北地区,さくら会,自治会,12\n,もみじ会,自治会,8\n小計,2,,20\n合計,2,,20\n"
    )
    momiji = Organisation.objects.get(name="もみじ会")
    assert [d.name for d in selectors.districts(momiji)] == ["北地区"]
    assert not Organisation.objects.filter(name__in=["2", "合計", "小計"]).exists()
