"""New tables of one migration are made together."""

from types import SimpleNamespace

from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from jibungoto.kernel import tables


class _Editor:
    """Takes note of the tables instead of making them."""

    connection = SimpleNamespace(alias="default")
    atomic_migration = True

    def __init__(self) -> None:
        self.made: list[str] = []

    def create_model(self, model) -> None:
        self.made.append(model.__name__)


def _new(name: str, **fields) -> migrations.CreateModel:
    return migrations.CreateModel(
        name, [("id", models.BigAutoField(primary_key=True)), *fields.items()]
    )


def test_models_are_rendered_once_however_many_are_new(monkeypatch) -> None:
    rendered = []
    render = ModelState.render
    monkeypatch.setattr(
        ModelState,
        "render",
        lambda state, apps: (rendered.append(state.name), render(state, apps))[1],
    )
    migration = tables.Migration("0001_tried", "kernel")
    to_first = models.ForeignKey("kernel.first", models.CASCADE)
    migration.operations = [
        _new("First"),
        _new("Second", first=to_first),
        migrations.RunPython(migrations.RunPython.noop),
        _new("Third", first=to_first),
    ]
    editor = _Editor()
    state = migration.apply(ProjectState(), editor)

    assert editor.made == ["First", "Second", "Third"]
    assert rendered == ["First", "Second", "First", "Second", "Third"]
    assert state.apps.get_model("kernel", "third")._meta.get_field("first").related_model
