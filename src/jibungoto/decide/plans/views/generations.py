"""The guided step from a plan to the draft of its successor: HTTP only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jibungoto.decide.plans import carrying, policies, selectors, services
from jibungoto.decide.plans.models import Plan
from jibungoto.decide.plans.tasks import CARRY_OVER
from jibungoto.kernel import jobs
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.once import makes_one


@makes_one
@require_http_methods(["GET", "POST"])
@access(policies.CREATE, load=selectors.plan)
def plan_carry_over(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Choose for each measure what becomes of it; the successor is made as a draft."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = carrying.asked(selectors.glance(actor, plan).roots, request.POST)
    first = (plan.ends or 0) + 1 if plan.ends else None
    form = carrying.CarryOverForm(request.POST or None, initial={"starts": first})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        fates = {row.twig.code: row.as_fate for row in rows}
        named = {name: told[name] for name in ("slug", "title", "policy", "starts", "ends")}
        try:
            if selectors.is_large(plan):
                services.check_carry_over(plan=plan, slug=told["slug"], fates=fates)
                plain = {code: [f.sort, f.into, f.why] for code, f in fates.items()}
                ordered = jobs.enqueue(
                    CARRY_OVER, by=actor, plan_id=plan.pk, told=named, fates=plain
                )
                return redirect(link("kernel:job_show", public_id=ordered.public_id))
            after = services.carry_over(plan=plan, fates=fates, **named)
        except services.PlansError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("次の計画の下書きをつくりました。確かめて直してから公開してください。")
            )
            return redirect(link("plans:plan_changes", slug=after.slug))
    context = {"plan": plan, "form": form, "rows": rows, "fates": carrying.FATES}
    status = 422 if form.errors else 200
    return render(request, "plans/plan_carry_over.html", context, status=status)
