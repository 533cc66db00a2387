"""What happens to districts: making, nesting, naming, ending, and undoing it."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jibungoto.kernel import nodes
from jibungoto.kernel.models import AuditRecord, Link, Node
from jibungoto.know.places import selectors, services
from jibungoto.know.places.models import District, FormerName

from .factories import a_district, a_kind

pytestmark = pytest.mark.django_db


def test_a_new_district_has_a_node_at_its_address_and_lies_in_itself(city):
    district = a_district("kita", name="北地区")
    assert (district.node.path, district.node.title) == ("districts/kita/", "北地区")
    assert list(district.node.districts.all()) == [district]
    assert district.lineage == f".{district.pk}."


def test_what_was_done_stands_in_the_audit_log(city):
    district = a_district("kita", name="北地区")
    services.rename_district(district=district, name="北部地区")
    told = AuditRecord.objects.filter(node=district.node, action__startswith="places.").order_by(
        "seq"
    )
    assert [r.action for r in told] == ["places.district.create", "places.district.rename"]
    assert told[1].changes == {"name": ["北地区", "北部地区"]}


def test_the_old_name_of_a_renamed_district_is_kept_until_the_day_before(city):
    district = a_district("kita", name="北地区")
    services.rename_district(district=district, name="北部地区", on=dt.date(2026, 4, 1))
    former = FormerName.objects.get()
    assert (former.name, former.until) == ("北地区", dt.date(2026, 3, 31))
    assert Node.objects.get(pk=district.node_id).title == "北部地区"


def test_the_second_of_two_writers_is_told(city):
    district = a_district("kita")
    seen = district.node.version
    services.rename_district(district=district, name="先", expected_version=seen)
    with pytest.raises(nodes.ChangedMeanwhile), transaction.atomic():
        services.rename_district(district=district, name="後", expected_version=seen)
    assert District.objects.get(pk=district.pk).name == "先"


def test_a_slug_belongs_to_one_district(city):
    a_district("kita")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_district("kita")


def test_a_district_cannot_lie_inside_itself(city):
    outer = a_district("outer")
    inner = a_district("inner", parent=outer)
    with pytest.raises(services.NestedInItself, match="中にあります"):
        services.move_district(district=outer, parent=inner)


def test_ending_links_what_continues_and_reopening_takes_it_back(city):
    old, new = a_district("old"), a_district("new")
    services.end_district(district=old, on=dt.date(2026, 3, 31), successors=[new])
    assert Link.objects.get().from_node == new.node
    services.reopen_district(district=old)
    old.refresh_from_db()
    assert old.valid_until is None
    assert not Link.objects.exists()


def test_a_district_does_not_end_before_it_begins(city):
    district = a_district("kita", valid_from=dt.date(2026, 4, 1))
    with pytest.raises(services.EndsBeforeItBegins):
        services.end_district(district=district, on=dt.date(2025, 4, 1))


def test_a_new_district_can_be_taken_back(city):
    services.remove_district(district=a_district("kita"))
    assert (District.objects.count(), Node.objects.count()) == (0, 0)


MOVES = st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 5)), max_size=12)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(moves=MOVES)
def test_lineage_always_leads_from_the_outermost_district_to_this_one(city, moves):
    with transaction.atomic():
        kind = a_kind()
        made = [a_district(f"d{n}", kind=kind) for n in range(6)]
        for inner, outer in moves:
            try:
                services.move_district(
                    district=made[inner], parent=None if outer is None else made[outer]
                )
            except services.NestedInItself:
                continue
        found = {d.pk: d for d in District.objects.all()}
        for district in found.values():
            path, here = [], district
            while here:
                path.insert(0, str(here.pk))
                here = found.get(here.parent_id)
            assert district.lineage == f".{'.'.join(path)}."
        transaction.set_rollback(True)


def test_districts_of_every_kind_are_known_until_one_kind_has_councils(city):
    town = a_district("machi", kind=a_kind("machi", name="町丁目"))
    school = a_district("gakku", kind=a_kind("gakku", name="学区"))
    assert set(selectors.known_districts()) == {town, school}
    services.change_district_kind(kind=school.kind, name="学区", has_council=True, order=1)
    assert list(selectors.known_districts()) == [school]
