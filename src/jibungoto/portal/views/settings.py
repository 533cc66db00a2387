"""Settings of a municipality: its words, its colour, where people can turn to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.turns import in_turn
from jibungoto.portal import policies, services
from jibungoto.portal.forms import DetailsForm, WordsForm
from jibungoto.portal.words import groups, originals
from jibungoto.ui.seen import status as status_of
from jibungoto.ui.tags.words import pieces


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.WORDS)
def words_edit(request: HttpRequest) -> HttpResponse:
    """Change the words; `reset` names one word that goes back to the preset's own."""
    municipality, actor = request.municipality, request.actor  # type: ignore[attr-defined]
    if reset := request.POST.get("reset", ""):
        if reset in originals(municipality):
            services.change_words(municipality=municipality, actor=actor, texts={reset: ""})
            messages.success(
                request, _("「{}」に戻しました。").format(originals(municipality)[reset])
            )
        return redirect(link("portal:words_edit"))
    form = WordsForm(request.POST or None, groups=groups(municipality))
    if form.is_valid():
        number = services.change_words(
            municipality=municipality, actor=actor, texts=form.cleaned_data
        )
        if number:
            messages.success(
                request,
                _("{}のことばを変えました。すべてのページに反映されます。").format(pieces(number)),
            )
        else:
            messages.info(request, _("変わったことばはありませんでした。"))
        return redirect(link("portal:words_edit"))
    return render(request, "portal/words_edit.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.DETAILS)
def details_edit(request: HttpRequest) -> HttpResponse:
    municipality = request.municipality  # type: ignore[attr-defined]
    names = ("colour", "contact_office", "contact_phone", "contact_hours")
    form = DetailsForm(
        request.POST or None, initial={name: getattr(municipality, name) for name in names}
    )
    form.watch()
    if form.is_valid():
        services.change_details(
            municipality=municipality,
            actor=request.actor,  # type: ignore[attr-defined]
            **form.cleaned_data,
        )
        messages.success(request, _("書きかえました。"))
        return redirect(link("portal:details_edit"))
    return render(request, "portal/details_edit.html", {"form": form}, status=status_of(form))
