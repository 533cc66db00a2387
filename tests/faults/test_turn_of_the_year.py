"""The last minute of 31 March and the first of 1 April: what was opened in one and sent in the
other is taken as it was shown, or refused in words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from jibungoto.decide.plans.tests.factories import a_plan
from jibungoto.hear.ideas.models import Idea
from jibungoto.hear.ideas.tests.factories import a_campaign
from jibungoto.hear.surveys.models import Answering
from jibungoto.hear.surveys.tests.factories import a_survey
from jibungoto.kernel import tenancy
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.models import AuditRecord
from jibungoto.know.karte.models import Edition
from jibungoto.know.karte.tests.factories import a_karte
from jibungoto.people import services as people
from jibungoto.review.reviews import services as reviews
from tests import world as worlds

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Tokyo")
MARCH, APRIL = dt.date(2027, 3, 31), dt.date(2027, 4, 1)
LATE = dt.datetime(2027, 3, 31, 23, 59, 50, tzinfo=HERE)
EARLY = dt.datetime(2027, 4, 1, 0, 0, 10, tzinfo=HERE)


@pytest.fixture
def night():
    with time_machine.travel(LATE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(night, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = worlds.build()
    with tenancy.within(made.municipality):
        yield made


def at(world, name, **kwargs):
    return reverse(name, kwargs={"municipality": world.municipality.slug, **kwargs})


def test_a_page_kept_on_the_last_day_is_not_shown_on_the_first(world, night):
    campaign = a_campaign(closes_on=MARCH, opens_on=MARCH)
    page = at(world, "ideas:campaign_view", code=campaign.node.short_code)
    guest = world.client("guest")
    last = guest.get(page).text
    assert guest.get(page).text == last
    night.move_to(EARLY)
    assert guest.get(page).text != last


def test_a_role_ends_with_its_day_and_the_next_one_begins(world, night):
    leaving, coming = world.users["officer"], world.users["resident"]
    people.grant_role(user=leaving, role="planner", ends_on=MARCH)
    people.grant_role(user=coming, role="planner", starts_on=APRIL)
    clients = {
        user: world.client(role) for user, role in ((leaving, "officer"), (coming, "resident"))
    }
    form = at(world, "ideas:campaign_create")
    assert [clients[user].get(form).status_code for user in (leaving, coming)] == [200, 403]
    recorded = AuditRecord.objects.count()
    night.move_to(EARLY)
    refused = clients[leaving].post(form, {"title": "春の広場"})
    assert (refused.status_code, AuditRecord.objects.count()) == (403, recorded)
    assert clients[coming].get(form).status_code == 200


def test_an_idea_written_when_its_campaign_closed_is_kept_for_its_writer(world, night):
    campaign = a_campaign(closes_on=MARCH, opens_on=MARCH)
    resident = world.client("resident")
    page = f"{at(world, 'ideas:idea_create')}?campaign={campaign.node.short_code}"
    assert resident.get(page).status_code == 200
    night.move_to(EARLY)
    told = {"title": "橋のたもとの灯り", "text": "夜に歩けます。", "looked": "1"}
    late = resident.post(page, told)
    assert (late.status_code, Idea.objects.exists()) == (422, False)
    assert "募集の期間が終わりました" in late.text
    assert "夜に歩けます。" in late.text
    action = at(world, "ideas:idea_create")
    assert f'action="{action}"' in late.text
    resident.post(action, told)
    assert Idea.objects.get().campaign is None


def test_answers_to_a_survey_that_closed_at_midnight_are_refused_in_words(world, night):
    survey = a_survey(opens_on=MARCH, closes_on=MARCH)
    resident = world.client("resident")
    page = at(world, "surveys:survey_answer", code=survey.node.short_code)
    assert resident.get(page).status_code == 200
    night.move_to(EARLY)
    late = resident.post(page, {"q-has": "1"})
    assert (late.status_code, Answering.objects.exists()) == (409, False)


def test_an_edition_is_of_the_year_that_was_shown(world, night):
    a_karte(world.district)
    planner = world.client("planner")
    page = at(world, "karte:edition_issue")
    assert "2026年度" in planner.get(page).text
    night.move_to(EARLY)
    planner.post(page, {"year": 2026})
    (edition,) = Edition.objects.all()
    assert (edition.year, edition.issued_on) == (2026, APRIL)


def test_a_year_is_reported_on_when_it_is_over_and_not_a_minute_before(world, night):
    plan = a_plan("mae", "計画", starts=2024, ends=2028)
    with pytest.raises(reviews.ReviewsError):
        reviews.freeze_report(plan=plan, year=2026, actor=GUEST)
    assert not AuditRecord.objects.filter(action__startswith="reviews").exists()
    night.move_to(EARLY)
    assert reviews.freeze_report(plan=plan, year=2026, actor=GUEST).year == 2026


def test_what_a_role_form_proposes_is_the_same_on_the_last_day_and_the_first(world, night):
    ends = dt.date(2027, 4, 30)
    grant = people.grant_role(user=world.users["officer"], role="planner", ends_on=ends)
    admin = world.client("administrator")
    pages = [
        at(world, "people:grant_change", pk=grant.pk),
        at(world, "people:grant_create"),
        at(world, "people:turn_over_create"),
    ]
    for moment in (LATE, EARLY):
        night.move_to(moment)
        change, give, turn = (admin.get(url).text for url in pages)
        assert 'value="2028-03-31"' in change  # prolonged by the year that comes
        assert 'value="2028-03-31"' in give
        assert 'value="2027-03-31"' in turn  # who leaves, leaves with the year that ends
