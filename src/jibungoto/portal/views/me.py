"""My page 自分ごと, and where somebody goes after signing in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.know.places import selectors as places
from jibungoto.people.services.participation import live_in
from jibungoto.portal import news, selectors
from jibungoto.portal.forms import DistrictForm


@require_GET
@access("portal.me.view")
def me(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = selectors.mine(actor)
    return render(
        request,
        "portal/me.html",
        {
            "mine": mine.district,
            "form": DistrictForm(
                initial={"district": actor.district_id}, districts=places.known_list()
            ),
            "roles": mine.roles,
            "waiting": news.by_due(mine.waiting),
            "waiting_count": len(mine.waiting),
            "notices": mine.notices,
            "followed": news.rows(mine.followed),
            "links": _links(actor),
        },
    )


def _links(actor: Actor) -> list[dict[str, str]]:
    """The ways to what is kept about the person, and in or out."""
    inventory = {
        "title": _("個人情報の扱い"),
        "url": link("people:privacy"),
        "meta": _("この市が預かる個人情報の一覧"),
    }
    if actor.is_guest:
        return [
            {
                "title": _("サインインする・登録する"),
                "url": reverse("account_login"),
                "meta": _("役割のある方、ほかの端末でも続けたい方"),
            },
            {
                "title": _("手紙のコードを入れる"),
                "url": link("people:code_enter"),
                "meta": _("お宅に届いた参加コードをお持ちの方"),
            },
            inventory,
        ]
    return [
        {
            "title": _("アカウント"),
            "url": reverse("account:overview"),
            "meta": _("メールアドレス、パスワード、二段階の確認"),
        },
        {
            "title": _("わたしのデータ"),
            "url": reverse("account:data"),
            "meta": _("受けとる、消す"),
        },
        {
            "title": _("呼び名と公開"),
            "url": link("people:name_change"),
            "meta": _("役のページに名前を出すかどうか"),
        },
        inventory,
        {"title": _("サインアウトする"), "url": reverse("account_logout"), "meta": ""},
    ]


@require_POST
@access("portal.me.choose_district")
def me_district(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = DistrictForm(request.POST, districts=selectors.districts(actor))
    if not form.is_valid():
        messages.error(request, _("その地区は選べません。もう一度選んでください。"))
        return redirect(link("portal:me"))
    district = form.cleaned_data["district"]
    participant = request.take_part()  # type: ignore[attr-defined]
    live_in(participant=participant, district=district, actor=request.actor)  # type: ignore[attr-defined]
    if district:
        messages.success(request, _("あなたの地区を「{}」にしました。").format(district.name))
    else:
        messages.success(request, _("地区を選ばないことにしました。"))
    return redirect(link("portal:me"))


@require_GET
@access("portal.me.view")
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """To the one municipality somebody belongs to, or let them choose."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.user_id is None:
        return redirect("/")
    found = selectors.my_municipalities(actor.user_id)
    if len(found) == 1:
        return redirect("portal:me", municipality=found[0].slug)
    every = list(selectors.municipalities())
    if not found and len(every) == 1:
        return redirect("portal:me", municipality=every[0].slug)
    others = [m for m in every if m not in found]
    return render(request, "portal/after_sign_in.html", {"municipalities": found, "others": others})
