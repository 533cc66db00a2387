"""HTTP only: the living page of parts, the reader's preferences, accessibility, offline."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jibungoto import ui
from jibungoto.kernel.access import access
from jibungoto.kernel.pagecache import PREFERENCES
from jibungoto.people.services import choose_language
from jibungoto.ui import pdf
from jibungoto.ui.addresses import inner
from jibungoto.ui.languages import LANGUAGES

from . import paper as guide_paper
from . import samples

_OFFLINE_WORKER = Path(ui.__file__).with_name("assets") / "worker/offline.js"
_YEAR = 365 * 24 * 3600
# Cookie → what may be put in it. The value that is everybody's default clears the cookie.
_CHOICES = {
    settings.LANGUAGE_COOKIE_NAME: {code for code, _ in LANGUAGES},
    **PREFERENCES,
}


@require_http_methods(["GET", "POST"])
@access("guide.page.view")
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep language, size of type or theme on this device, and go back to where one was.

    Plain links do as well as forms: it changes cookies of this device and, when the click came
    from one of our own pages, the language in which a person with an account is written to.
    """
    given = request.POST if request.method == "POST" else request.GET
    response = redirect(inner(request, given.get("next", "/"), "/"))
    for name, possible in _CHOICES.items():
        if name not in given:
            continue
        if given[name] in possible:
            user: Any = request.user
            if name == settings.LANGUAGE_COOKIE_NAME and _is_own_click(request):
                choose_language(user=user, language=given[name])
            response.set_cookie(
                name, given[name], max_age=_YEAR, samesite="Lax", secure=request.is_secure()
            )
        else:
            response.delete_cookie(name, samesite="Lax")
    return response


def _is_own_click(request: HttpRequest) -> bool:
    """Whether somebody signed in chose here, and no other site chose for them."""
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.user.is_authenticated and came_from == "same-origin"


@require_GET
@access("guide.page.view")
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/page.html", samples.page())


@require_GET
@access("guide.page.view")
def sheet(request: HttpRequest) -> HttpResponse:
    """The printed parts as a PDF, so that paper can be looked at; ?letter or ?panels for others."""
    if "letter" in request.GET:
        made = pdf.render("letter.typ", guide_paper.letters())
    elif "panels" in request.GET:
        made = pdf.render("panels.typ", guide_paper.summary())
    else:
        made = pdf.render("sheet.typ", guide_paper.sheet())
    return HttpResponse(made, content_type="application/pdf")


@require_GET
@access("guide.page.view")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/accessibility.html")


@require_GET
@access("guide.page.view")
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the offline page at hand; from the root, since it speaks for all."""
    return HttpResponse(
        _OFFLINE_WORKER.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@require_GET
@access("guide.page.view")
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/offline.html")
