"""Cases of the access tables, each on a world and on what others of its state stand on as well."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from jibungoto.kernel import tenancy
from tests.world import World


def kwargs_of(table: Any, url: str, state: str, world: World) -> dict[str, Any]:
    """The arguments of one address alone, with all it stands on."""
    staged = (table.stage(state, world),) if hasattr(table, "stage") else ()
    told: dict[str, Any] = table.kwargs(url, state, world, *staged)
    return told


class Stage:
    """A world that stands in an open transaction; what a case does to it is taken back.

    A table may have a function `stage(state, world)`: what it makes stands from one case of that
    state to the next, and is given to `kwargs` behind the world. Each case gets objects of its own.
    """

    def __init__(self, world: World) -> None:
        self._bare = pickle.dumps((world, ()))
        self._set = self._bare
        self._on: tuple[Any, str] | None = None
        self._before = ""

    @contextmanager
    def case(self, table: Any, url: str, state: str) -> Iterator[tuple[World, dict[str, Any]]]:
        """The world, and the arguments of an address of this state."""
        self._change(table, state)
        with transaction.atomic():
            world, staged = pickle.loads(self._set)  # noqa: S301  # pickled here
            with tenancy.within(world.municipality):
                told = table.kwargs(url, state, world, *staged)
            yield world, told
            transaction.set_rollback(True)

    def _change(self, table: Any, state: str) -> None:
        wanted = (table, state) if hasattr(table, "stage") else None
        if wanted == self._on:
            return
        if self._on is not None:
            transaction.savepoint_rollback(self._before)
            self._set, self._on = self._bare, None
        if wanted is not None:
            self._before = transaction.savepoint_create()
            world, _ = pickle.loads(self._bare)  # noqa: S301  # pickled here
            with tenancy.within(world.municipality):
                staged = table.stage(state, world)
            self._set, self._on = pickle.dumps((world, (staged,))), wanted
