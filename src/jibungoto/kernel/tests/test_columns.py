"""Foreign keys keep their column, and queries say what they said."""

import copy

from django.db.models import ForeignKey, Value
from django.db.models.expressions import Col

from jibungoto.kernel.models import Node

KEY = Node._meta.get_field("municipality")
TABLE = Node._meta.db_table


def test_a_foreign_key_gives_the_same_column_to_every_query_on_its_own_table() -> None:
    assert isinstance(KEY, ForeignKey)
    assert KEY.get_col(TABLE) is KEY.get_col(TABLE)
    assert KEY.get_col(TABLE) == Col(TABLE, KEY, KEY.target_field)


def test_under_another_name_or_as_another_type_it_is_another_column() -> None:
    assert KEY.get_col("T3") == Col("T3", KEY, KEY.target_field)
    text = Value("").output_field
    assert KEY.get_col(TABLE, text) == Col(TABLE, KEY, text)


def test_a_copied_field_has_a_column_of_its_own() -> None:
    KEY.get_col(TABLE)
    twin = copy.copy(KEY)
    assert twin.get_col(TABLE).target is twin
