"""The whole demo, as `./jibungoto demo` loads it: ひなた市 and the facts of five documents."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from jibungoto.decide.councils.models import Council
from jibungoto.decide.plans.models import Hurdle, IndicatorValue, Measure, Plan, Progress, Viewpoint
from jibungoto.demo import accounts
from jibungoto.demo.hinata import people
from jibungoto.kernel import audit, outbox, registry, tenancy, trace, vocabulary
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import AuditRecord, Municipality
from jibungoto.know.places.models import District
from jibungoto.know.statistics import selectors as statistics
from jibungoto.know.statistics.models import Figure
from jibungoto.people.introductions import actors_with_roles
from jibungoto.people.models import User
from jibungoto.people.services.participation import participant_of_user
from jibungoto.portal.selectors import chain
from jibungoto.review.reviews.models import ReviewRequest, YearReport

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all that look at it: nothing takes longer to make."""
    whole = transaction.atomic()
    whole._from_testcase = True  # as in Django's own test cases, it may hold what must be outermost
    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(HOME=home), whole:
        call_command("demo_load", stdout=io.StringIO())
        yield {m.slug: m for m in Municipality.objects.all()}
        transaction.set_rollback(True)


def test_the_demo_is_whole_and_true_to_the_documents(demo):
    assert list(demo) == ["hinata", "machida", "daisanki", "mitaka", "hachioji", "shiroi"]
    assert all(city.sample_note for city in demo.values())

    with tenancy.within(demo["hinata"]):
        assert District.objects.count() == 12
        counted = sum(statistics.population(district).total for district in District.objects.all())
        assert counted == sum(area.total for area in people.areas(people.DATES[-1]))

        way = chain(District.objects.get(slug="tsutsujidai"))
        assert [node.kind for node in way] == ["issue", "idea", "measure"]

        years = Progress.objects.filter(measure__plan__slug="kyodo-2022")
        assert [years.filter(year=year).count() for year in (2022, 2023, 2024)] == [9, 9, 9]
        (report,) = YearReport.objects.all()
        assert (report.year, report.node.state) == (2024, "public")
        requests = ReviewRequest.objects.filter(round__year=2025, round__state="open")
        answered = requests.filter(answered_at__isnull=False)
        assert [r.department for r in answered] == ["協働推進課"]
        assert requests.get(department="公園緑地課").contacts.get().user is not None

    with tenancy.within(demo["mitaka"]):
        figures = Figure.objects.values_list("indicator__name", "value")
        assert {name: int(value) for name, value in figures} == {
            "コミュニティ・センター、地区公会堂の利用者数": 837244,
            "市民協働センターの利用者数": 57681,
            "市内のNPO認定団体の数": 74,
        }
        assert Measure.objects.filter(level=1).count() == 5
        assert Measure.objects.filter(mark__sign="◎").count() == 4
        assert vocabulary.word("council") == "住民協議会"
        values = IndicatorValue.objects.filter(indicator__unit="団体").values_list("year", "value")
        assert [(year, int(value)) for year, value in values] == [
            *((2010, 74), (2014, 82), (2018, 90), (2022, 98))
        ]

    with tenancy.within(demo["machida"]):
        newest = Plan.objects.get(slug="vision-2030")
        lineage = [step.node.title for step in trace.story(GUEST, newest.node)]
        assert len(lineage) == 4
        results = Measure.objects.filter(plan__slug="keikaku-2013")
        assert results.exclude(done="").exclude(next_step="").count() == 6

    with tenancy.within(demo["daisanki"]):
        third = Measure.objects.filter(plan__slug="dai3ki")
        assert third.filter(level=2).count() == 13
        assert third.filter(code__startswith="(", level=1).count() == 5
        groups = Viewpoint.objects.values_list("group", flat=True)
        assert [list(groups).count(g) for g in ("視点", "基本原則")] == [3, 7]

    with tenancy.within(demo["hachioji"]):
        assert Council.objects.count() == 4

    with tenancy.within(demo["shiroi"]):
        table = Measure.objects.filter(level=3)
        assert (table.count(), table.filter(state="not_started").count()) == (7, 5)
        hurdles = Hurdle.objects.filter(measure__code="(1)")
        assert (hurdles.count(), hurdles.filter(remedy_state="not_yet").count()) == (5, 1)

    assert not audit.verify().faults


def test_loading_again_changes_nothing_and_keeps_the_sign_ins(demo):
    records, known = AuditRecord.everywhere.count(), accounts.sign_ins()
    assert len(known) == 7
    call_command("demo_load", stdout=io.StringIO())
    assert (AuditRecord.everywhere.count(), accounts.sign_ins()) == (records, known)


def test_everybody_of_the_demo_finds_something_that_waits_for_them(demo):
    with tenancy.within(demo["hinata"]):
        for _role, label, email, _scope in accounts.CAST:
            user = User.objects.get(email=email)
            participant = participant_of_user(user_id=user.pk)
            actor = actors_with_roles([participant.pk]).get(participant.pk)
            waits = registry.waiting(actor) if actor else []
            assert waits or outbox.notices(actor or Actor(participant_id=participant.pk)), label
