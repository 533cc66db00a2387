"""The words of a municipality as its settings page shows them: grouped, beside the preset's."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import vocabulary
from jibungoto.kernel.models import Municipality

# The beginning of a key -> the heading it stands under. What no group names comes last.
_GROUPS: tuple[tuple[str, Any, Any], ...] = (
    ("district", _("地区の呼び方"), _("まちをいくつかに分けた、くらしのまとまりです。")),
    ("council", _("協議会の呼び方"), _("地区の人が集まって決める集まりです。")),
    ("officer", _("職員の呼び方"), _("地区を受け持つ市の職員です。")),
    ("karte", _("カルテとビジョン"), _("地区のいまと、めざす姿をまとめたものです。")),
    ("vision", _("カルテとビジョン"), ""),
    ("plan", _("計画のことば"), _("計画の段と、しるしの名前です。")),
    ("stage", _("協議会の段階"), _("準備から振り返りまでの、七つの段階の名前です。")),
    ("state", _("進みぐあい"), _("施策や事業の、進みぐあいの呼び方です。")),
    ("finding", _("気づきと資源"), _("住民が書きとめる魅力・課題と、いいことさがしの資源です。")),
    ("charm", _("気づきと資源"), ""),
    ("issue", _("気づきと資源"), ""),
    ("resource", _("気づきと資源"), ""),
)
_OTHER = _("そのほか")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word: what it stands for, what it is now, what the preset calls it."""

    key: str
    meaning: str
    text: str
    preset: str

    @property
    def is_changed(self) -> bool:
        return self.text != self.preset


@dataclass(frozen=True, slots=True)
class Group:
    title: Any
    intro: Any
    entries: list[Entry]


def groups(municipality: Municipality) -> list[Group]:
    """All words in their groups. One query."""
    now, preset = vocabulary.written(), originals(municipality)
    found: dict[str, Group] = {}
    for key in preset:
        title, intro = _heading(key)
        group = found.setdefault(str(title), Group(title, intro, []))
        group.entries.append(
            Entry(key, _meaning(key, preset), now.get(key, preset[key]), preset[key])
        )
    order = [str(title) for _prefix, title, _intro in _GROUPS]
    return sorted(
        found.values(), key=lambda g: order.index(str(g.title)) if str(g.title) in order else 99
    )


def _meaning(key: str, preset: dict[str, str]) -> str:
    """The house's own word for the thing; the city's may hide what it stands for."""
    standard = vocabulary.STANDARD.get(key, preset[key])
    return gettext("{}（短い呼び方）").format(standard) if key.endswith(".short") else standard


def originals(municipality: Municipality) -> dict[str, str]:
    """The words the municipality's preset began with."""
    try:
        return vocabulary.preset(municipality.preset)
    except KeyError:
        return dict(vocabulary.STANDARD)


def _heading(key: str) -> tuple[Any, Any]:
    for prefix, title, intro in _GROUPS:
        if key == prefix or key.startswith(f"{prefix}."):
            return title, intro
    return _OTHER, ""
