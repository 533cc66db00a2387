"""Doors of jobs: the list, the progress of one, stopping and repeating."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jibungoto.kernel import jobs
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.jobs import selectors, words
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Job

PER_PAGE = 30


@require_GET
@never_cache
@access("kernel.job.list")
def job_list(request: HttpRequest) -> HttpResponse:
    """All jobs of the municipality, newest first; `?state=` keeps those in one state."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    state = state if state in Job.State.values else ""
    page = Paginator(selectors.jobs(actor, state=state), PER_PAGE).get_page(request.GET.get("page"))
    here = link("kernel:job_list")
    tabs = [(words.ALL, here, not state)]
    tabs += [(s.label, f"{here}?state={s}", s == state) for s in Job.State]
    context = {
        "page": page,
        "lines": words.texts(actor, page),
        "tabs": tabs,
        "nobody_works": not jobs.workers_alive(),
    }
    return render(request, "kernel/job_list.html", context)


@require_GET
@never_cache
@access("kernel.job.view", load=selectors.job_at)
def job_show(request: HttpRequest, job: Job) -> HttpResponse:
    """How far a job is. Refreshes itself: by htmx where there is a script, else by the browser."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "line": words.text(actor, job),
        "nobody_works": not job.is_over and not jobs.workers_alive(),
        "manages": actor.may(selectors.MANAGE),
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "kernel/job_show.html", context)
    response = render(request, "kernel/job_show.html#progress", context)
    if job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@access("kernel.job.cancel", load=selectors.job_at)
def job_cancel(request: HttpRequest, job: Job) -> HttpResponse:
    """Take a waiting job back, or ask a running one to stop."""
    jobs.cancel(job)
    return redirect(link("kernel:job_show", public_id=job.public_id))


@require_POST
@access("kernel.job.retry", load=selectors.job_at)
def job_retry(request: HttpRequest, job: Job) -> HttpResponse:
    """Try a job that failed or was cancelled once more."""
    jobs.retry(job)
    return redirect(link("kernel:job_show", public_id=job.public_id))
