"""Pages of ideas: written without an account, near ones first, the board, files and paper."""

import datetime as dt
import json

import pytest
from django.core.cache import caches
from django.urls import reverse

from jibungoto.hear.ideas import services
from jibungoto.hear.ideas.models import Campaign, Comment, Idea, Report, Support
from jibungoto.kernel import clock

from .factories import a_campaign, a_photo, an_idea, somebody

pytestmark = pytest.mark.django_db


def page(world, name, **kwargs):
    return reverse(f"ideas:{name}", kwargs={"municipality": world.municipality.slug, **kwargs})


def posted(world, client, title="坂の途中にベンチを置く", **more):
    told = {"title": title, "text": "買い物の帰りに休めます。", **more}
    return client.post(page(world, "idea_create"), told)


def test_a_guest_posts_an_idea_and_adds_a_photo(world):
    client = world.client("guest")
    posted(world, client, district=world.district.pk)
    made = Idea.objects.get()
    assert made.participant is not None
    assert made.district == world.district
    client.post(page(world, "idea_photo", code=made.code), {"photo": a_photo(), "alt": "坂"})
    text = client.get(page(world, "idea_view", code=made.code)).text
    assert 'alt="坂"' in text
    assert "書きかえる" in text
    assert made.title in client.get(page(world, "idea_mine")).text


def test_near_ones_are_shown_before_posting_and_nothing_is_lost(world):
    other = an_idea("坂にベンチを置いてほしい")
    client = world.client("guest")
    shown = posted(world, client)
    assert shown.status_code == 200
    assert other.title in shown.text
    assert "買い物の帰りに休めます。" in shown.text
    assert Idea.objects.count() == 1
    posted(world, client, looked="1")
    assert Idea.objects.count() == 2


def test_near_ones_come_as_a_part_of_the_page_while_writing(world):
    other = an_idea("坂にベンチを置いてほしい")
    client = world.client("guest")
    part = client.get(page(world, "idea_near"), {"title": "坂の途中にベンチを置く"}).text
    assert other.title in part
    assert "<html" not in part


def test_words_like_a_name_are_asked_about_once(world):
    client = world.client("guest")
    first = posted(world, client, title="田中さんの庭を広場に")
    assert first.status_code == 422
    posted(world, client, title="田中さんの庭を広場に", sure="on")
    assert Idea.objects.get().node.state == "staff"


def test_support_comment_and_report_need_no_account(world):
    made, client = an_idea(), world.client("guest")
    address = page(world, "idea_support", code=made.code)
    client.post(address)
    client.post(address)
    assert Support.objects.count() == 1
    client.post(page(world, "idea_comment", code=made.code), {"text": "手すりもほしいです。"})
    comment = Comment.objects.get()
    view = page(world, "idea_view", code=made.code)
    assert "手すりもほしいです。" in world.client("participant").get(view).text
    report = page(world, "comment_report", number=comment.pk)
    world.client("participant").post(report, {"reason": "other"})
    assert Report.objects.get().comment == comment
    client.post(page(world, "comment_withdraw", number=comment.pk))
    assert "手すりもほしいです。" not in client.get(view).text
    client.post(address, {"undo": "1"})
    assert not Support.objects.exists()


def test_public_pages_are_the_same_for_all_visitors_and_kept(world):
    made, campaign = an_idea(district=world.district), a_campaign()
    client = world.client("guest")
    for address in (
        page(world, "idea_list"),
        page(world, "idea_view", code=made.code),
        page(world, "campaign_view", code=campaign.code),
    ):
        caches["pages"].clear()
        response = client.get(address)
        assert "csrfmiddlewaretoken" not in response.text
        assert response["ETag"]


def test_a_campaign_is_begun_by_the_council_and_collects_ideas(world):
    client = world.client("secretary")
    form = {
        "title": "駅前の広場をどう使いますか", "who": "北町協議会", "opens_on": "2026-01-01",
        "closes_on": "2099-01-31", "district": world.district.pk, "answer_by": "2099-03-01",
    }  # fmt: skip
    wrong = client.post(page(world, "campaign_create"), {**form, "closes_on": "2025-01-01"})
    assert wrong.status_code == 422
    client.post(page(world, "campaign_create"), form)
    campaign = Campaign.objects.get()
    guest = world.client("guest")
    address = f"{page(world, 'idea_create')}?campaign={campaign.code}"
    guest.post(address, {"title": "夜市を開く", "text": "月に一度、灯りをともします。"})
    view = guest.get(page(world, "campaign_view", code=campaign.code)).text
    assert "夜市を開く" in view
    assert "返事をします" in view


