"""The API of what is asked: statements, and never a vote or a person. Results: result_api."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from jibungoto.kernel.api import actor_of
from jibungoto.kernel.links import node_url

from . import selectors
from .models import Statement

router = Router(tags=["みんなの意見"])


class AskedOut(Schema):
    """A statement that is shown. `origin`: seed, written or taken."""

    number: int
    code: str
    text: str
    origin: str
    url: str
    texts: dict[str, str]

    @staticmethod
    def of(one: Statement) -> "AskedOut":
        return AskedOut(
            number=one.number, code=one.node.short_code, text=one.text, origin=one.origin,
            url=node_url(one.node), texts={t.language: t.text for t in one.texts.all()},
        )  # fmt: skip


@router.get(
    "/conversations/{slug}/statements",
    response=list[AskedOut],
    operation_id="statement_list",
    url_name="statement_list",
)
def statement_list(request: HttpRequest, slug: str) -> list[AskedOut]:
    """The statements of a public conversation that are shown, in the order of their numbers."""
    found = selectors.conversation(actor_of(request), slug)
    if found is None or found.node.state != "public":
        raise Http404
    rows = selectors.shown(found).select_related("node").prefetch_related("texts")
    return [AskedOut.of(one) for one in rows]
