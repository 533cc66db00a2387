"""What belongs to one city is never taken up in another, whatever a form or a query names."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from jibungoto.hear.sheets.tests.factories import a_room
from jibungoto.kernel import tenancy
from jibungoto.kernel.tenancy import Owned
from jibungoto.know.findings.tests.factories import a_finding
from jibungoto.know.organisations.tests.factories import an_organisation
from jibungoto.know.places import services as places
from tests import world as worlds
from tests.trust.doors import Door, doors, fields_of, fresh, watched
from tests.trust.test_hostile_posts import TRIES


def _those() -> list[Any]:
    every = [pytest.param(door, id=door.url) for door in doors("POST") if door.roles]
    return every if TRIES else every[::24]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    return worlds.build_signed_in()


@pytest.fixture
def theirs(world: worlds.World) -> list[str]:
    """By what a form could name a district, a group and a finding of the other city."""
    with tenancy.within(world.other_municipality):
        kind = places.create_district_kind(key="other", name="よそ", has_council=True)
        district = places.create_district(kind=kind, slug="yoso", name="よその地区")
        group = an_organisation("yoso-kai", name="よその会", districts=[district])
        finding = a_finding("よその坂", district=district)
    found = [str(one.pk) for one in (district, group, group.node, finding, finding.node, kind)]
    return [*found, "yoso", "yoso-kai", "other", finding.code, str(finding.node.public_id)]


@pytest.mark.parametrize("door", _those())
def test_no_row_of_one_city_comes_to_point_at_another(
    door: Door, world: worlds.World, theirs: list[str]
) -> None:
    address, client = door.address(world), door.client(world)
    told = {k: v for k, v in door.data(world).items() if isinstance(v, str | int)}
    with transaction.atomic(), watched() as watch:
        page = client.get(address)
        shown = page.content.decode() if page.status_code == 200 and not page.streaming else ""
        client.post(address, told)
        transaction.set_rollback(True)
    fields = dict(fields_of(shown, address=address)) | told
    names = [name for name in {**fields, **watch.read} if name != "seen"]
    for value in theirs:
        fresh()
        if door.url.startswith("sheets:"):
            a_room()  # it remembers the sheets of the value before
        with transaction.atomic(), watched() as wrote:
            client.post(address, dict.fromkeys(names, value) | _free(fields))
            if wrote.written:
                assert list(_crossing(set(wrote.written))) == [], value
            transaction.set_rollback(True)


def _free(fields: dict[str, Any]) -> dict[str, Any]:
    """Words stay as they are; only what names a record is another."""
    return {name: value for name, value in fields.items() if value and not str(value).isdecimal()}


def _crossing(tables: set[str]) -> Iterator[str]:
    """Columns of these tables in which a row of one city points at a row of another."""
    for model in apps.get_models(include_auto_created=True):
        if not issubclass(model, Owned) or model._meta.db_table not in tables:
            continue
        for column in model._meta.local_fields:
            other = column.related_model
            if not isinstance(other, type) or not issubclass(other, Owned):
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" a'  # noqa: S608
                    f' JOIN "{other._meta.db_table}" b ON a."{column.column}" = b."id"'
                    " WHERE a.municipality_id <> b.municipality_id"
                )
                if cursor.fetchone()[0]:
                    yield f"{model._meta.label}.{column.name}"
