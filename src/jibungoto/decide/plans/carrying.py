"""The guided step from a plan to its successor: one row for each measure that is asked about."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .selectors.glance import Twig
from .services.generations import CONTINUE, DROP, MERGE, SPLIT, Fate

MOST_ASKED = 250  # what hangs deeper goes with what it hangs below
FATES = [
    (CONTINUE, _("引き継ぐ")),
    (MERGE, _("ほかとまとめる")),
    (SPLIT, _("二つに分ける")),
    (DROP, _("引き継がない")),
]


class CarryOverForm(forms.Form):
    """What the next plan is called and when it runs."""

    title = forms.CharField(label=_("次の計画の名前"), max_length=120)
    slug = forms.SlugField(
        label=_("アドレスの名前"),
        max_length=60,
        help_text=_("半角の英小文字・数字・ハイフンで書きます（例：kyodo-2026）。"),
    )
    policy = forms.CharField(label=_("基本方針"), max_length=200, required=False)
    starts = forms.IntegerField(
        label=_("始まりの年度（西暦）"), required=False, min_value=1950, max_value=2150
    )
    ends = forms.IntegerField(
        label=_("終わりの年度（西暦）"), required=False, min_value=1950, max_value=2150
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts, ends = told.get("starts"), told.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", str(_("終わりの年度が、始まりの年度より前です。")))
        return told


class Asked:
    """A measure with what the form says of it."""

    def __init__(self, twig: Twig, depth: int, data: Mapping[str, Any]) -> None:
        self.twig, self.depth = twig, depth
        self.fate = str(data.get(f"fate-{twig.pk}", CONTINUE))
        self.into = str(data.get(f"into-{twig.pk}", "")).strip()
        self.why = str(data.get(f"why-{twig.pk}", "")).strip()

    @property
    def indent(self) -> str:
        return "\u3000" * (self.depth - 1)

    @property
    def as_fate(self) -> Fate:
        known = {key for key, _word in FATES}
        return Fate(self.fate if self.fate in known else CONTINUE, self.into, self.why[:300])


def asked(roots: Sequence[Twig], data: Mapping[str, Any]) -> list[Asked]:
    """The rows of the step: whole levels from the root, as many as fit a form."""
    rows: list[Asked] = []
    level, depth = list(roots), 1
    shown: set[int] = set()
    while level and len(shown) + len(level) <= MOST_ASKED:
        shown |= {t.pk for t in level}
        level, depth = [c for t in level for c in t.children], depth + 1
    waiting = [(root, 1) for root in reversed(roots)]
    while waiting:
        twig, deep = waiting.pop()
        if twig.pk in shown:
            rows.append(Asked(twig, deep, data))
            waiting.extend((child, deep + 1) for child in reversed(twig.children))
    return rows
