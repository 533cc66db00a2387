"""One place that answers "may this actor do this to that, and if not, why and who can help?".

Every app declares its rules in its policies.py with @rule("app.object.verb"). Nothing is allowed
unless a rule says so; asking about an action without a rule raises.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .actor import Actor, Level


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer. `reason` and `who` are sentences for the person who was refused."""

    allowed: bool
    reason: str = ""
    who: str = ""
    level: Level | None = field(default=None)  # the level of participation that would help

    def __bool__(self) -> bool:
        return self.allowed


allowed = Decision(True)


def refused(reason: str, *args: object, who: str = "", level: Level | None = None) -> Decision:
    """A refusal; `args` fill the braces of the reason."""
    return Decision(False, reason.format(*args), who, level)


class Refused(PermissionDenied):
    """Raised where a refusal must end the work at hand; the 403 page shows the decision."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reason)
        self.decision = decision


Rule = Callable[[Actor, Any], Decision]
_rules: dict[str, Rule] = {}


def rule(action: str) -> Callable[[Rule], Rule]:
    """Declare the rule of an action. Two rules for one action are a programming error."""

    def register(fn: Rule) -> Rule:
        if action in _rules:
            raise ValueError(f"two rules for {action}")
        _rules[action] = fn
        return fn

    return register


def actions() -> frozenset[str]:
    return frozenset(_rules)


def decide(actor: Actor, action: str, obj: object = None) -> Decision:
    """The rule's answer. Raises KeyError for an action nobody declared."""
    return _rules[action](actor, obj)


def require(actor: Actor, action: str, obj: object = None) -> None:
    """Nothing when allowed; raises Refused otherwise."""
    decision = decide(actor, action, obj)
    if not decision:
        raise Refused(decision)


def permitted(
    actor: Actor, permission: str, *, district_path: str = "", organisation_id: int | None = None
) -> Decision:
    """The everyday rule: somebody whose role holds this permission here."""
    if actor.may(permission, district_path=district_path, organisation_id=organisation_id):
        return allowed
    from .registry import permission_label

    return refused(
        _("「{}」権限をもつ方だけが使えるページです。"),
        permission_label(permission),
        who=_("役割は、市の協働の担当が渡しています。必要な方は担当へお知らせください。"),
    )


def participates(actor: Actor, level: Level, why: str) -> Decision:
    """The rule of taking part: at least this level, and a sentence that says why it is asked."""
    if actor.level >= level:
        return allowed
    return refused(why, level=level, who=level.how())
