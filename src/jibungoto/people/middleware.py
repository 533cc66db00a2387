"""Who is asking: session, device and roles become one Actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jibungoto.kernel.actor import Actor


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        municipality = request.municipality  # type: ignore[attr-defined]
        request.actor = Actor(municipality_id=municipality and municipality.pk)  # type: ignore[attr-defined]
        return self.get_response(request)
