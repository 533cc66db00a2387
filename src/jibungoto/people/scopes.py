"""Districts and organisations as scopes of roles; they live in rooms below ours."""

from typing import Any

from django.db.models import Model, QuerySet

from .models import RoleGrant


def districts() -> "QuerySet[Any]":
    """Districts of the municipality at hand that exist today."""
    found: QuerySet[Any] = _model("district")._default_manager.filter(valid_until__isnull=True)
    return found


def organisations() -> "QuerySet[Any]":
    found: QuerySet[Any] = _model("organisation")._default_manager.filter(ended_on__isnull=True)
    return found


def _model(field: str) -> type[Model]:
    model = RoleGrant._meta.get_field(field).related_model
    assert isinstance(model, type)  # noqa: S101  a foreign key by name always leads to a table
    return model
