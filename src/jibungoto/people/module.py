"""The manifest of accounts, participation and roles."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.jobs import Schedule
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import (
    MenuEntry,
    Module,
    Permission,
    PersonalData,
    Preparation,
    Target,
    Waiting,
    WaitingSource,
)
from jibungoto.ui.tags.words import long_date

_EVERYTHING = [
    "people.role.grant",
    "people.role.read",
    "people.code.print",
    "people.counter.record",
    "people.view_as.use",
]


def waiting_rows(actor: Actor) -> Sequence[QuerySet[Any]] | None:
    """Roles of one's own that end soon."""
    from .selectors import roles

    found = roles.ends_soon(actor, within=dt.timedelta(days=60))
    return None if found is None else [found]


def waiting(actor: Actor, found: QuerySet[Any]) -> Iterator[Waiting]:
    for grant in found:
        yield Waiting(
            title=gettext("「{}」の役割がまもなく終わります").format(grant.role.label),
            url=f"{link('portal:me')}#roles",
            note=gettext("引き継ぎをお願いします。"),
            due=grant.ends_on,
        )


def _others_with_a_role() -> QuerySet[Any]:
    """Those beside the first, who began the city."""
    from .models import RoleGrant

    return RoleGrant.objects.order_by("pk")[1:2]


def _participation(who: Any) -> list[dict[str, Any]]:
    from .models import Participant

    if not isinstance(who, Participant):
        return []
    return [
        {
            "level": who.get_level_display(),
            "district": str(who.district or ""),
            "since": who.created_at.isoformat(),
            "seen": who.seen_at.isoformat(),
        }
    ]


def _names(who: Any) -> list[dict[str, Any]]:
    from .models import PersonName, User

    if not isinstance(who, User):
        return []
    fields = ("display", "family", "given", "kana")
    return list(PersonName.objects.filter(user=who).values(*fields))


def _consents(who: Any) -> list[dict[str, Any]]:
    from .models import Consent, User

    if not isinstance(who, User):
        return []
    fields = ("field", "wording", "given_at", "withdrawn_at")
    return list(Consent.objects.filter(user=who).values(*fields))


def _grants(who: Any) -> list[dict[str, Any]]:
    from .models import RoleGrant, User

    if not isinstance(who, User):
        return []
    fields = ("role__name", "starts_on", "ends_on", "reason")
    return list(RoleGrant.objects.filter(user=who).values(*fields))


def _invitations(who: Any) -> list[dict[str, Any]]:
    from .models import Invitation, User

    if not isinstance(who, User):
        return []
    fields = ("role__name", "email", "created_at", "accepted_at")
    return list(Invitation.objects.filter(email=who.email).values(*fields))


def _drop_invitations(who: Any) -> int:
    from .models import Invitation, User

    if not isinstance(who, User):
        return 0
    return Invitation.objects.filter(email=who.email).update(email="erased@invalid")


def _drop_names(who: Any) -> int:
    from .models import PersonName, User

    if not isinstance(who, User):
        return 0
    return PersonName.objects.filter(user=who).delete()[0]


