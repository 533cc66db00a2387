"""No selector can return another municipality's rows."""

import pytest
from django.apps import apps

from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality, Node
from jibungoto.kernel.tenancy import Owned

# Rows of the installation itself. Anything else must carry its municipality.
INSTALLATION = {"kernel.Municipality", "kernel.Worker", "people.User"}
LIBRARIES = {
    "account",
    "auth",
    "contenttypes",
    "django_tasks_database",
    "mfa",
    "sessions",
    "socialaccount",
}


def test_every_table_of_ours_carries_its_municipality():
    bare = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label not in LIBRARIES and not issubclass(model, Owned)
    }
    assert bare == INSTALLATION


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if issubclass(m, Owned)], ids=lambda m: m._meta.label
)
def test_rows_can_only_be_asked_for_within_a_municipality(model):
    with pytest.raises(tenancy.NoMunicipality):
        model.objects.all()


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if issubclass(m, Owned)], ids=lambda m: m._meta.label
)
def test_rows_are_asked_for_by_their_municipality_as_a_filter_would_write_it(model):
    with tenancy.within(7):
        written, filtered = model.objects.all(), model.everywhere.filter(municipality_id=7)
    assert written.query.where == filtered.query.where
    assert str(written.order_by().query) == str(filtered.order_by().query)


@pytest.mark.django_db
def test_a_municipality_sees_its_own_rows_and_no_others():
    here = Municipality.objects.create(slug="here", name="こちら市")
    there = Municipality.objects.create(slug="there", name="あちら市")
    with tenancy.within(there):
        Node.objects.create(kind="x", title="あちらの記録", path="x/1/")
    with tenancy.within(here):
        mine = Node.objects.create(kind="x", title="こちらの記録", path="x/1/")
        assert list(Node.objects.all()) == [mine]
