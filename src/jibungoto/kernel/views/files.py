"""Files of records: opened, taken away, brought back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import files, links
from jibungoto.kernel.access import access
from jibungoto.kernel.files import selectors, serving
from jibungoto.kernel.models import Attachment


@require_http_methods(["GET", "HEAD"])
@access("kernel.file.view", load=selectors.by_public_id)
def file_open(request: HttpRequest, found: Attachment) -> HttpResponseBase:
    return serving.respond(request, found)


@require_http_methods(["GET", "HEAD"])
@access("kernel.file.view", load=selectors.by_public_id)
def file_thumb(request: HttpRequest, found: Attachment) -> HttpResponseBase:
    """A small picture of an image; the file itself where there is none."""
    return serving.respond(request, found, thumb=bool(found.thumb_path))


@require_POST
@access("kernel.file.remove", load=selectors.also_removed)
def file_remove(request: HttpRequest, found: Attachment) -> HttpResponse:
    """Take a file away, and lead to where that can be undone."""
    files.remove(found, actor=request.actor)  # type: ignore[attr-defined]
    return redirect(links.link("kernel:file_removed", public_id=found.public_id))


@require_GET
@access("kernel.file.remove", load=selectors.also_removed)
def file_removed(request: HttpRequest, found: Attachment) -> HttpResponse:
    context = {
        "file": found,
        "node": found.node,
        "back": links.node_url(found.node),
        "undo": links.link("kernel:file_restore", public_id=found.public_id),
        "days": files.services.KEPT_DAYS,
    }
    return render(request, "kernel/file_removed.html", context)


@require_POST
@access("kernel.file.remove", load=selectors.also_removed)
def file_restore(request: HttpRequest, found: Attachment) -> HttpResponse:
    files.restore(found, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("ファイルを元に戻しました。"))
    return redirect(links.node_url(found.node))
