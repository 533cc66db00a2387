"""Who may take files in. Each kind of file names the permission it needs.

A kind that is taken in by district is open to roles of a district too, for their own alone.
"""

from django.db.models import Q

from jibungoto.kernel import registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .kinds import IntakeKind
from .models import IntakeRun
from .registered import kind_of


def usable(actor: Actor) -> list[IntakeKind]:
    """The kinds of file this actor may take in, in the order of the page."""
    found = [k for k in registry.intakes().values() if _usable(actor, k)]
    return sorted(found, key=lambda k: k.order)


def _usable(actor: Actor, kind: IntakeKind) -> bool:
    """Held for the whole municipality; or, where the kind goes by district, for a district."""
    if actor.may(kind.permission):
        return True
    return kind.by_district and bool(actor.scopes(kind.permission).district_ids)


def visible(actor: Actor) -> Q:
    """The view rule of runs: those of the whole for its keepers, a district's for its own."""
    seen = Q(pk__in=[])
    for kind in usable(actor):
        seen |= Q(kind=kind.key) & actor.scopes(kind.permission).covers()
    return seen


def is_citywide(actor: Actor, kind: IntakeKind) -> bool:
    """Whether the actor's files of this kind may change the whole municipality."""
    return actor.may(kind.permission)


@rule("intake.page.view")
def may_view_page(actor: Actor, _obj: object) -> Decision:
    return allowed if usable(actor) else permitted(actor, "intake.page.view")


@rule("intake.kind.use")
def may_use(actor: Actor, kind: IntakeKind) -> Decision:
    return allowed if _usable(actor, kind) else permitted(actor, kind.permission)


@rule("intake.run.use")
def may_use_run(actor: Actor, run: IntakeRun) -> Decision:
    """Of a district's run: whoever may take such files in for that district."""
    path = run.district.lineage if run.district else ""
    return permitted(actor, kind_of(run).permission, district_path=path)
