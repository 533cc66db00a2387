"""What was acted upon, in words, where it is no record with a node: roles, letters, imports, …"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from jibungoto.kernel import registry
from jibungoto.kernel.models import AuditRecord
from jibungoto.ui.listing import listed

from .words import spoken

MOST_PATHS = 3


def titles(page: Iterable[AuditRecord]) -> Mapping[tuple[str, str], str]:
    """{(kind, id): words} of what these records without a node tell of, all in one query.

    What is gone, and what no manifest names, is left out.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    known = registry.targets()
    for record in page:
        target = known.get(record.object_kind)
        if target and target.paths and record.node_id is None and record.object_id.isdecimal():
            wanted[record.object_kind].add(record.object_id)
    parts = [_rows(known[kind], ids) for kind, ids in sorted(wanted.items())]
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True).order_by() if len(parts) > 1 else parts[0]
    return {(kind, pk): listed(_said(kind, texts), "・") for kind, pk, *texts in found}


def _rows(target: registry.Target, ids: set[str]) -> QuerySet[Any, Any]:
    model = apps.get_model(target.model)
    said: dict[str, Any] = {
        f"said_{n}": Coalesce(Cast(F(path), TextField()), Value(""), output_field=TextField())
        for n, path in enumerate(target.paths)
    }
    for n in range(len(target.paths), MOST_PATHS):
        said[f"said_{n}"] = Value("", output_field=TextField())
    rows = model._default_manager.filter(pk__in=ids).order_by()
    rows = rows.annotate(
        said_of=Value(target.model.lower(), output_field=TextField()),
        said_pk=Cast(F("pk"), TextField()),
        **said,
    )
    found: QuerySet[Any, Any] = rows.values_list("said_of", "said_pk", *sorted(said))
    return found


def _said(kind: str, texts: Iterable[str]) -> Iterator[str]:
    target = registry.targets()[kind]
    model = apps.get_model(target.model)
    for n, text in enumerate(texts):
        if text:
            yield (
                target.say(text)
                if n == 0 and target.say is not str
                else _spoken(model, target.paths[n], text)
            )


def _spoken(model: type, path: str, text: str) -> str:
    return text if "__" in path else spoken(model, path, text)
