"""Which municipality's rows this piece of work may touch.

Every row but the few of the installation itself carries its municipality. `Owned.objects` answers
only for the municipality set by `within()`; without one it refuses, so that a forgotten filter is
an error and never a leak. `Owned.everywhere` is for the house's own machinery (jobs, back-up).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

if TYPE_CHECKING:
    from .models import Municipality

_current: ContextVar[int | None] = ContextVar("municipality", default=None)
_state: ContextVar[str | None] = ContextVar("municipality_state", default=None)
_ground: ContextVar[str | None] = ContextVar("municipality_ground", default=None)


class NoMunicipality(RuntimeError):
    """Rows were asked for outside any municipality."""


class WrongMunicipality(ValueError):
    """A row of one municipality was about to point at a row of another."""


@contextmanager
def within(municipality: "Municipality | int | None") -> Iterator[None]:
    """Everything inside reads and writes this municipality's rows only; None means none at all."""
    if municipality is None or isinstance(municipality, int):
        pk, state, ground = municipality, None, None
    else:
        pk, state = municipality.pk, f"{municipality.slug}:{municipality.revision}"
        ground = f"{municipality.slug}:ground:{municipality.ground}"
    tokens = _current.set(pk), _state.set(state), _ground.set(ground)
    try:
        yield
    finally:
        _current.reset(tokens[0])
        _state.reset(tokens[1])
        _ground.reset(tokens[2])


def current_id() -> int:
    """The municipality of the work at hand. Raises NoMunicipality outside `within()`."""
    pk = _current.get()
    if pk is None:
        raise NoMunicipality("no municipality: wrap the work in tenancy.within(municipality)")
    return pk


def current_id_or_none() -> int | None:
    """The municipality of the work at hand, or None on pages of the installation itself."""
    return _current.get()


def state() -> str | None:
    """Names the municipality and its revision when it was entered; None where only its key was."""
    return _state.get()


def ground() -> str | None:
    """The same of its ground, which outlives the voices of residents (kernel.publishing)."""
    return _ground.get()


class ScopedManager[M: models.Model](models.Manager[M]):
    """Rows of the current municipality, and no others."""

    def get_queryset(self) -> models.QuerySet[M]:
        found = super().get_queryset()
        # What `.filter(municipality_id=…)` writes, laid down at once: every query begins with it,
        # and finding its way to the column again takes a tenth of all work.
        query = found.query
        field: Any = self.model._meta.get_field("municipality")
        column = field.get_col(query.get_initial_alias(), field)
        query.where.add(query.build_lookup(("exact",), column, current_id()), "AND")
        return found


class Owned(models.Model):
    """A row that belongs to a municipality."""

    municipality = models.ForeignKey(
        "kernel.Municipality",
        on_delete=models.PROTECT,
        related_name="+",
        default=current_id_or_none,
    )

    objects: ClassVar[models.Manager[Self]] = ScopedManager()
    everywhere: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        # Django's own walks (a foreign key's target, deletion) must reach the row they hold.
        base_manager_name = "everywhere"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.municipality_id is None:
            raise NoMunicipality(self._meta.label)
        self._refuse_strangers()
        super().save(*args, **kwargs)

    def _refuse_strangers(self) -> None:
        for field in self._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.is_cached(self):
                other = getattr(self, field.name)
                if isinstance(other, Owned) and other.municipality_id != self.municipality_id:
                    raise WrongMunicipality(f"{self._meta.label}.{field.name}")
