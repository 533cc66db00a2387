"""A number out of a form may be too large for any column: then no row has it, and nothing breaks.

Django answers so for `exact`, `lt` and `gt` of integers, not for lists nor through a foreign key;
there SQLite refuses the whole query.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In


class Among(In):
    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = [one for one in self.rhs if _holds(self.lhs, one, connection)]
        return super().process_rhs(compiler, connection)


class AmongRelated(RelatedIn):
    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            self.rhs = [one for one in self.rhs if _holds(self.lhs, one, connection)]
        return super().process_rhs(compiler, connection)


class SameRelated(RelatedExact):
    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value() and not _holds(self.lhs, self.rhs, connection):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)


def _holds(lhs: Any, value: Any, connection: Any) -> bool:
    if not isinstance(value, int):
        return True
    field = lhs.output_field
    field = getattr(field, "target_field", field)
    least, most = connection.ops.integer_field_range(field.get_internal_type())
    return (least is None or value >= least) and (most is None or value <= most)


def register() -> None:
    """Let all models of the house ask so."""
    IntegerField.register_lookup(Among)
    ForeignKey.register_lookup(AmongRelated)
    ForeignKey.register_lookup(SameRelated)
