"""Who may do what with conversations. Anybody reads and votes; roles count where they are held."""

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.models import NodeDistrict
from jibungoto.kernel.policy import Decision, allowed, participates, permitted, refused, rule

from .models import Conversation, Part, Statement

EDIT = "opinions.conversation.edit"
MODERATE = "opinions.statement.moderate"
RECORD = "opinions.vote.record"


def visible(actor: Actor) -> Q:
    """The view rule for the database: public conversations, and those somebody works on."""
    return nodes.visible(actor, "node__") | workable(actor)


def workable(actor: Actor, permission: str = EDIT) -> Q:
    """The conversations somebody has this permission for, for the database."""
    return nodes.placed_within(actor.scopes(permission))


def held(actor: Actor, permission: str, conversation: Conversation) -> Decision:
    """Whether the permission counts in one of the conversation's districts, or in the city."""
    if any(g.is_citywide and permission in g.permissions for g in actor.grants):
        return allowed
    if actor.may_somewhere(permission):
        # Read once, with the conversation or here, however many rules ask.
        where = Prefetch("node__placed", NodeDistrict.objects.select_related("district"))
        prefetch_related_objects([conversation], where)
        for place in conversation.node.placed.all():
            if actor.may(permission, district_path=place.district.lineage):
                return allowed
    return permitted(actor, permission)


@rule("opinions.conversation.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("opinions.conversation.view")
@rule("opinions.statement.view")
def may_view(actor: Actor, _obj: object) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("opinions.conversation.create")
def may_create(actor: Actor, _obj: object) -> Decision:
    """Whoever may change conversations somewhere; where, the form offers."""
    return allowed if actor.may_somewhere(EDIT) else permitted(actor, EDIT)


@rule(EDIT)
def may_edit(actor: Actor, conversation: Conversation) -> Decision:
    return held(actor, EDIT, conversation)


@rule(MODERATE)
def may_moderate(actor: Actor, about: Conversation | Statement) -> Decision:
    whole = about.conversation if isinstance(about, Statement) else about
    return held(actor, MODERATE, whole)


@rule(RECORD)
def may_record(actor: Actor, conversation: Conversation) -> Decision:
    return held(actor, RECORD, conversation)


@rule("opinions.vote.look")
def may_look(actor: Actor, conversation: Conversation) -> Decision:
    """Reading what is asked needs nothing; the page says what voting needs."""
    return allowed


@rule("opinions.vote.cast")
@rule("opinions.statement.write")
def may_take_part(actor: Actor, conversation: Conversation) -> Decision:
    """As surely known as the conversation asks, and living there if it asks that.

    Whether it is open is no question of who asks: the verbs say it, and keep what was typed.
    """
    known = participates(
        actor,
        Level(conversation.level),
        conversation.level_reason
        or _("同じ方を二度数えないように、またあとから変えられるように、端末を見分けます。"),
    )
    if not known or not conversation.residents_only or actor.level == Level.COUNTER:
        return known
    places = {place.district_id for place in conversation.node.placed.all()}
    if not places or actor.district_id in places:
        return known
    return refused(
        _("この問いかけは、地区にお住まいの方にうかがっています。"),
        who=_("「わたしのページ」で、お住まいの地区を選んでください。登録はいりません。"),
        level=Level.DEVICE,
    )


@rule("opinions.part.own")
def may_see_own(actor: Actor, part: Part) -> Decision:
    """The selector finds nobody's part but one's own."""
    return allowed
