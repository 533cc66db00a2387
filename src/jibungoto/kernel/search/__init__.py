"""Search over all nodes: `put` and `remove` keep the index, `find` asks it."""

from ..models import Node


def put(node: Node, *, body: str | None = "") -> None:
    """Index a node's title, summary and body; `body=None` keeps the body indexed before."""
