"""Numbers no column can hold, where somebody looks for a row by them."""

import pytest

from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Node, NodeDistrict
from jibungoto.people.tests.factories import a_municipality

pytestmark = pytest.mark.django_db
HUGE = 10**25


@pytest.mark.parametrize("huge", [HUGE, -HUGE, str(HUGE)])
def test_no_row_has_a_number_no_column_can_hold(huge):
    with tenancy.within(a_municipality()):
        assert not Node.objects.filter(pk__in=[huge, 0]).exists()
        assert not NodeDistrict.objects.filter(node_id=huge).exists()
        assert not NodeDistrict.objects.filter(node=huge).exists()
        assert not NodeDistrict.objects.filter(node__in=[huge, 0]).exists()
        assert not Node.objects.exclude(version__in=[huge]).exists()
