"""One push to be anybody: only on a demo."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor

from . import accounts


def on_a_demo(actor: Actor) -> list[tuple[str, str, str]] | None:
    """The accounts of the demo, or None where this is no demo."""
    return accounts.sign_ins() if settings.DEMO else None


@require_http_methods(["GET", "POST"])
@access("demo.sign_in", load=on_a_demo)
def sign_in(request: HttpRequest, sign_ins: list[tuple[str, str, str]]) -> HttpResponse:
    if request.method == "POST":
        email = request.POST.get("email", "")
        if email not in {known for _, known, _ in sign_ins}:
            raise Http404
        user = accounts.account(email)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "demo/sign_in.html", {"sign_ins": sign_ins})
