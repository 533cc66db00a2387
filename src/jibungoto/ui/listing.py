"""Names in a row and sentences in a row, joined as the reader's language joins them.

The marks are entries of the catalogues like any other, so that no page in English shows 「」 or 、.
Text that is kept (a source, a record) is joined as the data is written, not with these.
"""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .languages import is_japanese

type Name = object  # anything that says its name: a text, a lazy sentence, a record


def listed(names: Iterable[Name], mark: str = "、", *, most: int = 0) -> str:
    """つつじ台、川端 ; つつじ台・川端 with ・; with `most`, the first of them.

    Names that are sentences stand each in its own marks: 「歩きたい」「休みたい」, never 。、.
    """
    row = list(names)
    if len(row) > 1 and any(str(name).endswith("。") for name in row):
        return quoted(row, most=most)
    between = {"、": _("、"), "・": _("・"), "〜": _("〜")}[mark]
    return _cut(row, most, between, "{}")


def quoted(names: Iterable[Name], *, most: int = 0) -> str:
    """「つつじ台」「川端」: names as they stand somewhere, each in its own marks."""
    return _cut([inside(name) for name in names], most, _between(", "), _("「{}」"))


def inside(name: Name) -> str:
    """A name as it stands within 「」: its own 「」 become 『』, and those within back again; a
    sentence leaves its 。 outside."""
    said = str(name).removesuffix("。")
    return said.translate(_NESTED) if is_japanese(get_language()) else said


_NESTED = str.maketrans("「」『』", "『』「」")


def sentences(said: Iterable[Name]) -> str:
    """Whole sentences one after the other; Latin script wants a blank between them."""
    return _between(" ").join(text for text in map(str, said) if text)


def with_note(said: Name, note: Name) -> str:
    """人口（2026年）: a word with what is added to it, where there is anything to add."""
    return _("{}（{}）").format(said, note) if note else str(said)


def _cut(names: list[Name], most: int, between: str, form: str) -> str:
    shown = names[:most] if most else names
    said = between.join(form.format(name) for name in shown)
    return _("{}など").format(said) if len(shown) < len(names) else said


def _between(blank: str) -> str:
    return "" if is_japanese(get_language()) else blank
