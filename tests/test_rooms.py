"""Rooms of an app keep to their errand, beyond what the import contracts can see."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src/jibungoto"
QUERIES = {
    *("objects", "everywhere", "filter", "exclude", "select_related", "prefetch_related"),
    *("order_by", "annotate", "aggregate", "values_list", "exists", "select_for_update"),
}


def views() -> list[Path]:
    found = [*SOURCE.rglob("views.py"), *SOURCE.rglob("views/*.py")]
    return [path for path in found if "tests" not in path.parts]


def test_no_view_makes_a_query_of_its_own() -> None:
    made = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.attr}"
        for path in views()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in QUERIES
        # the scope of a permission that counts in the whole city
        and not (node.attr == "everywhere" and ast.unparse(node.value).startswith("actor.scopes("))
    ]
    assert len(views()) > 40
    assert made == []
