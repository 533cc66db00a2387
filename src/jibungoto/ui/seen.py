"""Forms of what somebody else may write meanwhile: nobody's words are lost, and none overwritten.

Such a form remembers what was looked at. Whoever saves second gets it back (409): what they typed
still stands in it, and each field says what the other person wrote there. Fields they left alone
show the other's. Saving again is then a decision.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from .listing import inside, listed

OWN = ("version", "node_version", "seen")
_MOST = 500  # characters of the other's text at the spot

if TYPE_CHECKING:
    _Base = forms.BaseForm
else:
    _Base = object


def said(field: forms.Field, value: Any) -> str:
    """A field's value in the words the page shows."""
    if isinstance(field, forms.BooleanField):
        return "✓" if value not in (None, "", False, "False") else ""
    wanted = [one for one in texts(field, value) if one]
    choices = getattr(field, "choices", None)
    if choices is None:
        return "\n".join(wanted).replace("\r\n", "\n").strip()
    words = {}
    for key, label in choices:
        group = label if isinstance(label, list | tuple) else [(key, label)]
        words.update({str(one): str(word) for one, word in group})
    return listed(words.get(one, one) for one in sorted(wanted))


def texts(field: forms.Field, value: Any) -> Sequence[str]:
    """What a browser would send of a value."""
    value = field.prepare_value(value)
    if value is None:
        return []
    if isinstance(value, list | tuple | set):
        return [str(v) for v in value]
    if isinstance(field.widget, forms.DateTimeInput | forms.DateInput | forms.TimeInput):
        value = field.widget.format_value(value)
    return [str(value)]


def mark(field: forms.Field, value: Any) -> str:
    """A short sign that tells two values of a field apart."""
    if isinstance(field, forms.BooleanField):
        told = said(field, value)
    else:
        told = "\n".join(sorted(texts(field, value))).replace("\r\n", "\n").strip()
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:8]


class Watched(_Base):
    """Mixin, first of the bases. `initial` is the record as it is now; `watch()` ends __init__."""

    changed_meanwhile = False

    def watch(self) -> None:
        """From now on this form is of a record that others may change."""
        self.fields["seen"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=lambda: json.dumps(self._marks())
        )

    def full_clean(self) -> None:
        if not self.is_bound or "seen" not in self.fields:
            super().full_clean()
            return
        changed = self._changed()
        mine = {name: said(self.fields[name], self[name].value()) for name in changed}
        adopted = self._take_up(changed)
        super().full_clean()
        self.cleaned_data.pop("seen", None)  # not of the record
        if not changed:
            return
        self.changed_meanwhile = True
        self.add_error(
            None,
            _(
                "ほかの方が、先に書きかえました。まだ上書きはしていません。"
                "ちがうところを確かめて、もう一度保存してください。"
            ),
        )
        for name in changed:
            field = self.fields[name]
            theirs = said(field, self._current(name))
            if field.widget.is_hidden or theirs == mine[name]:
                continue
            self.add_error(name, _note(theirs, adopted=name in adopted))

    def _marks(self) -> dict[str, str]:
        return {n: mark(f, self._current(n)) for n, f in self.fields.items() if n not in OWN}

    def _current(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("seen")) or "{}")
        except (ValueError, RecursionError):
            return {}
        return seen if isinstance(seen, dict) else {}

    def _changed(self) -> list[str]:
        """Fields that are no longer what was looked at; none where all are what is sent anyway."""
        seen, now = self._seen(), self._marks()
        found = [name for name, sign in now.items() if name in seen and seen[name] != sign]
        agreed = all(mark(self.fields[n], self[n].value()) == now[n] for n in found)
        return [] if agreed else found

    def _take_up(self, changed: Iterable[str]) -> set[str]:
        """Put the other's words where nothing was typed, and what is seen now; which those are."""
        seen, adopted = self._seen(), set()
        data: Any = copy(self.data)
        for name in changed:
            field, key = self.fields[name], self.add_prefix(name)
            if mark(field, self[name].value()) != seen[name]:
                continue
            adopted.add(name)
            data.pop(key, None)
            if isinstance(field, forms.BooleanField):
                told = ["on"] if self._current(name) else []
            else:
                told = list(texts(field, self._current(name)))
            if told and hasattr(data, "setlist"):
                data.setlist(key, told)
            elif told:
                data[key] = told[0] if len(told) == 1 else told
        if seen:  # what was seen of the fields counts, whatever else changed the version
            data[self.add_prefix("seen")] = json.dumps(self._marks())
            for name in ("version", "node_version"):
                if name in self.fields:
                    data[self.add_prefix(name)] = str(self._current(name) or 0)
            self.data = data
        return adopted


def _note(theirs: str, *, adopted: bool) -> str:
    if adopted:
        return _("開いたあとに、ほかの方が書きかえた内容です。")
    if not theirs:
        return _("開いたあとに、ほかの方が消しました。保存すると、あなたの内容になります。")
    told = theirs if len(theirs) <= _MOST else theirs[:_MOST] + "…"
    return _(
        "開いたあとに、ほかの方が「{}」に書きかえました。保存すると、あなたの内容になります。"
    ).format(inside(told))


def status(*sent: Any) -> int:
    """The status of a page that shows these forms: 409, 422 for faults, else 200."""
    faulty = [form for form in sent if form.errors]
    if any(getattr(form, "changed_meanwhile", False) for form in faulty):
        return 409
    return 422 if faulty else 200
