"""Districts, organisations and departments as scopes of roles; most live in rooms below ours."""

from typing import Any

from django.db.models import Model, QuerySet

from jibungoto.kernel import registry

from .models import Department, RoleGrant


def districts() -> "QuerySet[Any]":
    """Districts of the municipality at hand that exist today."""
    found: QuerySet[Any] = _model("district")._default_manager.filter(valid_until__isnull=True)
    return found


def organisations() -> "QuerySet[Any]":
    found: QuerySet[Any] = _model("organisation")._default_manager.filter(ended_on__isnull=True)
    return found


def departments() -> list[str]:
    """The names of the departments there are today: those in the list, and those that plans and
    other records speak of. One that became another is not among them."""
    known = list(Department.objects.values_list("name", "became_id"))
    gone = {name for name, became in known if became is not None}
    named = {name for name, _became in known} | set(registry.departments_named())
    return sorted(named - gone)


def _model(field: str) -> type[Model]:
    model = RoleGrant._meta.get_field(field).related_model
    assert isinstance(model, type)  # noqa: S101  a foreign key by name always leads to a table
    return model