def test_staff_promise_answer_move_hide_and_merge(world):
    made = an_idea(district=world.district, participant_id=somebody().pk)
    other = an_idea("坂にいす", district=world.district)
    client = world.client("secretary")
    code = {"code": made.code}
    client.post(
        page(world, "idea_promise", **code), {"promise-by": "2099-01-01", "promise-who": "道路課"}
    )
    view = page(world, "idea_view", **code)
    assert "2099年1月1日" in world.client("guest").get(view).text
    told = {"text": "置きます。", "who": "道路課", "on": "2026-11-20"}
    client.post(page(world, "idea_answer", **code), told)
    assert client.post(page(world, "idea_state", **code), {"state": "passed"}).status_code == 422
    client.post(page(world, "idea_state", **code), {"state": "done"})
    text = world.client("guest").get(view).text
    assert "置きます。" in text
    assert "実現しました" in text
    codes = [made.code, other.code]
    client.post(page(world, "idea_merge"), {"code": codes, "head": made.code})
    merge = made.merges.get()
    assert "まとめられた提案" in world.client("guest").get(view).text
    client.post(page(world, "merge_undo", number=merge.pk))
    client.post(page(world, "idea_hide", **code), {"reason": "家がわかるため"})
    assert world.client("guest").get(view).status_code == 404
    client.post(page(world, "idea_show", **code))
    assert world.client("guest").get(view).status_code == 200


def test_two_writers_are_told_of_each_other(world):
    made = an_idea(district=world.district)
    client, address = world.client("planner"), page(world, "idea_edit", code=made.code)
    version = client.get(address).context["form"].initial["version"]
    services.change_idea(idea=made, title="先に書いた人")
    told = {"title": "後から書いた人", "text": "くわしく", "version": version}
    assert client.post(address, told).status_code == 409


def test_files_and_paper_hold_what_is_public_and_nobodys_data(world):
    made = an_idea("=SUM(1)", participant_id=somebody().pk)
    services.handling.answer(made, text="置きます。", who="道路課")
    an_idea("田中さんの庭")
    client = world.client("guest")
    text = client.get(page(world, "idea_table")).content.decode("utf-8-sig")
    assert "'=SUM(1)" in text
    assert "置きます。" in text
    assert "田中" not in text
    told = json.loads(client.get(page(world, "idea_table") + "?as=json").content)
    assert told[0]["answers"][0]["who"] == "道路課"
    assert client.get(page(world, "idea_table") + "?as=xlsx").content.startswith(b"PK")
    assert client.get(page(world, "idea_print")).content.startswith(b"%PDF")


def test_a_district_shows_its_ideas_and_open_campaigns(world):
    made = an_idea(district=world.district)
    campaign = a_campaign()
    home = reverse(
        "portal:district_stage",
        kwargs={
            "municipality": world.municipality.slug,
            "district": world.district.slug,
            "stage": "hear",
        },
    )
    text = world.client("guest").get(home).text
    assert made.title in text
    assert campaign.title in text


def test_the_municipality_decides_who_may_propose(world):
    client = world.client("planner")
    client.post(page(world, "idea_settings"), {"level": "4", "check_first": "no"})
    assert services.reception().level == 4
    refused = world.client("participant").get(page(world, "idea_create"))
    assert refused.status_code in (302, 403)


@pytest.mark.parametrize("number", [1, 30])
def test_lists_need_few_queries_however_long(world, number, django_assert_max_num_queries):
    for n in range(number):
        an_idea(f"第{n}の提案", district=world.district)
        a_campaign(f"第{n}の募集")
    for role, name in (("planner", "idea_list"), ("planner", "idea_board"), ("guest", "idea_list")):
        client, address = world.client(role), page(world, name)
        client.get(address)
        caches["pages"].clear()
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_whoever_began_a_campaign_by_mistake_finds_the_way_back(world):
    campaign = a_campaign(district=world.district)
    client = world.client("planner")
    form = client.get(page(world, "campaign_edit", code=campaign.code)).text
    assert page(world, "campaign_withdraw", code=campaign.code) in form
    said = client.post(page(world, "campaign_withdraw", code=campaign.code), follow=True).text
    assert "募集を取り下げました。" in said
    assert campaign.title not in said


def test_the_board_is_in_the_order_of_the_days_it_shows(world):
    today = clock.today()
    for title, ago in (("きのうの提案", 1), ("去年の提案", 365), ("きょうの提案", 0)):
        an_idea(title, district=world.district, posted_on=today - dt.timedelta(days=ago))
    board = world.client("secretary").get(page(world, "idea_board")).text
    places = [
        board.index(f">{title}</a>") for title in ("きょうの提案", "きのうの提案", "去年の提案")
    ]
    assert places == sorted(places)


def test_a_report_leads_to_where_an_idea_is_hidden(world):
    made = an_idea(district=world.district)
    services.handling.report(made, participant_id=somebody().pk, reason="hurtful")
    work = world.client("secretary").get(page(world, "idea_work", code=made.code)).text
    assert 'href="#publish"' in work
    assert 'id="publish"' in work


def test_a_call_is_offered_only_the_records_of_the_districts_one_manages(world):
    from jibungoto.kernel import nodes

    near = nodes.register(
        kind="plan", title="北地区の計画", path="plans/near/", district_ids=[world.district.pk]
    )
    far = nodes.register(kind="plan", title="市の計画", path="plans/far/")
    address = page(world, "campaign_create")
    secretary, planner = world.client("secretary"), world.client("planner")
    form = secretary.get(address).text
    assert near.title in form
    assert far.title not in form
    assert far.title in planner.get(address).text
    told = {
        "title": "広場", "who": "北町協議会", "opens_on": "2026-01-01", "closes_on": "2099-01-31",
        "district": world.district.pk, "host": far.short_code,
    }  # fmt: skip
    assert secretary.post(address, told).status_code == 422
    assert not Campaign.objects.exists()
