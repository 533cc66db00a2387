"""Pages of intakes: HTTP only."""

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import jobs
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.ui.listing import listed

from . import policies, selectors, services
from .forms import UploadForm
from .kinds import CannotUndo, IntakeKind
from .models import IntakeRun
from .writing import table_response

logger = logging.getLogger(__name__)
LARGE_BYTES = 500_000
LARGE_CHANGES = 2_000


@require_GET
@access("intake.page.view")
def run_list(request: HttpRequest) -> HttpResponse:
    """What can be taken in, and what was."""
    actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(selectors.runs(actor), 30).get_page(request.GET.get("page"))
    kinds = policies.usable(actor)
    titles = {k.key: k.title for k in kinds}
    runs = [(run, titles[run.kind]) for run in page.object_list]
    context = {
        "kinds": kinds,
        "page": page,
        "runs": runs,
        "citywide": any(policies.is_citywide(actor, k) for k in kinds),
    }
    return render(request, "intake/run_list.html", context)


@require_http_methods(["GET", "POST"])
@access("intake.kind.use", load=selectors.kind_named)
def kind_use(request: HttpRequest, kind: IntakeKind) -> HttpResponse:
    """Hand a file in; what it would do is shown next, nothing is changed yet."""
    actor = request.actor  # type: ignore[attr-defined]
    districts = selectors.own_districts(actor, kind)
    form = UploadForm(request.POST or None, request.FILES or None, kind=kind, districts=districts)
    if request.method == "POST" and form.is_valid():
        run = services.preview(
            kind=kind,
            upload=form.upload(),
            options=form.told(),
            actor=actor,
            district=form.district(),
        )
        return redirect(link("intake:run_view", public_id=run.public_id))
    recent = selectors.runs(actor, kind_key=kind.key)[:5]
    status = 422 if form.errors else 200
    sample_url = kind.sample_url() if kind.sample_url else ""
    context = {
        "kind": kind,
        "form": form,
        "recent": recent,
        "sample_url": sample_url,
        "own": listed(d.name for d in districts),
        "exports": kind.exports(actor, districts) if kind.exports else (),
    }
    return render(request, "intake/kind_use.html", context, status=status)


@require_GET
@access("intake.kind.use", load=selectors.kind_named)
def kind_sample(request: HttpRequest, kind: IntakeKind) -> HttpResponse:
    """The file to start from, with one invented example."""
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    rows = selectors.sample_rows(kind)
    return table_response(rows, name=_("{}のひな形").format(kind.title), suffix=suffix)


@require_GET
@access("intake.run.use", load=selectors.run)
def run_view(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """One file: what it would do, or did."""
    job = selectors.job_of(run)
    context = {
        "preview": selectors.preview(run),
        "run": run,
        "twin": selectors.twin(run),
        "alternatives": selectors.alternatives(request.actor, run),  # type: ignore[attr-defined]
        "job": job,
        "stalled": job is not None and job.is_over,
        "sequels": selectors.sequels(request.actor, run),  # type: ignore[attr-defined]
        "mine": run.created_by_id == request.actor.user_id,  # type: ignore[attr-defined]
    }
    return render(request, "intake/run_view.html", context)


@require_GET
@access("intake.run.use", load=selectors.run)
def run_faults(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """All faults, to be mended beside the file."""
    return table_response(
        selectors.fault_rows(run), name=_("直すところ_{}").format(run.file_name), suffix="csv"
    )


@require_POST
@access("intake.run.use", load=selectors.run)
def run_choose(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """Read the file with other assumptions."""
    chosen = {k: v for k, v in request.POST.items() if isinstance(v, str) and k in _keys(run)}
    try:
        services.choose_otherwise(
            run=run,
            options=chosen,
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except services.NotNow as error:
        messages.warning(request, str(error))
    return _back(run)


@require_POST
@access("intake.run.use", load=selectors.run)
def run_hand_over(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """Read the file as one of another kind."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = request.POST.get("kind", "")
    kind = next((k for k in selectors.alternatives(actor, run) if k.key == wanted), None)
    if kind is None:
        return _back(run)
    try:
        return _back(services.hand_over(run=run, kind=kind, actor=actor))
    except services.NotNow as error:
        messages.warning(request, str(error))
        return _back(run)


def _keys(run: IntakeRun) -> set[str]:
    return selectors.chosen_keys(run)


@require_POST
@access("intake.run.use", load=selectors.run)
def run_apply(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """Take the file in: at once, or as a job when it is large."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        if _is_large(run) and jobs.workers_alive():
            services.hand_to_job(run=run, actor=actor)
        else:
            proposal = services.read_again(run)
            services.apply(run=run, proposal=proposal, progress=jobs.Progress(), actor=actor)
            messages.success(request, _("「{}」を取りこみました。").format(run.file_name))
    except services.NotNow as error:
        messages.warning(request, str(error))
    except Exception:
        logger.exception("intake %s broke off", run.public_id)
        services.set_failed(run=run)
    return _back(run)


def _is_large(run: IntakeRun) -> bool:
    whole = run.added + run.changed + run.removed
    return run.size > LARGE_BYTES or whole > LARGE_CHANGES


@require_POST
@access("intake.run.use", load=selectors.run)
def run_undo(request: HttpRequest, run: IntakeRun) -> HttpResponse:
    """Take back what the file did."""
    try:
        services.undo(run=run, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("「{}」の取りこみを取り消しました。").format(run.file_name))
    except (services.NotNow, CannotUndo) as error:
        messages.warning(request, str(error))
    return _back(run)


def _back(run: IntakeRun) -> HttpResponse:
    return redirect(link("intake:run_view", public_id=run.public_id))
