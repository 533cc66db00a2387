"""Fields as plans are written: years with their era, and lists with one entry a line."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.decide.plans.models import MeasureActor
from jibungoto.decide.plans.services import Carrier, Pointer
from jibungoto.japan.eras import JapaneseDateError, parse_year
from jibungoto.kernel.models import Node
from jibungoto.ui.listing import listed

ARROW = "→"
_PARTED = re.compile(r"\s*[:：]\s*")


def year_of(written: str) -> int:
    """The western year of 2024, 令和6年度, 平成34年. Raises JapaneseDateError."""
    return parse_year(written.strip().replace("年度", "年"))


class YearField(forms.CharField):
    """A year as people write it; cleaned to the western year, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("例：令和6年度、2024"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs["class"] = "short"

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return year_of(written)
        except JapaneseDateError as error:
            raise forms.ValidationError(str(error)) from None


class LinesField(forms.CharField):
    """One entry a line; `read` turns a line into what it means, or says what is wrong."""

    def __init__(self, *, read: Callable[[str], Any] = str, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        found, faults = [], []
        for number, line in enumerate(str(super().clean(value) or "").splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(self.read(line.strip()))
            except forms.ValidationError as error:
                faults.append(
                    _("{number}行目：{said}").format(number=number, said=error.messages[0])
                )
        if faults:
            raise forms.ValidationError(faults)
        return found


def read_carrier(line: str) -> Carrier:
    """市の担当課：協働課, or a kind alone."""
    said, _sep, name = line.partition("：") if "：" in line else line.partition(":")
    for kind, label in MeasureActor.Kind.choices:
        if said.strip() == str(label):
            return Carrier(kind, name.strip()[:80])
    raise forms.ValidationError(
        _("「{line}」の担い手の種類がわかりません。{kinds}のどれかで始めてください。").format(
            line=line, kinds=listed(MeasureActor.Kind.labels, "・")
        )
    )


def write_carriers(actors: Sequence[MeasureActor]) -> str:
    return "\n".join(
        f"{a.get_kind_display()}：{a.name}" if a.name else str(a.get_kind_display())
        for a in actors
    )  # fmt: skip


def pointer_reader(find: Callable[[str], Node | None]) -> Callable[[str], Pointer]:
    """Reads 「住宅計画 → 番号やアドレス」; without an arrow the words alone."""

    def read(line: str) -> Pointer:
        text, arrow, address = (part.strip() for part in line.partition(ARROW))
        if not arrow:
            return Pointer(text[:200])
        node = find(address)
        if node is None:
            raise forms.ValidationError(
                _("「{address}」というページが見つかりません。").format(address=address)
            )
        return Pointer((text or node.title)[:200], node)

    return read


def served_reader(find: Callable[[str], Node | None]) -> Callable[[str], Node]:
    """Reads the address or code of a measure, or 「題名 → 番号やアドレス」."""

    def read(line: str) -> Node:
        address = line.rpartition(ARROW)[2].strip()
        node = find(address)
        if node is None or node.kind != "measure":
            raise forms.ValidationError(
                _("「{address}」という施策・事業のページが見つかりません。").format(address=address)
            )
        return node

    return read


def write_pointers(pointers: Sequence[tuple[str, Node | None]]) -> str:
    return "\n".join(
        f"{text} {ARROW} {node.short_code}" if node else text for text, node in pointers
    )
