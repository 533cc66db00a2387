"""Plans as tables to take away: the tree, the indicators, and the tables over a plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url

from .models import Plan, PlanIndicator
from .selectors.generations import WORDS, Difference
from .selectors.glance import Glance
from .selectors.tables import PlanTable

Rows = Iterator[Sequence[Any]]


def tree(plan: Plan, seen: Glance, words: Mapping[str, str]) -> Rows:
    """Every measure of a plan in its order, a header first."""
    yield [
        _("番号"), _("段"), _("上の番号"), _("しるし"), _("呼び名"), _("名前"), _("進みぐあい"),
        _("担い手"), _("ひとこと"), _("実施したこと"), _("今後の方向"), _("参照"), _("アドレス"),
    ]  # fmt: skip
    codes = {t.pk: t.code for t in seen.every}
    base = settings.BASE_URL.rstrip("/") + node_url(plan.node)
    for t in seen.every:
        yield [
            t.code, t.level, codes.get(t.parent_id or 0, ""), t.sign or "", t.called, t.title,
            words.get(f"state.{t.state}", "") if t.state else "", t.actor, t.note, t.done,
            t.next_step, t.references or "", f"{base}{t.short}/",
        ]  # fmt: skip


def indicators(rows: Sequence[PlanIndicator]) -> Rows:
    """Every value of every indicator of a plan, a header first."""
    yield [
        _("指標"), _("単位"), _("種類"), _("年"), _("もとの書き方"), _("値"), _("確かさ"),
        _("訂正"), _("数え方"), _("出典"),
    ]  # fmt: skip
    for row in rows:
        for v in row.values.all():
            yield [
                row.name, row.unit, v.label or str(v.get_role_display()), v.year, v.written,
                v.words if v.value is None else v.value, str(v.get_status_display()),
                _("訂正") if v.corrects_id else "", row.formula, v.source or row.source,
            ]  # fmt: skip


def table(shown: PlanTable) -> Rows:
    """A table over a plan: cells of several entries have one line each."""
    yield list(shown.heads)
    for row in shown.rows:
        yield ["\n".join(f"{s.text}（{s.beside}）" if s.beside else s.text for s in c) for c in row]


def changes(told: Difference) -> Rows:
    """What changed from the plan before."""
    yield [
        _("変わり方"), _("前の番号"), told.before.title, _("番号"), told.after.title, _("理由"),
    ]  # fmt: skip
    for one in told.changes:
        yield [
            str(WORDS[one.sort]),
            "\n".join(m.code for m in one.before), "\n".join(m.title for m in one.before),
            "\n".join(m.code for m in one.after), "\n".join(m.title for m in one.after), one.why,
        ]  # fmt: skip
