"""Whatever people write stays words: markup in any text of any row never becomes part of a page.

Every page is drawn where JIBUNGOTO_HOSTILE is set; else one in forty.
"""

import contextlib
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from jibungoto.kernel.tenancy import Owned
from tests import world as worlds
from tests.trust.doors import Door, cases, fresh
from tests.trust.test_hostile_posts import TRIES

_MARK = "<xss a=\"'>"
# Words of the house, not of people: where something lies, what kind it is, how it goes on.
_OURS = re.compile(
    r"path|slug|key|code|sha|type|colour|language|preset|version|state|kind|sort|hash|digest|secret"
    r"|password|action|status|lineage|axis|form|mode|series|scope|unit_key|relation|vocabulary"
)


def _those() -> list[Any]:
    every = cases("GET", every_state=bool(TRIES))
    return every if TRIES else every[7::40]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> worlds.World:
    settings.MEDIA_ROOT = tmp_path
    return worlds.build_signed_in()


@pytest.mark.parametrize("door", _those())
def test_no_word_of_anybody_becomes_markup(door: Door, world: worlds.World) -> None:
    address, client = door.address(world), door.client(world)
    _mark_everything()
    fresh()
    with transaction.atomic():
        try:
            answer = client.get(address)
            page = answer.getvalue().decode(errors="replace")
        finally:
            transaction.set_rollback(True)
    if answer.headers.get("Content-Type", "").startswith(("text/html", "image/svg")):
        assert "<xss" not in page.lower()


def _mark_everything() -> None:
    for model in apps.get_models(include_auto_created=True):
        if not issubclass(model, Owned) or model._meta.label == "kernel.AuditRecord":
            continue
        for column in model._meta.local_concrete_fields:
            if _is_words(column):
                with contextlib.suppress(DatabaseError), transaction.atomic():
                    everywhere = model._base_manager.all()
                    everywhere.update(**{column.name: Concat(F(column.name), Value(_MARK))})


def _is_words(column: Any) -> bool:
    return (
        isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, models.SlugField | models.FileField)
        and not (column.choices or column.unique or column.generated or _OURS.search(column.name))
    )
