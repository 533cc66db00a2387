"""What a person sees when something cannot be done: what happened, that nothing was lost, what to
do next, who can help. Handlers for site/urls.py and CSRF_FAILURE_VIEW; 400 and 500 stand alone.
"""

import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import ruby
from .languages import tongue_of
from .seen import said
from .troubles import Trouble, trouble_of

# Seconds until trying again is worth it; room is made by people, nobody knows when.
_AGAIN = {Trouble.BUSY: 10, Trouble.CUT_OFF: 60, Trouble.READ_ONLY: 60}


def handler400(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """A request we cannot read; a body over the limit is 413."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    with translation.override(tongue_of(request)):
        said = {
            "title": _("受けとった内容を読み取れませんでした"),
            "what": _(
                "アドレスか送られた内容が、途中で変わってしまったようです。何も書きかえていません。"
            ),
            "next_step": _("前の画面に戻り、もう一度お試しください。"),
        }
        return alone(request, HTTPStatus.BAD_REQUEST, **said)


def handler403(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Refused, with the reason the rule gave and who can help."""
    # kernel.policy.Refused carries the decision; the look knows no policies.
    decision = getattr(exception, "decision", None)
    # A refusal is falsy: ask whether there is one, not whether it says yes.
    reason = decision.reason if decision is not None else ""
    level = decision.level if decision is not None else None
    how = level.how() if level is not None else ""
    who = decision.who if decision is not None else ""
    return error_page(
        request,
        HTTPStatus.FORBIDDEN,
        title=reason or _("このページは、担当の方だけが開けます"),
        what="" if reason else _("あなたの役割では、開けないページです。何も書きかえていません。"),
        next_step=how,
        who="" if who == how else who,
        level=level.name if level is not None else "",
    )


def handler404(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Not there, or not for this reader: both look the same."""
    return error_page(
        request,
        HTTPStatus.NOT_FOUND,
        title=_("お探しのページは見つかりません"),
        what=_("アドレスが変わったか、公開が終わったのかもしれません。"),
        search=True,
    )


def handler500(request: HttpRequest) -> HttpResponse:
    """Our own fault, or trouble of the machine. The page needs no database and no other file but
    the style."""
    try:
        if trouble := trouble_of(sys.exception()):
            return troubled(request, trouble)
        with translation.override(tongue_of(request)):
            said = {
                "title": _("こちらの不具合で、表示できませんでした"),
                "what": _(
                    "あなたのせいではありません。これまでに保存した内容は、そのまま残っています。"
                ),
                "next_step": _(
                    "少し時間をおいて、もう一度お試しください。書いている途中だった方は、"
                    "前の画面に戻ると内容が残っていることがあります。"
                ),
                "help": _(
                    "続くときは、お住まいの市の協働の担当へ、見ていたページと時刻を"
                    "お知らせください。"
                ),
            }
            return alone(request, HTTPStatus.INTERNAL_SERVER_ERROR, **said)
    except Exception:  # whatever is broken, the reader gets words
        words = "こちらの不具合で、表示できませんでした。Something went wrong on our side."
        page = f"<!doctype html><meta charset=utf-8><title>自分ごと</title><p>{words}"
        return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def troubled(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503 while the database is busy, away or closed, with when to try again; 507: a full disk."""
    with translation.override(tongue_of(request)):
        title, what = _told_of(trouble)
        wait = _AGAIN.get(trouble)
        if wait is None:
            next_step = _("市の担当が場所を空けるまで、新しい書きこみはお休みです。")
        else:
            next_step = _(
                "{}秒ほどおいて、もう一度お試しください。"
                "書いている途中だった方は、前の画面に戻ると内容が残っていることがあります。"
            ).format(wait)
        said = {"title": title, "what": what, "next_step": next_step}
        if trouble is Trouble.FULL:
            said["help"] = _(
                "続くときは、お住まいの市の協働の担当へ、見ていたページと時刻をお知らせください。"
            )
        status = HTTPStatus.INSUFFICIENT_STORAGE if wait is None else HTTPStatus.SERVICE_UNAVAILABLE
        response = alone(request, status, **said)
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def _told_of(trouble: Trouble) -> tuple[str, str]:
    """What is wrong, and what became of what somebody was about."""
    if trouble is Trouble.BUSY:
        return _("いま、混み合っています"), _(
            "ほかの方の書きこみが続いていて、すぐにお答えできませんでした。"
            "今回の分は、まだ保存していません。これまでの分は、そのまま残っています。"
        )
    if trouble is Trouble.CUT_OFF:
        return _("いま、記録を置いている場所につながりません"), _(
            "あなたのせいではありません。これまでに保存した内容は、そのまま残っています。"
            "今回の分が保存されたかどうかは、あとで開き直すとわかります。"
        )
    full = trouble is Trouble.FULL
    title = _("いま、置く場所がいっぱいです") if full else _("いま、新しい書きこみができません")
    return title, _(
        "あなたのせいではありません。今回の分は、保存していません。"
        "これまでに保存した内容は、そのまま残っています。"
    )


def conflict(
    request: HttpRequest, *, what: str = "", url: str = "", form: BaseForm | None = None
) -> HttpResponse:
    """409: somebody else changed the record meanwhile. `url` shows what it is now.

    What was typed into `form` is shown, to be copied.
    """
    return error_page(
        request,
        HTTPStatus.CONFLICT,
        title=_("ほかの方が、先に書きかえました"),
        what=what or _("あなたが開いてから、内容が変わりました。上書きはしていません。"),
        next_step=_("いまの内容を見てから、もう一度書いてください。"),
        url=url,
        label=_("いまの内容を見る"),
        typed=_typed(form) if form is not None else [],
    )


def _typed(form: BaseForm) -> list[tuple[str, str]]:
    shown = ((str(one.label), said(one.field, one.value())) for one in form.visible_fields())
    return [(label, words) for label, words in shown if words]


def too_large(request: HttpRequest, *, most: int | None = None) -> HttpResponse:
    """413: more than we take at once. `most` in bytes."""
    limit = (most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE) // (1024 * 1024)
    return error_page(
        request,
        HTTPStatus(413),
        title=_("一度に受けとれる大きさをこえています"),
        what=_("受けとれるのは%(limit)dMBまでです。今回の分は、保存していません。")
        % {"limit": limit},
        next_step=_("写真を小さくするか、ファイルを分けて、もう一度お試しください。"),
    )


def unprocessable(request: HttpRequest, *, what: str = "", url: str = "") -> HttpResponse:
    """422: what was written cannot be taken as it is, where no form can show it again."""
    return error_page(
        request,
        HTTPStatus(422),
        title=_("このままでは受けとれません"),
        what=what or _("足りないか、合わない項目があります。まだ何も保存していません。"),
        next_step=_("前の画面に戻ると、書いた内容が残っています。"),
        url=url,
        label=_("前の画面に戻る"),
    )


def too_many(
    request: HttpRequest, exception: BaseException | None = None, *, seconds: int = 60
) -> HttpResponse:
    """429: too often in a short time. `seconds` until the next try."""
    minutes = max(1, round(seconds / 60))
    response = error_page(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        title=_("少し時間をおいてください"),
        what=_("短い間に何度も受けとったため、いったん止めました。これまでの分は残っています。"),
        next_step=_("%(minutes)d分ほどたってから、もう一度お試しください。") % {"minutes": minutes},
    )
    response["Retry-After"] = str(seconds)
    return response


handler429 = too_many


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was opened too long ago, or cookies are off."""
    return error_page(
        request,
        HTTPStatus.FORBIDDEN,
        title=_("画面を開いてから、時間がたちすぎました"),
        what=_("安全のため、受けとりませんでした。何も書きかえていません。"),
        next_step=_(
            "前の画面に戻って読みこみ直し、もう一度お試しください。クッキーを止めている方は、このサイトだけ使えるようにしてください。"
        ),
    )


def alone(request: HttpRequest, status: HTTPStatus, **said: str) -> HttpResponse:
    """A page that stands on its own: no database, no reader known, whatever may be broken. Its
    readings are made here, for the middleware may not be on the way out."""
    if _wants_data(request):
        return _data(status, said)
    again = status >= HTTPStatus.INTERNAL_SERVER_ERROR and request.method in ("GET", "HEAD")
    context = {"tongue": get_language(), "number": f"{int(status)}", "again": again, **said}
    page = ruby.page(loader.get_template("ui/errors/alone.html").render(context, None))
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def _wants_data(request: HttpRequest) -> bool:
    """Whether a program asks: by what it accepts, or by the door it came to."""
    return request.path_info.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def _data(status: HTTPStatus, said: Mapping[str, Any]) -> JsonResponse:
    told = {key: ruby.plain(str(said.get(name, ""))) for key, name in _TOLD}
    return JsonResponse({**told, "status": int(status)}, status=status)


_TOLD = (("title", "title"), ("detail", "what"))


def error_page(request: HttpRequest, status: HTTPStatus, **said: Any) -> HttpResponse:
    """A page of words for a status; JSON of the same words for those who asked for JSON."""
    if _wants_data(request):
        return _data(status, said)
    context = {"status": int(status), "number": f"{int(status)}", **said}
    page = loader.render_to_string("ui/errors/error.html", context, request)
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
