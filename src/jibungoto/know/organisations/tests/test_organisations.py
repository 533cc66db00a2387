"""The register: making and changing organisations, two writers, ending and taking it back."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import GUEST
from jibungoto.know.organisations import selectors, services
from jibungoto.know.organisations.models import MemberCount, Organisation
from jibungoto.know.organisations.services import Particulars
from jibungoto.know.places.tests.factories import a_district

from .factories import an_organisation

pytestmark = pytest.mark.django_db


def told(organisation, **changes):
    now = Particulars.of(organisation)
    return {name: changes.get(name, getattr(now, name)) for name in now.__slots__}


def page(world, name, **kwargs):
    return reverse(name, kwargs={"municipality": world.municipality.slug, **kwargs})


def test_a_count_of_members_keeps_its_day_and_source_and_the_earlier_counts(world):
    made = an_organisation(members=240, counted_on=dt.date(2025, 4, 1), members_source="総会資料")
    services.change_organisation(
        organisation=made, districts=[], **told(made, members=231, counted_on=dt.date(2026, 4, 1))
    )
    assert [(c.members, c.counted_on.year) for c in MemberCount.objects.all()] == [
        (231, 2026),
        (240, 2025),
    ]
    response = world.client("guest").get(
        page(world, "organisations:organisation_view", slug=made.slug)
    )
    assert "総会資料" in response.text
    assert "2026年（令和8年）4月1日" in response.text


def test_only_an_address_of_the_web_becomes_a_link(world):
    for website, links in (("javascript:alert(1)", 0), ("https://kai.example.jp", 1)):
        made = an_organisation(f"kai-{links}", website=website)
        address = page(world, "organisations:organisation_view", slug=made.slug)
        shown = world.client("guest").get(address).content.decode()
        assert website in shown
        assert shown.count(f'href="{website}"') == links


def test_without_members_there_is_no_zero_but_no_data(world):
    made = an_organisation()
    response = world.client("guest").get(
        page(world, "organisations:organisation_view", slug=made.slug)
    )
    assert "データなし" in response.text


def test_the_later_of_two_writers_sees_both_versions_and_may_decide(world):
    made = world.organisation
    client = world.client("planner")
    address = page(world, "organisations:organisation_edit", slug=made.slug)
    seen = client.get(address).context["form"].initial["version"]
    services.change_organisation(
        organisation=made, districts=[world.district], **told(made, purpose="先に書いた人")
    )
    mine = {**told(made, purpose="後から書いた人"), "version": seen, "counted_on": ""}
    mine = {name: "" if value is None else value for name, value in mine.items()}
    response = client.post(address, mine)
    assert response.status_code == 409
    assert "先に書いた人" in response.text
    assert "後から書いた人" in response.text
    made.refresh_from_db()
    assert made.purpose == "先に書いた人"
    again = {**mine, "version": response.context["form"].data["version"]}
    assert client.post(address, again).status_code == 302
    made.refresh_from_db()
    assert made.purpose == "後から書いた人"


def test_the_service_refuses_an_old_version(world):
    made = an_organisation()
    version = made.node.version
    services.change_organisation(organisation=made, districts=[], **told(made, kind="町会"))
    with pytest.raises(nodes.ChangedMeanwhile), transaction.atomic():
        services.change_organisation(
            organisation=made, districts=[], expected_version=version, **told(made, kind="区会")
        )


def test_an_ended_organisation_leaves_the_list_but_not_its_page_and_can_come_back(world):
    made = an_organisation()
    services.end_organisation(organisation=made, on=dt.date(2020, 3, 31))
    assert made not in selectors.organisations(GUEST)
    response = world.client("planner").get(
        page(world, "organisations:organisation_view", slug=made.slug)
    )
    assert "解散しました" in response.text
    services.reopen_organisation(organisation=Organisation.objects.get(pk=made.pk))
    assert made in selectors.organisations(GUEST)


def test_an_organisation_does_not_end_before_it_begins(world):
    made = an_organisation(founded=2000)
    with pytest.raises(services.EndsBeforeItBegins):
        services.end_organisation(organisation=made, on=dt.date(1999, 3, 31))


def test_a_districts_organisations_include_those_of_the_districts_inside(world):
    inside = a_district("inside", parent=world.district)
    made = an_organisation(districts=[inside])
    outside = an_organisation("elsewhere", districts=[a_district("outside")])
    found = list(selectors.organisations(GUEST, district=world.district))
    assert made in found
    assert outside not in found


@pytest.mark.parametrize("words", ["南町", "みなみ", "自治会", "助け合い"])
def test_the_list_is_searched_by_name_reading_kind_and_purpose(world, words):
    made = an_organisation(kana="みなみちょうじちかい", purpose="となりの助け合い")
    assert made in selectors.organisations(GUEST, words=words)
    assert made not in selectors.organisations(GUEST, words="見あたらない")


def test_a_secretary_adds_organisations_to_the_own_district_only(world):
    other = a_district("other", name="ほかの地区")
    client, address = world.client("secretary"), page(world, "organisations:organisation_create")
    form = {"name": "あたらしい会", "kind": "サークル", "footing": "theme", "members_unit": "人"}
    refused = client.post(address, {**form, "districts": [other.pk]})
    assert refused.status_code == 422
    assert "担当していない地区（ほかの地区）は選べません" in refused.text
    assert client.post(address, {**form, "districts": [world.district.pk]}).status_code == 302
    assert Organisation.objects.filter(name="あたらしい会").exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_needs_few_queries_however_long(world, number, django_assert_max_num_queries):
    for n in range(number):
        an_organisation(f"o{n}", districts=[world.district])
    client = world.client("planner")
    address = page(world, "organisations:organisation_list")
    client.get(address)
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200


def test_the_register_is_taken_away_as_a_table_that_opens_safely(world):
    an_organisation(purpose="=1+1", members=10, counted_on=dt.date(2026, 4, 1))
    response = world.client("guest").get(page(world, "organisations:organisation_table"))
    text = response.content.decode("utf-8-sig")
    assert "南町自治会" in text
    assert "'=1+1" in text
    xlsx = world.client("guest").get(page(world, "organisations:organisation_table") + "?as=xlsx")
    assert xlsx.content.startswith(b"PK")


def test_what_was_done_is_told_to_those_who_may_edit_only(world):
    made = an_organisation()
    address = page(world, "organisations:organisation_view", slug=made.slug)
    assert "書きかえの記録" in world.client("planner").get(address).text
    assert "書きかえの記録" not in world.client("guest").get(address).text
