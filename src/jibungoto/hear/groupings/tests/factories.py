"""Small invented groupings for tests."""

from typing import Any

from jibungoto.hear.groupings import services, tasks
from jibungoto.hear.groupings.models import Grouping
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.registry import SourceText

LINES = (
    "バスの本数を増やしてほしい", "バスの本数が足りません", "夕方のバスの本数が少ない",
    "ごみの有料化に反対です", "ごみの有料化に賛成します", "ごみの有料化は心配です",
    "ごみの有料化に反対です。", "図書館の閉館が早い", "",
)  # fmt: skip


def texts(lines: Any = LINES) -> list[SourceText]:
    return [SourceText(str(n), line) for n, line in enumerate(lines, 1)]


def a_grouping(title: str = "みんなの声", *, done: bool = True, **told: Any) -> Grouping:
    lines = told.pop("lines", LINES)
    kept = {"source": "upload", "source_label": "貼りつけた声", "texts": texts(lines)}
    made, _job = services.create_grouping(**{**kept, "title": title, **told})
    if done:
        tasks.group(Progress(), grouping_id=made.pk)()
        made.refresh_from_db()
    return made