MODULE = Module(
    app="people",
    permissions=[
        Permission("people.role.grant", _("役割を渡す・終える"), personal=True),
        Permission("people.role.read", _("役割をもつ方の一覧を見る"), personal=True),
        Permission("people.code.print", _("参加コードの手紙をつくる"), personal=True),
        Permission("people.counter.record", _("窓口で代わりに入力する")),
        Permission("people.view_as.use", _("ほかの役割の目でページを見る")),
    ],
    roles={
        "administrator": _EVERYTHING,
        "planner": [
            "people.role.read",
            "people.code.print",
            "people.counter.record",
            "people.view_as.use",
        ],
        "department": ["people.counter.record"],
        "district_officer": ["people.counter.record"],
    },
    preparations=[
        Preparation(
            _("いっしょに働く人を招く"),
            _("担当課、地区担当、協議会の事務局などの役割を、メールアドレスで渡します。"),
            rows=_others_with_a_role,
            permission="people.role.grant",
            url_name="people:grant_create",
            order=60,
        )
    ],
    menu=[
        MenuEntry(_("手紙のコードで参加する"), "people:code_enter", order=900),
        MenuEntry(_("役割"), "people:role_list", permission="people.role.read", order=910),
        MenuEntry(
            _("参加コードの手紙"), "people:batch_list", permission="people.code.print", order=920
        ),
        MenuEntry(
            _("窓口での入力"), "people:counter_start", permission="people.counter.record", order=930
        ),
        MenuEntry(
            _("ほかの役割の目で見る"),
            "people:view_as_start",
            permission="people.view_as.use",
            order=940,
        ),
    ],
    waiting=[WaitingSource(waiting_rows, waiting)],
    jobs=[
        Schedule("people.forget_inactive", daily_at=dt.time(3, 20), weekday=6),
        Schedule("people.erase_due", daily_at=dt.time(3, 40)),
        Schedule("people.clear_sessions", daily_at=dt.time(3, 50)),
    ],
    personal_data=[
        PersonalData(
            "people.User",
            _("メールアドレス、サインインの方法、選んだことば（アカウントのある方だけ）"),
            _("ご本人であることを確かめ、お知らせを読めることばでお送りするため"),
            _("アカウントを消すまで。お申し出から7日で消します"),
        ),
        PersonalData(
            "sessions.Session",
            _("サインインの印（クッキー）と、いつどの方法で確かめたか"),
            _("続けて使えるようにし、大切なことを変える前にご本人を確かめるため"),
            _("サインアウトまで。長くて2週間"),
        ),
        PersonalData(
            "people.PersonName",
            _("呼び名・姓・名・よみ（書いた方だけ）"),
            _("ご本人が選んだ項目を、公開のページに出すため"),
            _("ご本人が消すまで、またはアカウントを消すまで"),
            _names,
            _drop_names,
        ),
        PersonalData(
            "people.Consent",
            _("どの項目の公開に、いつ同意し、いつやめたか"),
            _("同意のない名前を出さないことを確かめるため"),
            _("アカウントを消すまで"),
            _consents,
        ),
        PersonalData(
            "people.Participant",
            _("参加の記録：この端末・手紙・窓口・アカウントのどれで参加したか、お住まいの地区"),
            _("同じ方を二度数えないため。端末の番号は、元に戻せない形で持ちます"),
            _("最後に来てから24か月。そのあとは地区だけを残し、どなたのものかわからなくします"),
            _participation,
        ),
        PersonalData(
            "people.RoleGrant",
            _("役割と任期（役割のある方だけ）"),
            _("だれが決め、引き継いだかを確かめるため"),
            _("記録として残します。アカウントを消した方は、役割の名前だけになります"),
            _grants,
        ),
        PersonalData(
            "people.Invitation",
            _("役割の招待をお送りしたメールアドレス"),
            _("招待をお届けするため"),
            _("アカウントを消すまで"),
            _invitations,
            _drop_invitations,
        ),
    ],
    targets=[
        Target("people.Role", _("役割"), ["name"]),
        Target(
            "people.RoleGrant", _("役割"), ["role__name", "district__name", "organisation__name"]
        ),
        Target("people.Department", _("市の課"), ["name"]),
        Target("people.Invitation", _("役割の招待"), ["role__name", "district__name"]),
        Target("people.TurnOver", _("年度の引き継ぎ"), ["note"]),
        Target("people.Participant", _("参加する人")),
        Target("people.PersonName", _("名前と呼び名")),
        Target("people.CodeBatch", _("手紙"), ["title", "kind"]),
    ],
    events={
        "people.role.given": lambda event: str(_("「{role}」を受け持つ人が決まりました。")).format(
            **event.data
        ),
        "people.role.ending": lambda event: str(_("「{role}」の任期は、{day}までです。")).format(
            role=event.data["role"], day=long_date(dt.date.fromisoformat(event.data["on"]))
        ),
    },
    actions={
        "people.account.erase": _("アカウントを消しました"),
        "people.code.enter": _("手紙のコードを入れました"),
        "people.code.print": _("参加コードの手紙をつくりました"),
        "people.code.withdraw": _("参加コードの手紙を使えなくしました"),
        "people.counter.record": _("窓口で、いらした方の代わりに入力しました"),
        "people.invitation.accept": _("役割への招待を受けました"),
        "people.invitation.send": _("役割への招待を届けました"),
        "people.invitation.send_again": _("役割への招待をもう一度届けました"),
        "people.invitation.withdraw": _("役割への招待を取り下げました"),
        "people.name.change": _("名前や公開のしかたを変えました"),
        "people.participant.forget": _("参加の記録から、本人とのつながりを消しました"),
        "people.participant.join": _("参加を始めました"),
        "people.participant.live_in": _("自分の地区を選びました"),
        "people.department.add": _("市の課を一覧に加えました"),
        "people.department.change": _("市の課の名前や、いまの課を変えました"),
        "people.role.assign": _("役割の担当課を決めました"),
        "people.role.change": _("役割でできることを変えました"),
        "people.role.follow": _("役割でできることを、新しい版に合わせました"),
        "people.role.grant": _("役割を渡しました"),
        "people.role.end": _("役割を終えました"),
        "people.role.extend": _("役割の期間を延ばしました"),
        "people.role.turn_over": _("役割をまとめて交代しました"),
        "people.role.turn_over_undo": _("役割のまとめての交代を取り消しました"),
        "people.view_as.start": _("ほかの役割の目でページを見始めました"),
    },
)
