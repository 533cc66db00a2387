"""Jobs of people: mails about roles, forgetting the inactive, erasing who asked for it."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel import clock
from jibungoto.kernel.jobs import Failed, Progress, job
from jibungoto.ui.saying import say

from . import letters
from .models import Invitation, RoleGrant


@job("people.send_invitation", title=_("招待のメールを送る"), retries=5, long=True)
def send_invitation(progress: Progress, *, invitation_id: int) -> Callable[[], None]:
    invitation = (
        Invitation.objects.filter(pk=invitation_id)
        .select_related("role", "district", "organisation", "department", "municipality")
        .first()
    )
    if invitation is None or invitation.withdrawn_at or invitation.accepted_at:
        raise Failed(say(noop("招待は取りやめになっています。")))
    letters.invitation_mail(invitation).send()
    sent = clock.now()

    def note() -> None:
        Invitation.objects.filter(pk=invitation_id).update(sent_at=sent)

    return note


@job("people.tell_of_role", title=_("役割のお知らせを送る"), retries=5, long=True)
def tell_of_role(progress: Progress, *, grant_id: int) -> None:
    grant = (
        RoleGrant.objects.filter(pk=grant_id)
        .select_related("role", "district", "organisation", "department", "municipality", "user")
        .first()
    )
    if grant is not None:
        letters.role_mail(grant).send()


@job("people.forget_inactive", title=_("長く来ていない方の記録を、だれのものでもなくす"))
def forget_inactive(progress: Progress) -> str:
    from .services import forget_inactive as forget
    from .services.privacy import inactive_since

    count = forget(before=inactive_since())
    return say(noop("{}人分を、だれのものでもない記録にしました。"), count)


@job("people.clear_sessions", title=_("期限の切れたサインインの記録を消す"))
def clear_sessions(progress: Progress) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@job("people.erase_due", title=_("消去の申し出を実行する"))
def erase_due(progress: Progress) -> str:
    from .services.privacy import erase_due as erase

    count = erase()
    return say(noop("{}人分を消去しました。"), count)
