from django.db import models

from jibungoto.kernel.tenancy import Owned

from .nodes import Node


class SearchEntry(Owned):
    """What the search index knows of a node.

    SQLite: the content of the FTS5 table `kernel_searchindex`, kept in step by triggers.
    PostgreSQL: a generated column `vector` with its GIN index holds the same grams and marks.
    """

    # The day and the node's number in one: the order of the ids is the order of the results.
    id = models.BigIntegerField(primary_key=True)
    node = models.OneToOneField(Node, on_delete=models.CASCADE, related_name="search_entry")
    body = models.TextField(blank=True)  # as written: for the snippet, and for a new index
    grams = models.TextField()  # separated, begun and ended by a blank
    marks = models.TextField()  # what filters ask for: " #m3 #spublic #d17 …"

    class Meta(Owned.Meta):
        indexes = [models.Index(name="kernel_search_newest", fields=["municipality", "-id"])]

    def __str__(self) -> str:
        return f"entry of {self.node_id}"
