"""Which kinds of file the apps have declared."""

from jibungoto.kernel import registry

from .kinds import IntakeKind
from .models import IntakeRun


def kind(key: str) -> IntakeKind | None:
    """The kind of this key, or None."""
    found: IntakeKind | None = registry.intakes().get(key)
    return found


def kind_of(run: IntakeRun) -> IntakeKind:
    """The kind of a run. Raises KeyError when its app is gone."""
    found: IntakeKind = registry.intakes()[run.kind]
    return found
