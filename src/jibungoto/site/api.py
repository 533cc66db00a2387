"""The API: /api/v1/…, one router an app; schema at /api/v1/openapi.json, told in docs/api.md.

Read only and public: what a guest may see. A signed-in reader sees what they may see on the pages.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema

from jibungoto.decide.plans.api import router as plans
from jibungoto.hear.ideas.api import router as ideas
from jibungoto.hear.opinions.api import router as conversations
from jibungoto.hear.opinions.result_api import router as results
from jibungoto.hear.surveys.api import router as surveys
from jibungoto.kernel.access import guard_included
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.api import router as kernel
from jibungoto.kernel.models import Municipality
from jibungoto.kernel.policy import Decision, Refused, allowed, rule
from jibungoto.know.facilities.api import router as facilities
from jibungoto.know.findings.api import router as findings
from jibungoto.know.karte.api import router as kartes


class _Api(NinjaAPI):
    """NinjaAPI whose schema names the municipality, which our middleware reads from the address."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        told = {
            "in": "path",
            "name": "municipality",
            "required": True,
            "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
        }
        for path, operations in schema["paths"].items():
            if "{municipality}" in path:
                for operation in operations.values():
                    operation.setdefault("parameters", []).insert(0, told)
        return schema


api = _Api(
    title="自分ごと API",
    version="1",
    description="公開されている記録を読むためのAPIです。登録はいりません。",
    docs_url=None,
    urls_namespace="api",
)


class MunicipalityOut(Schema):
    """A municipality of the installation; `sample_note` says when its data are no official ones."""

    slug: str
    code: str
    name: str
    kana: str
    sample_note: str


@rule("site.api.read")
def may_read(actor: Actor, _nothing: object) -> Decision:
    """Everybody: each operation answers only what this reader may see."""
    return allowed


@api.get(
    "/municipalities",
    response=list[MunicipalityOut],
    operation_id="municipality_list",
    url_name="municipality_list",
    tags=["自治体"],
)
def municipality_list(request: HttpRequest) -> list[Municipality]:
    """The municipalities of this installation."""
    return list(Municipality.objects.all())


api.add_router("/{slug:municipality}", kernel)
api.add_router("/{slug:municipality}", findings)
api.add_router("/{slug:municipality}", ideas)
api.add_router("/{slug:municipality}", results)
api.add_router("/{slug:municipality}", plans)
api.add_router("/{slug:municipality}", facilities)
api.add_router("/{slug:municipality}", kartes)
api.add_router("/{slug:municipality}", conversations)
api.add_router("/{slug:municipality}", surveys)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, problem: Exception) -> HttpResponse:
    told = _("お探しのものは見つかりません。消えたか、公開されていません。")
    return api.create_response(request, {"detail": told}, status=404)


@api.exception_handler(Refused)
def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    told = {"detail": problem.decision.reason, "who": problem.decision.who}
    return api.create_response(request, told, status=403)


def _told_in_data(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of an address, whose answer to a method it does not know is data as well."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = view(request, *args, **named)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        told = _("このアドレスでは、{}は使えません。使えるのは{}です。").format(
            request.method, response["Allow"]
        )
        said = api.create_response(request, {"detail": told}, status=response.status_code)
        said["Allow"] = response["Allow"]
        return said

    return answered


def urls() -> tuple[list[Any], str, str]:
    """The addresses of the API, each behind its rule."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = _told_in_data(pattern.callback)
    return guard_included(patterns, lambda name: "site.api.read"), app_name, namespace
