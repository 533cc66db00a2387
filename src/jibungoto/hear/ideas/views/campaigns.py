"""Asking for ideas: begun and changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.hear.ideas import policies, selectors, services
from jibungoto.hear.ideas.forms import CampaignForm
from jibungoto.hear.ideas.models import Campaign
from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.ui.errors import conflict
from jibungoto.ui.seen import status as status_of

_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
@never_cache
@access("ideas.campaign.create")
def campaign_create(request: HttpRequest) -> HttpResponse:
    """Ask a question to which ideas are collected for a time."""
    form = CampaignForm(request.POST if request.method == "POST" else None, actor=request.actor)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        made = services.create_campaign(**told)
        messages.success(request, _("募集のページができました。"))
        return redirect(node_url(made.node))
    return _page(request, form, None)


@require_http_methods(_BOTH)
@never_cache
@access(policies.CAMPAIGN, load=selectors.campaign)
def campaign_edit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = CampaignForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,  # type: ignore[attr-defined]
        campaign=campaign,
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            services.change_campaign(
                campaign=campaign, expected_version=told.pop("version"), **told
            )
        except ChangedMeanwhile:
            return conflict(request, url=link("ideas:campaign_edit", code=campaign.code), form=form)
        messages.success(request, _("募集を書きかえました。"))
        return redirect(node_url(campaign.node))
    return _page(request, form, campaign)


@require_POST
@access(policies.CAMPAIGN, load=selectors.campaign)
def campaign_withdraw(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        services.withdraw_campaign(campaign=campaign)
    except services.IdeasError as error:
        messages.warning(request, str(error))
        return redirect(link("ideas:campaign_edit", code=campaign.code))
    messages.success(request, _("募集を取り下げました。"))
    return redirect(link("ideas:idea_list"))


def _page(request: HttpRequest, form: CampaignForm, campaign: Campaign | None) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
    }
    return render(request, "ideas/campaign_form.html", context, status=status_of(form))
