"""Handing scans in, what was read from them, and the pictures themselves."""

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.sheets import faults, forms, policies, selectors, services
from jibungoto.hear.sheets.models import ScanPage, ScanUpload
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node

from .forms import _page


@require_http_methods(["POST"])
@access(policies.SCAN, load=selectors.node_at)
def scan_create(request: HttpRequest, node: Node) -> HttpResponse:
    """Take files in; a job reads them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            upload = services.receive_scan(
                node=node, files=form.cleaned_data["pictures"], actor=actor
            )
        except services.SheetError as fault:
            form.add_error("pictures", str(fault))
        else:
            return redirect(link("sheets:scan_view", public_id=upload.public_id))
    return _page(request, node, scan_form=form)


@require_GET
@never_cache
@access("sheets.scan.view", load=selectors.upload_at)
def scan_view(request: HttpRequest, upload: ScanUpload) -> HttpResponse:
    """What was read: sheets that are ready, sheets to look at, pages that make no sheet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    waits = upload.state in (ScanUpload.State.WAITING, ScanUpload.State.READING)
    job = selectors.job_of(upload) if waits else None
    found = selectors.scan_result(upload)
    context: dict[str, Any] = {
        "upload": upload,
        "node": upload.node,
        "waits": waits and not (job and job.is_over),
        "job": job,
        "stalled": job is not None and job.is_over,
        "result": found,
        "odd_pages": [(page, faults.words(page)) for page in found.odd],
        "may_settle": bool(policies.allows(actor, policies.SETTLE, upload.node)),
        "may_scan": bool(policies.allows(actor, policies.SCAN, upload.node)),
    }
    return render(request, "sheets/scan_view.html", context)


@require_POST
@access("sheets.scan.view", load=selectors.upload_at)
def scan_accept(request: HttpRequest, upload: ScanUpload) -> HttpResponse:
    """Enter everything that is above the line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entered, kept_back = services.accept_upload(upload=upload, actor=actor)
    if entered:
        messages.success(request, _("{}枚を入れました。").format(entered))
    if kept_back:
        messages.warning(
            request, _("{}枚は、まだ入れられません。理由は一覧をご覧ください。").format(kept_back)
        )
    return redirect(link("sheets:scan_view", public_id=upload.public_id))


@require_GET
@never_cache
@access("sheets.page.view", load=selectors.page_at)
def page_image(request: HttpRequest, page: ScanPage) -> HttpResponse:
    """The picture of a page, or with `?item=` the strip in which an item stands."""
    if not page.image:
        raise Http404
    try:
        with page.image.open("rb") as opened:
            content = opened.read()
    except OSError as fault:
        raise Http404 from fault
    item = forms.number(request.GET.get("item"))
    if item:
        box = selectors.strip(page, item)
        if box is None or not page.scale:
            raise Http404
        content = _cut(content, box, page.scale)
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _cut(content: bytes, box: tuple[float, float, float, float], scale: float) -> bytes:
    from PIL import Image  # only where a strip is shown: workers stay small

    x, y, w, h = box
    image = Image.open(io.BytesIO(content), formats=["JPEG"])
    edges = (x * scale, y * scale, (x + w) * scale, (y + h) * scale)
    out = io.BytesIO()
    image.crop(tuple(round(v) for v in edges)).save(out, "JPEG", quality=80)  # type: ignore[arg-type]
    return out.getvalue()


@require_POST
@access("sheets.page.view", load=selectors.page_at)
def page_aside(request: HttpRequest, page: ScanPage) -> HttpResponse:
    """Set a page aside, or take it back."""
    aside = request.POST.get("aside") == "1"
    services.handle_page(page=page, aside=aside, actor=request.actor)  # type: ignore[attr-defined]
    return redirect(link("sheets:scan_view", public_id=page.upload.public_id))
