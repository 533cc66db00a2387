"""Doors of the kernel: short codes and following."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jibungoto.kernel import links, nodes
from jibungoto.kernel.access import access
from jibungoto.kernel.models import Node


@require_GET
@access("kernel.node.view", load=nodes.by_code)
def node_open(request: HttpRequest, node: Node) -> HttpResponse:
    """A short code, typed or from a QR, leads to its record."""
    return redirect(links.node_url(node))


@require_GET
@access("kernel.node.view", load=nodes.by_code)
def node_follow_ask(request: HttpRequest, node: Node) -> HttpResponse:
    """What following means, and its button, for somebody we do not know yet."""
    return render(request, "kernel/node_follow_ask.html", {"node": node})


@require_POST
@access("kernel.node.follow", load=nodes.by_code)
def node_follow(request: HttpRequest, node: Node) -> HttpResponse:
    """Follow, or stop: `stop=1`."""
    # Who has never acted before becomes a participant by this.
    participant_id = request.take_part().pk  # type: ignore[attr-defined]
    if request.POST.get("stop"):
        nodes.unfollow(node, participant_id=participant_id)
    else:
        nodes.follow(node, participant_id=participant_id)
    return redirect(links.node_url(node))
