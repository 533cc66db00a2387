"""Pages of findings: the four steps, わたしも, reports, the board; and what strangers never see."""

import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from jibungoto.kernel.models import Attachment
from jibungoto.know.findings import limits, services
from jibungoto.know.findings.models import Contact, Draft, Finding, MeToo, Report, Theme

from .factories import a_finding, a_photo, a_resource, an_issue, somebody

pytestmark = pytest.mark.django_db


def page(world, name, **kwargs):
    return reverse(f"findings:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


def told(world, client, title="夜の通学路が暗いです", sort="issue", **more):
    address = f"{page(world, 'finding_create')}?sort={sort}&district={world.district.slug}"
    return client.post(address, {"title": title, **more})


def pinned(world, client, **more):
    """Through all steps: from a few words to the finding."""
    told(world, client, **more)
    draft = Draft.objects.get()
    where = {"district": world.district.pk, "place": "学校の裏"}
    client.post(page(world, "draft_place", public_id=draft.public_id), where)
    client.get(page(world, "draft_near", public_id=draft.public_id))
    client.post(
        page(world, "draft_photo", public_id=draft.public_id),
        {"photo": a_photo(), "alt": "暗い道"},
    )
    return Finding.objects.order_by("-pk").first()


def test_a_guest_pins_an_issue_in_four_steps_with_a_photo(world):
    client = world.client("guest")
    made = pinned(world, client)
    assert (made.title, made.place, made.district) == (
        "夜の通学路が暗いです",
        "学校の裏",
        world.district,
    )
    assert Attachment.objects.get(node=made.node).alt == "暗い道"
    assert not Draft.objects.exists()
    assert made.participant is not None
    assert "書きかえる" in client.get(page(world, "finding_view", code=made.code)).text
    assert made.title in client.get(page(world, "finding_mine")).text


def test_nearby_findings_are_shown_first_and_me_too_ends_the_way(world):
    other = an_issue("通学路が夜に暗い", district=world.district, participant_id=somebody().pk)
    client = world.client("guest")
    told(world, client)
    draft = Draft.objects.get()
    client.post(
        page(world, "draft_place", public_id=draft.public_id), {"district": world.district.pk}
    )
    near = client.get(page(world, "draft_near", public_id=draft.public_id))
    assert other.title in near.text
    client.post(page(world, "draft_same", public_id=draft.public_id), {"code": other.code})
    assert MeToo.objects.filter(finding=other).count() == 2
    assert Finding.objects.count() == 1
    assert Draft.objects.exists(), "what was written is not lost"


def test_without_anything_near_the_way_leads_straight_on(world):
    client = world.client("guest")
    told(world, client)
    draft = Draft.objects.get()
    response = client.get(page(world, "draft_near", public_id=draft.public_id))
    assert response.url == page(world, "draft_photo", public_id=draft.public_id)


def test_words_like_a_name_are_asked_about_once_and_then_wait_for_staff(world):
    client = world.client("guest")
    first = told(world, client, title="田中さんの家の前が暗い")
    assert first.status_code == 422
    assert "人の名前のようなことば" in first.text
    assert not Draft.objects.exists()
    made = pinned(world, client, title="田中さんの家の前が暗い", sure="on")
    assert made.node.state == "staff"
    board = world.client("district_officer").get(page(world, "finding_board") + "?waits=check")
    assert made.title in board.text
    assert world.client("guest").get(page(world, "finding_view", code=made.code)).status_code == 404


def test_a_draft_is_continued_from_its_own_device_only(world):
    told(world, world.client("guest"))
    address = page(world, "draft_tell", public_id=Draft.objects.get().public_id)
    refused = world.client("guest").get(address)
    assert refused.status_code == 403
    assert "クッキー" in refused.text


def test_a_bad_photo_loses_nothing(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = world.client("guest")
    told(world, client)
    draft = Draft.objects.get()
    broken = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 nothing")
    response = client.post(page(world, "draft_photo", public_id=draft.public_id), {"photo": broken})
    assert response.status_code == 422
    assert Draft.objects.exists()
    assert not Finding.objects.exists()


def test_a_place_outside_the_city_is_said_so(world):
    from jibungoto.know.places import services as places
    from jibungoto.know.places.tests.factories import a_square

    places.set_boundary(district=world.district, geojson=a_square(), source="見本")
    client = world.client("guest")
    told(world, client)
    address = page(world, "draft_place", public_id=Draft.objects.get().public_id)
    response = client.post(address, {"lat": "36.5", "lon": "140.5"})
    assert response.status_code == 422
    assert "市の外" in response.text


def test_public_pages_are_the_same_for_all_visitors_and_kept(world):
    made = a_finding(district=world.district)
    client = world.client("guest")
    for address in (
        page(world, "finding_list"),
        page(world, "finding_view", code=made.code),
        page(world, "resource_matrix"),
        page(world, "finding_feed"),
    ):
        caches["pages"].clear()
        response = client.get(address)
        assert "csrfmiddlewaretoken" not in response.text
        assert not response.cookies
        assert response["ETag"]


def test_me_too_by_a_guest_on_its_own_page_and_taken_back(world):
    made, client = an_issue(), world.client("guest")
    address = page(world, "finding_me_too", code=made.code)
    assert "no-store" in client.get(address)["Cache-Control"]
    client.post(address)
    client.post(address)
    assert MeToo.objects.count() == 1
    view = page(world, "finding_view", code=made.code)
    assert "「わたしも」を取り消す" in client.get(view).text
    client.post(address, {"undo": "1"})
    assert not MeToo.objects.exists()


def test_too_much_at_once_is_answered_in_words(world, monkeypatch):
    monkeypatch.setitem(limits._RATES, "finding_person", "1/h/key")
    client, made = world.client("participant"), an_issue()
    address = page(world, "finding_me_too", code=made.code)
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert again.status_code == 429


def test_a_report_reaches_staff_and_hiding_tells_the_author_why(world):
    author = world.client("guest")
    made = pinned(world, author)
    world.client("participant").post(
        page(world, "finding_report", code=made.code), {"reason": "hurtful", "note": "ことば"}
    )
    assert Report.objects.get().reason == "hurtful"
    officer = world.client("district_officer")
    assert "知らせがありました" in officer.get(page(world, "finding_work", code=made.code)).text
    officer.post(page(world, "finding_hide", code=made.code), {"reason": "家がわかるため"})
    assert world.client("guest").get(page(world, "finding_view", code=made.code)).status_code == 404
    assert "家がわかるため" in author.get(page(world, "finding_view", code=made.code)).text
    me = reverse("portal:me", kwargs={"municipality": world.municipality.slug})
    assert "家がわかるため" in author.get(me).text


def test_the_author_withdraws_and_brings_back(world):
    client = world.client("guest")
    made = pinned(world, client)
    client.post(page(world, "finding_withdraw", code=made.code))
    assert world.client("guest").get(page(world, "finding_view", code=made.code)).status_code == 404
    client.post(page(world, "finding_restore", code=made.code))
    assert world.client("guest").get(page(world, "finding_view", code=made.code)).status_code == 200


def test_two_writers_are_told_of_each_other(world):
    made = an_issue(district=world.district)
    client, address = world.client("planner"), page(world, "finding_edit", code=made.code)
    version = client.get(address).context["form"].initial["version"]
    services.change_finding(finding=made, title="先に書いた人")
    response = client.post(address, {"title": "後から書いた人", "version": version})
    assert response.status_code == 409
    made.node.refresh_from_db()
    assert made.node.title == "先に書いた人"


def test_a_resources_contact_is_for_the_office_only(world):
    client = world.client("guest")
    told(world, client, title="使わない臼", sort="resource", asset="thing", presence="latent")
    draft = Draft.objects.get()
    address = page(world, "draft_photo", public_id=draft.public_id)
    assert client.post(address, {"contact": "夜に電話"}).status_code == 422
    client.post(address, {"contact": "夜に電話", "agreed": "on"})
    made = Finding.objects.get()
    assert Contact.objects.get().finding == made
    view = page(world, "finding_view", code=made.code)
    assert "夜に電話" not in world.client("participant").get(view).text
    assert "取り次" in world.client("participant").get(view).text or "預かって" in (
        world.client("participant").get(view).text
    )
    assert "夜に電話" in world.client("district_officer").get(view).text


def test_staff_merge_from_the_board_and_take_it_apart(world):
    first, second = an_issue("あ", district=world.district), an_issue("い", district=world.district)
    client = world.client("secretary")
    codes = [first.code, second.code]
    asked = client.get(page(world, "finding_merge"), {"code": codes})
    assert "あ" in asked.text
    client.post(page(world, "finding_merge"), {"code": codes, "head": first.code})
    second.refresh_from_db()
    assert second.merged_into == first
    merge = first.merges.get()
    client.post(page(world, "merge_undo", number=merge.pk))
    second.refresh_from_db()
    assert second.merged_into is None


def test_an_answer_and_what_came_of_it_stand_on_the_finding(world):
    made, result = an_issue(district=world.district), a_finding("街灯がつきました")
    client = world.client("department")
    client.post(
        page(world, "finding_answer", code=made.code),
        {"text": "来週直します。", "who": "道路課", "on": "2026-11-20"},
    )
    client.post(page(world, "finding_connect", code=made.code), {"code": result.code})
    text = world.client("guest").get(page(world, "finding_view", code=made.code)).text
    assert "来週直します。" in text
    assert "街灯がつきました" in text
    wrong = client.post(page(world, "finding_connect", code=made.code), {"code": "NOTHING1"})
    assert wrong.status_code == 422


def test_staff_write_down_what_came_on_paper_with_its_channel(world):
    client, address = world.client("secretary"), page(world, "finding_record")
    form = {"sort": "issue", "title": "坂の手すり", "channel": "oral", "found_on": "2026-11-01"}
    assert client.post(address, form).status_code == 422, "a secretary names the own district"
    client.post(address, {**form, "district": world.district.pk})
    made = Finding.objects.get()
    assert (made.channel, made.participant, made.node.state) == ("oral", None, "public")


def test_the_municipality_decides_when_findings_are_public_and_its_themes(world):
    client = world.client("planner")
    client.post(page(world, "finding_settings"), {"check_first": "yes"})
    assert services.reception().check_first
    client.post(page(world, "theme_save"), {"usual": "1"})
    assert Theme.objects.count() == len(services.settings.USUAL_THEMES)
    twice = client.post(page(world, "theme_save"), {"name": "道・交通", "order": "5"})
    assert twice.status_code == 422


def test_the_list_filters_by_words_district_and_state(world):
    here = an_issue("街灯が切れた", district=world.district)
    a_finding("海のながめ")
    client, address = world.client("guest"), page(world, "finding_list")
    text = client.get(address, {"district": world.district.slug, "q": "街灯"}).text
    assert here.title in text
    assert "海のながめ" not in text
    assert client.get(address, {"theme": "x", "state": "?", "page": "x"}).status_code == 200


def test_the_table_and_the_feed_hold_what_is_public_and_nobodys_data(world):
    made = a_finding("=SUM(1)", participant_id=somebody().pk)
    a_finding("田中さんの庭", participant_id=somebody().pk)
    client = world.client("guest")
    text = client.get(page(world, "finding_table")).content.decode("utf-8-sig")
    assert "'=SUM(1)" in text
    assert "田中" not in text
    assert client.get(page(world, "finding_table") + "?as=xlsx").content.startswith(b"PK")
    feed = client.get(page(world, "finding_feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert made.code in feed.text


def test_the_matrix_counts_and_says_where_nothing_was_found(world):
    a_resource("集会所の庭", district=world.district)
    text = world.client("guest").get(page(world, "resource_matrix")).text
    assert "集会所の庭" in text
    assert "まだ見つかっていません" in text


@pytest.mark.parametrize("number", [1, 30])
def test_lists_need_few_queries_however_long(world, number, django_assert_max_num_queries):
    for n in range(number):
        a_finding(f"第{n}のながめ", district=world.district)
    for role, name in (
        ("planner", "finding_list"),
        ("planner", "finding_board"),
        ("guest", "finding_list"),
        ("guest", "resource_matrix"),
    ):
        client, address = world.client(role), page(world, name)
        client.get(address)
        caches["pages"].clear()
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_a_contact_is_forgotten_by_the_office_with_one_button(world) -> None:
    resource = a_resource(district=world.district)
    services.entrust_contact(finding=resource, text="夜に電話", participant_id=None)
    page = f"/{world.municipality.slug}/findings/{resource.code}/"
    office = world.client("secretary")
    assert "この連絡先を消す" in office.get(page).content.decode()
    assert "この連絡先を消す" not in world.client("guest").get(page).content.decode()
    office.post(page + "contact/forget/")
    assert "夜に電話" not in office.get(page).content.decode()


@pytest.mark.parametrize("make", [an_issue, a_resource])
def test_no_two_fields_of_the_many_forms_of_a_finding_share_an_id(world, make) -> None:
    finding = make(district=world.district)
    shown = world.client("district_officer").get(page(world, "finding_work", code=finding.code))
    ids = re.findall(r' id="([^"]+)"', shown.text)
    assert [one for one in ids if ids.count(one) > 1] == []


def test_what_came_of_a_finding_is_chosen_from_the_districts_newest_records(world) -> None:
    from jibungoto.know.organisations.tests.factories import an_organisation

    finding = an_issue(district=world.district)
    result = an_organisation("ayumi", name="あゆみの会", districts=[world.district])
    client = world.client("secretary")
    assert "あゆみの会" in client.get(page(world, "finding_work", code=finding.code)).text
    address = page(world, "finding_connect", code=finding.code)
    assert client.post(address, {"pick": "", "code": ""}).status_code == 422
    client.post(address, {"pick": result.node.short_code, "code": ""})
    assert "あゆみの会" in client.get(page(world, "finding_view", code=finding.code)).text
