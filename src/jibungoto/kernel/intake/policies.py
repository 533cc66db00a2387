"""Who may take files in. Each kind of file names the permission it needs."""

from jibungoto.kernel import registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, permitted, rule

from .kinds import IntakeKind
from .models import IntakeRun
from .registered import kind_of


def usable(actor: Actor) -> list[IntakeKind]:
    """The kinds of file this actor may take in, in the order of the page."""
    found = [k for k in registry.intakes().values() if actor.may(k.permission)]
    return sorted(found, key=lambda k: k.order)


@rule("intake.page.view")
def may_view_page(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, "intake.page.view")


@rule("intake.kind.use")
def may_use(actor: Actor, kind: IntakeKind) -> Decision:
    return permitted(actor, kind.permission)


@rule("intake.run.use")
def may_use_run(actor: Actor, run: IntakeRun) -> Decision:
    return permitted(actor, kind_of(run).permission)
