"""A place without a position lies where its address says, where that leaves no doubt."""

import pytest

from jibungoto.kernel.models import NodeDistrict
from jibungoto.know.facilities import services
from jibungoto.know.places.tests.factories import a_district, a_membership, a_small_area

from .factories import a_facility


@pytest.fixture
def districts(city):
    """Two districts of three areas; the third is shared between them."""
    east, west = a_district("higashi"), a_district("nishi")
    for code, name, whose in (("1", "光野一丁目", east), ("2", "光野", west), ("3", "境町", None)):
        area = a_small_area(code, name)
        for district, ratio in ((whose, 1),) if whose else ((east, "0.5"), (west, "0.5")):
            a_membership(area, district, ratio)
    return east, west


def lies_in(facility):
    found = NodeDistrict.objects.filter(node=facility.node_id)
    return set(found.values_list("district__slug", flat=True))


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("ここ市光野１丁目２番３号", {"higashi"}),
        ("ここ市光野字上ノ原5", {"nishi"}),
        ("ここ市境町4-1", set()),
        ("ここ市遠町1-1", set()),
        ("", set()),
    ],
)
def test_the_longest_name_in_the_address_tells(districts, address, where) -> None:
    assert lies_in(a_facility(point=None, address=address)) == where


def test_places_follow_when_the_shares_of_areas_change(districts) -> None:
    facility = a_facility(point=None, address="ここ市遠町1-1")
    a_membership(a_small_area("4", "遠町"), districts[1])
    assert services.place_facilities() == 1
    assert lies_in(facility) == {"nishi"}
