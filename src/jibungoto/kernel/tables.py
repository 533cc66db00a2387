"""Many new tables in one migration."""

from itertools import groupby
from typing import Any, override

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class Migration(migrations.Migration):
    """A migration whose new tables are made together, in the order they stand.

    Django renders all related models again after each CreateModel, here every model of every app:
    an empty database took half a minute for it. Models that come one after another are rendered
    once. Everything else, and the way back, is Django's.
    """

    @override
    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for new_tables, operations in groupby(self.operations, _is_new_table):
            if new_tables:
                _create(self.app_label, list(operations), project_state, schema_editor)
            else:
                part = type("Migration", (migrations.Migration,), {"operations": list(operations)})
                project_state = part(self.name, self.app_label).apply(project_state, schema_editor)
        return project_state


def _is_new_table(operation: Any) -> bool:
    return isinstance(operation, migrations.CreateModel)


def _create(
    app_label: str,
    operations: list[Any],
    state: ProjectState,
    schema_editor: BaseDatabaseSchemaEditor,
) -> None:
    state.__dict__.pop("apps", None)  # what is not rendered is not rendered again with each model
    for operation in operations:
        operation.state_forwards(app_label, state)
    for operation in operations:
        operation.database_forwards(app_label, schema_editor, state, state)
