"""Who may see the homes, the cockpit and the settings of a municipality."""

from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.policy import Decision, allowed, participates, permitted, rule

COCKPIT = "portal.cockpit.read"
WORDS = "kernel.word.edit"
DETAILS = "portal.municipality.edit"


@rule("portal.home.view")
def may_view_home(actor: Actor, subject: object) -> Decision:
    return allowed


@rule("portal.me.view")
def may_view_me(actor: Actor, subject: object) -> Decision:
    """Everybody has a page of their own: a visitor's says how to begin."""
    return allowed


@rule("portal.me.choose_district")
def may_choose_district(actor: Actor, subject: object) -> Decision:
    return participates(
        actor,
        Level.DEVICE,
        _("あなたの地区を覚えておくために、この端末を見分けられるようにします。"),
    )


@rule(COCKPIT)
def may_read_cockpit(actor: Actor, subject: object) -> Decision:
    return allowed if actor.may_somewhere(COCKPIT) else permitted(actor, COCKPIT)


@rule(WORDS)
def may_edit_words(actor: Actor, subject: object) -> Decision:
    return permitted(actor, WORDS)


@rule(DETAILS)
def may_edit_details(actor: Actor, subject: object) -> Decision:
    return permitted(actor, DETAILS)


def is_on_cockpit(actor: Actor, lineage: str) -> bool:
    """Whether the cockpit shows a district: all of them, or those of the actor's roles."""
    return actor.may(COCKPIT, district_path=lineage)
