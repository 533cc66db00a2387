"""Codes in letters: entering one, and printing a batch of them."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.once import what_was_sent
from jibungoto.people import services
from jibungoto.people.forms import BatchForm, CodeForm, posted
from jibungoto.people.letter_print import letters_pdf
from jibungoto.people.models import CodeBatch
from jibungoto.people.selectors import roles as selectors
from jibungoto.ui.errors import handler429
from jibungoto.ui.pdf import CannotPrint

# Against guessing: few tries from one place, and not too many in the whole municipality.
_TRIES = {"code": "20/10m/ip", "code_all": "600/h/key"}


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.code.enter")
def code_enter(request: HttpRequest, code: str = "") -> HttpResponse:
    """Type the code of a letter, or confirm the one the QR brought along."""
    form = CodeForm(posted(request), initial={"code": code})
    tries = _tries(request)
    if not all(tries):
        return handler429(request, seconds=600)
    if request.method == "POST" and form.is_valid():
        try:
            participant = services.redeem_code(
                typed=form.cleaned_data["code"],
                participant=services.participant_for(request),
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except services.CodeProblem as problem:
            form.add_error("code", str(problem))
        else:
            for counted in tries:  # only what failed counts: a centre's one address serves many
                counted.rollback()
            home = participant.district
            said = _("コードを受けとりました。この端末から参加できます。")
            if home is not None:
                said = _(
                    "コードを受けとりました。ここが、お住まいの{}のページです。この端末から参加できます。"
                ).format(home.name)
            messages.success(request, said)
            return redirect(
                link("portal:district_home", district=home.slug)
                if home is not None
                else link("portal:municipality_home")
            )
    status = 422 if form.errors else 200
    return render(request, "people/code_enter.html", {"form": form}, status=status)


def _tries(request: HttpRequest) -> list[Any]:
    """Count a try (a GET is none); something empty among them means too many."""
    city = str(request.municipality.pk)  # type: ignore[attr-defined]
    return [
        ratelimit.consume(request, app="jibungoto", action=action, config=_TRIES, key=city)
        for action in _TRIES
    ]


@require_GET
@access("people.code.print")
def batch_list(request: HttpRequest) -> HttpResponse:
    batches = selectors.batches(request.actor)[:200]  # type: ignore[attr-defined]
    return render(request, "people/batch_list.html", {"batches": batches})


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.code.print")
def batch_create(request: HttpRequest) -> HttpResponse:
    """Answers a form, and then the letters themselves: only this page can print them, with what was
    typed. Pressed twice it prints the same ones."""
    form = BatchForm(posted(request))
    if request.method == "POST" and form.is_valid():
        # Typesetting takes seconds: it comes before the codes are kept, and nothing is locked.
        told = form.cleaned_data
        letters = services.new_letters(told["size"], asked=what_was_sent(request))
        try:
            paper = letters_pdf(CodeBatch(**told), letters)
            batch, _printed = services.create_batch(**told, letters=letters, actor=request.actor)  # type: ignore[attr-defined]
        except CannotPrint:
            form.add_error(None, _("いまは印刷できません。コードはつくっていません。"))
        except services.CodeProblem as problem:
            form.add_error(None, str(problem))
        else:
            response = HttpResponse(paper, content_type="application/pdf")
            name = f"letters-{batch.pk}.pdf"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    status = 422 if form.errors else 200
    return render(request, "people/batch_create.html", {"form": form}, status=status)


@require_POST
@access("people.code.print", load=selectors.batch)
def batch_withdraw(request: HttpRequest, batch: CodeBatch) -> HttpResponse:
    services.withdraw_batch(batch=batch, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("この手紙のコードを取りやめました。もう使えません。"))
    return redirect(link("people:batch_list"))
